"""Means of scores from one source, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from rubrics.grade import GraderId
from sessions.history import PastTurn
from sessions.session import Origin

LEAST = 3
"""Scores below which nothing is said of how far their mean can be trusted."""

# Student's t for a two-sided interval of 95 %, by degrees of freedom from 1 (a standard table).
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


@dataclass(frozen=True)
class Source:
    """Who scores are from. Scores of different ones are never put together.

    Attributes:
        grader: who made the grades or estimates; None for own marks.
    """

    origin: Origin
    grader: GraderId | None = None


@dataclass(frozen=True)
class Mean:
    """The mean of some scores, and how far it can be trusted.

    Attributes:
        value: 0 to 100, one decimal.
        count: how many scores.
        low, high: where the mean of all answers like these lies with 95 % confidence, by Student's
            t, within 0 to 100; None for fewer than ``LEAST`` scores, or where all are the same.
    """

    value: float
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Change:
    """The difference of two means, and where it lies with 95 % confidence (Welch's interval)."""

    value: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Whether no difference at all lies within."""
        return self.low <= 0 <= self.high


def mean_of(scores: Sequence[float]) -> Mean:
    """The mean of at least one score, with its interval."""
    value, count = fmean(scores), len(scores)
    if count < LEAST or len(set(scores)) == 1:
        return Mean(round(value, 1), count)
    reach = _t(count - 1) * sqrt(variance(scores) / count)
    return Mean(
        round(value, 1),
        count,
        round(max(0.0, value - reach), 1),
        round(min(100.0, value + reach), 1),
    )


def change_of(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """How much higher the second scores are.

    None where there are fewer than ``LEAST`` of either, or where neither spread.

    The interval is Welch's, for two means whose scores need not spread equally.
    """
    if min(len(before), len(after)) < LEAST:
        return None
    value = fmean(after) - fmean(before)
    parts = [(variance(scores) / len(scores), len(scores)) for scores in (before, after)]
    whole = sum(part for part, _ in parts)
    if not whole:
        return None
    freedom = whole**2 / sum(part**2 / (count - 1) for part, count in parts)
    reach = _t(int(freedom)) * sqrt(whole)
    return Change(round(value, 1), round(value - reach, 1), round(value + reach, 1))


def _t(freedom: int) -> float:
    """Student's t; beyond the table an approximation that is right to two decimals."""
    return _T[freedom - 1] if freedom <= len(_T) else 1.96 + 2.4 / freedom


def source_of(turn: PastTurn) -> Source:
    """Whose the score of a turn is; it has one."""
    assert turn.origin is not None
    return Source(turn.origin, None if turn.origin == "self-marked" else turn.grader)


def score_of(turn: PastTurn) -> float:
    """The score of a turn; it has one."""
    assert turn.score is not None
    return turn.score
