"""Grading in the background: each answer once, told of, called off without loss."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubrics.grade import Verdict
from rubrics.grader import Waiting
from sessions.events import GradeFailed, GradeReady, GradingProgressed
from sessions.grading import GradingQueue
from sessions.holding import Held, Holding
from sessions.session import TurnState
from sessions.store import SessionBusy, Store
from tests.fakes import FakeTime
from tests.sessions.sample import SlowGrader, grade_of, new_session, ungraded


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def store(home: Path, time: FakeTime) -> Iterator[Store]:
    with Store.open(home, time) as store:
        yield store


@pytest.fixture
def holding(store: Store, time: FakeTime) -> Holding:
    return Holding(store, time)


@pytest.fixture
def held(store: Store, holding: Holding) -> Held:
    """An interview whose first three answers are handed in."""
    session = new_session()
    store.create(session)
    held = holding.hold(session)
    held.interview.begin()
    for text in ("one", "two", "three"):
        held.interview.type(text)
        held.interview.submit()
        held.interview.next()
    return held


def states(store: Store, held: Held) -> list[TurnState]:
    return [turn.state for turn in store.session(held.interview.id).turns]


async def some_steps() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_answers_are_graded_while_something_else_happens(
    store: Store, held: Held, time: FakeTime
) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader)
    queue.put(held.share(), 0, 1)
    await some_steps()
    assert grader.asked == ["one", "two"]
    assert len(queue) == 2
    held.interview.type("four, typed meanwhile")
    grader.go.set()
    await queue.settled(held.interview.id)
    assert len(queue) == 0
    assert states(store, held)[:3] == [TurnState.GRADED, TurnState.GRADED, TurnState.SUBMITTED]
    assert held.interview.current.draft == "four, typed meanwhile"


async def test_an_answer_is_in_it_once(held: Held, time: FakeTime) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader)
    for _ in range(3):
        queue.put(held.share(), 0, 0)
    await some_steps()
    grader.go.set()
    await queue.settled()
    assert grader.asked == ["one"]


async def test_no_more_than_some_are_with_the_grader_at_once(held: Held, time: FakeTime) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader, at_once=2)
    queue.put(held.share(), 0, 1, 2)
    await some_steps()
    assert (grader.now, len(queue)) == (2, 3)
    assert [held.interview.is_grading(turn) for turn in range(4)] == [True, True, False, False]
    grader.go.set()
    await queue.settled()
    assert (grader.most, len(grader.asked)) == (2, 3)


async def test_waits_and_arriving_marks_are_told_with_how_long_ago(
    held: Held, time: FakeTime
) -> None:
    heard: list[object] = []
    held.interview.subscribe(heard.append)
    grader = SlowGrader()
    grader.says = [Waiting("rate limited", 8.0, 2, 5)]
    queue = GradingQueue(grader)
    queue.put(held.share(), 0)
    await some_steps()
    assert heard[1:] == [GradingProgressed(0, grader.says[0])]
    time.pass_(3)
    assert held.interview.progress(0) == (grader.says[0], 3.0)
    grader.go.set()
    await queue.settled()
    assert held.interview.progress(0) is None
    assert isinstance(heard[-1], GradeReady)


async def test_a_grader_that_breaks_off_leaves_the_answer_ungraded(
    store: Store, held: Held, time: FakeTime
) -> None:
    grader = SlowGrader()
    grader.breaks = True
    grader.go.set()
    queue = GradingQueue(grader)
    queue.put(held.share(), 0)
    await queue.settled()
    grade = store.session(held.interview.id).turns[0].grade
    assert grade is not None
    assert grade.failure == "internal error: the grader broke off: ZeroDivisionError"
    assert (grade.status, grade.score) == ("ungraded", None)


async def test_a_grade_that_cannot_be_kept_is_told_and_waits(
    store: Store, held: Held, time: FakeTime
) -> None:
    heard: list[object] = []
    grader = SlowGrader()
    queue = GradingQueue(grader)
    queue.put(held.share(), 0)
    await some_steps()
    held.interview.subscribe(heard.append)
    store._connection.execute("PRAGMA query_only = ON")
    grader.go.set()
    await queue.settled()
    [failed] = heard
    assert isinstance(failed, GradeFailed)
    assert "written" in failed.why
    assert not held.interview.is_grading(0)
    assert store.session(held.interview.id).turns[0].waits_for_grade


async def test_a_new_failure_leaves_the_grade_before_it_in_force(store: Store, held: Held) -> None:
    heard: list[object] = []
    interview = held.interview
    interview.graded(0, grade_of(interview.turns[0], Verdict.MET))
    interview.subscribe(heard.append)
    interview.grading(0)
    interview.graded(0, ungraded(interview.turns[0]))
    assert heard == [GradeFailed(0, "rate limited")]
    turn = store.session(interview.id).turns[0]
    assert (turn.state, turn.score) == (TurnState.GRADED, interview.turns[0].score)
    assert turn.score is not None


async def test_closing_calls_off_what_the_next_start_takes_up(
    store: Store, holding: Holding, held: Held, time: FakeTime
) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader, at_once=1)
    held.interview.leave()
    queue.put(held.share(), 0, 1)
    held.release()
    await some_steps()
    await queue.close()
    assert grader.closed
    assert len(queue) == 0
    session = store.session(held.interview.id)
    assert [turn.waits_for_grade for turn in session.turns] == [True, True, True, False]
    assert store.waiting() == [session.id]
    again = holding.hold(session)
    assert again.interview is not held.interview
    grader.go.set()
    later = GradingQueue(grader)
    later.put(again, 0, 1, 2)
    await later.settled()
    assert store.waiting() == []


async def test_the_session_is_held_for_as_long_as_it_is_graded(
    store: Store, home: Path, holding: Holding, held: Held, time: FakeTime
) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader)
    queue.put(held.share(), 0)
    held.interview.leave()
    held.release()
    await some_steps()
    with Store.open(home, time) as other, pytest.raises(SessionBusy):
        other.claim(held.interview.id)
    back = holding.hold(store.session(held.interview.id))
    assert back.interview is held.interview
    grader.go.set()
    await queue.settled()
    assert back.interview.turns[0].grade is not None
    back.release()
    back.release()
    with Store.open(home, time) as other:
        other.claim(held.interview.id).release()


async def test_listeners_hear_of_more_and_fewer(held: Held, time: FakeTime) -> None:
    grader = SlowGrader()
    queue = GradingQueue(grader)
    counts: list[int] = []
    deaf = queue.subscribe(lambda: counts.append(len(queue)))
    grader.go.set()
    queue.put(held.share(), 0, 1)
    await queue.settled()
    assert counts == [2, 1, 0]
    deaf()
    queue.put(held.share(), 0)
    await queue.settled()
    assert counts == [2, 1, 0]


async def test_another_grader_has_what_comes_from_now_on_and_the_one_before_its_own(
    held: Held,
) -> None:
    before, after = SlowGrader(), SlowGrader()
    queue = GradingQueue(before, at_once=1)
    interview = held.interview
    queue.put(held.share(), 0, 1)
    await some_steps()
    queue.change_grader(after)
    queue.put(held.share(), 2)
    before.go.set()
    after.go.set()
    assert not before.closed
    await queue.settled()
    assert (before.asked, after.asked) == (["one", "two"], ["three"])
    assert all(turn.grade is not None for turn in interview.turns[:3])
    await some_steps()
    assert before.closed
    assert not after.closed
    await queue.close()
    assert after.closed
    held.release()


async def test_closing_lets_every_grader_go(held: Held) -> None:
    graders = [SlowGrader() for _ in range(3)]
    queue = GradingQueue(graders[0])
    queue.put(held.share(), 0)
    for grader in graders[1:]:
        queue.change_grader(grader)
    await some_steps()
    await asyncio.wait_for(queue.close(), 10)
    assert all(grader.closed for grader in graders)
    held.release()
