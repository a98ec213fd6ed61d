"""What a match is worth beside other matches, and beside who speaks."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.estimate.lexicon import word_set
from rubrics.estimate.matching import Hit, Reading


def outweighs(affirmed: Hit, denied: Hit) -> bool:
    """Whether a phrase with a negation of its own ("no ops overhead") matched the same words."""
    return (
        affirmed.phrase.negative
        and affirmed.sentence == denied.sentence
        and set(denied.words) <= set(affirmed.words)
    )


_LACKS = word_set("lack lacks lacking lacked missing no without")
_WANTS = word_set(
    "need needs needed want wants require requires hire ask asked request get find add recruit"
)


def mended(denied: Hit, affirmed: Sequence[Hit], reading: Reading) -> bool:
    """Whether what is lacking is asked for afterwards: "we lack a designer, so I hire one"."""
    if not _LACKS & _texts(reading, denied):
        return False
    return any(hit.place > denied.place and _WANTS & _texts(reading, hit) for hit in affirmed)


def _texts(reading: Reading, hit: Hit) -> set[str]:
    left, right = hit.clause
    return {word.text for word in reading.sentences[hit.sentence].words[left:right]}


_FIRST_PERSON = word_set(
    "i i'm i've i'd i'll me my mine myself we we're we've we'd we'll us our ours"
)


TOLD_NEAR = 3
"""Sentences before and behind one in which candidates speak of themselves that belong to it."""


def told(reading: Reading, usable: Sequence[bool]) -> tuple[bool, ...]:
    """The sentences in which, or beside which, candidates speak of themselves."""
    own = [
        any(word.text in _FIRST_PERSON for word in sentence.words) for sentence in reading.sentences
    ]
    return tuple(
        may and any(own[max(at - TOLD_NEAR, 0) : at + TOLD_NEAR + 1])
        for at, may in enumerate(usable)
    )
