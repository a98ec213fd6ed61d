"""Follow-ups to an answer: when which is asked, what it does to the grade, and what it does not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rubrics.estimate import Estimator
from rubrics.grade import Grade, Verdict
from rubrics.grader import GradingTask
from sessions.events import AnswerSubmitted, GradeFailed, GradeReady, GradingStarted, QuestionAsked
from sessions.follow_ups import allowance, next_follow_up, task_of
from sessions.grading import ungraded_turns
from sessions.interview import Interview, InterviewError
from sessions.report import report
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.steps import Instant
from sessions.summary import summary
from tests.sessions.sample import MODEL, Room, blank, grade_of, new_session, ungraded

HARD, GUESTS = "What if the water is hard?", "And for guests?"
"""What the bank asks next."""


def practice(questions: int = 2, rounds: int = 2) -> Room:
    """A practice whose first answer was handed in and graded."""
    room = Room(new_session(questions=questions, rounds=rounds))
    room.interview.begin()
    room.answer("I boil water.")
    graded(room, 0, Verdict.MET)
    room.names()
    return room


def exam(questions: int = 3, rounds: int = 1, instant: Instant | None = None) -> Room:
    room = Room(new_session(Mode.EXAM, questions, rounds=rounds), instant)
    room.interview.begin()
    room.heard.clear()
    return room


def graded(room: Room, turn_id: int, *verdicts: Verdict, follow_up: str | None = None) -> Grade:
    """Have a turn graded, as a queue does it."""
    grade = grade_of(room.interview.session.turn(turn_id), *verdicts)
    grade = grade.model_copy(update={"follow_up": follow_up})
    room.interview.grading(turn_id)
    room.interview.graded(turn_id, grade)
    return grade


def labels(session: Session) -> str:
    return " ".join(f"{turn.label}:{turn.state}" for turn in session.turns)


# What a follow-up is


def test_labels() -> None:
    turn = new_session().turns[0]

    def label(**changes: object) -> str:
        return turn.model_copy(update={"number": 3, **changes}).label

    assert [label(round=number) for number in range(3)] == ["3", "3a", "3b"]
    assert label(round=1, attempt=2) == "3.2a"


@pytest.mark.parametrize(
    ("allotted", "seconds"), [(30, 45), (120, 45), (180, 60), (360, 120), (3600, 120)]
)
def test_a_follow_up_has_a_third_of_the_time_within_bounds(allotted: float, seconds: float) -> None:
    assert allowance(allotted) == seconds


def test_a_follow_up_has_a_wording_of_its_own_and_nothing_else_has() -> None:
    turn = new_session().turns[0].model_dump()
    with pytest.raises(ValidationError, match="wording of its own"):
        Turn.model_validate({**turn, "round": 1})
    with pytest.raises(ValidationError, match="wording of its own"):
        Turn.model_validate({**turn, "asks": HARD})


def test_a_follow_up_follows_a_turn() -> None:
    session = practice().interview.session
    raw = session.model_dump(mode="json")
    raw["turns"][0] |= {"round": 1, "asks": HARD}
    with pytest.raises(ValidationError, match="turn 0 follows no other"):
        Session.model_validate(raw)


# Practice


def test_a_follow_up_is_a_turn_of_its_own_with_its_own_clock() -> None:
    room = practice()
    room.interview.follow()
    assert room.heard == [QuestionAsked(2)]
    turn = room.interview.current
    assert (turn.label, turn.ask, turn.allotted) == ("1a", HARD, 45.0)
    assert turn.question == room.interview.turns[0].question
    assert [one.id for one in room.interview.turns] == [0, 2, 1]
    assert room.interview.running
    assert room.interview.question_left == 45.0
    assert room.memory.kept[2] == turn


def test_handing_in_a_follow_up_leads_back_to_the_feedback_of_the_first_answer() -> None:
    room = practice()
    room.interview.follow()
    room.answer("Then I filter it.", seconds=20)
    assert room.interview.phase is Phase.FEEDBACK
    assert room.interview.current.id == 0
    follow_up = room.interview.session.turn(2)
    assert (follow_up.answer, follow_up.used, follow_up.state) == (
        "Then I filter it.",
        20.0,
        TurnState.SUBMITTED,
    )
    assert room.interview.session.used == 30.0
    assert room.heard == [QuestionAsked(2), AnswerSubmitted(2, "hand")]
    room.interview.next()
    assert room.interview.current.label == "2"


def test_both_answers_are_graded_as_one() -> None:
    room = practice()
    room.interview.follow()
    room.answer("Then I warm the pot.")
    assert ungraded_turns(room.interview) == [0]
    task = task_of(room.interview.session, 0)
    assert task.said == "I boil water.\n\nThen I warm the pot."
    assert [(part.ask, task.said[part.start : part.end]) for part in task.parts] == [
        (room.interview.turns[0].question.ask, "I boil water."),
        (HARD, "Then I warm the pot."),
    ]
    assert task.follow_ups == (GUESTS,)
    room.names()
    grade = graded(room, 0, Verdict.MET, Verdict.MET)
    assert room.heard == [GradingStarted(0), GradeReady(0, grade)]
    assert labels(room.interview.session) == "1:graded 1a:graded 2:planned"
    assert room.interview.turns[0].grade == grade
    assert room.interview.turns[1].score is None
    assert ungraded_turns(room.interview) == []


def test_the_first_grade_stays_in_force_until_there_is_another() -> None:
    room = practice()
    room.interview.follow()
    room.answer("Then I warm the pot.")
    room.interview.grading(0)
    assert labels(room.interview.session) == "1:graded 1a:grading 2:planned"
    assert room.interview.turns[0].score == 60.0
    assert ungraded_turns(room.interview) == [0]


def test_a_second_grading_that_fails_keeps_the_first_grade_and_says_so() -> None:
    room = practice()
    room.interview.follow()
    room.answer("Then I warm the pot.")
    room.interview.grading(0)
    before = room.interview.turns[0]
    failed = ungraded(before)
    room.interview.graded(0, failed)
    assert room.interview.turns[0] == before
    follow_up = room.interview.turns[1]
    assert (follow_up.state, follow_up.grade) == (TurnState.UNGRADED, failed)
    assert room.heard[-1] == GradeFailed(0, "rate limited")
    figures = report(room.interview.session)
    assert figures.ungraded == ()
    assert figures.follow_ups_ungraded == (("1a", "rate limited"),)
    assert "1 follow-up ungraded: rate limited" in figures.headline()
    assert ungraded_turns(room.interview) == []
    graded(room, 0, Verdict.MET, Verdict.MET)
    assert room.interview.turns[1].state is TurnState.GRADED
    assert room.interview.turns[1].grade is None


def test_a_grade_made_before_a_follow_up_came_in_does_not_count_as_its() -> None:
    room = practice()
    room.interview.follow()
    room.interview.type("Then I warm the pot.")
    graded(room, 0, Verdict.MET)
    room.interview.submit()
    room.interview.graded(0, grade_of(room.interview.turns[0], Verdict.MET))
    assert ungraded_turns(room.interview) == [0]


def test_with_nothing_in_force_a_failure_is_the_answer_s_own() -> None:
    room = Room(new_session(rounds=1))
    room.interview.begin()
    room.answer("I boil water.")
    turn = room.interview.turns[0]
    room.interview.graded(0, ungraded(turn))
    assert not room.interview.allows("follow")
    for criterion in turn.question.criteria:
        room.interview.mark(0, criterion.id, Verdict.PARTLY)
    room.interview.follow()
    assert room.interview.current.ask == HARD
    room.answer("I filter it.")
    room.interview.grading(0)
    failed = ungraded(turn, "timeout")
    room.interview.graded(0, failed)
    first, follow_up = room.interview.session.exchange(0)
    assert (first.grade, follow_up.grade) == (failed, None)
    assert (first.state, follow_up.state) == (TurnState.UNGRADED, TurnState.UNGRADED)
    assert first.score is not None


@pytest.mark.parametrize("text", ["", " … \n"])
def test_a_blank_follow_up_changes_nothing_and_ends_the_asking(text: str) -> None:
    room = practice()
    before = room.interview.turns[0]
    room.interview.follow()
    room.answer(text)
    assert room.interview.turns[0] == before
    assert room.interview.turns[1].state is TurnState.BLANK
    assert ungraded_turns(room.interview) == []
    assert task_of(room.interview.session, 0).said == "I boil water."
    assert not room.interview.allows("follow")


def test_a_skipped_follow_up_can_be_come_back_to_from_the_feedback_alone() -> None:
    room = practice()
    room.interview.follow()
    room.interview.type("Then")
    room.time.pass_(10)
    room.interview.skip()
    assert (room.interview.phase, room.interview.current.id) == (Phase.FEEDBACK, 0)
    assert room.interview.skipped == ()
    room.interview.follow()
    assert (room.interview.current.id, room.interview.current.draft) == (2, "Then")
    assert room.interview.question_left == 35.0
    room.interview.skip()
    room.interview.next()
    room.answer("second")
    room.interview.next()
    assert room.interview.phase is Phase.ENDED
    assert labels(room.interview.session) == "1:graded 1a:skipped 2:submitted"


def test_no_way_leads_from_an_open_follow_up_to_a_skipped_question() -> None:
    room = Room(new_session(questions=2, rounds=1))
    room.interview.begin()
    room.interview.skip()
    room.answer("I boil water.")
    graded(room, 1, Verdict.MET)
    assert room.interview.allows("go_to")
    room.interview.follow()
    assert not room.interview.allows("go_to")
    room.interview.skip()
    with pytest.raises(InterviewError, match="2a was not skipped"):
        room.interview.go_to(2)


def test_no_more_rounds_than_were_chosen() -> None:
    for rounds, asked in ((0, []), (1, [HARD]), (2, [HARD, GUESTS])):
        room = practice(rounds=rounds)
        for _ in range(3):
            if room.interview.allows("follow"):
                room.interview.follow()
                room.answer("something more")
                graded(room, 0, Verdict.MET)
        assert [turn.ask for turn in room.interview.session.exchange(0)[1:]] == asked
        with pytest.raises(InterviewError, match="Follow is not possible"):
            room.interview.follow()


def test_nothing_is_asked_before_the_grade_nor_where_every_point_is_met() -> None:
    room = Room(new_session(rounds=1))
    room.interview.begin()
    room.answer("I boil water.")
    assert not room.interview.allows("follow")
    graded(room, 0, *[Verdict.MET] * 3)
    assert not room.interview.allows("follow")
    room.interview.mark(0, "warm", Verdict.MISSED)
    assert room.interview.allows("follow")
    assert next_follow_up(room.interview.session, 0) == HARD


def test_a_blank_answer_is_not_followed_up() -> None:
    room = Room(new_session(rounds=1))
    room.interview.begin()
    room.answer(" ")
    room.interview.graded(0, blank(room.interview.turns[0]))
    assert not room.interview.allows("follow")


def test_the_grader_s_question_comes_first_and_none_is_asked_twice() -> None:
    room = practice()
    room.interview.graded(
        0,
        grade_of(room.interview.turns[0], Verdict.MET, grader=MODEL).model_copy(
            update={"follow_up": "How warm is the pot?"}
        ),
    )
    room.interview.follow()
    assert room.interview.current.ask == "How warm is the pot?"
    room.answer("Warm.")
    graded(room, 0, Verdict.MET, follow_up="How warm is the pot?")
    room.interview.follow()
    assert room.interview.current.ask == HARD


def test_a_second_attempt_has_follow_ups_of_its_own() -> None:
    room = practice(rounds=1)
    room.interview.follow()
    room.answer("I filter it.")
    room.interview.again()
    room.answer("I boil water again.")
    graded(room, 3, Verdict.MET)
    room.interview.follow()
    assert room.interview.current.label == "1.2a"
    assert [turn.label for turn in room.interview.turns] == ["1", "1a", "1.2", "1.2a", "2"]


def test_a_follow_up_takes_no_mark_and_no_grade_of_its_own() -> None:
    room = practice()
    room.interview.follow()
    room.answer("I filter it.")
    with pytest.raises(InterviewError, match="1a is marked with question 1"):
        room.interview.mark(2, "boil", Verdict.MET)
    with pytest.raises(InterviewError, match="1a has no answer to grade by itself"):
        room.interview.graded(2, grade_of(room.interview.turns[0]))


def test_follow_ups_never_count_as_questions() -> None:
    room = practice(questions=2)
    room.interview.follow()
    room.answer("I filter it.", seconds=20)
    graded(room, 0, Verdict.MET)
    room.interview.follow()
    room.answer("")
    room.interview.next()
    room.interview.skip()
    session = room.interview.session
    figures = report(session)
    assert (figures.questions, figures.handed_in, figures.blank, figures.skipped) == (2, 1, 0, 1)
    assert (figures.used, figures.allotted) == (40.0, 120 + 45 + 45 + 120)
    assert (session.questions, summary(session).questions, summary(session).answered) == (2, 2, 1)
    assert figures.improved == ()


def test_a_follow_up_that_waits_for_its_grade_is_told_of() -> None:
    room = practice()
    room.interview.follow()
    room.answer("I filter it.")
    figures = report(room.interview.session)
    assert figures.waiting == ()
    assert figures.follow_ups_waiting == ("1a",)
    assert "1 follow-up not graded yet" in figures.headline()


def test_the_end_hands_in_a_follow_up_that_was_begun() -> None:
    room = practice(questions=1)
    room.interview.follow()
    room.interview.type("I filter it.")
    room.interview.end()
    session = room.interview.session
    assert (session.end_reason, session.turn(1).handed_in) == ("finished", "end")
    assert ungraded_turns(room.interview) == [0]


def test_a_follow_up_left_empty_does_not_make_the_end_early() -> None:
    room = practice(questions=1)
    room.interview.follow()
    room.interview.end()
    assert room.interview.session.end_reason == "finished"
    assert labels(room.interview.session) == "1:graded 1a:asked"


def test_pause_hint_and_flag_are_the_follow_up_s_own() -> None:
    room = practice()
    room.interview.follow()
    room.interview.flag(2)
    room.interview.hint()
    room.interview.pause()
    room.time.pass_(100)
    room.interview.resume()
    first, follow_up = room.interview.session.exchange(0)
    assert (follow_up.flagged, follow_up.hinted, follow_up.used) == (True, True, 0.0)
    assert (first.flagged, first.hinted) == (False, False)


def test_a_session_that_was_left_in_a_follow_up_goes_on_there() -> None:
    room = practice()
    room.interview.follow()
    room.interview.type("Then")
    room.time.pass_(10)
    room.interview.leave()
    again = Interview(room.interview.session, room.time)
    again.reopen()
    assert (again.current.label, again.current.draft, again.question_left) == ("1a", "Then", 35.0)


# Exam


def test_an_exam_asks_right_after_the_answer_where_the_grade_is_there_at_once() -> None:
    room = exam(instant=Estimator().estimate)
    room.answer("I boil the water first.")
    assert room.names() == ["AnswerSubmitted", "GradingStarted", "GradeReady", "QuestionAsked"]
    assert room.memory.writes[-1:] == ["keep"]
    assert (room.interview.current.label, room.interview.current.ask) == ("1a", HARD)
    room.answer("Then I warm the pot.")
    first, follow_up = room.interview.session.exchange(0)
    assert follow_up.state is TurnState.GRADED
    assert [mark.verdict for mark in first.marks][:2] == [Verdict.MET, Verdict.MET]
    assert room.interview.current.label == "2"


def test_answer_grade_and_next_question_are_kept_in_one_piece() -> None:
    room = exam(instant=Estimator().estimate)
    room.interview.type("I boil the water first.")
    room.memory.fails = True
    before = room.interview.session
    with pytest.raises(Exception, match="full"):
        room.interview.submit()
    assert room.interview.session == before
    assert room.heard == []


def test_an_exam_comes_back_when_the_grade_has_come_and_waits_for_none() -> None:
    room = exam(4)
    room.answer("first")
    assert room.interview.current.label == "2"
    room.answer("second")
    graded(room, 0, Verdict.MET)
    assert room.interview.current.label == "3"
    room.answer("third")
    assert room.interview.current.label == "1a"
    graded(room, 2, Verdict.MET)
    graded(room, 1, Verdict.MET)
    room.answer("more on the first")
    assert room.interview.current.label == "2a"
    room.interview.skip()
    assert room.interview.current.label == "3a"
    room.answer("")
    room.answer("fourth")
    assert room.interview.phase is Phase.ENDED
    assert [turn.label for turn in room.interview.turns] == ["1", "1a", "2", "2a", "3", "3a", "4"]
    graded(room, 3, Verdict.MET)
    assert room.interview.phase is Phase.ENDED


def test_an_exam_asks_a_second_time_after_the_grade_of_both() -> None:
    room = exam(1, rounds=2, instant=Estimator().estimate)
    room.answer("I boil the water first.")
    room.answer("Nothing that would help me here.")
    assert (room.interview.current.label, room.interview.current.ask) == ("1b", GUESTS)
    room.answer("Nothing again that would help me.")
    assert room.interview.phase is Phase.ENDED
    assert labels(room.interview.session) == "1:graded 1a:graded 1b:graded"


def test_a_blank_or_skipped_follow_up_ends_the_asking_in_an_exam() -> None:
    for nothing in (True, False):
        room = exam(1, rounds=2, instant=Estimator().estimate)
        room.answer("I boil the water first.")
        if nothing:
            room.answer("")
        else:
            room.interview.skip()
        assert room.interview.phase is Phase.ENDED


def test_at_zero_a_follow_up_is_handed_in_as_it_stands() -> None:
    room = exam(2, instant=Estimator().estimate)
    room.answer("I boil the water first.")
    room.interview.type("Then I warm the pot.")
    room.time.pass_(46)
    room.interview.tick()
    follow_up = room.interview.turns[1]
    assert (follow_up.handed_in, follow_up.state) == ("clock", TurnState.GRADED)
    assert room.interview.current.label == "2"


def test_the_end_of_all_time_ends_in_a_follow_up_too() -> None:
    room = Room(new_session(Mode.EXAM, 1, minutes=1, rounds=1), Estimator().estimate)
    room.interview.begin()
    room.answer("I boil the water first.", seconds=50)
    room.interview.type("Then I warm the pot.")
    room.time.pass_(11)
    room.interview.tick()
    assert room.interview.session.end_reason == "time was up"
    assert labels(room.interview.session) == "1:graded 1a:submitted"
    assert ungraded_turns(room.interview) == [0]


def test_an_exam_without_follow_ups_asks_none_and_grades_nothing_at_once() -> None:
    room = exam(2, rounds=0, instant=Estimator().estimate)
    room.answer("I boil the water first.")
    assert labels(room.interview.session) == "1:submitted 2:asked"


def test_a_grader_that_breaks_off_holds_nobody_up() -> None:
    def breaks(task: GradingTask) -> Grade:
        raise ZeroDivisionError

    room = exam(2, instant=breaks)
    room.answer("I boil the water first.")
    assert labels(room.interview.session) == "1:submitted 2:asked"
    assert ungraded_turns(room.interview) == [0]


def test_what_is_told_stays_in_order_where_the_next_question_follows() -> None:
    room = exam(2, instant=Estimator().estimate)
    seen: list[str] = []
    room.interview.subscribe(lambda fact: seen.append(room.interview.current.label))
    room.answer("I boil the water first.")
    assert set(seen) == {"1a"}
