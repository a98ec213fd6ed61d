"""The clocks of an interview: read, never ticked, so that a slow machine cannot make them wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from sessions.events import TimeExpired, TimeWarning
from sessions.session import Session
from sessions.steps import with_turn
from sessions.time import STANDS_AFTER, TimeSource

QUARTER = 0.25
LAST_SECONDS = 30.0


class Clocks:
    """The clock of the open question and that of the session, which run and stand together.

    Neither counts while the program stands still.
    """

    def __init__(self, session: Session, time: TimeSource) -> None:
        self._time = time
        self._said: set[tuple[object, ...]] = set()
        self._since: tuple[float, float] | None = None
        """Awake and steady time at which they were last let run; None while they stand."""
        self._untold = 0.0
        """Seconds that the program had stood still until then and that were not told."""
        self.set(session, run=False)

    def set(self, session: Session, run: bool) -> None:
        """Show what the session says was used, and run from there or stand."""
        self._untold = self._standing
        self._session = session
        self._since = (self._time.awake(), self._time.steady()) if run else None

    @property
    def running(self) -> bool:
        """Whether they run."""
        return self._since is not None

    @property
    def question_used(self) -> float:
        """Seconds spent on the open question."""
        return self._session.current.used + self._run

    @property
    def question_left(self) -> float:
        """Seconds left for the open question; below zero in overtime."""
        return self._session.current.allotted - self.question_used

    @property
    def session_left(self) -> float:
        """Seconds left for the whole interview, below zero in overtime; infinite without limit."""
        if not self._session.limit:
            return math.inf
        return self._session.limit - self._session.used - self._run

    def stood_still(self) -> float:
        """Seconds that the program stood still while they ran, each told once; 0 for none."""
        stood = self._standing
        if stood < STANDS_AFTER:
            return 0.0
        self._untold -= stood
        return stood

    def on(self, session: Session) -> Session:
        """The session with what the clocks show at this moment."""
        run, known = self._run, self._session
        session = with_turn(session, session.position, used=known.current.used + run)
        return session.model_copy(update={"used": known.used + run})

    def expired(self) -> TimeExpired | None:
        """The clock that has reached zero, said before or not; the session's before the other."""
        return next((fact for fact in self._due() if isinstance(fact, TimeExpired)), None)

    def news(self) -> list[TimeWarning | TimeExpired]:
        """What there is to say now that was not said yet."""
        news = [fact for fact in self._due() if _about(fact) not in self._said]
        self._said.update(map(_about, news))
        return news

    @property
    def _run(self) -> float:
        """Seconds that they have run for since they were last let run."""
        return 0.0 if self._since is None else max(0.0, self._time.awake() - self._since[0])

    @property
    def _standing(self) -> float:
        if self._since is None:
            return self._untold
        run = self._run
        return self._untold + self._time.steady() - self._since[1] - run

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
