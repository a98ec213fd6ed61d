"""Marks of an interview, how it is kept, and how it goes on another time."""

from __future__ import annotations

import pytest

from rubrics.grade import Verdict
from sessions.events import AnswerSubmitted, Event, QuestionAsked
from sessions.interview import Interview, InterviewError
from sessions.session import TurnState
from tests.fakes import FakeTime
from tests.sessions.sample import (
    DiskFull,
    Memory,
    Room,
    exam,
    grade_of,
    new_session,
    own,
    practice,
    ungraded,
)

# Marks and grades


def test_flags_and_notes() -> None:
    room = practice()
    room.interview.flag(2)
    room.interview.annotate(2, "come back")
    assert (room.interview.turns[2].flagged, room.interview.turns[2].note) == (True, "come back")
    room.interview.flag(2)
    assert not room.interview.turns[2].flagged


def test_a_flag_on_the_open_question_keeps_its_clock_and_draft() -> None:
    room = practice()
    room.time.pass_(9)
    room.interview.type("I boil")
    room.interview.flag(0)
    assert (room.memory.kept[0].used, room.memory.kept[0].draft) == (9.0, "I boil")
    room.time.pass_(1)
    assert room.interview.question_left == 110.0


def test_own_marks_are_set_and_taken_back() -> None:
    room = practice()
    room.answer("I boil water.")
    room.interview.mark(0, "boil", Verdict.MET)
    assert room.interview.turns[0].self_marks == own(boil=Verdict.MET)
    room.interview.mark(0, "boil", None)
    room.interview.mark(0, "warm", None)
    assert room.interview.turns[0].self_marks == {}


def test_marks_that_cannot_be() -> None:
    room = practice()
    with pytest.raises(InterviewError, match="Question 1 has no answer to mark"):
        room.interview.mark(0, "boil", Verdict.MET)
    room.answer("I boil water.")
    with pytest.raises(InterviewError, match="no criterion 'milk'"):
        room.interview.mark(0, "milk", Verdict.MET)


def test_a_grade_arrives_while_the_next_question_is_open() -> None:
    room = practice()
    room.answer("I boil water.")
    room.interview.next()
    room.interview.type("next")
    room.time.pass_(3)
    grade = grade_of(room.interview.turns[0], Verdict.MET)
    room.interview.grading(0)
    room.interview.graded(0, grade)
    assert room.interview.turns[0].grade == grade
    assert room.interview.current.draft == "next"
    assert room.interview.question_left == 117.0
    assert room.interview.running


def test_a_grade_needs_an_answer() -> None:
    room = practice()
    with pytest.raises(InterviewError, match="no answer to grade"):
        room.interview.graded(0, grade_of(room.interview.turns[0]))


def test_an_ungraded_answer_can_go_to_the_grader_again() -> None:
    room = practice()
    room.answer("I boil water.")
    room.interview.graded(0, ungraded(room.interview.turns[0]))
    room.interview.grading(0)
    assert room.interview.turns[0].state is TurnState.GRADING
    room.names()
    room.interview.grading(0)
    assert room.names() == []


# Keeping


def test_nothing_changes_when_keeping_fails() -> None:
    room = practice()
    room.interview.type("I boil")
    room.time.pass_(5)
    room.memory.fails = True
    before = room.interview.session
    room.names()
    for command in ("submit", "skip", "pause", "hint", "end", "leave"):
        with pytest.raises(DiskFull):
            getattr(room.interview, command)()
    with pytest.raises(DiskFull):
        room.interview.flag(0)
    assert room.interview.session == before
    assert room.interview.running
    assert room.names() == []


def test_submit_is_one_write() -> None:
    room = exam(2)
    room.interview.type("one")
    room.memory.writes.clear()
    room.interview.submit()
    assert room.memory.writes == ["keep"]
    assert room.memory.session is not None
    assert room.memory.session.position == 1


def test_an_answer_is_kept_before_it_is_told() -> None:
    room = practice()
    kept: list[str | None] = []
    room.interview.subscribe(lambda _event: kept.append(room.memory.kept[0].answer))
    room.answer("I boil water.")
    assert kept == ["I boil water."]


def test_a_draft_that_cannot_be_kept_is_tried_again() -> None:
    room = practice()
    room.memory.fails = True
    room.time.pass_(1)
    room.interview.type("a")
    assert room.interview.draft_problem == "The disk is full."
    assert not room.interview.saved
    room.memory.fails = False
    room.time.pass_(1)
    room.interview.tick()
    assert room.interview.draft_problem is None
    assert room.interview.saved
    assert room.memory.kept[0].draft == "a"


def test_facts_are_told_in_order_to_everyone_whoever_gives_commands() -> None:
    room = practice(2)
    late: list[Event] = []

    def hasty(event: Event) -> None:
        if isinstance(event, AnswerSubmitted):
            room.interview.next()

    room = Room(new_session(questions=2))
    room.interview.subscribe(hasty)
    room.interview.subscribe(late.append)
    room.interview.begin()
    room.answer("one")
    assert late == [QuestionAsked(0), AnswerSubmitted(0, "hand"), QuestionAsked(1)]
    assert room.heard == late
    assert room.interview.running
    assert room.interview.question_left == 120.0


def test_the_state_is_there_when_a_fact_is_told() -> None:
    room = practice()
    running: list[tuple[str, bool]] = []
    room.interview.subscribe(
        lambda event: running.append((type(event).__name__, room.interview.running))
    )
    room.interview.pause()
    room.interview.resume()
    room.interview.submit()
    assert running == [("Paused", False), ("Resumed", True), ("AnswerSubmitted", False)]


def test_who_has_unsubscribed_hears_nothing() -> None:
    room = practice()
    heard: list[Event] = []
    stop = room.interview.subscribe(heard.append)
    stop()
    room.interview.pause()
    assert heard == []


# Going on another time


def reopened(room: Room) -> Interview:
    """Another program's interview over what was kept."""
    assert room.memory.session is not None
    turns = tuple(room.memory.kept.get(turn.id, turn) for turn in room.memory.session.turns)
    session = room.memory.session.model_copy(update={"turns": turns})
    return Interview(session, FakeTime(), Memory())


def test_an_interview_that_was_left_goes_on_where_it_stood() -> None:
    room = practice()
    room.interview.type("I boil")
    room.time.pass_(20)
    room.interview.leave()
    assert not room.interview.running
    again = reopened(room)
    assert not again.running
    assert (again.current.draft, again.question_left) == ("I boil", 100.0)
    heard: list[Event] = []
    again.subscribe(heard.append)
    again.reopen()
    again.reopen()
    assert again.running
    assert heard == [QuestionAsked(0)]


@pytest.mark.parametrize("phase", ["paused", "feedback", "closing", "ended"])
def test_only_an_open_question_is_reopened(phase: str) -> None:
    room = practice(1)
    {
        "paused": room.interview.pause,
        "feedback": room.interview.submit,
        "closing": room.interview.skip,
        "ended": room.interview.end,
    }[phase]()
    again = reopened(room)
    again.reopen()
    assert (again.phase, again.running) == (phase, False)


def test_a_pause_can_be_ended_another_time() -> None:
    room = practice()
    room.time.pass_(20)
    room.interview.pause()
    again = reopened(room)
    again.resume()
    assert again.question_left == 100.0
    assert again.running


def test_an_exam_kept_between_two_questions_goes_on_with_the_next() -> None:
    room = exam(2)
    session = room.interview.session
    done = session.turns[0].model_copy(update={"state": TurnState.SUBMITTED, "answer": "one"})
    between = session.model_copy(update={"turns": (done, session.turns[1])})
    again = Interview(between, FakeTime(), Memory())
    assert not again.allows("type")
    again.reopen()
    assert again.current.id == 1
    assert again.running


def test_a_grade_that_failed_takes_none_away() -> None:
    room = practice()
    room.answer("I boil water.")
    turn = room.interview.turns[0]
    good = grade_of(turn, Verdict.MET)
    room.interview.graded(0, good)
    room.names()
    room.interview.graded(0, ungraded(turn))
    assert (room.interview.turns[0].grade, room.interview.turns[0].state) == (
        good,
        TurnState.GRADED,
    )
    assert room.names() == ["GradeFailed"]


def test_a_newer_reason_takes_the_place_of_an_older_one() -> None:
    room = practice()
    room.answer("I boil water.")
    for reason in ("timeout", "rate limited"):
        room.interview.graded(0, ungraded(room.interview.turns[0], reason))
    grade = room.interview.turns[0].grade
    assert grade is not None
    assert grade.reason == "rate limited"
