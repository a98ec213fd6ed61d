"""Whether words claim anything, told by word lists and endings; there is no tagger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rubrics.estimate.lexicon import AUXILIARIES, JOINERS
from rubrics.estimate.verbs import is_verb
from rubrics.estimate.words import Word

_LABEL = re.compile(r":(?!//)(?=\s)|\s[-–—=]\s|—|\s?(?:->|=>|→)\s?|=|\(")
_ARROW = re.compile(r"->|=>|→|⇒|⟶")

BAG_FROM = 6
"""Content words from which a sentence without function words may be a bag of keywords."""

LEAST_GLUE = 0.12
"""Share of function words below which a sentence may be a bag of keywords."""

LONGEST_RUN = 9
"""Content words in a row, with nothing between them, that no sentence has."""

MANY_PIECES = 7
"""Pieces from which even a list under a label is keywords."""


class Standing(NamedTuple):
    """What a sentence is good for.

    Attributes:
        claim: it says something, rather than naming things.
        note: a terse note without a verb: "recall above 95% usually", "canary 5%".
        bag: keywords in a row.
        chain: three things or more with arrows between them.
    """

    claim: bool
    note: bool
    bag: bool
    chain: bool


def standing_of(text: str, words: Sequence[Word]) -> Standing:
    """What words of ``text`` are good for.

    A claim has a verb where a verb would stand, or is of the form "X: Y", "X - Y", "X = Y" or
    "X (Y)"; and it is no bag of keywords: a long run of content words wants function words among
    them, or verbs. Function words or figures tell a note from keywords.
    """
    content = sum(
        word.content and not (at and _glued(text, words[at - 1], word))
        for at, word in enumerate(words)
    )
    glue = _glue(words)
    sparse = glue < LEAST_GLUE * len(words)
    labelled = _LABEL.search(text, words[0].end, words[-1].end) is not None
    bag = content >= BAG_FROM and sparse and _is_bag(text, words, labelled)
    chain = len(_ARROW.findall(text, words[0].end, words[-1].end)) >= 2
    claim = not bag and _claims(words, content, labelled and (content <= 12 or not sparse))
    figures = any(word.text.isdigit() for word in words)
    note = content >= 2 and not bag and (glue > 0 or figures)
    return Standing(claim, note, bag, chain)


def _claims(words: Sequence[Word], content: int, labelled: bool) -> bool:
    if content < 2:
        # "It is lossy."
        plain = content == 1 and len(words) >= 3
        return plain and any(word.text in AUXILIARIES for word in words[1:-1])
    return labelled or any(is_verb(words, index) for index in range(len(words)))


def _glue(words: Sequence[Word]) -> int:
    """How many function words there are that a mere list would not have."""
    return sum(not word.content and word.text not in JOINERS for word in words)


def _glued(text: str, left: Word, right: Word) -> bool:
    """Whether two words are parts of one: "batch_size", "re-index"."""
    return text[left.end : right.start] in ("_", "-")


def _is_bag(text: str, words: Sequence[Word], labelled: bool) -> bool:
    """Whether words with hardly a function word among them are keywords in a row.

    Terse notes ("shadow traffic first, compare recall, then roll out") come in short pieces of a
    few words; keywords come one by one, or in one long run. A list under a label, and one that an
    auxiliary turns into a sentence, may have short pieces.
    """
    sizes = [0]
    for index, word in enumerate(words):
        gap = text[words[index - 1].end : word.start] if index else ""
        if word.text in JOINERS or "," in gap or "/" in gap or "|" in gap:
            sizes.append(0)
        if word.content and gap not in ("_", "-"):
            sizes[-1] += 1
    pieces = [size for size in sizes if size]
    if max(pieces) >= LONGEST_RUN:
        return True
    if len(pieces) < MANY_PIECES and (
        labelled or any(word.text in AUXILIARIES for word in words[1:])
    ):
        return False
    return len(pieces) >= 4 and sum(pieces) < 1.8 * len(pieces)
