"""How far long work is: a bar at the foot of a terminal, and nothing anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from interviewer.bulk.tally import Tally
from interviewer.wording import clock_text
from rubrics.grader import Progress as GradingProgress
from rubrics.grader import Waiting
from rubrics.text import printable

# Drawing is loaded only where there is a terminal to draw on.
if TYPE_CHECKING:
    from interviewer.bulk.bar import Bar


class Waits:
    """The answers that wait for another try, and until when.

    Args:
        steady: a clock in seconds that never jumps.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._until: list[tuple[float, Waiting]] = []

    def hear(self, progress: GradingProgress) -> None:
        """A grader tells of an answer: where it begins to wait, that is shown."""
        if not isinstance(progress, Waiting):
            return
        now, waiting = self._steady(), progress
        # The list is replaced, never changed: another thread draws from it.
        self._until = [*self._left(now), (now + waiting.seconds, waiting)]

    def _left(self, now: float) -> list[tuple[float, Waiting]]:
        return [entry for entry in self._until if entry[0] > now]

    def text(self) -> str:
        """The wait that is over first, and how many there are; empty without any."""
        now = self._steady()
        left = self._left(now)
        if not left:
            return ""
        until, first = min(left, key=lambda entry: entry[0])
        others = f" ({len(left)} answers wait)" if len(left) > 1 else ""
        seconds = -int((now - until) // 1)
        return f"{first.reason}, again in {seconds} s, {first.attempt} of {first.attempts}{others}"


@dataclass
class Progress:
    """Tells on stderr how far the work is while it is entered, and takes lines to print.

    Attributes:
        tally: what is done so far.
        waits: the answers that wait for another try.
        shown: whether there is a terminal to show it on.
        total: how many there are to do, taken up or not; None while nobody knows.
    """

    tally: Tally
    waits: Waits
    shown: bool
    total: int | None = None
    _bar: Bar | None = None

    def __enter__(self) -> Self:
        if self.shown:
            from interviewer.bulk.bar import Bar

            self._bar = Bar(self.text)
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def moved(self) -> None:
        """The tally has grown."""
        if self._bar is not None:
            self._bar.move(self.tally.done, self.tally.taken_up, self.total)

    def tell(self, text: str) -> None:
        """A line for people, on stderr."""
        self._print(text, err=True)

    def show(self, text: str) -> None:
        """A line of the result, on the terminal on stdout."""
        self._print(text, err=False)

    def _print(self, text: str, err: bool) -> None:
        if self._bar is not None:
            self._bar.above(printable(text))
        else:
            click.echo(printable(text), err=err)

    def text(self, rate: float | None) -> str:
        """All figures in one or two lines.

        Args:
            rate: answers a second; None while nobody knows.
        """
        tally, total = self.tally, self.total
        parts = [f"{tally.done} done" if total is None else f"{tally.done} of {total}"]
        if rate:
            parts.append(f"{rate:.{1 if rate < 10 else 0}f}/s")
            if total is not None:
                parts.append(f"{clock_text((total - tally.done) / rate)} left")
        if tally.statuses["ungraded"]:
            parts.append(f"{tally.statuses['ungraded']} ungraded")
        if tally.cost_usd or tally.unpriced:
            parts.append(tally.cost)
        waits = self.waits.text()
        return " · ".join(parts) + (f"\n{waits}" if waits else "")
