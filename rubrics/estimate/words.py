"""Words of a text with their places, folded so that forms of one word compare equal.

Stems are Snowball English (Porter 2001), by the library snowballstemmer.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from rubrics.estimate.lexicon import (
    IRREGULAR,
    NEGATIONS,
    PARTICLES,
    STOP,
)
from rubrics.text import ESCAPES

LONGEST_WORD = 40
"""Letters of a word that are compared; what follows is not read."""

_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # combining marks, soft hyphens, joiners
_WORD = re.compile(rf"\d+(?:[.,]\d+)+(?![^\W_])|[^\W_](?:[^\W_]|[{_INSIDE}]|['’](?=[^\W\d_]))*")
_HIDDEN = re.compile(f"[{_INSIDE}]")
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|able|hood|hoods|ful|ite|ites)?$)"), "or"),
    (
        re.compile(r"^(label|model|travel|cancel|signal|channel|level|fuel|tunnel|marshal|total)l"),
        r"\1",
    ),
    (re.compile(r"logue(?=s?$)"), "log"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"^(lic|def|off)enc(?=e|es|ed)"), r"\1ens"),
    (re.compile(r"^programme(?=s?$)"), "program"),
)
_APART = frozenset(("contention", "severity"))
"""Words whose stem is that of another word: "content", "several"."""

_RATES = frozenset(("recall", "precision", "ndcg", "map", "mrr", "hit", "hits", "top"))


class Word(NamedTuple):
    """A word of a text: ``text[start:end]`` is how it stands there.

    Attributes:
        text: in lower case, without accents.
        stem: what is compared.
        start: offset of its first character.
        end: offset behind its last character.
        content: true unless it is a function word, a particle or a negation.
    """

    text: str
    stem: str
    start: int
    end: int
    content: bool


_STEMMING = threading.Lock()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@cache
def _stemmer() -> _Stemmer:
    # Imported at first use: the library loads all its languages, a tenth of a second.
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word in lower case, British and American spelling and odd forms made one."""
    word = word[:LONGEST_WORD]
    word = IRREGULAR.get(word, word)
    if not word.isascii() or not word.isalpha():
        return word
    if word in _APART:
        return word
    for pattern, to in _SPELLINGS:
        word = pattern.sub(to, word)
    # A stemmer keeps the word in itself while it works: two threads in it spoil both words.
    with _STEMMING:
        stemmed = _stemmer().stemWord(word)
        # "dimensional" ends at "dimension", "dimension" at "dimens": once more makes them one.
        return _stemmer().stemWord(stemmed) if stemmed.endswith("ion") else stemmed


@lru_cache(maxsize=20_000)
def _fold(raw: str) -> tuple[str, bool, bool]:
    """A word as it is compared, whether it is one of content, and whether it is a number."""
    text = raw.lower().replace("’", "'")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = _HIDDEN.sub("", text) or text
    if text.endswith("'s") and text not in STOP:
        text = text[:-2]
    content = text not in STOP and text not in PARTICLES and text not in NEGATIONS
    return text, content, text.isdigit()


def opening(word: str) -> str:
    """The letters of a word that its stem has too."""
    return IRREGULAR.get(word, word)[:3]


def words_of(text: str, openings: frozenset[str] | None = None) -> list[Word]:
    """All words of a text, in order. A number after ``@``, ``top`` or ``recall at`` reads ``k``.

    ``openings``: where given, a word that opens otherwise is its own stem. Stemming costs more than
    all the rest, and such a word is none of those that are looked for.
    """
    if "\x1b" in text or "\x9b" in text:
        # What steers a terminal is no part of a word; the places of all others stay.
        text = ESCAPES.sub(lambda match: " " * len(match.group()), text)
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        folded, content, figures = _fold(match.group())
        if figures and _is_cutoff(text, start, found):
            folded = "k"
        wanted = content and (openings is None or opening(folded) in openings)
        stemmed = stem(folded) if wanted else folded
        found.append(Word(folded, stemmed, start, end, content))
    return found


def _is_cutoff(text: str, start: int, before: list[Word]) -> bool:
    """Whether a number is the k of "recall@10", "top-5" or "precision at 3"."""
    if not before:
        return False
    if text[start - 1] == "@":
        return True
    last = before[-1].text
    if last == "at" and len(before) > 1:
        last = before[-2].text
        return last in _RATES and last != "top"
    return last == "top"


def stems_of(text: str) -> frozenset[str]:
    """The stems of the content words of a text."""
    return frozenset(word.stem for word in words_of(text) if word.content)
