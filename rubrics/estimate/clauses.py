"""An answer as sentences and clauses, and the test whether a sentence claims anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

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
from rubrics.estimate.words import Word, words_of

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*+•‣◦▪–—·>]|\(?\d{1,2}[.)]|[a-hA-H][.)])\s")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[;。！？؟]|(?<=[.!?])(?=[A-Z][a-z])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|fig)|\b[A-Za-z])$", re.I)
_LABEL = re.compile(r":(?!//)(?=\s)|\s[-–—=]\s|—|\s?(?:->|=>|→)\s?|=|\(")
_BREAKS = word_set(
    "but however whereas while although though because since so unless otherwise yet then"
)
"""Words before which a new clause begins."""

_STARTS = word_set("it we they i you he she this that these those there which who")
"""After a comma, or a comma with "and", these begin a new clause."""

_CLAUSE_MARKS = re.compile(r":(?=\s)|\s[-–—]\s|—|\s?(?:->|=>|→)\s?")
WRAPPED_LINE = 40
"""Characters from which a line without a full stop may go on in the next one."""


BAG_FROM = 6
"""Content words from which a sentence without function words may be a bag of keywords."""

LONGEST_RUN = 9
"""Content words in a row, with nothing between them, that no sentence has."""


class Sentence(NamedTuple):
    """A sentence, a bullet or a line of its own.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        words: all of its words.
        clauses: index ranges into ``words``, one for each clause.
        claim: whether it says something, rather than naming things.
        note: whether it is a terse note, which says something beside real claims.
    """

    start: int
    end: int
    words: Sequence[Word]
    clauses: Sequence[tuple[int, int]]
    claim: bool
    note: bool


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of a text that hold a word, in order."""
    words = words_of(text)
    sentences = []
    first = 0
    for start, end in _pieces(text):
        last = first
        while last < len(words) and words[last].start < end:
            last += 1
        if last > first:
            inside = words[first:last]
            clauses = _clauses(text, inside)
            sentences.append(
                Sentence(
                    _open(text, start, inside[0].start),
                    _close(text, inside[-1].end, end),
                    inside,
                    clauses,
                    is_claim(text, inside),
                    is_note(text, inside),
                )
            )
        first = last
    return sentences


def _open(text: str, start: int, first: int) -> int:
    """The start of a sentence with the quotation mark or bracket before its first word."""
    while first > start and text[first - 1] in "([\"'“‘`":
        first -= 1
    return first


def _close(text: str, last: int, end: int) -> int:
    """The end of a sentence with its full stop or bracket, without white space."""
    while last < end and text[last] in ".!?)]\"'”’%…`":
        last += 1
    return last


def _pieces(text: str) -> list[tuple[int, int]]:
    """Spans of sentences: lines, joined where one is wrapped, cut at full stops."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        line = match.group()
        if lines and not _BULLET.match(line) and line.lstrip()[:1].islower():
            before = text[lines[-1][0] : lines[-1][1]].rstrip()
            joined = text[lines[-1][1] : start].count("\n") == 1
            if joined and len(before) >= WRAPPED_LINE and before[-1] not in ".!?:;":
                lines[-1] = (lines[-1][0], end)
                continue
        lines.append((start, end))
    pieces = []
    for start, end in lines:
        at = start
        for match in _SENTENCE_END.finditer(text, start, end):
            if text[match.start() : match.start() + 1] == "." and _ABBREVIATION.search(
                text, max(at, match.start() - 8), match.start()
            ):
                continue
            pieces.append((at, match.end()))
            at = match.end()
        pieces.append((at, end))
    return pieces


def _clauses(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    cuts = []
    for index in range(1, len(words)):
        gap = text[words[index - 1].end : words[index].start]
        word = words[index].text
        if gap == " ":
            if word in _BREAKS:
                cuts.append(index)
            continue
        comma = "," in gap
        if (
            word in _BREAKS
            or _CLAUSE_MARKS.search(gap)
            or (comma and word in _STARTS)
            or (
                comma
                and word in ("and", "or")
                and index + 1 < len(words)
                and words[index + 1].text in _STARTS
            )
        ):
            cuts.append(index)
    edges = [0, *cuts, len(words)]
    return [(left, right) for left, right in pairwise(edges) if right > left]


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
    if _LABEL.search(text, words[0].end, words[-1].end):
        return content <= 12 or glue >= 0.12 * len(words)
    return glue >= 2 and glue >= 0.25 * len(words) and any(_inflected(word.text) for word in words)


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
    if kind == "":
        return False
    if kind == "verb":
        return True
    before = words[index - 1].text if index else ""
    after = words[index + 1] if index + 1 < len(words) else None
    if before == "to" or before in SUBJECTS or before in AUXILIARIES or before in _LEADERS:
        return True
    if kind == "participle" and text.endswith("ed") and after is not None and not after.content:
        return True
    if index == 0 or (kind == "participle" and text.endswith("d") and after is None):
        return True
    # "scales the", "loops over": an object or a particle follows.
    return after is not None and after.text in _FOLLOWERS


_LEADERS = word_set("not never n't also then always only often usually just please")
_FOLLOWERS = word_set(
    """the a an this that these those it them its their our your out up down off back over on
    with to into from well every each all both how what which whether"""
)


def _inflected(text: str) -> bool:
    return len(text) > 3 and text.endswith(("s", "ed")) and not text.endswith("ss")
