"""How a grader agrees with labels: over all answers, and by kind, section and band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rubrics.calibration.bootstrap import RESAMPLES, Figure, figures
from rubrics.calibration.cases import Case
from rubrics.calibration.counts import MEASURES, VERDICTS, Counts
from rubrics.calibration.measures import accuracy, kappa
from rubrics.grade import Grade, Verdict

IN_GROUPS = ("accuracy", "macro_f1", "mae", "bias")
"""The figures of a group of answers; kappas over so few would say little."""


@dataclass(frozen=True)
class Judged:
    """A case and what a grader made of it.

    Attributes:
        seconds: how long that took; None where it was made before and kept.
    """

    case: Case
    grade: Grade
    seconds: float | None = None

    @property
    def is_graded(self) -> bool:
        """Whether there are verdicts; what is ungraded is in no figure."""
        return self.grade.status != "ungraded"

    @property
    def difference(self) -> float | None:
        """The grader's score less that of the labels, in points; None where one of them is none."""
        if self.case.score is None or self.grade.score is None:
            return None
        return self.grade.score - self.case.score


@dataclass(frozen=True)
class Group:
    """Some of the answers.

    Attributes:
        answers: how many were graded.
        figures: those of ``IN_GROUPS``.
    """

    answers: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Agreement:
    """All that tells how a grader agrees with labels.

    Attributes:
        answers: how many were graded; the figures are over these.
        ungraded: how many were not, by reason.
        figures: every one of ``MEASURES``.
        counts: what they were worked out from.
        groups: by ``kind``, ``section`` and ``band`` of the label's score, then by name.
    """

    answers: int
    ungraded: Mapping[str, int]
    figures: Mapping[str, Figure]
    counts: Counts
    groups: Mapping[str, Mapping[str, Group]]

    @property
    def values(self) -> dict[str, float | None]:
        """The figures without their intervals."""
        return {name: figure.value for name, figure in self.figures.items()}


_GROUPS: Mapping[str, Callable[[Case], str | None]] = {
    "kind": lambda case: case.kind,
    "section": lambda case: case.section,
    "band": lambda case: case.band,
}


def agreement(judged: Sequence[Judged], *, seed: int = 0, resamples: int = RESAMPLES) -> Agreement:
    """How the grades agree with the labels, with 95 % intervals by question.

    Args:
        judged: answers that were labelled and put to one grader.
        seed, resamples: see ``bootstrap.figures``.
    """
    graded = [one for one in judged if one.is_graded]
    counted = [(one.case, Counts.of(one.case, one.grade)) for one in graded]

    def figures_of(some: Iterable[tuple[Case, Counts]], names: Iterable[str]) -> dict[str, Figure]:
        names = list(names)
        return dict(zip(names, _figures(some, names, seed, resamples), strict=True))

    groups: dict[str, dict[str, Group]] = {}
    for what, group_of in _GROUPS.items():
        members: dict[str, list[tuple[Case, Counts]]] = {}
        for case, counts in counted:
            if (name := group_of(case)) is not None:
                members.setdefault(name, []).append((case, counts))
        groups[what] = {
            name: Group(len(some), figures_of(some, IN_GROUPS)) for name, some in members.items()
        }
    return Agreement(
        answers=len(graded),
        ungraded=Counter(one.grade.reason or "" for one in judged if not one.is_graded),
        figures=figures_of(counted, MEASURES),
        counts=Counts.total(counts for _, counts in counted),
        groups=groups,
    )


def _figures(
    counted: Iterable[tuple[Case, Counts]], names: Sequence[str], seed: int, resamples: int
) -> list[Figure]:
    by_question: dict[str, list[Counts]] = {}
    for case, counts in counted:
        by_question.setdefault(case.question, []).append(counts)
    functions = [MEASURES[name] for name in names]

    def measures(parts: Sequence[Counts]) -> list[float | None]:
        whole = Counts.total(parts)
        return [function(whole) for function in functions]

    questions = [Counts.total(parts) for parts in by_question.values()]
    return figures(questions, measures, seed=seed, resamples=resamples)


@dataclass(frozen=True)
class Readers:
    """How two readers agreed before they settled where they differed.

    Attributes:
        labels: verdicts that both gave.
        accuracy, kappa: of the second against the first; None where undefined.
    """

    labels: int
    accuracy: float | None
    kappa: float | None


def readers(cases: Iterable[Case]) -> Readers | None:
    """How the two readers of the labels agreed; None where no settlement is on record."""
    table = [[0] * len(VERDICTS) for _ in VERDICTS]
    settlements = 0
    for case in cases:
        settled = {one.criterion: one for one in case.settled}
        settlements += len(settled)
        for criterion, label in case.labels.items():
            one = settled.get(criterion)
            first, second = (Verdict(one.first), Verdict(one.second)) if one else (label, label)
            table[VERDICTS.index(first)][VERDICTS.index(second)] += 1
    if not settlements:
        return None
    return Readers(sum(map(sum, table)), accuracy(table), kappa(table))
