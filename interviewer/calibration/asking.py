"""Putting labelled answers to graders: what is asked of whom, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from interviewer.bulk.concurrency import at_once, each
from interviewer.bulk.progress import Progress
from interviewer.bulk.tally import FREE, Tally
from interviewer.graders import Choice, once_more
from rubrics.calibration.agreement import Judged
from rubrics.calibration.cases import Case
from rubrics.calibration.stability import Variant, asked_again, varied
from rubrics.grade import Grade
from rubrics.grader import Grader, GradingTask


@dataclass(frozen=True, eq=False)
class Ask:
    """One answer, put to a grader in one way. Each is itself only.

    Attributes:
        case: the answer.
        variant: in what way it is put once more; None for the first time.
        number: 1, or the how many-th time it is asked as it was.
    """

    case: Case
    variant: Variant | None = None
    number: int = 1

    @property
    def task(self) -> GradingTask:
        """What the grader is given."""
        return self.case.task if self.variant is None else varied(self.case.task, self.variant)


def asks_of(cases: Sequence[Case], repeat: int, seed: int) -> list[Ask]:
    """All that is asked of a grader.

    Args:
        cases: each is asked once.
        repeat: with 2 and more, one answer of each question is asked so many times, and also with
            the criteria reordered and with its text laid out in another way.
        seed: for which answer that is.
    """
    asks = [Ask(case) for case in cases]
    if repeat < 2:
        return asks
    some = asked_again(cases, seed)
    asks += [Ask(case, Variant.AGAIN, number) for number in range(2, repeat + 1) for case in some]
    others = (Variant.REORDERED, Variant.REFORMATTED)
    return asks + [Ask(case, variant) for variant in others for case in some]


@dataclass
class Candidate:
    """A grader that is measured.

    Attributes:
        choice: who it is.
        grader: what marks.
        tally: what it cost.
        done: what came of each ask, with the seconds it took; None where it was kept from before.
    """

    choice: Choice
    grader: Grader
    tally: Tally = field(default_factory=Tally)
    done: dict[Ask, tuple[Grade, float | None]] = field(default_factory=dict)

    def judged(self) -> list[Judged]:
        """What came of the answers when they were asked first."""
        return [
            Judged(ask.case, grade, seconds)
            for ask, (grade, seconds) in self.done.items()
            if ask.variant is None
        ]

    def asked_once_more(self, variant: Variant) -> list[tuple[Case, Grade]]:
        """What came of the answers that were asked once more in this way."""
        return [
            (ask.case, grade) for ask, (grade, _) in self.done.items() if ask.variant is variant
        ]

    def seconds(self) -> list[float]:
        """How long each answer took that was graded now, sorted."""
        return sorted(
            seconds
            for grade, seconds in self.done.values()
            if seconds is not None and grade.status != "ungraded"
        )


class Asking:
    """Asks graders about answers, many at once.

    Args:
        candidates: the graders.
        asks: what each of them is asked.
        progress: is told what is done.
        steady: a clock in seconds that never jumps.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        asks: Sequence[Ask],
        progress: Progress,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._candidates = candidates
        self._asks = asks
        self._progress = progress
        self._steady = steady
        self._again: dict[tuple[int, int], Grader] = {}
        progress.total = len(candidates) * len(asks)

    @property
    def whole(self) -> bool:
        """Whether everything was asked."""
        return all(len(candidate.done) == len(self._asks) for candidate in self._candidates)

    async def run(self, jobs: int) -> None:
        """Ask everything, so many at once."""
        work = [(number, ask) for number in range(len(self._candidates)) for ask in self._asks]
        await at_once(each(work), self._ask, jobs=jobs)
        for candidate in self._candidates:
            # In the order of the asks, whatever came first.
            candidate.done = {ask: candidate.done[ask] for ask in self._asks}

    async def close(self) -> None:
        """Let go all that was opened."""
        for grader in (*self._again.values(), *(one.grader for one in self._candidates)):
            await grader.close()

    async def _ask(self, work: tuple[int, Ask]) -> None:
        which, ask = work
        candidate, progress = self._candidates[which], self._progress
        begun = self._steady()
        grade = await self._grader(which, ask.number).grade(ask.task, progress.waits.hear)
        record = grade.record()
        kept = record["usage"] == FREE
        candidate.done[ask] = grade, None if kept else self._steady() - begun
        candidate.tally.add(record)
        progress.tally.add(record)
        progress.moved()

    def _grader(self, which: int, number: int) -> Grader:
        grader = self._candidates[which].grader
        if number == 1:
            return grader
        key = which, number
        if key not in self._again:
            self._again[key] = once_more(grader, number)
        return self._again[key]
