"""Verbs, told by a list of common ones, by endings and by the place in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rubrics.estimate.lexicon import (
    AUXILIARIES,
    IRREGULAR,
    NEGATIONS,
    NOUNS_TOO,
    STOP,
    SUBJECTS,
    VERBS,
    VERBS_WITH_S,
    word_set,
)
from rubrics.estimate.words import Word

PERSONS = word_set("i we you they he she")
"""Pronouns that are always a subject, so that a verb follows them."""

_MODALS = word_set(
    """can could will would shall should may might must cannot can't couldn't won't wouldn't
    shouldn't mustn't do does did don't doesn't didn't i'd i'll we'd we'll you'd you'll they'd
    they'll it'd it'll to let's"""
)
"""Words that a verb in its plain form follows."""

_DETERMINERS = word_set(
    "the a an its their our your my his her each every it them this these those all both"
)
_OPENERS = word_set("and or then first second third next finally lastly also please to")
"""Words before a verb in an order or in a step: "then boil the water"."""

_LEADERS = word_set("not never n't also then always only often usually just please")
_FOLLOWERS = word_set(
    """the a an this that these those it them its their our your out up down off back over on
    with to into from well every each all both how what which whether"""
)
_MAKES = ("ize", "izes", "ized", "izing", "ify", "ifies", "ified", "ifying")
"""Endings that only verbs have."""


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


def is_verb(words: Sequence[Word], index: int) -> bool:
    """Whether the word at ``index`` is most likely a verb in use."""
    word = words[index]
    text = word.text
    if text in AUXILIARIES:
        return True
    before = words[index - 1].text if index else ""
    if text == "like":
        return before in PERSONS
    kind = _kind(text)
    if kind == "verb":
        return True
    after = words[index + 1] if index + 1 < len(words) else None
    if kind == "":
        return word.content and _stands_as_verb(words, index)
    if before == "to" or before in SUBJECTS or before in AUXILIARIES or before in _LEADERS:
        return True
    if kind == "participle" and text.endswith("ed") and after is not None and not after.content:
        return True
    if index == 0 or (kind == "participle" and text.endswith("d") and after is None):
        return True
    if index == 1 and before.endswith("ly"):
        # "Gradually move users."
        return True
    # "scales the", "loops over": an object or a particle follows.
    return after is not None and after.text in _FOLLOWERS


def _stands_as_verb(words: Sequence[Word], index: int) -> bool:
    """Whether a word of no list stands where only a verb stands."""
    text = words[index].text
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    if len(text) < 3 or text.isdigit() or text.endswith("ly"):
        return False
    if before in PERSONS:
        # "I love systems", "they boil water"
        return True
    plural = text.endswith("s") and not text.endswith(("ss", "us", "is"))
    if before in ("it", "which", "who") and (plural or text.endswith("ed")):
        # "it bridges models and production"
        return True
    if text.endswith(_MAKES) and (plural or after == "" or after not in _NOUN_ENDS):
        return True
    if plural or not after or (after not in _DETERMINERS and before not in _MODALS):
        # "the scheduler vends the tokens"
        return plural and index > 0 and after in _DETERMINERS
    if before in _MODALS and before != "to":
        return True
    # "Overlay the chart", "then boil the water", "to boil the water"; "right-size the nodes".
    return after in _DETERMINERS and (
        before in _OPENERS or _begins(words, index) or (index == 1 and before.endswith("ly"))
    )


_NOUN_ENDS = word_set("is are was were has have had can will of")


def _begins(words: Sequence[Word], index: int) -> bool:
    """Whether only parts of one hyphened word stand before the word at ``index``."""
    if index > 2:
        return False
    return all(
        words[at + 1].start - words[at].end == 1
        and words[at].content
        and words[at].text not in STOP | NEGATIONS
        for at in range(index)
    )
