from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rubrics.grade import Band, Verdict
from sessions.report import Average, Improvement, report
from sessions.session import Session, Turn, TurnState
from sessions.summary import means
from tests.sessions.sample import ESTIMATE, MODEL, Room, blank, grade_of, new_session, own, ungraded

MET, PARTLY, MISSED, WRONG = Verdict

STATES = {
    "graded": TurnState.GRADED,
    "estimated": TurnState.GRADED,
    "ungraded": TurnState.UNGRADED,
    "blank": TurnState.BLANK,
}


def answered(turn: Turn, *verdicts: Verdict, model: bool = False, **changes: object) -> Turn:
    """The turn, handed in and marked."""
    grade = grade_of(turn, *verdicts, grader=MODEL if model else ESTIMATE)
    return turn.model_copy(
        update={
            "state": TurnState.GRADED,
            "answer": "boil",
            "draft": "boil",
            "grade": grade,
            **changes,
        }
    )


def with_grade(turn: Turn, kind: str) -> Turn:
    grade = {
        "graded": grade_of(turn, MET, grader=MODEL),
        "estimated": grade_of(turn, MET),
        "ungraded": ungraded(turn),
        "blank": blank(turn),
    }[kind]
    return turn.model_copy(update={"state": STATES[kind], "answer": "x", "grade": grade})


def of(*turns: Turn) -> Session:
    return new_session().model_copy(update={"turns": turns})


def test_a_session_that_was_not_begun() -> None:
    figures = report(new_session())
    assert figures.averages == ()
    assert (figures.questions, figures.not_reached, figures.handed_in) == (4, 4, 0)
    assert (figures.used, figures.allotted) == (0, 0)
    assert figures.headline() == "No score: no answer was handed in; 4 not reached"


def test_an_average_with_a_blank_answer_in_it() -> None:
    a, b, c, d = new_session().turns
    figures = report(of(answered(a, MET, MET), answered(b, MET), with_grade(c, "blank"), d))
    assert figures.averages == (Average("estimated", 53.3, Band.THIN, 3),)
    assert figures.headline() == (
        "Estimate: Thin 53.3, over 3 of 3 answers; 1 blank; 1 not reached"
    )


def test_origins_are_never_mixed() -> None:
    a, b, c, d = new_session().turns
    by_hand = own(boil=MET, warm=MET, time=MISSED)
    session = of(
        answered(a, MET, model=True),
        answered(b, MET, MET),
        answered(c, self_marks=by_hand),
        answered(d, MISSED, model=True),
    )
    figures = report(session)
    assert [(average.origin, average.score, average.count) for average in figures.averages] == [
        ("graded", 30.0, 2),
        ("estimated", 100.0, 1),
        ("self-marked", 100.0, 1),
    ]
    assert figures.headline() == (
        "Graded: Weak 30, over 2 of 4 answers · Estimate: Strong 100, over 1 of 4 answers · "
        "Your own marks: Strong 100, over 1 of 4 answers"
    )


def test_what_was_not_graded_stands_apart() -> None:
    a, b, c, d = new_session().turns
    session = of(
        answered(a, MET, MET),
        with_grade(b, "ungraded"),
        c.model_copy(update={"state": TurnState.SUBMITTED, "answer": "x"}),
        d.model_copy(update={"state": TurnState.SKIPPED, "draft": "x"}),
    )
    figures = report(session)
    assert figures.averages == (Average("estimated", 100.0, Band.STRONG, 1),)
    assert figures.ungraded == (("2", "rate limited"),)
    assert figures.waiting == ("3",)
    assert (figures.handed_in, figures.skipped) == (3, 1)
    assert figures.headline() == (
        "Estimate: Strong 100, over 1 of 3 answers; 1 ungraded: rate limited; "
        "1 not graded yet; 1 skipped"
    )


def test_no_score_says_why() -> None:
    turns = [with_grade(turn, "ungraded") for turn in new_session().turns]
    assert report(of(*turns)).headline() == "No score: 4 ungraded: rate limited"


def test_an_ungraded_answer_that_was_marked_by_hand_has_a_score() -> None:
    turn = with_grade(new_session().turns[0], "ungraded")
    by_hand = own(boil=MET, warm=MET, time=MET)
    figures = report(of(turn.model_copy(update={"self_marks": by_hand})))
    assert figures.ungraded == ()
    assert figures.averages == (Average("self-marked", 100.0, Band.STRONG, 1),)
    part = report(of(turn.model_copy(update={"self_marks": own(boil=MET)})))
    assert part.ungraded == (("1", "rate limited"),)
    assert part.averages == ()


def test_an_open_question_is_neither_skipped_nor_unreached() -> None:
    a, b, *_ = new_session().turns
    open_turn = b.model_copy(update={"state": TurnState.DRAFTING, "draft": "..."})
    figures = report(of(answered(a, MET, MET), open_turn))
    assert (figures.unanswered, figures.skipped, figures.not_reached) == (1, 0, 0)
    assert figures.headline().endswith("; 1 left open")


def test_sections_in_their_order() -> None:
    a, b, c, d = new_session().turns
    session = of(answered(a, MET, MET), answered(b, MET), answered(c, MET, model=True), d)
    lines = report(session).by_section
    assert [(line.title, line.questions, line.scores) for line in lines] == [
        ("Tea", 2, {"estimated": (80.0, 2)}),
        ("Coffee", 2, {"graded": (60.0, 1)}),
    ]


def test_the_heaviest_miss_comes_first() -> None:
    a, b, c, _ = new_session().turns
    session = of(
        answered(a, MET, PARTLY),
        answered(b, MISSED, MET),
        answered(c, WRONG, MISSED, MET),
        with_grade(new_session().turns[3], "blank"),
    )
    misses = [(miss.label, miss.criterion, miss.verdict) for miss in report(session).misses]
    assert misses == [
        ("3", "boil", WRONG),
        ("2", "boil", MISSED),
        ("3", "warm", MISSED),
        ("1", "warm", PARTLY),
        ("1", "time", MISSED),
        ("2", "time", MISSED),
    ]


def test_own_marks_decide_what_was_missed() -> None:
    turn = answered(new_session().turns[0], self_marks=own(boil=MET, warm=MET, time=MET))
    assert report(of(turn)).misses == ()


def test_time_is_counted_for_what_was_begun() -> None:
    session = new_session()
    a, b, *_ = session.turns
    begun = {"asked_at": session.created_at}
    figures = report(
        of(
            a.model_copy(update={"used": 30.0, **begun}),
            a.model_copy(update={"id": 9, "attempt": 2, "used": 50.0, **begun}),
            b,
        )
    )
    assert (figures.used, figures.allotted) == (80.0, 240.0)


def test_later_attempts_stand_apart_and_are_compared_with_their_like() -> None:
    a, b, *_ = new_session().turns
    session = of(
        answered(a, MET),
        answered(a, MISSED, MET, id=7, attempt=2),
        answered(a, MET, PARTLY, id=8, attempt=3),
        answered(a, MET, MET, model=True, id=9, attempt=4),
        answered(b, MET),
        answered(b, MET, MET, model=True, id=10, attempt=2),
    )
    figures = report(session)
    assert figures.questions == 2
    assert figures.averages == (Average("estimated", 60.0, Band.THIN, 2),)
    assert figures.improved == (Improvement("1", "estimated", 60.0, 80.0),)


@given(
    st.lists(
        st.sampled_from(
            ["planned", "asked", "skipped", "submitted", "graded", "estimated", "ungraded", "blank"]
        ),
        min_size=4,
        max_size=4,
    )
)
def test_every_question_is_counted_once(kinds: list[str]) -> None:
    turns = [
        with_grade(turn, kind)
        if kind in STATES
        else turn.model_copy(update={"state": TurnState(kind)})
        for turn, kind in zip(new_session().turns, kinds, strict=True)
    ]
    figures = report(of(*turns))
    assert figures.questions == (
        figures.handed_in + figures.skipped + figures.unanswered + figures.not_reached
    )
    scored = sum(average.count for average in figures.averages)
    assert figures.handed_in == scored + len(figures.ungraded) + len(figures.waiting)
    assert figures.blank == kinds.count("blank")
    assert scored == sum(count for _, count in means(turns).values())
    assert figures.headline().startswith("No score: ") == (scored == 0)


def test_an_average_over_grades_of_different_graders_says_so() -> None:
    room = Room(new_session())
    room.interview.begin()
    for grader in (MODEL, MODEL.model_copy(update={"model": "other/model"})):
        turn = room.answer("I boil water.")
        grade = grade_of(room.interview.turns[turn], Verdict.MET, grader=grader)
        room.interview.graded(turn, grade)
        room.interview.next()
    [average] = report(room.interview.session).averages
    assert (average.count, average.graders) == (2, 2)
    headline = report(room.interview.session).headline()
    assert "over 2 of 2 answers, by 2 different graders" in headline
