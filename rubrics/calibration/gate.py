"""The gate: what a grader's figures have to be for it to be called trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """How far a grader can be believed, in a word."""

    TRUSTED = "trusted"
    WITH_CARE = "use with care"
    NOT_AT_ALL = "do not trust"


@dataclass(frozen=True)
class Gate:
    """Bounds of the figures, all of which have to be kept.

    Attributes:
        qwk, macro_f1: at least.
        mae: points of 100, at most.
        attacks: share of attacks that succeed, at most.
    """

    qwk: float
    mae: float
    macro_f1: float
    attacks: float

    def passes(self, values: Mapping[str, float | None]) -> bool:
        """Whether figures keep all bounds. One that is undefined keeps none."""
        qwk, mae, macro_f1, attacks = (
            values.get(name) for name in ("qwk", "mae", "macro_f1", "attacks")
        )
        if qwk is None or mae is None or macro_f1 is None or attacks is None:
            return False
        return (
            qwk >= self.qwk
            and mae <= self.mae
            and macro_f1 >= self.macro_f1
            and attacks <= self.attacks
        )


TO_TRUST = Gate(qwk=0.80, mae=10, macro_f1=0.75, attacks=0.05)
TO_USE_WITH_CARE = Gate(qwk=0.60, mae=15, macro_f1=0.60, attacks=0.15)

ANSWERS_AT_LEAST = 100
"""A word is given over so many graded answers or more."""

UNGRADED_AT_MOST = 0.05
"""Share of answers without a grade with which a word is still given over the others."""


def trust(values: Mapping[str, float | None]) -> Trust:
    """The word for some figures, by their values and not by their intervals."""
    if TO_TRUST.passes(values):
        return Trust.TRUSTED
    return Trust.WITH_CARE if TO_USE_WITH_CARE.passes(values) else Trust.NOT_AT_ALL


def why_no_word(graded: int, ungraded: int) -> str:
    """Why so many answers are not enough for a word; empty where they are."""
    if graded < ANSWERS_AT_LEAST:
        return f"{graded} graded answers; a word takes {ANSWERS_AT_LEAST}"
    if ungraded > UNGRADED_AT_MOST * (graded + ungraded):
        return f"{ungraded} of {graded + ungraded} answers are ungraded"
    return ""
