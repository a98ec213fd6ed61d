"""Whether a question asks what another one asks, in other words."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rubrics.estimate.words import stems_of

SAME_TOPIC = 0.27
"""Cosine of question and hint together, rare words counting more, from which two are the same.

No two questions of the shipped bank come above 0.22; three of eight that were reworded by hand came
below 0.2.
"""

SAME_QUESTION = 0.5
"""Share of content words in common from which two questions alone are the same."""

FEWEST_WORDS = 3
"""Content words of a question that is compared by their share."""

SAME_FIELD = 0.1
"""Cosine from which a question is worth naming to whoever writes about a field."""


@dataclass(frozen=True)
class Known:
    """A question that is there already.

    Attributes:
        name: where, in words for people: bank and id.
        ask: the question.
        hint: what a good answer holds.
    """

    name: str
    ask: str
    hint: str = ""


@dataclass(frozen=True)
class _Stems:
    ask: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, ask: str, hint: str) -> _Stems:
        return cls(stems_of(ask), stems_of(f"{ask} {hint}"))


class Pool:
    """Questions that are there already, to be compared with new ones.

    It compares words, so it finds what is said with the same ones; a question about the same in
    other words passes. ``bank check`` compares more strictly, as there a person wrote both.
    """

    def __init__(self, known: Iterable[Known] = ()) -> None:
        """Args: the questions; how rare a word is goes by them, and by none that is added later."""
        self._known: list[tuple[Known, _Stems]] = []
        self._plain: dict[str, Known] = {}
        for one in known:
            self.add(one)
        self._spread = Counter(stem for _, stems in self._known for stem in stems.whole)
        self._total = len(self._known)

    def add(self, known: Known) -> None:
        """Take one more in."""
        self._known.append((known, _Stems.of(known.ask, known.hint)))
        self._plain.setdefault(_plain(known.ask), known)

    def like(self, ask: str, hint: str) -> Known | None:
        """The question that asks the same, the first where several do; None where none does."""
        same = self._plain.get(_plain(ask))
        if same is not None:
            return same
        new = _Stems.of(ask, hint)
        return next((known for known, stems in self._known if self._alike(new, stems)), None)

    def about(self, field: str, most: int) -> Iterator[Known]:
        """The questions nearest to a field, such as what a section covers; the nearest first."""
        wanted = stems_of(field)
        near = [
            (likeness, -at)
            for at, (_, stems) in enumerate(self._known)
            if (likeness := self._cosine(wanted, stems.whole)) >= SAME_FIELD
        ]
        return (self._known[-at][0] for _, at in heapq.nlargest(most, near))

    def _alike(self, one: _Stems, other: _Stems) -> bool:
        if min(len(one.ask), len(other.ask)) >= FEWEST_WORDS:
            common = len(one.ask & other.ask)
            if common >= SAME_QUESTION * len(one.ask | other.ask):
                return True
        return self._cosine(one.whole, other.whole) >= SAME_TOPIC

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        common = self._size(one & other)
        return common / math.sqrt(self._size(one) * self._size(other)) if common else 0.0

    def _size(self, stems: frozenset[str]) -> float:
        return sum(self._rarity(stem) ** 2 for stem in stems)

    def _rarity(self, stem: str) -> float:
        return math.log((self._total + 1) / (self._spread[stem] + 0.5))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
