"""Where the time comes from. Everything that needs it is handed a source."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Protocol

from pydantic import AwareDatetime, Field

Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 2, tzinfo=UTC), lt=datetime(9999, 1, 1, tzinfo=UTC)),
]
"""A date and time that can be told in every time zone."""


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
