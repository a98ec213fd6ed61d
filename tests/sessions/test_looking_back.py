"""Own marks with reasons, and what the store says over all sessions: attempts, grades, misses."""

from __future__ import annotations

import pytest

from rubrics.grade import GraderId, Verdict
from rubrics.rubric import Shape
from sessions.export import from_json, to_json
from sessions.interview import Interview
from sessions.misses import Kind, kinds
from sessions.own_marks import OwnMark
from sessions.session import Mode, Session, Turn
from sessions.side_by_side import apart, side_by_side
from sessions.store import Store
from tests.fakes import FakeTime
from tests.sessions.sample import ESTIMATE, MODEL, blank, grade_of, new_session, own

MET, PARTLY, MISSED = Verdict.MET, Verdict.PARTLY, Verdict.MISSED


def answered(
    store: Store,
    name: str,
    *verdicts: Verdict,
    days: int = 0,
    mode: Mode = Mode.PRACTICE,
    grader: GraderId = ESTIMATE,
    session: Session | None = None,
) -> Interview:
    """A session whose first answer was given these verdicts; it is not ended."""
    time = FakeTime()
    time.pass_(days * 86400)
    session = (session or new_session(mode)).model_copy(
        update={"id": name, "mode": mode, "created_at": time.wall()}
    )
    store.create(session)
    interview = Interview(session, time, store.recorder(session))
    interview.begin()
    interview.type("I boil water.")
    interview.submit()
    turn = interview.turns[0]
    interview.graded(turn.id, grade_of(turn, *verdicts, grader=grader))
    return interview


def point(turn: Turn, criterion: str = "warm") -> Kind:
    """One and the same point of the question of a turn."""
    [found] = [one for one in turn.question.criteria if one.id == criterion]
    return kinds("hot-drinks", turn.question, found)[0]


def test_a_reason_is_kept_as_one_line_and_goes_with_the_mark(store: Store) -> None:
    interview = answered(store, "a", MET)
    interview.mark(0, "warm", PARTLY, " said\nin the  second sentence ")
    kept = store.session("a")
    assert kept.turns[0].self_marks == {
        "warm": OwnMark(verdict=PARTLY, reason="said in the second sentence")
    }
    assert kept.turns[0].score == 80.0
    assert from_json(to_json(kept)).session == kept
    interview.mark(0, "warm", None)
    assert store.session("a").turns[0].self_marks == {}


def test_a_mark_of_before_there_were_reasons_is_still_read() -> None:
    turn = new_session().turns[0]
    old = turn.model_dump(mode="json") | {"self_marks": {"warm": "met"}}
    assert Turn.model_validate(old).self_marks == own(warm=MET)


def test_every_time_a_point_was_missed_newest_first(store: Store) -> None:
    first = answered(store, "a", MET, MISSED)
    answered(store, "b", MET, MET, days=1)
    third = answered(store, "c", MET, PARTLY, days=2)
    misses = store.misses(point(first.turns[0]))
    assert [(one.session, one.turn, one.verdict) for one in misses.points] == [
        ("c", 0, PARTLY),
        ("a", 0, MISSED),
    ]
    assert (misses.count, misses.of) == (2, 3)
    assert misses.points[0].score == third.turns[0].score
    third.mark(0, "warm", MET)
    assert [one.session for one in store.misses(point(first.turns[0])).points] == ["a"]
    store.delete("a")
    assert store.misses(point(first.turns[0])).points == ()


def test_the_marks_of_an_exam_are_no_misses_before_its_end(store: Store) -> None:
    exam = answered(store, "a", MET, mode=Mode.EXAM)
    kind = point(exam.turns[0])
    assert store.misses(kind).of == 0
    assert store.attempts("hot-drinks", exam.turns[0].question.id).count == 0
    exam.end()
    assert store.misses(kind).count == 1
    assert store.attempts("hot-drinks", exam.turns[0].question.id).count == 1


def test_a_blank_answer_misses_no_point_by_itself(store: Store) -> None:
    session = new_session()
    store.create(session)
    interview = Interview(session, FakeTime(), store.recorder(session))
    interview.begin()
    interview.submit()
    interview.graded(0, blank(interview.turns[0]))
    assert store.misses(Kind()).of == 0


def test_the_kinds_of_a_point_go_from_narrow_to_all(store: Store) -> None:
    question = new_session().turns[0].question
    criterion = question.criteria[1].model_copy(update={"shape": Shape.TRADE_OFF})
    assert [kind.title for kind in kinds("hot-drinks", question, criterion)] == [
        "this point",
        "trade-offs",
        "kitchen",
        "every point",
    ]
    answered(store, "a", MET)
    found = {kind.title: store.misses(kind).count for kind in kinds("hot-drinks", question, None)}
    assert found == {"kitchen": 2, "every point": 2}
    assert store.misses(Kind(shape=Shape.TRADE_OFF)).of == 0
    assert store.misses(Kind(words="POT IS")).count == 1
    assert store.misses(Kind(bank="another", question=question.id, criterion="warm")).of == 0


def test_attempts_are_over_all_wordings_and_sessions(store: Store) -> None:
    first = answered(store, "a", MET)
    turn = first.turns[0]
    other = turn.question.model_copy(update={"ask": "How do you make tea?"})
    session = new_session()
    changed = session.model_copy(
        update={"turns": (turn.model_copy(update={"question": other, "draft": ""}),)}
    )
    fresh = changed.turns[0].model_copy(
        update={"state": session.turns[0].state, "answer": None, "grade": None, "asked_at": None}
    )
    answered(store, "b", MET, MET, days=1, session=changed.model_copy(update={"turns": (fresh,)}))
    found = store.attempts("hot-drinks", turn.question.id).newest
    assert [(one.session, one.turn.question.ask) for one in found] == [
        ("a", turn.question.ask),
        ("b", "How do you make tea?"),
    ]
    assert found[0].turn == store.session("a").turns[0]
    assert store.attempts("another", turn.question.id).count == 0


def test_every_grade_is_kept_and_one_is_in_force(store: Store) -> None:
    interview = answered(store, "a", MET)
    old = interview.turns[0].grade
    new = grade_of(interview.turns[0], MET, MET, grader=MODEL)
    interview.graded(0, new)
    assert [(kept.grade, kept.in_force) for kept in store.grades("a", 0)] == [
        (old, False),
        (new, True),
    ]


def graded(turn: Turn, *verdicts: Verdict, grader: GraderId = ESTIMATE) -> Turn:
    return turn.model_copy(update={"grade": grade_of(turn, *verdicts, grader=grader)})


def test_attempts_by_one_grader_are_compared_point_by_point() -> None:
    turn = new_session().turns[0]
    table = side_by_side([graded(turn, MET, MISSED, MET), graded(turn, PARTLY, MET, MET)])
    assert [criterion.id for criterion in table.criteria] == ["boil", "warm", "time"]
    first, second = table.columns
    assert (first.apart, first.change) == ("", None)
    assert (second.apart, second.change) == ("", 10.0)
    assert [cell.change for cell in second.cells] == ["worse", "better", ""]


def test_grades_by_different_graders_are_never_compared() -> None:
    turn = new_session().turns[0]
    turns = [graded(turn, MET), graded(turn, MET, MET, grader=MODEL)]
    [_, second] = side_by_side(turns).columns
    assert (second.apart, second.change) == ("estimate before", None)
    assert {cell.change for cell in second.cells} == {""}
    [_, second] = side_by_side(turns, differ=True).columns
    assert [cell.change for cell in second.cells] == ["", "other", ""]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"model": "other/model"}, "another grader"),
        ({"prompt": "2"}, "another prompt"),
        ({"version": "9"}, "another version"),
        ({}, ""),
    ],
)
def test_why_two_grades_stand_apart(change: dict[str, str], why: str) -> None:
    turn = new_session().turns[0]
    other = MODEL.model_copy(update=change)
    assert apart(graded(turn, MET, grader=MODEL), graded(turn, MET, grader=other)) == why


def test_a_rubric_that_changed_stands_apart_and_keeps_its_rows() -> None:
    turn = new_session().turns[0]
    criteria = (
        turn.question.criteria[0],
        turn.question.criteria[1].model_copy(update={"id": "cups"}),
    )
    new = turn.model_copy(
        update={"question": turn.question.model_copy(update={"criteria": criteria})}
    )
    table = side_by_side([graded(turn, MET), graded(new, MET)])
    assert [criterion.id for criterion in table.criteria] == ["boil", "cups", "warm", "time"]
    assert table.columns[1].apart == "another rubric"
    assert [cell.verdict for cell in table.columns[0].cells] == [MET, None, MISSED, MISSED]


def test_own_marks_are_compared_where_no_verdict_is_a_graders() -> None:
    turn = new_session().turns[0]
    by_hand = own(boil=MET, warm=MISSED, time=MISSED)
    mine = graded(turn, MET).model_copy(update={"self_marks": by_hand})
    other = graded(turn, MET, grader=MODEL).model_copy(update={"self_marks": by_hand})
    assert apart(mine, other) == ""
    part = other.model_copy(update={"self_marks": own(warm=MET)})
    assert apart(mine, part) == "another grader"
    assert apart(graded(turn, MET), part) == "estimate before"
