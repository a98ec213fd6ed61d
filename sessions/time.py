"""Where the time comes from. Everything that needs it is handed a source."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Protocol

from pydantic import AwareDatetime, Field

Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 2, tzinfo=UTC), lt=datetime(9999, 1, 1, tzinfo=UTC)),
]
"""A date and time that can be told in every time zone."""

STANDS_AFTER = 15.0
"""Seconds between two looks at a clock that is looked at several times a second. Whoever let more
go by was not slow but stood still. A slow machine, or a store that is waited for, takes less."""


def clock(seconds: float) -> str:
    """A length of time in whole minutes and seconds: ``2:05``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


class TimeSource(Protocol):
    """Three clocks. None of the first two is ever set back, and neither knows the date."""

    def steady(self) -> float:
        """Seconds since some moment, those included in which the computer slept."""
        ...

    def awake(self) -> float:
        """Seconds since some moment, without those in which the program stood still.

        Read it several times a second wherever it is to count: of a long gap between two readings
        it takes that the program stood still.
        """
        ...

    def wall(self) -> datetime:
        """The date and time, in UTC."""
        ...


class Watch:
    """Seconds that a program has been awake: a gap between two readings of it was none of them.

    The computer slept, its lid was closed, or the program was stopped by a signal: nobody can have
    typed meanwhile, whatever the clock behind it says.

    Args:
        clock: seconds, never set back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()
        self._awake = 0.0

    def read(self) -> float:
        """Seconds awake until now, never less than at the reading before."""
        now = self._clock()
        gap = max(0.0, now - self._last)
        self._last = now
        if gap <= STANDS_AFTER:
            self._awake += gap
        return self._awake


class SystemTime:
    """The clocks of this computer."""

    def __init__(self) -> None:
        self.steady = sleepless_clock()
        self.awake = Watch(self.steady).read

    def wall(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


def sleepless_clock() -> Callable[[], float]:
    """The monotonic clock that runs on while the computer sleeps.

    ``time.monotonic`` does so on Windows and stands on Linux and macOS, which have others.
    """
    if sys.platform == "linux":
        return partial(time.clock_gettime, time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC_RAW)
    return time.monotonic
