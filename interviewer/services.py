"""What the app and the commands work with, put together in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.graders import Choice, open_grader
from interviewer.settings import Settings
from rubrics.bank import Bank
from rubrics.errors import InterviewerError
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
        store: the sessions.
        settings: what the environment says.
        grader: marks answers.
        choice: who that is, and why.
        time: the clocks.
    """

    store: Store
    settings: Settings
    grader: Grader = field(default_factory=Estimator)
    choice: Choice = field(default_factory=Choice)
    time: TimeSource = field(default_factory=SystemTime)

    @classmethod
    def open(cls, settings: Settings, choice: Choice | None = None) -> Services:
        """Open the store in the home, which is made where it is missing, and the grader.

        Args:
            settings: the settings in force.
            choice: who marks; where nothing is marked, the estimate will do.

        Raises:
            StoreError: the folder or the store in it cannot be used.
            InterviewerError: the grader cannot be opened.
        """
        choice = choice or Choice()
        grader = open_grader(choice, settings)
        return cls(Store.open(settings.home), settings, grader, choice)

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

    def find(self, name: str) -> Session:
        """The session with this id, the only one whose id begins so, or the ``last``.

        Raises:
            InterviewerError: there is none, or more than one.
        """
        if name == "last":
            latest = self.store.latest()
            if latest is None:
                raise InterviewerError("There is no interview yet.", "Begin one: interviewer start")
            return self.store.session(latest.id)
        ids = [summary.id for summary in self.store.sessions() if summary.id.startswith(name)]
        if not ids:
            raise InterviewerError(
                f"There is no interview {name!r}.", "List them: interviewer review --plain"
            )
        if len(ids) > 1 and name not in ids:
            raise InterviewerError(
                f"{len(ids)} interviews begin with {name!r}.", f"Name one: {', '.join(ids[:5])}"
            )
        return self.store.session(name if name in ids else ids[0])

    def open_interview(self, session: Session) -> tuple[Interview, Claim]:
        """An interview over a session that the store holds, kept at every step.

        The claim keeps other programs off the session; release it when the interview is left.

        Raises:
            SessionBusy: another running program has the session open.
        """
        claim = self.store.claim(session.id)
        try:
            # Read again under the claim: another program may have written to it until now.
            kept = self.store.session(session.id)
            return Interview(kept, self.time, self.store.recorder(kept)), claim
        except BaseException:
            claim.release()
            raise
