"""Sessions, grades and recorders that the tests of this folder use."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rubrics.errors import InterviewerError
from rubrics.grade import (
    Evidence,
    Grade,
    GraderId,
    Mark,
    Usage,
    Verdict,
    blank_grade,
    score_of,
)
from rubrics.grader import Arriving, GradingTask, OnProgress, Waiting
from sessions.events import Event
from sessions.interview import Interview
from sessions.mix import Mix
from sessions.own_marks import OwnMark
from sessions.plan import plan_session
from sessions.session import Mode, Session, Turn
from sessions.steps import Instant
from sessions.store import Store
from tests.fakes import FakeTime, cold_bank, small_bank

ESTIMATE = GraderId(name="estimate", version="1")
MODEL = GraderId(name="model", version="2", model="openai/gpt", prompt="p1")


def new_session(
    mode: Mode = Mode.PRACTICE, questions: int = 4, minutes: float | None = None, rounds: int = 0
) -> Session:
    """A session of four questions or fewer, two minutes each, in a fixed order."""
    return plan_session(
        small_bank(),
        FakeTime(),
        mode=mode,
        number=questions,
        seed=1,
        minutes=minutes,
        rounds=rounds,
    )


def keep_mixed(store: Store) -> Session:
    """An interview of two banks, kept: the same question of both, answered better in the first,
    with an own mark on the second.
    """
    time = FakeTime()
    mix = Mix((small_bank(), cold_bank()))
    names = ["hot-drinks/tea-1", "cold-drinks/tea-1"]
    session = plan_session(mix, time, questions=names, rounds=0)
    store.create(session)
    interview = Interview(session, time, store.recorder(session))
    interview.begin()
    for turn, verdict in zip(session.turns, (Verdict.MET, Verdict.MISSED), strict=True):
        interview.type("I boil water.")
        interview.submit()
        interview.graded(turn.id, grade_of(interview.session.turn(turn.id), verdict))
        interview.next()
    interview.mark(1, "warm", Verdict.MET)
    assert store.session(session.id) == interview.session
    return interview.session


def grade_of(
    turn: Turn, *verdicts: Verdict, grader: GraderId = ESTIMATE, quote: str = "boil"
) -> Grade:
    """A grade with these verdicts; the criteria after them are missed."""
    given = [*verdicts, *[Verdict.MISSED] * len(turn.question.criteria)]
    marks = tuple(
        Mark(
            id=criterion.id,
            expects=criterion.expects,
            weight=criterion.weight,
            verdict=verdict,
            evidence=() if verdict is Verdict.MISSED else (Evidence(quote=quote, start=0, end=4),),
            proved=verdict is not Verdict.MISSED,
        )
        for criterion, verdict in zip(turn.question.criteria, given, strict=False)
    )
    return Grade(
        status="estimated" if grader is ESTIMATE else "graded",
        score=score_of(marks),
        marks=marks,
        improve="Say that the pot is warmed.",
        grader=grader,
        rubric=turn.question.rubric.hash,
    )


def ungraded(turn: Turn, reason: str = "rate limited") -> Grade:
    return Grade(status="ungraded", reason=reason, grader=MODEL, rubric=turn.question.rubric.hash)


def blank(turn: Turn, grader: GraderId = ESTIMATE) -> Grade:
    return blank_grade(turn.question.rubric, grader)


class SlowGrader:
    """A grader that marks everything as met once it is let go."""

    def __init__(self) -> None:
        self.id: GraderId = MODEL
        self.go = asyncio.Event()
        self.asked: list[str] = []
        self.most = self.now = 0
        self.closed = False
        self.says: list[Waiting | Arriving] = []
        self.breaks = False

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        self.asked.append(task.answer)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            for said in self.says:
                assert on_progress is not None
                on_progress(said)
            await self.go.wait()
        finally:
            self.now -= 1
        if self.breaks:
            raise ZeroDivisionError
        marks = tuple(
            Mark(
                id=criterion.id,
                expects=criterion.expects,
                weight=criterion.weight,
                verdict=Verdict.MET,
                evidence=(Evidence(quote=task.answer, start=0, end=len(task.answer)),),
                proved=True,
            )
            for criterion in task.rubric.criteria
        )
        return Grade(
            status="graded",
            score=score_of(marks),
            marks=marks,
            grader=MODEL,
            rubric=task.rubric.hash,
            usage=Usage(prompt_tokens=900, completion_tokens=100, cost_usd=0.0004),
        )

    async def close(self) -> None:
        self.closed = True


class DiskFull(InterviewerError):
    """What the recorder below says when it fails."""


class Memory:
    """A recorder that remembers what it was given, and fails on demand."""

    def __init__(self) -> None:
        self.fails = False
        self.kept: dict[int, Turn] = {}
        self.session: Session | None = None
        self.writes: list[str] = []

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        self._write("keep")
        self.session = session
        self.kept |= {turn.id: turn for turn in turns}

    def draft(self, session: Session, turn: Turn) -> None:
        self._write("draft")
        self.kept[turn.id] = turn

    def _write(self, what: str) -> None:
        if self.fails:
            raise DiskFull("The disk is full.")
        self.writes.append(what)


class Room:
    """An interview with its time, its recorder and what was heard of it."""

    def __init__(self, session: Session, instant: Instant | None = None) -> None:
        self.time = FakeTime()
        self.memory = Memory()
        self.interview = Interview(session, self.time, self.memory, instant)
        self.heard: list[Event] = []
        self.interview.subscribe(self.heard.append)

    @property
    def phase(self) -> str:
        """The phase as a word."""
        return self.interview.phase.value

    def names(self) -> list[str]:
        """The kinds of what was heard since the last call."""
        names = [type(event).__name__ for event in self.heard]
        self.heard.clear()
        return names

    def answer(self, text: str, seconds: float = 10) -> int:
        """Type and hand in; the id of the turn."""
        turn = self.interview.current.id
        self.interview.type(text)
        self.time.pass_(seconds)
        self.interview.submit()
        return turn


def own(**verdicts: Verdict) -> dict[str, OwnMark]:
    """Marks of one's own without a reason, by criterion."""
    return {name: OwnMark(verdict=verdict) for name, verdict in verdicts.items()}


def practice(questions: int = 4) -> Room:
    """A practice with its first question open."""
    room = Room(new_session(questions=questions))
    room.interview.begin()
    return room


def exam(questions: int = 4, minutes: float | None = None) -> Room:
    """An exam with its first question open."""
    room = Room(new_session(Mode.EXAM, questions, minutes))
    room.interview.begin()
    return room


def states(interview: Interview) -> str:
    """The states of all turns, in order."""
    return " ".join(turn.state for turn in interview.turns)


def running(store: Store, session: Session | None = None) -> tuple[Interview, FakeTime]:
    """An interview that the store keeps, with its first question open."""
    session = session or new_session()
    store.create(session)
    time = FakeTime()
    interview = Interview(session, time, store.recorder(session))
    interview.begin()
    return interview, time
