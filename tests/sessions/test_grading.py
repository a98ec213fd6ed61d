from __future__ import annotations

import pytest

from rubrics.grade import Grade, GraderId, Verdict
from rubrics.grader import GradingTask, OnProgress
from sessions.comparing import comparable, differences
from sessions.grading import gradable_turns, grade_into, grade_turn, regrade, ungraded_turns
from sessions.session import Mode, TurnState
from sessions.summary import graders
from tests.fakes import Unheld
from tests.sessions.sample import ESTIMATE, MODEL, Room, grade_of, new_session, ungraded


class Scripted(Unheld):
    """A grader that gives what it was given, and remembers what it was shown."""

    def __init__(self, grade: Grade) -> None:
        self.result = grade
        self.tasks: list[GradingTask] = []
        self.streamed: list[bool] = []

    @property
    def id(self) -> GraderId:
        return ESTIMATE

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        self.tasks.append(task)
        self.streamed.append(stream)
        return self.result


def answered(*texts: str) -> Room:
    room = Room(new_session())
    room.interview.begin()
    for text in texts:
        room.answer(text)
        room.interview.next()
    return room


async def test_an_answer_is_graded_into_the_interview() -> None:
    room = answered("I boil water.")
    room.names()
    grader = Scripted(grade_of(room.interview.turns[0], Verdict.MET))
    assert ungraded_turns(room.interview) == [0]
    await grade_into(room.interview, 0, grader)
    assert grader.tasks[0].answer == "I boil water."
    assert room.interview.turns[0].grade == grader.result
    assert room.interview.turns[0].state is TurnState.GRADED
    assert room.names() == ["GradingStarted", "GradeReady"]
    assert ungraded_turns(room.interview) == []


@pytest.mark.parametrize("mode", Mode)
async def test_a_reply_is_streamed_where_somebody_may_read_along(mode: Mode) -> None:
    room = Room(new_session(mode))
    room.interview.begin()
    room.answer("I boil water.")
    grader = Scripted(grade_of(room.interview.turns[0], Verdict.MET))
    await grade_into(room.interview, 0, grader)
    assert grader.streamed == [mode is not Mode.EXAM]


async def test_a_blank_answer_is_never_shown_to_a_grader() -> None:
    room = answered(" ... \n")
    grader = Scripted(grade_of(room.interview.turns[0], Verdict.MET))
    assert ungraded_turns(room.interview) == [0]
    await grade_into(room.interview, 0, grader)
    assert grader.tasks == []
    turn = room.interview.turns[0]
    assert (turn.state, turn.score, turn.origin) == (TurnState.BLANK, 0.0, "estimated")
    assert turn.grade is not None
    assert turn.grade.follow_up == turn.question.follow_ups[0]
    assert ungraded_turns(room.interview) == []


async def test_a_turn_without_an_answer_counts_as_blank() -> None:
    session = new_session()
    grader = Scripted(grade_of(session.turns[0], Verdict.MET))
    assert (await grade_turn(session, 0, grader)).status == "blank"
    assert grader.tasks == []


async def test_an_ungraded_answer_keeps_its_reason_and_can_be_graded_again() -> None:
    room = answered("I boil water.")
    await grade_into(room.interview, 0, Scripted(ungraded(room.interview.turns[0])))
    turn = room.interview.turns[0]
    assert (turn.state, turn.score) == (TurnState.UNGRADED, None)
    assert ungraded_turns(room.interview) == []
    await grade_into(room.interview, 0, Scripted(grade_of(turn, Verdict.MET)))
    assert room.interview.turns[0].state is TurnState.GRADED


def test_a_grading_that_was_broken_off_is_taken_up_again() -> None:
    room = answered("one", "two")
    room.interview.grading(1)
    assert ungraded_turns(room.interview) == [0, 1]


async def test_an_answer_is_graded_again() -> None:
    room = answered("I boil water.")
    turn = room.interview.turns[0]
    room.interview.graded(0, grade_of(turn, Verdict.PARTLY))
    room.names()
    again = grade_of(turn, Verdict.MET, grader=MODEL)
    assert await regrade(room.interview, 0, Scripted(again)) == again
    assert room.interview.turns[0].grade == again
    assert room.names() == ["GradeReady"]


async def test_a_failure_is_given_back_and_changes_nothing() -> None:
    room = answered("I boil water.")
    good = grade_of(room.interview.turns[0], Verdict.MET)
    room.interview.graded(0, good)
    failed = ungraded(room.interview.turns[0])
    assert await regrade(room.interview, 0, Scripted(failed)) == failed
    assert room.interview.turns[0].grade == good


def test_only_answers_that_say_something_can_be_graded() -> None:
    room = answered("I boil water.", " ... ")
    room.interview.type("half a thought")
    assert [turn.id for turn in gradable_turns(room.interview.session)] == [0]


def test_two_grades_are_compared_point_by_point() -> None:
    turn = new_session().turns[0]
    before = grade_of(turn, Verdict.MET, Verdict.PARTLY)
    after = grade_of(turn, Verdict.MET, Verdict.MISSED, Verdict.MET)
    assert [
        (one.number, one.criterion, one.before, one.after) for one in differences(before, after)
    ] == [
        (2, "warm", Verdict.PARTLY, Verdict.MISSED),
        (3, "time", Verdict.MISSED, Verdict.MET),
    ]
    assert differences(None, after) == ()
    assert differences(before, ungraded(turn)) == ()
    assert comparable(before, after)
    assert not comparable(before, grade_of(turn, grader=MODEL))
    assert not comparable(before, after.model_copy(update={"rubric": "another"}))


def test_who_stands_in_an_average_is_known() -> None:
    room = answered("one", "two", "three")
    other = MODEL.model_copy(update={"model": "other/model"})
    for turn_id, grader in enumerate((MODEL, other, ESTIMATE)):
        room.interview.graded(turn_id, grade_of(room.interview.turns[turn_id], grader=grader))
    assert graders(room.interview.session, "graded") == {MODEL, other}
    assert graders(room.interview.session, "estimated") == {ESTIMATE}
    for criterion in room.interview.turns[1].question.criteria:
        room.interview.mark(1, criterion.id, Verdict.MET)
    assert graders(room.interview.session, "graded") == {MODEL}
