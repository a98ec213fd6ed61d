"""What an interview asks of whatever keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sessions.session import Session, Turn


class Recorder(Protocol):
    """What keeps a session. Raises InterviewerError where it cannot."""

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        """Write the session's own values and these turns, all or nothing."""
        ...

    def draft(self, session: Session, turn: Turn) -> None:
        """Write the draft and the clocks of the open turn."""
        ...


class Unkept:
    """A recorder that keeps nothing."""

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        """Do nothing."""

    def draft(self, session: Session, turn: Turn) -> None:
        """Do nothing."""
