"""Where the time comes from. Everything that needs it is handed a source."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class TimeSource(Protocol):
    """Two clocks: one that only runs forward, and the one on the wall."""

    def steady(self) -> float:
        """Seconds since some moment; never set back."""
        ...

    def wall(self) -> datetime:
        """The date and time, in UTC."""
        ...


class SystemTime:
    """The clocks of this computer."""

    def steady(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def wall(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)
