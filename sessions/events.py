"""What happens in an interview, as facts. Each names the turn it is about by its id."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rubrics.grade import Grade
from rubrics.grader import Progress
from sessions.own_marks import OwnMark


@dataclass(frozen=True)
class QuestionAsked:
    """A question was opened, for the first time or again, and its clock runs."""

    turn: int


@dataclass(frozen=True)
class AnswerSubmitted:
    """An answer was handed in and kept: by hand, by the clock, or by the end of the session."""

    turn: int
    by: Literal["hand", "clock", "end"]


@dataclass(frozen=True)
class QuestionSkipped:
    """The question was passed over; its draft is kept."""

    turn: int


@dataclass(frozen=True)
class TurnChanged:
    """A flag, a note or the hint of a turn changed."""

    turn: int


@dataclass(frozen=True)
class Paused:
    """The clocks stand; question and answer are hidden."""

    turn: int


@dataclass(frozen=True)
class Resumed:
    """The clocks run again."""

    turn: int


@dataclass(frozen=True)
class TimeWarning:
    """A quarter of the time, or half a minute, is left."""

    turn: int
    scope: Literal["question", "session"]
    left: Literal["quarter", "30 s"]


@dataclass(frozen=True)
class TimeExpired:
    """A clock has reached zero."""

    turn: int
    scope: Literal["question", "session"]


@dataclass(frozen=True)
class StoodStill:
    """While a question was open the computer slept, or the program was stopped, for so long.

    Nothing of it was counted.
    """

    turn: int
    seconds: float


@dataclass(frozen=True)
class GradingStarted:
    """The answer is with the grader."""

    turn: int


@dataclass(frozen=True)
class GradingProgressed:
    """The grader waits before another try, or marks have arrived. Nothing is kept of it."""

    turn: int
    progress: Progress


@dataclass(frozen=True)
class GradeFailed:
    """No new grade came, or it could not be kept; what was in force before still is."""

    turn: int
    why: str


@dataclass(frozen=True)
class GradeReady:
    """A grader is done with the answer. Its grade may say *ungraded* and why.

    A grade that failed takes none away: the one before, if it has a score, stays in force.
    """

    turn: int
    grade: Grade


@dataclass(frozen=True)
class SelfMarked:
    """The candidate marked one criterion, or took the mark back (None)."""

    turn: int
    criterion: str
    own: OwnMark | None


@dataclass(frozen=True)
class Closing:
    """Every question was asked; the skipped ones can still be answered."""

    turn: int


@dataclass(frozen=True)
class SessionEnded:
    """The interview is over."""

    turn: int
    reason: Literal["finished", "ended early", "time was up"]


Event = (
    QuestionAsked
    | AnswerSubmitted
    | QuestionSkipped
    | TurnChanged
    | Paused
    | Resumed
    | TimeWarning
    | TimeExpired
    | StoodStill
    | GradingStarted
    | GradingProgressed
    | GradeFailed
    | GradeReady
    | SelfMarked
    | Closing
    | SessionEnded
)


class Listeners:
    """Those who hear of facts."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._untold: deque[Event] = deque()
        self._telling = False

    def add(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Let one more hear of every fact. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, *facts: Event) -> None:
        """Tell facts in order; what a listener brings about is told after all have heard these."""
        self._untold.extend(facts)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                fact = self._untold.popleft()
                for listener in list(self._listeners):
                    listener(fact)
        finally:
            self._telling = False
