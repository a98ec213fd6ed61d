"""Intervals of figures, by drawing the parts again with replacement."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Part = TypeVar("Part")

RESAMPLES = 1000
LEVEL = 0.95
DEFINED_AT_LEAST = 0.9
"""Share of resamples in which a figure has to be defined for it to have an interval."""


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval.

    Attributes:
        value: None where it is undefined.
        low, high: None where there is no interval: of one part, or too often undefined.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


def figures(
    parts: Sequence[Part],
    measures: Callable[[Sequence[Part]], Sequence[float | None]],
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> list[Figure]:
    """Some figures of the same parts, each with its interval.

    The percentile method of the bootstrap (Efron, "Bootstrap methods: another look at the
    jackknife", 1979; Efron and Tibshirani, 1993). Parts are drawn whole: answers to one question
    resemble each other, so what is drawn is questions.

    Args:
        parts: what is drawn, as many as there are.
        measures: the figures of some parts.
        seed: the same seed gives the same intervals.
        resamples: how often parts are drawn.
    """
    values = measures(parts)
    if len(parts) < 2:
        return [Figure(value) for value in values]
    source = random.Random(seed)
    drawn = [measures(source.choices(parts, k=len(parts))) for _ in range(resamples)]
    return [
        _figure(value, [one for one in column if one is not None], resamples)
        for value, column in zip(values, zip(*drawn, strict=True), strict=True)
    ]


def _figure(value: float | None, drawn: list[float], resamples: int) -> Figure:
    if value is None or len(drawn) < DEFINED_AT_LEAST * resamples:
        return Figure(value)
    drawn.sort()
    outside = (1 - LEVEL) / 2
    return Figure(value, quantile(drawn, outside), quantile(drawn, 1 - outside))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of sorted values lies, with straight lines between them."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
