"""Where the quotes of a model stand in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubrics.estimate.lexicon import NEGATIONS
from rubrics.estimate.words import words_of
from rubrics.judge.folding import Folded, fold

NEAR = 0.9
"""Least likeness of a near match: the share of the quote that needs no edit."""

PLACES_AT_MOST = 20
"""Places of one quote that are looked at."""

LONGEST_QUOTE = 2_000
"""Characters of a quote beyond which it is not looked for."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,})\s*")
_EDGES = " '.,;:!?()[]{}-"
_LATIN = re.compile(r"[A-Za-z0-9\u0300-\u036f]")

Span = tuple[int, int]


def places_of(quote: str, answer: Folded) -> Iterator[tuple[Span, ...]]:
    """Where a quote stands in the answer, each place as spans of the original text, best first.

    As it is; else without the punctuation around it; else, where it leaves something out with an
    ellipsis, as its parts; else by a near match. A span never ends within a word or a character.
    """
    wanted = fold(quote[: LONGEST_QUOTE + 1]).text
    if not wanted or len(wanted) > LONGEST_QUOTE:
        return
    found = _exact(wanted, answer) or _exact(wanted.strip(_EDGES), answer)
    if found:
        yield from ((span,) for span in found)
        return
    parts = [part for part in _ELLIPSIS.split(wanted) if part.strip(_EDGES)]
    if len(parts) > 1:
        spans = [_first(part, answer) for part in parts]
        if all(spans):
            yield tuple(dict.fromkeys(span for span in spans if span is not None))
        return
    span = _near(wanted.strip(_EDGES), answer)
    if span is not None:
        yield (span,)


def _first(part: str, answer: Folded) -> Span | None:
    bare = part.strip(_EDGES)
    found = _exact(part, answer) or _exact(bare, answer)
    return found[0] if found else _near(bare, answer)


def _exact(wanted: str, answer: Folded) -> list[Span]:
    """Places of a folded text; those that begin and end between words come first."""
    found: list[tuple[bool, Span]] = []
    at = answer.text.find(wanted) if wanted else -1
    while at >= 0 and len(found) < PLACES_AT_MOST:
        span = _whole_words(at, at + len(wanted), answer)
        found.append((span != (at, at + len(wanted)), answer.span(*span)))
        at = answer.text.find(wanted, at + 1)
    return [span for _, span in sorted(found, key=lambda place: place[0])]


def _whole_words(start: int, end: int, answer: Folded) -> Span:
    """A span of the folded text, widened to whole words where the script has spaces."""
    text = answer.text
    while start > 0 and _LATIN.match(text[start]) and _LATIN.match(text[start - 1]):
        start -= 1
    while end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end]):
        end += 1
    return start, end


def _near(wanted: str, answer: Folded) -> Span | None:
    """The place most like a folded text, if like enough, with the same figures and negations."""
    allowed = int(len(wanted) * (1 - NEAR) + 1e-9)
    if not allowed:
        return None
    edits, end = min(_edits(wanted, answer.text), default=(allowed + 1, 0))
    if edits > allowed:
        return None
    backwards = answer.text[max(0, end - len(wanted) - edits) : end][::-1]
    _, length = min(_edits(wanted[::-1], backwards, anchored=True))
    start, end = _whole_words(end - length, end, answer)
    if _decisive(answer.text[start:end]) != _decisive(wanted):
        return None
    return answer.span(start, end)


def _edits(wanted: str, text: str, *, anchored: bool = False) -> Iterator[tuple[int, int]]:
    """The least edits from ``wanted`` to a piece of ``text`` that ends at each place.

    Yields edits and end. With ``anchored`` the piece begins where the text does, otherwise
    anywhere. Myers' bit-parallel algorithm (1999) in the form of Hyyrö (2003): time goes with the
    length of the text alone, whatever an answer is made of.
    """
    masks: dict[str, int] = {}
    for at, character in enumerate(wanted):
        masks[character] = masks.get(character, 0) | 1 << at
    whole = (1 << len(wanted)) - 1
    last = 1 << (len(wanted) - 1)
    up, down, edits = whole, 0, len(wanted)
    for end, character in enumerate(text, 1):
        equal = masks.get(character, 0)
        same = (((equal & up) + up) ^ up) | equal | down
        more = down | (whole & ~(same | up))
        fewer = same & up
        edits += bool(more & last) - bool(fewer & last)
        more = more << 1 | anchored
        up = (fewer << 1 | ~(same | more)) & whole
        down = same & more & whole
        yield edits, end


def _decisive(text: str) -> list[str]:
    """The words that a near match may not change: figures and negations."""
    return [
        word.text
        for word in words_of(text)
        if word.text in NEGATIONS or any(character.isdigit() for character in word.text)
    ]
