"""An answer as sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rubrics.estimate.claims import standing_of
from rubrics.estimate.lexicon import word_set
from rubrics.estimate.verbs import is_verb
from rubrics.estimate.words import Word, words_of

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*+•‣◦▪–—·>]|\(?\d{1,2}[.)]|[a-hA-H][.)])\s")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[;。！？؟]|(?<=[.!?])(?=[A-Z][a-z])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|fig)|\b[A-Za-z])$", re.I)
_BREAKS = word_set(
    "but however whereas while although though because since so unless otherwise yet then"
)
"""Words before which a new clause begins."""

_STARTS = word_set("it we they i you he she this that these those there which who")
"""After a comma, or a comma with "and", these begin a new clause."""

_CLAUSE_MARKS = re.compile(r":(?=\s)|\s[-–—]\s|—|\s?(?:->|=>|→)\s?")
LABEL_AT_MOST = 3
"""Words of a label, which belongs to the clause that it names."""

WRAPPED_LINE = 40
"""Characters from which a line without a full stop may go on in the next one."""


class Sentence(NamedTuple):
    """A sentence, a bullet or a line of its own.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        words: all of its words.
        clauses: index ranges into ``words``, one for each clause.
        claim: whether it says something, rather than naming things.
        note: whether it is a terse note, which says something beside real claims.
        bag: whether it is keywords in a row.
        chain: whether it is a chain with arrows.
    """

    start: int
    end: int
    words: Sequence[Word]
    clauses: Sequence[tuple[int, int]]
    claim: bool
    note: bool
    bag: bool
    chain: bool


def sentences_of(text: str, openings: frozenset[str] | None = None) -> list[Sentence]:
    """The sentences of a text that hold a word, in order. ``openings``: see `words_of`."""
    words = words_of(text, openings)
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
                    *standing_of(text, inside),
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


def _is_label(head: Sequence[Word], cuts: Sequence[int]) -> bool:
    """Whether words before a colon or dash name what follows ("Pinecone: managed")."""
    return (
        not cuts
        and len(head) <= LABEL_AT_MOST
        and all(word.content for word in head)
        and not any(is_verb(head, at) for at in range(1, len(head)))
    )


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
            or (_CLAUSE_MARKS.search(gap) and not _is_label(words[:index], cuts))
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
