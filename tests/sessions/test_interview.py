from __future__ import annotations

from typing import Any

import pytest

from rubrics.grade import Verdict
from sessions.events import AnswerSubmitted, Event, QuestionAsked, SessionEnded, TimeExpired
from sessions.interview import CLOCK_EVERY, DRAFT_EVERY, Interview, InterviewError
from sessions.session import Mode, Phase, TurnState
from tests.fakes import FakeTime
from tests.sessions.sample import DiskFull, Memory, Room, grade_of, new_session, own, ungraded


def practice(questions: int = 4) -> Room:
    room = Room(new_session(questions=questions))
    room.interview.begin()
    return room


def exam(questions: int = 4, minutes: float | None = None) -> Room:
    room = Room(new_session(Mode.EXAM, questions, minutes))
    room.interview.begin()
    return room


def states(interview: Interview) -> str:
    return " ".join(turn.state for turn in interview.turns)


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
