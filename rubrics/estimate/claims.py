"""Whether words claim anything, told by word lists and endings; there is no tagger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rubrics.estimate.lexicon import (
    AUXILIARIES,
    IRREGULAR,
    JOINERS,
    NOUNS_TOO,
    SUBJECTS,
    VERBS,
    VERBS_WITH_S,
    word_set,
)
from rubrics.estimate.words import Word

_LABEL = re.compile(r":(?!//)(?=\s)|\s[-–—=]\s|—|\s?(?:->|=>|→)\s?|=|\(")

BAG_FROM = 6
"""Content words from which a sentence without function words may be a bag of keywords."""

LONGEST_RUN = 9
"""Content words in a row, with nothing between them, that no sentence has."""


@lru_cache(maxsize=20_000)
def _kind(text: str) -> str:
    """``verb``, ``participle``, ``either`` for a form that is a noun as often, or nothing."""
    if text in VERBS:
        return "either" if text in NOUNS_TOO else "verb"
    plain = IRREGULAR.get(text, text)
    if plain != text and plain in VERBS:
        return "verb"
    for ending in ("ed", "s", "es", "d", "ing"):
        if not text.endswith(ending):
            continue
        root = text[: -len(ending)]
        for form in (root, root + "e", root[:-1] if root[-2:-1] == root[-1:] else root):
            if form in VERBS or (form.endswith("i") and form[:-1] + "y" in VERBS):
                if ending in ("ing", "ed", "d"):
                    return "participle"
                return "either" if form in NOUNS_TOO - VERBS_WITH_S else "verb"
    return "participle" if len(text) > 4 and text.endswith("ed") else ""


def is_claim(text: str, words: Sequence[Word]) -> bool:
    """Whether words of ``text`` say something, rather than naming things.

    A claim has a verb where a verb would stand, or is of the form "X: Y", "X - Y", "X = Y" or
    "X (Y)"; and it is no bag of keywords: a long run of content words wants function words among
    them, or verbs.
    """
    content = sum(word.content for word in words)
    if content < 2:
        return False
    glue = _glue(words)
    if content >= BAG_FROM and glue < 0.12 * len(words) and _is_bag(text, words):
        return False
    if any(is_verb(words, index) for index in range(len(words))):
        return True
    labelled = _LABEL.search(text, words[0].end, words[-1].end) is not None
    return labelled and (content <= 12 or glue >= 0.12 * len(words))


def is_note(text: str, words: Sequence[Word]) -> bool:
    """Whether words without a verb are a terse note: "recall above 95% usually", "canary 5%".

    Function words or figures tell a note from keywords.
    """
    content = sum(word.content for word in words)
    sparse = content >= BAG_FROM and _glue(words) < 0.12 * len(words)
    if content < 2 or (sparse and _is_bag(text, words)):
        return False
    return _glue(words) > 0 or any(word.text.isdigit() for word in words)


def _glue(words: Sequence[Word]) -> int:
    """How many function words there are that a mere list would not have."""
    return sum(not word.content and word.text not in JOINERS for word in words)


def _is_bag(text: str, words: Sequence[Word]) -> bool:
    """Whether words with hardly a function word among them are keywords in a row.

    Terse notes ("shadow traffic first, compare recall, then roll out") come in short pieces of a
    few words; keywords come one by one, or in one long run.
    """
    sizes = [0]
    for index, word in enumerate(words):
        gap = text[words[index - 1].end : word.start] if index else ""
        if word.text in JOINERS or "," in gap or "/" in gap or "|" in gap:
            sizes.append(0)
        if word.content:
            sizes[-1] += 1
    pieces = [size for size in sizes if size]
    if max(pieces) >= LONGEST_RUN:
        return True
    return len(pieces) >= 4 and sum(pieces) < 1.8 * len(pieces)


def is_verb(words: Sequence[Word], index: int) -> bool:
    """Whether the word at ``index`` is most likely a verb in use."""
    word = words[index]
    text = word.text
    if text in AUXILIARIES:
        return True
    kind = _kind(text)
    if kind == "verb":
        return True
    before = words[index - 1].text if index else ""
    after = words[index + 1] if index + 1 < len(words) else None
    if kind == "":
        # A word of no list: "the scheduler vends the tokens".
        ending = len(text) > 3 and text.endswith("s") and not text.endswith("ss")
        return ending and index > 0 and after is not None and after.text in _OBJECTS
    if before == "to" or before in SUBJECTS or before in AUXILIARIES or before in _LEADERS:
        return True
    if kind == "participle" and text.endswith("ed") and after is not None and not after.content:
        return True
    if index == 0 or (kind == "participle" and text.endswith("d") and after is None):
        return True
    # "scales the", "loops over": an object or a particle follows.
    return after is not None and after.text in _FOLLOWERS


_OBJECTS = word_set("the a an its their our your each every it them")
_LEADERS = word_set("not never n't also then always only often usually just please")
_FOLLOWERS = word_set(
    """the a an this that these those it them its their our your out up down off back over on
    with to into from well every each all both how what which whether"""
)
