"""What the app and the commands work with, put together in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.banks.shelf import Shelf
from interviewer.config.settings import Settings
from interviewer.graders import Choice, open_grader
from rubrics.bank import Bank, Question
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grader import Grader
from sessions.delivery import Delivery, delivery
from sessions.grading import GradingQueue, ungraded_turns
from sessions.holding import Held, Holding
from sessions.mix import Mix
from sessions.schedule import Schedule, schedule
from sessions.session import Session, Turn
from sessions.store import Store, StoreError
from sessions.time import SystemTime, TimeSource

# The estimate needs nothing of what reaches models.
if TYPE_CHECKING:
    from rubrics.models.offers import Offer


@dataclass
class Services:
    """The parts of the running program.

    Attributes:
        store: the sessions.
        settings: the settings in force.
        grader: marks answers.
        choice: who that is, and why.
        time: the clocks.
        problem: why the estimate marks, where another was wanted.
    """

    store: Store
    settings: Settings
    grader: Grader = field(default_factory=Estimator)
    choice: Choice = field(default_factory=Choice)
    time: TimeSource = field(default_factory=SystemTime)
    problem: InterviewerError | None = None

    @cached_property
    def holding(self) -> Holding:
        """The sessions that are open for writing."""
        instant = self.grader.estimate if isinstance(self.grader, Estimator) else None
        return Holding(self.store, self.time, instant)

    @cached_property
    def queue(self) -> GradingQueue:
        """What grades answers in the background."""
        return GradingQueue(self.grader)

    @classmethod
    def open(
        cls,
        settings: Settings,
        choice: Choice | None = None,
        problem: InterviewerError | None = None,
    ) -> Services:
        """Open the store in the home, which is made where it is missing, and the grader.

        Args:
            settings: the settings in force.
            choice: who marks; where nothing is marked, the estimate will do.
            problem: why the estimate marks, where another was wanted.

        Raises:
            StoreError: the folder or the store in it cannot be used.
            InterviewerError: the grader cannot be opened.
        """
        choice = choice or Choice()
        grader = open_grader(choice, settings)
        return cls(Store.open(settings.home), settings, grader, choice, problem=problem)

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def use(self, settings: Settings, choice: Choice, grader: Grader | None) -> None:
        """Work with other settings from now on.

        Args:
            settings: those in force from now on.
            choice: who marks.
            grader: what marks the answers that come from now on; None where that stays as it is.
                What is being graded stays with the grader that has it.
        """
        self.settings = settings
        if grader is not None:
            self.queue.change_grader(grader)
            self.grader, self.choice, self.problem = grader, choice, None

    def offers(self) -> Sequence[Offer]:
        """The models that could mark, as far as this machine tells; servers on it are asked.

        It takes a moment; call it in a thread.
        """
        from rubrics.models.offers import all_offers

        return all_offers(self.settings.environ)

    def warnings(self) -> Iterator[InterviewerError]:
        """What should be mended, although everything works."""
        if self.problem is not None:
            yield self.problem
        for warning in self.settings.warnings():
            if self.problem is None or warning.message != self.problem.message:
                yield warning

    def banks(self) -> Sequence[str]:
        """Names that ``bank`` knows."""
        return Shelf.of(self.settings).names()

    def bank(self, source: str | Path) -> Bank:
        """Read a bank by name, folder or file.

        Raises:
            BankError: it cannot be found, read or used.
        """
        return Shelf.of(self.settings).bank(source)

    def scheduling(self, banks: Bank | Mix) -> Callable[[], Schedule]:
        """How the questions of banks stand today by their names, by the scored answers to them.

        Returns:
            What works it out. It may be called in any thread, and raises StoreError.
        """
        folder, now = self.store.path.parent, self.time.wall().astimezone()
        mix = Mix.of(banks)
        names = {one.name for one in mix.questions}

        def work_out() -> Schedule:
            # Thousands of answers take a while to read, and this store belongs to one thread.
            with Store.open(folder) as store:
                reviews = [
                    replace(review, question=mix.name(bank.id, review.question))
                    for bank in mix.banks
                    for review in store.reviews(bank.id)
                ]
            return schedule(reviews, now).only(names)

        return work_out

    def trust(self, asked: Iterable[tuple[str, Question]]) -> str:
        """How far the grader can be believed on questions, in a word; of several banks the weakest.

        It is what measuring this very grader on these rubrics came to, or ``not calibrated``.

        Args:
            asked: each question with the id of its bank.
        """
        from interviewer.calibration.kept import Calibrations, Identity

        who = Identity.of(self.grader)
        return Calibrations(self.settings.home).weakest_word(who, asked)

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

    def delivery(self, session_id: str, turn: Turn) -> Delivery | None:
        """How an answer was given; nothing of its typing where the store cannot tell."""
        try:
            return delivery(turn, self.store.draft_history(session_id, turn.id))
        except StoreError:
            return delivery(turn)

    def hold(self, session: Session) -> Held:
        """Open a session that the store holds, kept at every step; release it to let it go.

        Raises:
            SessionBusy: another running program has the session open.
        """
        return self.holding.hold(session)

    def hold_waiting(self) -> Iterator[tuple[Held, list[int]]]:
        """The sessions with answers that their grader was never done with, and these turns.

        Only those that were begun with the grader of now, and that no other program has open.
        """
        for session_id in self.store.waiting():
            with suppress(InterviewerError):
                session = self.store.session(session_id)
                if session.grader == self.grader.id.label:
                    held = self.hold(session)
                    yield held, ungraded_turns(held.interview)
