"""A second look at a criterion with phrases: what an answer holds of their single words.

Candidates say a thing in words that no phrase foresees. The phrases of a criterion, all taken
together, still tell which words are about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

from rubrics.estimate.lexicon import PARTICLES
from rubrics.estimate.matching import Hit, Phrase, Reading
from rubrics.estimate.negation import Polarity
from rubrics.estimate.synonyms import alike

PARTLY_FROM = 0.2
"""Coverage from which the words alone make the point in part; see `coverage_of`."""

FULL = 10
"""Words, the heaviest of a criterion, that make a coverage of 1. With fewer there is no such look:
two words of three are soon said by accident."""

ONCE = 0.5
"""Weight of a word that only one phrase has and that `expects` lacks, beside others."""

NEIGHBOURS = 2
"""Sentences in a row that may make a point together."""

Words = dict[str, float]
"""Everyday meanings (see `alike`) with the share that each has in the coverage."""


class Coverage(NamedTuple):
    """What an answer holds of the words of a criterion.

    Attributes:
        share: weight of the words, 1 being that of the heaviest ten.
        sentences: where they stand.
        found: the words, the heaviest first.
    """

    share: float
    sentences: tuple[int, ...] = ()
    found: tuple[str, ...] = ()


NOTHING = Coverage(0.0)


def vocabularies(
    phrases: Sequence[Sequence[Phrase]],
    expected: Sequence[frozenset[str]],
    question: frozenset[str],
) -> list[Words]:
    """The words that each criterion of a rubric is about.

    A word weighs 1 + ln(1 + n) where n phrases have it, half of that if it is only a detail (one
    phrase has it, and `expects` does not), and less where several criteria share it: 1/√m for m.
    The question's words weigh nothing.

    Args:
        phrases: of each criterion; one without any, or with few words, gets none.
        expected: the meanings in the sentence of each criterion.
        question: stems of the question.
    """
    asked = {alike(name) for name in question}
    counts = [
        Counter(
            name for phrase in some for name in {alike(stem) for stem in phrase.stems - PARTICLES}
        )
        for some in phrases
    ]
    shared = Counter(
        name
        for count, own in zip(counts, expected, strict=True)
        for name in (count.keys() | own) - asked
    )
    found = []
    for count, own in zip(counts, expected, strict=True):
        weights = {
            name: (1 + log(1 + count[name]))
            / shared[name] ** 0.5
            * (ONCE if name not in own and count[name] < 2 else 1)
            for name in (count.keys() | own) - asked
        }
        full = sum(sorted(weights.values())[-FULL:])
        enough = bool(count) and len(weights) >= FULL
        found.append({name: weight / full for name, weight in weights.items()} if enough else {})
    return found


def coverage_of(words: Words, reading: Reading, usable: Sequence[bool], size: int) -> Coverage:
    """The fullest run of ``size`` neighbouring sentences; the earliest of those.

    Args:
        words: of the criterion.
        reading: the answer.
        usable: which of its sentences may count.
        size: sentences in the run.
    """
    held = [
        words.keys() & reading.own(number) if may else set() for number, may in enumerate(usable)
    ]
    best, where = 0.0, 0
    for first in range(len(held)):
        share = sum(words[name] for name in set().union(*held[first : first + size]))
        if share > best:
            best, where = share, first
    if not best:
        return NOTHING
    run = [at for at in range(where, min(where + size, len(held))) if held[at]]
    names = sorted(set().union(*(held[at] for at in run)), key=lambda name: -words[name])
    return Coverage(best, tuple(run), tuple(names))


def hits_of(words: Words, coverage: Coverage, reading: Reading) -> Iterator[Hit]:
    """The clauses that hold the words, as proof."""
    for number in coverage.sentences:
        places = reading.meanings(number)
        for left, right in reading.sentences[number].clauses:
            inside = sorted(
                {at for name in coverage.found for at in places.get(name, ()) if left <= at < right}
            )
            if inside:
                spoken = reading.sentences[number].words
                text = " ".join(spoken[at].text for at in inside)
                phrase = Phrase(frozenset(coverage.found), (), False, text)
                yield Hit(number, (left, right), tuple(inside), Polarity.AFFIRMED, phrase)
