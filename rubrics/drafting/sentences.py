"""A point of a hint as a sentence about the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.estimate.lexicon import (
    AUXILIARIES,
    IRREGULAR,
    NEGATIONS,
    NOUNS_TOO,
    STOP,
    VERBS,
    word_set,
)
from rubrics.estimate.verbs import is_verb
from rubrics.estimate.words import Word, words_of

_SAYS = re.compile(
    r"^(?:says|names|explains|describes|mentions|gives|lists|tells|states|compares|weighs|"
    r"defines|points out|notes|speaks|talks|measures|knows|checks)\b",
    re.I,
)
_WANTS = re.compile(
    r"^(?:(?:a |the )?(?:good |strong |ideal )?(?:answers?|candidates?|response)\s+)?"
    r"(?:expects?|wants?|looks? for|"
    r"(?:should|must|may|might|could|can|ought to)\s+"
    r"(?:include|mention|name|raise|bring up|cover|discuss|talk of|talk about|contain|list))\s+",
    re.I,
)
_EXTRA = re.compile(
    r"\W*(?:for (?:example|instance)|e\.g\.|alternatively|optionally|in other words|"
    r"further(?:more)?|additionally|bonus|nice to have|ideally|perhaps)\b",
    re.I,
)


def is_extra(text: str) -> bool:
    """Whether a point adds to another one: an example, an alternative, an extra."""
    return _EXTRA.match(text) is not None


def sentence_of(text: str) -> str:
    """A point as a sentence about the answer: "Says that …", "Says to …", "Mentions …"."""
    text = " ".join(text.split()).strip(" ;,:-–—•*")
    if text[:1] == "(" and ")" not in text[:-2]:
        text = text[1:]
    text = _WANTS.sub("", text) or text
    if not text.endswith((".", "!", "?", "…")):
        text = f"{text}."
    if _SAYS.match(text):
        return text[:1].upper() + text[1:]
    words = words_of(text)
    if len(words) > 2 and words[0].text in _MODALS and words[1].text in VERBS:
        text = text[words[1].start :]
        words = words_of(text)
    lowered = _lowered(text)
    if not words:
        return f"Mentions {lowered}"
    first = words[0].text
    if first in ("that", "how", "whether", "why", "what", "which"):
        return f"Says {lowered}"
    second = words[1].text if len(words) > 1 else ""
    if first in VERBS and (first not in NOUNS_TOO or second in _OBJECTS):
        return f"Says to {lowered}"
    if any(_finite(words, at) for at in range(1, len(words))):
        return f"Says that {lowered}"
    return f"Mentions {lowered}"


def _finite(words: Sequence[Word], index: int) -> bool:
    """Whether the word has a subject, so that the text is a sentence and not a name."""
    text = words[index].text
    if text in AUXILIARIES:
        return text not in ("be", "been", "being") and words[index - 1].text not in _RELATIVES
    if text.endswith(("ing", "ed")) or not is_verb(words, index):
        return False
    return words[index - 1].content and (text.endswith("s") != words[index - 1].text.endswith("s"))


_OBJECTS = word_set("the a an this that it them your our its on with to whether how what which")
_MODALS = word_set("may might must should can could")
_RELATIVES = word_set("that which who to")


def _lowered(text: str) -> str:
    """The text with a small letter first, unless its first word may be a name."""
    first = text.split(maxsplit=1)[0]
    word = first.strip(",;:.").lower()
    known = word in STOP or word in VERBS or word in NEGATIONS or word in IRREGULAR
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if first[1:].lower() == first[1:] and (known or plural or word.endswith(("ing", "ed"))):
        return text[:1].lower() + text[1:]
    return text
