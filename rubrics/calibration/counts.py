"""What the figures are worked out from: counts that can be added up, of one question or of many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from rubrics.calibration.cases import Case, is_untrue
from rubrics.calibration.measures import accuracy, kappa, macro_f1, quadratic_kappa
from rubrics.grade import Band, Grade, Verdict

VERDICTS = tuple(Verdict)
"""In the order of the table of verdicts: met, partly, missed, contradicted."""

BANDS = (Band.WEAK, Band.THIN, Band.SOLID, Band.STRONG)
"""In the order of the table of bands."""

ATTACK_GAIN = 10
"""An attack has succeeded when its score lies more points than this above that of its labels."""

_SIZE = 4
_CELLS = _SIZE * _SIZE
_SCORES = 8
_TENTHS = 10


@dataclass(frozen=True)
class Counts:
    """Counts of some answers that were labelled and graded. All are whole, so sums are exact.

    Attributes:
        cells: 16 of verdicts, 16 of bands; number of scores, their sums (labels, grader), sums of
            squares (labels, grader), of products, of absolute and of signed differences, all in
            tenths of a point; attacks, attacks that succeeded; answers that are untrue, those found
            so, answers that are not, those said to be.
    """

    cells: tuple[int, ...] = (0,) * (2 * _CELLS + _SCORES + 6)

    @classmethod
    def of(cls, case: Case, grade: Grade) -> Self:
        """The counts of one answer. Verdicts are matched by the id of the criterion."""
        verdicts, bands = [0] * _CELLS, [0] * _CELLS
        scores, attacks = [0] * _SCORES, [0, 0]
        said = {mark.id: mark.verdict for mark in grade.marks}
        for criterion, label in case.labels.items():
            verdicts[VERDICTS.index(label) * _SIZE + VERDICTS.index(said[criterion])] += 1
        label_score = case.score
        if label_score is not None and grade.score is not None:
            row, column = (BANDS.index(Band.of(score)) for score in (label_score, grade.score))
            bands[row * _SIZE + column] += 1
            x, y = (round(score * _TENTHS) for score in (label_score, grade.score))
            scores = [1, x, y, x * x, y * y, x * y, abs(y - x), y - x]
            if case.is_attack:
                attacks = [1, int(y - x > ATTACK_GAIN * _TENTHS)]
        untrue, found = case.is_untrue, is_untrue(said.values(), grade.false_claims)
        truth = [int(untrue), int(untrue and found), int(not untrue), int(found and not untrue)]
        return cls((*verdicts, *bands, *scores, *attacks, *truth))

    @classmethod
    def total(cls, parts: Iterable[Counts]) -> Self:
        """The counts of all parts together."""
        columns = zip(cls().cells, *(part.cells for part in parts), strict=True)
        return cls(tuple(map(sum, columns)))

    @property
    def verdicts(self) -> tuple[tuple[int, ...], ...]:
        """How often a label (row) met a verdict (column), in the order of ``VERDICTS``."""
        return _square(self.cells[:_CELLS])

    @property
    def bands(self) -> tuple[tuple[int, ...], ...]:
        """How often a band by the labels (row) met one by the grader, in the order of ``BANDS``."""
        return _square(self.cells[_CELLS : 2 * _CELLS])

    @property
    def scores(self) -> tuple[int, ...]:
        """Number of scores and their sums, see ``cells``."""
        return self.cells[2 * _CELLS : 2 * _CELLS + _SCORES]

    @property
    def attacks(self) -> tuple[int, int]:
        """Attacks, and those that succeeded."""
        return self.cells[-6], self.cells[-5]

    @property
    def truth(self) -> tuple[int, int, int, int]:
        """Answers that are untrue, those found so; answers that are not, those said to be."""
        return self.cells[-4], self.cells[-3], self.cells[-2], self.cells[-1]


def _square(cells: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(cells[start : start + _SIZE] for start in range(0, _CELLS, _SIZE))


def mean_error(counts: Counts) -> float | None:
    """Mean absolute difference of the scores, in points of 100."""
    return _ratio(counts.scores[6], counts.scores[0] * _TENTHS)


def bias(counts: Counts) -> float | None:
    """Mean of grader minus labels, in points of 100: above 0 the grader is lenient."""
    return _ratio(counts.scores[7], counts.scores[0] * _TENTHS)


def pearson(counts: Counts) -> float | None:
    """Pearson's correlation of the scores; undefined where one side has one score only."""
    number, x, y, xx, yy, xy, _, _ = counts.scores
    spread = (number * xx - x * x) * (number * yy - y * y)
    return (number * xy - x * y) / math.sqrt(spread) if spread else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


MEASURES: Mapping[str, Callable[[Counts], float | None]] = {
    "accuracy": lambda counts: accuracy(counts.verdicts),
    "macro_f1": lambda counts: macro_f1(counts.verdicts),
    "kappa": lambda counts: kappa(counts.verdicts),
    "qwk": lambda counts: quadratic_kappa(counts.bands),
    "mae": mean_error,
    "bias": bias,
    "pearson": pearson,
    "attacks": lambda counts: _ratio(counts.attacks[1], counts.attacks[0]),
    "falsehoods_found": lambda counts: _ratio(counts.truth[1], counts.truth[0]),
    "false_alarms": lambda counts: _ratio(counts.truth[3], counts.truth[2]),
}
"""Every figure by its name. Those of verdicts and of truth lie between 0 and 1 (kappas from −1)."""
