"""A stopwatch that is read, never ticked, so that a slow machine cannot make it wrong."""

from __future__ import annotations

from dataclasses import dataclass

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

    def stop(self, now: float) -> None:
        """Let it stand; what has passed is kept."""
        self.spent = self.read(now)
        self.since = None

    def read(self, now: float) -> float:
        """Seconds passed so far, at least what was read before."""
        return self.spent + (0.0 if self.since is None else max(0.0, now - self.since))

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.since is not None
