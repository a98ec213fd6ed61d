"""An interview in practice, and typing in it."""

from __future__ import annotations

import pytest

from sessions.events import AnswerSubmitted, SessionEnded
from sessions.interview import CLOCK_EVERY, DRAFT_EVERY, InterviewError
from sessions.session import Phase, TurnState
from tests.sessions.sample import (
    Room,
    new_session,
    practice,
    states,
)

# Practice, from the first question to the last


def test_begin_asks_the_first_question() -> None:
    room = Room(new_session())
    assert room.phase == "ready"
    assert not room.interview.running
    room.interview.begin()
    assert room.names() == ["QuestionAsked"]
    assert room.interview.phase is Phase.ANSWERING
    assert room.interview.running
    assert room.interview.current.asked_at == room.time.wall()


def test_submit_leads_to_feedback_and_next_to_the_next_question() -> None:
    room = practice()
    room.interview.type("I boil water.")
    room.time.pass_(40)
    room.names()
    room.interview.submit()
    turn = room.interview.turns[0]
    assert (turn.answer, turn.state, turn.handed_in) == ("I boil water.", "submitted", "hand")
    assert (turn.used, turn.submitted_at) == (40.0, room.time.wall())
    assert room.interview.phase is Phase.FEEDBACK
    assert not room.interview.running
    assert room.heard == [AnswerSubmitted(0, "hand")]
    room.interview.next()
    assert room.interview.current.id == 1
    assert room.interview.running
    assert room.interview.question_left == 120.0


def test_the_last_answer_ends_the_interview() -> None:
    room = practice(1)
    room.answer("I boil water.")
    room.names()
    room.interview.next()
    session = room.interview.session
    assert (session.phase, session.end_reason) == (Phase.ENDED, "finished")
    assert session.ended_at == room.time.wall()
    assert room.heard == [SessionEnded(0, "finished")]


def test_white_space_and_signs_are_a_blank_answer() -> None:
    room = practice()
    room.answer(" ... \n")
    assert room.interview.current.state is TurnState.BLANK
    assert room.interview.current.answer == " ... \n"


def test_a_skipped_question_keeps_draft_and_time_and_comes_back() -> None:
    room = practice(2)
    room.interview.type("I boil")
    room.time.pass_(30)
    room.interview.skip()
    assert room.interview.current.id == 1
    assert [turn.id for turn in room.interview.skipped] == [0]
    room.answer("second")
    room.names()
    room.interview.next()
    assert room.phase == "closing"
    assert room.names() == ["Closing"]
    room.interview.go_to(0)
    assert room.interview.current.draft == "I boil"
    assert room.interview.current.state is TurnState.DRAFTING
    assert room.interview.question_left == 90.0
    room.answer("I boil water")
    room.interview.next()
    assert room.interview.phase is Phase.ENDED


def test_going_back_puts_the_open_question_aside() -> None:
    room = practice(3)
    room.interview.skip()
    room.interview.type("second")
    room.time.pass_(7)
    room.names()
    room.interview.go_to(0)
    assert room.names() == ["QuestionSkipped", "QuestionAsked"]
    assert states(room.interview) == "asked skipped planned"
    assert room.interview.turns[1].draft == "second"
    assert room.interview.turns[1].used == 7.0


def test_the_first_asking_is_remembered() -> None:
    room = practice(2)
    asked = room.interview.current.asked_at
    room.interview.skip()
    room.time.pass_(60)
    room.interview.go_to(0)
    assert room.interview.current.asked_at == asked


def test_only_skipped_questions_can_be_gone_back_to() -> None:
    room = practice(3)
    room.interview.skip()
    with pytest.raises(InterviewError, match="Question 3 was not skipped"):
        room.interview.go_to(2)


def test_a_pause_stops_both_clocks() -> None:
    room = practice()
    room.time.pass_(10)
    room.names()
    room.interview.pause()
    room.time.pass_(1000)
    assert (room.interview.phase, room.interview.running) == (Phase.PAUSED, False)
    assert room.interview.question_left == 110.0
    assert room.interview.session_left == 470.0
    room.interview.resume()
    room.time.pass_(5)
    assert room.interview.question_left == 105.0
    assert room.names() == ["Paused", "Resumed"]


def test_feedback_takes_no_time() -> None:
    room = practice()
    room.answer("one", seconds=10)
    room.time.pass_(500)
    assert room.interview.session.used == 10.0
    assert room.interview.current.used == 10.0


def test_overtime_is_counted_in_practice() -> None:
    room = practice()
    room.time.pass_(150)
    room.names()
    room.interview.tick()
    room.interview.tick()
    assert room.names() == ["TimeExpired"]
    assert room.interview.question_left == -30.0
    room.answer("late", seconds=0)
    assert room.interview.turns[0].used == 150.0


def test_the_hint_is_remembered() -> None:
    room = practice()
    assert room.interview.hint() == room.interview.current.question.hint
    room.interview.hint()
    assert room.interview.current.hinted
    assert room.names() == ["QuestionAsked", "TurnChanged"]


def test_another_attempt_stands_beside_the_first() -> None:
    room = practice(2)
    room.answer("first")
    room.interview.again()
    assert room.interview.current.label == "1.2"
    assert room.interview.current.draft == ""
    room.answer("second")
    room.interview.again()
    room.answer("third")
    assert [turn.label for turn in room.interview.turns] == ["1", "1.2", "1.3", "2"]
    assert [turn.id for turn in room.interview.turns] == [0, 2, 3, 1]
    assert [turn.answer for turn in room.interview.turns] == ["first", "second", "third", None]
    room.interview.next()
    assert room.interview.current.label == "2"


# Typing


def test_typing_counts_first_word_and_edits() -> None:
    room = practice()
    room.time.pass_(4)
    for text in ("I", "I boil", "I boil", "You boil", "You"):
        room.interview.type(text)
        room.time.pass_(1)
    turn = room.interview.current
    assert (turn.draft, turn.first_word, turn.edits) == ("You", 4.0, 2)
    assert turn.state is TurnState.DRAFTING


def test_a_draft_is_kept_within_a_second_of_the_last_letter() -> None:
    room = practice()
    room.interview.type("a")
    assert not room.interview.saved
    room.time.pass_(DRAFT_EVERY)
    room.interview.tick()
    assert room.memory.kept[0].draft == "a"
    assert room.interview.saved


def test_a_draft_is_kept_while_typing_goes_on() -> None:
    room = practice()
    for letter in range(20):
        room.interview.type("x" * (letter + 1))
        room.time.pass_(0.1)
    assert len(room.memory.kept[0].draft) >= 15
    assert room.memory.writes.count("draft") <= 5


def test_the_clocks_are_kept_while_nothing_is_typed() -> None:
    room = practice()
    for _ in range(20):
        room.time.pass_(0.5)
        room.interview.tick()
    assert room.memory.writes.count("draft") == 10 / CLOCK_EVERY
    assert room.memory.kept[0].used == 10.0


def test_the_clocks_are_not_kept_again_right_after_something_else_was() -> None:
    room = practice()
    room.time.pass_(CLOCK_EVERY - 1)
    room.interview.flag(0)
    room.time.pass_(2)
    room.interview.tick()
    assert "draft" not in room.memory.writes


def test_a_draft_is_kept_while_the_clocks_still_stand() -> None:
    room = practice()
    room.interview.leave()
    room.interview.type("a")
    room.time.pass_(1)
    room.interview.tick()
    assert room.memory.kept[0].draft == "a"
    assert room.interview.current.used == 0.0


def test_half_characters_are_replaced_and_whole_ones_kept() -> None:
    room = practice()
    room.interview.type("a\ud800b \U0001f600 \x00")
    assert room.interview.current.draft == "a\ufffdb \U0001f600 \x00"
    room.interview.annotate(0, "\udfff")
    assert room.interview.current.note == "\ufffd"
