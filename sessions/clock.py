"""The clocks of an interview: read, never ticked, so that a slow machine cannot make them wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sessions.events import TimeExpired, TimeWarning
from sessions.session import Session
from sessions.steps import with_turn
from sessions.time import TimeSource

QUARTER = 0.25
LAST_SECONDS = 30.0


@dataclass
class Stopwatch:
    """Seconds that have passed while it ran.

    Attributes:
        spent: seconds of earlier runs.
        since: steady time at which the present run began; None while it stands.
    """

    spent: float = 0.0
    since: float | None = None

    def start(self, now: float) -> None:
        """Let it run from now on; a running one runs on."""
        if self.since is None:
            self.since = now

    def read(self, now: float) -> float:
        """Seconds passed so far, at least what was read before."""
        return self.spent + (0.0 if self.since is None else max(0.0, now - self.since))

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.since is not None


class Clocks:
    """The clock of the open question and that of the session, which run and stand together."""

    def __init__(self, session: Session, time: TimeSource) -> None:
        self._time = time
        self._said: set[tuple[object, ...]] = set()
        self.set(session, run=False)

    def set(self, session: Session, run: bool) -> None:
        """Show what the session says was used, and run from there or stand."""
        self._session = session
        self._question_watch = Stopwatch(session.current.used)
        self._session_watch = Stopwatch(session.used)
        if run:
            now = self._time.steady()
            self._question_watch.start(now)
            self._session_watch.start(now)

    @property
    def running(self) -> bool:
        """Whether they run."""
        return self._question_watch.running

    @property
    def question_used(self) -> float:
        """Seconds spent on the open question."""
        return self._question_watch.read(self._time.steady())

    @property
    def question_left(self) -> float:
        """Seconds left for the open question; below zero in overtime."""
        return self._session.current.allotted - self.question_used

    @property
    def session_left(self) -> float:
        """Seconds left for the whole interview, below zero in overtime; infinite without limit."""
        if not self._session.limit:
            return math.inf
        return self._session.limit - self._session_watch.read(self._time.steady())

    def on(self, session: Session) -> Session:
        """The session with what the clocks show at this moment."""
        now = self._time.steady()
        session = with_turn(session, session.position, used=self._question_watch.read(now))
        return session.model_copy(update={"used": self._session_watch.read(now)})

    def expired(self) -> TimeExpired | None:
        """The clock that has reached zero, said before or not; the session's before the other."""
        return next((fact for fact in self._due() if isinstance(fact, TimeExpired)), None)

    def news(self) -> list[TimeWarning | TimeExpired]:
        """What there is to say now that was not said yet."""
        news = [fact for fact in self._due() if _about(fact) not in self._said]
        self._said.update(map(_about, news))
        return news

    def _due(self) -> Iterator[TimeWarning | TimeExpired]:
        turn = self._session.current
        clocks: tuple[tuple[Literal["question", "session"], float, float], ...] = (
            ("session", self._session.limit, self.session_left),
            ("question", turn.allotted, self.question_left),
        )
        for scope, limit, left in clocks:
            marks: list[tuple[float, Literal["quarter", "30 s"]]] = [(QUARTER * limit, "quarter")]
            if limit > LAST_SECONDS:
                marks.append((LAST_SECONDS, "30 s"))
            passed = [mark for mark in marks if left <= mark[0]]
            if left <= 0:
                yield TimeExpired(turn.id, scope)
            elif passed:
                yield TimeWarning(turn.id, scope, min(passed)[1])


def _about(fact: TimeWarning | TimeExpired) -> tuple[object, ...]:
    """What is told once: each mark once for a session, and once for each of its questions."""
    left = fact.left if isinstance(fact, TimeWarning) else "none"
    return (fact.scope, fact.turn if fact.scope == "question" else None, left)
