"""From an answer that was handed in to its grade, behind whatever else happens meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, blank_grade, is_blank
from rubrics.grader import Grader, OnProgress
from sessions.follow_ups import task_of
from sessions.holding import Held
from sessions.interview import Interview
from sessions.session import Session, Turn

AT_ONCE = 8
"""Answers that are with the grader at the same time; more would only wait for its server."""

_log = logging.getLogger(__name__)


async def grade_turn(
    session: Session,
    turn_id: int,
    grader: Grader,
    on_progress: OnProgress | None = None,
    *,
    stream: bool = False,
) -> Grade:
    """The grade of one answer, with its follow-ups. A blank one is never shown to the grader.

    With ``stream`` marks are told of as they arrive. Never raises: a grader that breaks off leaves
    the answer *ungraded*.
    """
    task = task_of(session, turn_id)
    if is_blank(task.answer):
        return blank_grade(task.rubric, grader.id, next(iter(task.follow_ups), None))
    try:
        return await grader.grade(task, on_progress, stream=stream)
    except Exception as error:
        _log.debug("the grader broke off", exc_info=True)
        return Grade(
            status="ungraded",
            reason="internal error",
            detail=f"the grader broke off: {type(error).__name__}",
            grader=grader.id,
            rubric=task.rubric.hash,
        )


def ungraded_turns(interview: Interview) -> list[int]:
    """Ids of the turns whose answer was handed in and has no grade yet, in order.

    Where a follow-up waits, it is the turn that it follows. What is *ungraded* with a reason does
    not wait: it is graded again on request.
    """
    session = interview.session
    waiting = (session.exchange(turn.id)[0] for turn in session.turns if turn.waits_for_grade)
    return list(dict.fromkeys(turn.id for turn in waiting))


async def grade_into(interview: Interview, turn_id: int, grader: Grader) -> None:
    """Grade one turn of an interview and keep the grade there; the interview tells of it all."""
    try:
        interview.grading(turn_id)
        grade = await grade_turn(
            interview.session,
            turn_id,
            grader,
            lambda progress: interview.progressed(turn_id, progress),
            # Nobody reads along in an exam, which tells no marks before its end.
            stream=interview.mode.tells_at_once,
        )
        interview.graded(turn_id, grade)
    except InterviewerError as error:
        interview.grading_failed(turn_id, str(error))
    except Exception as error:
        # Nobody awaits a grade in the background: what went wrong must be told here.
        _log.debug("a grade could not be kept", exc_info=True)
        interview.grading_failed(turn_id, f"unexpected {type(error).__name__}")
    finally:
        interview.grading_ended(turn_id)


def gradable_turns(session: Session) -> list[Turn]:
    """The turns whose answer a grader can mark, again or for the first time, in order."""
    return [
        turn
        for turn in session.turns
        if not turn.round and turn.answer is not None and not is_blank(turn.answer)
    ]


async def regrade(
    interview: Interview, turn_id: int, grader: Grader, on_progress: OnProgress | None = None
) -> Grade:
    """Grade an answer again; what it had stands until then, and stays where this fails.

    Unlike ``grade_into`` it leaves no trace when it is broken off.
    """
    grade = await grade_turn(interview.session, turn_id, grader, on_progress)
    interview.graded(turn_id, grade)
    return grade


class GradingQueue:
    """Grades answers of open sessions in the background, each once at a time.

    Args:
        grader: who marks; closed with the queue.
        at_once: most answers that are with it at the same time.
    """

    def __init__(self, grader: Grader, at_once: int = AT_ONCE) -> None:
        self.grader = grader
        self._room = asyncio.Semaphore(at_once)
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._listeners: list[Callable[[], None]] = []

    def put(self, held: Held, *turn_ids: int, by: Grader | None = None) -> None:
        """Have answers graded. The session is held until they are; call it on a running loop.

        Args:
            held: the session, which the queue releases.
            turn_ids: those that are in the queue already are passed over.
            by: another grader, which the queue closes after that; None for its own.
        """
        tasks = []
        for turn_id in turn_ids:
            key = (held.interview.id, turn_id)
            if key not in self._tasks:
                self._tasks[key] = asyncio.create_task(
                    self._grade(held.share(), turn_id, by or self.grader),
                    name=f"grading {key[0]} {turn_id}",
                )
                self._tasks[key].add_done_callback(partial(self._done, key))
                tasks.append(self._tasks[key])
        held.release()
        if by is not None:
            self._close_after(by, tasks)
        self._tell()

    def __len__(self) -> int:
        """How many answers are in it."""
        return len(self._tasks)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Hear whenever there are more or fewer answers in it. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def settled(self, session_id: str | None = None) -> None:
        """Wait until no answer of a session, or of any, is in it."""
        while tasks := [
            task for (name, _), task in self._tasks.items() if session_id in (None, name)
        ]:
            await asyncio.wait(tasks)
            await asyncio.sleep(0)  # what they bring about happens first

    def change_grader(self, grader: Grader) -> None:
        """Have marked by another what comes from now on; call it on a running loop.

        What is in the queue stays with the grader of before, which is closed after that.
        """
        before, self.grader = self.grader, grader
        self._close_after(before, list(self._tasks.values()))

    async def close(self) -> None:
        """Call off what is under way, to be graded another time, and let the graders go."""
        for task in self._tasks.values():
            task.cancel()
        await self.settled()
        await asyncio.gather(*self._leaving)
        await self.grader.close()

    def _close_after(self, grader: Grader, tasks: Sequence[asyncio.Task[None]]) -> None:
        leaving = asyncio.create_task(self._let_go(grader, tasks))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def _let_go(self, grader: Grader, tasks: Sequence[asyncio.Task[None]]) -> None:
        await asyncio.gather(*tasks, return_exceptions=True)
        await grader.close()

    async def _grade(self, held: Held, turn_id: int, grader: Grader) -> None:
        with held:
            async with self._room:
                await grade_into(held.interview, turn_id, grader)

    def _done(self, key: tuple[str, int], task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
