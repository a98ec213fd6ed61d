"""How often, how long and by which clocks a model is asked: plain values, nothing imported."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Tries:
    """The bounds of one question to a model.

    Attributes:
        attempts: most tries, the first included.
        deadline: seconds for everything: tries, waits, steps down the ladder.
        timeout: seconds for one request.
    """

    attempts: int = 5
    deadline: float = 90.0
    timeout: float = 60.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Means:
    """What waiting needs; tests bring their own.

    Attributes:
        sleep: waits for some seconds.
        steady: a clock in seconds that never jumps.
        wall: the time of day, with its zone.
        chance: a number from 0 up to 1.
    """

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    steady: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random
