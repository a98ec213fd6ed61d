"""An interview as an exam, and how any interview ends."""

from __future__ import annotations

from typing import Any

import pytest

from sessions.events import AnswerSubmitted, QuestionAsked, TimeExpired
from sessions.interview import InterviewError
from sessions.session import Mode, Phase
from tests.sessions.sample import (
    Room,
    exam,
    new_session,
    practice,
    states,
)

# Exam


def test_an_exam_goes_from_question_to_question_without_feedback() -> None:
    room = exam(2)
    room.names()
    room.answer("one")
    assert room.names() == ["AnswerSubmitted", "QuestionAsked"]
    assert room.interview.current.id == 1
    assert room.interview.running
    room.answer("two")
    assert room.names() == ["AnswerSubmitted", "SessionEnded"]
    assert room.interview.session.end_reason == "finished"


def test_an_exam_hands_in_at_zero() -> None:
    room = exam(2)
    room.interview.type("half an ans")
    room.time.pass_(119)
    room.interview.tick()
    assert room.interview.current.id == 0
    room.time.pass_(1)
    room.names()
    room.interview.tick()
    turn = room.interview.turns[0]
    assert (turn.answer, turn.handed_in, turn.used) == ("half an ans", "clock", 120.0)
    assert room.interview.current.id == 1
    assert room.interview.question_left == 120.0
    assert room.heard == [TimeExpired(0, "question"), AnswerSubmitted(0, "clock"), QuestionAsked(1)]


def test_an_exam_ends_when_its_time_is_up() -> None:
    room = exam(4, minutes=1)
    room.interview.type("half")
    room.time.pass_(60)
    room.interview.tick()
    session = room.interview.session
    assert (session.phase, session.end_reason) == (Phase.ENDED, "time was up")
    assert session.turns[0].answer == "half"
    assert states(room.interview) == "submitted planned planned planned"


def test_an_exam_without_limit_runs_on() -> None:
    room = Room(new_session(Mode.EXAM).model_copy(update={"limit": 0.0}))
    room.interview.begin()
    room.time.pass_(60)
    room.interview.tick()
    assert room.interview.phase is Phase.ANSWERING


def test_an_exam_that_cannot_be_kept_at_zero_is_handed_in_later() -> None:
    room = exam()
    room.interview.type("half")
    room.memory.fails = True
    room.time.pass_(121)
    room.names()
    room.interview.tick()
    room.interview.tick()
    assert room.interview.draft_problem == "The disk is full."
    assert room.interview.current.id == 0
    assert room.names() == []
    room.memory.fails = False
    room.time.pass_(1)
    room.interview.tick()
    assert room.interview.turns[0].answer == "half"
    assert room.interview.draft_problem is None
    assert room.names() == ["TimeExpired", "AnswerSubmitted", "QuestionAsked"]


@pytest.mark.parametrize("command", ["pause", "hint", "again", "go_to"])
def test_an_exam_knows_no_help(command: Any) -> None:
    room = exam()
    room.interview.skip()
    assert not room.interview.allows(command)
    arguments = [0] if command == "go_to" else []
    with pytest.raises(InterviewError, match="not possible: it is answering"):
        getattr(room.interview, command)(*arguments)


def test_a_skipped_question_of_an_exam_is_gone() -> None:
    room = exam(1)
    room.interview.type("hm")
    room.interview.skip()
    assert room.interview.phase is Phase.ENDED
    assert room.memory.kept[0].draft == "hm"


# The end


def test_the_end_hands_in_what_was_begun() -> None:
    room = practice()
    room.interview.type("half")
    room.names()
    room.interview.end()
    turn = room.interview.turns[0]
    assert (turn.answer, turn.handed_in) == ("half", "end")
    assert room.interview.session.end_reason == "ended early"
    assert room.names() == ["AnswerSubmitted", "SessionEnded"]


def test_the_end_leaves_an_empty_question_open() -> None:
    room = practice(1)
    room.interview.end()
    assert states(room.interview) == "asked"
    assert room.interview.session.end_reason == "ended early"


def test_the_end_from_a_pause_hands_in_too() -> None:
    room = practice(1)
    room.interview.type("half")
    room.interview.pause()
    room.interview.end()
    assert room.interview.turns[0].answer == "half"
    assert room.interview.session.end_reason == "finished"


def test_the_end_with_skipped_questions_left_is_finished() -> None:
    room = practice(1)
    room.interview.skip()
    assert room.phase == "closing"
    room.interview.end()
    assert room.interview.session.end_reason == "finished"


@pytest.mark.parametrize(
    "command", ["begin", "submit", "skip", "next", "pause", "resume", "hint", "again", "end"]
)
def test_nothing_goes_on_after_the_end(command: str) -> None:
    room = practice()
    room.interview.end()
    with pytest.raises(InterviewError, match="not possible: the interview is over"):
        getattr(room.interview, command)()
