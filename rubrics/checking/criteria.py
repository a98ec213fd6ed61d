"""Criteria that say the same, or more than one thing, and facts of a hint that none of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from rubrics.bank import Question
from rubrics.estimate.lexicon import word_set
from rubrics.estimate.words import stems_of, words_of
from rubrics.rubric import Criterion, Shape

ALIKE = 0.6
"""Share of content words in common from which one criterion repeats another."""

MOST_WORDS = 45
"""Of a criterion: a longer one says more than one thing."""

FEWEST_WORDS = 2
"""Content words of a part of a hint from which it is a fact."""

SHOWN = 60

_TELLS = "(?:says|names|explains|describes|mentions|states|defines|points out|argues|warns)"
_JOINED = re.compile(rf"(?:[.!?;]\s+|,?\s+and\s+(?:also\s+)?)(?={_TELLS}\b)", re.I)
_SENTENCES = re.compile(r"[.!?。！？]\s+[A-Z]")
_PARTS = re.compile(r"([.;:,()\n]+(?=\s|$)|[()]|\s(?:->|→|–|—)\s|(?<!\w)\d[.)]\s)")
LEADING = 8
"""Words up to which what stands before a colon only introduces what follows."""

_OF_EVERY_HINT = word_set(
    """answer answers candidate should must could would good great strong cover covers include
    includes mention discuss explain explains describe look expect expects like etc steps example"""
)


def criteria_findings(question: Question) -> Iterator[str]:
    """What is wrong between the criteria of a question, and with each alone."""
    for one, other in combinations(question.criteria, 2):
        if _repeats(one, other):
            yield f"criterion {other.id} overlaps {one.id}: nearly the same words"
    for criterion in question.criteria:
        words = len(criterion.expects.split())
        if _JOINED.search(criterion.expects) or _SENTENCES.search(criterion.expects):
            yield (
                f"criterion {criterion.id} joins two statements, so that it cannot be checked "
                "alone: make two of it"
            )
        elif words > MOST_WORDS:
            yield f"criterion {criterion.id} has {words} words; {MOST_WORDS} say one thing"


def _repeats(one: Criterion, other: Criterion) -> bool:
    if one.shape is other.shape is Shape.ANY and one.need != other.need:
        # "Two of these" beside "four of these" is a finer measure, not a repetition.
        return False
    left, right = stems_of(one.expects), stems_of(other.expects)
    return bool(left | right) and len(left & right) >= ALIKE * len(left | right)


def uncovered(question: Question) -> Iterator[str]:
    """Parts of the hint of which no criterion says a word."""
    said: set[str] = set(stems_of(question.ask))
    for criterion in question.criteria:
        ideas = (" ".join(idea) for idea in criterion.signals)
        said |= stems_of(" ".join((criterion.expects, *ideas)))
    parts = [*_PARTS.split(question.hint), ""]
    for part, mark in zip(parts[::2], parts[1::2], strict=True):
        stems = {
            word.stem for word in words_of(part) if word.content and word.text not in _OF_EVERY_HINT
        }
        leads = mark[:1] == ":" and len(part.split()) <= LEADING
        if len(stems) >= FEWEST_WORDS and not leads and not stems & said:
            text = " ".join(part.split())
            yield text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
