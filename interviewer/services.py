"""What the app and the commands work with, put together in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rubrics.bank import Bank
from rubrics.estimate import Estimator
from rubrics.grader import Grader
from rubrics.loading import load_bank, shipped_banks
from sessions.interview import Interview
from sessions.session import Session
from sessions.store import Claim, Store
from sessions.time import SystemTime, TimeSource


@dataclass
class Services:
    """The parts of the running program.

    Attributes:
        home: folder of everything that is kept.
        store: the sessions.
        grader: who marks answers.
        time: the clocks.
    """

    home: Path
    store: Store
    grader: Grader = field(default_factory=Estimator)
    time: TimeSource = field(default_factory=SystemTime)

    @classmethod
    def open(cls, home: Path) -> Services:
        """Open the store below a folder, which is made where it is missing.

        Raises:
            StoreError: the folder or the store in it cannot be used.
        """
        return cls(home, Store.open(home))

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def banks(self) -> Sequence[str]:
        """Names that ``bank`` knows."""
        return shipped_banks()

    def bank(self, source: str | Path) -> Bank:
        """Read a bank by name, folder or file.

        Raises:
            BankError: it cannot be found, read or used.
        """
        return load_bank(source)

    def open_interview(self, session: Session) -> tuple[Interview, Claim]:
        """An interview over a session that the store holds, kept at every step.

        The claim keeps other programs off the session; release it when the interview is left.

        Raises:
            SessionBusy: another running program has the session open.
        """
        claim = self.store.claim(session.id)
        return Interview(session, self.time, self.store.recorder(session)), claim
