"""The points of a hint, read from its form."""

from __future__ import annotations

import re
from typing import NamedTuple

from rubrics.drafting.lists import SUCH_AS, is_heading, items_by_line, pieces_of, worded
from rubrics.estimate.lexicon import word_set
from rubrics.estimate.words import words_of
from rubrics.text import printable

MOST_STEPS = 10
SHORT_SIDE = 26
"""Words up to which a side of a trade-off is one point; a longer one is split."""


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip
_COUNT = r"(\d{1,2}|" + "|".join(_NUMBERS) + r")"
_NEED = (
    re.compile(rf"\bat\s+least\s+{_COUNT}\b", re.I),
    re.compile(rf"\b(?:any|only)\s+{_COUNT}\b", re.I),
    re.compile(
        rf"\b(?:name|state|list|give|mention|describe|provide|identify|cite)"
        rf"(?:\s+and\s+\w+)?\s+(?:\w+\s+)?{_COUNT}\b",
        re.I,
    ),
    re.compile(rf"\b{_COUNT}\s+of\s+(?:the|these|those)\b", re.I),
)
_ARROW = re.compile(r"\s*(?:->|=>|→|⇒|⟶)\s*")
_BETWEEN = re.compile(
    r"\btrade-?\s?offs?\s+(?:between|of)\s+(.{2,80}?)\s+(?:and|versus|vs\.?|against)\s+"
    r"([^.;:,\n]{2,80})",
    re.I,
)
_SIDE = re.compile(r"(?:^|(?<=[.;\n]\s)|(?<=[.;\n]))\s*([A-Za-z][\w/-]*(?: [\w/-]+){0,2}) ?:\s+")
_HEADINGS = word_set(
    """mechanism effect effects definition example examples result results purpose property
    phase phases stage stages layer layers wants expects technique techniques option options
    context note notes step steps idea ideas point points answer reason reasons means how why what
    when where who use uses main also possible case cases function"""
)
"""Labels that are no side of anything."""

_ITEM = re.compile(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+", re.I)


class Points(NamedTuple):
    """What a hint holds.

    Attributes:
        plain: points that stand alone.
        choices: items of a list of which ``need`` are enough.
        need: how many of the choices.
        steps: steps in their order.
        sides: the two sides of a trade-off.
    """

    plain: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    need: int | None = None
    steps: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()


def points_of(question: str, hint: str) -> Points:
    """The points of a hint; none where it holds no word."""
    text = printable(hint).strip()
    if not worded(text):
        return Points()
    steps, text = _arrows(text)
    sides, text = _sides(text) if not steps else ((), text)
    pieces, listed, ordered = pieces_of(text)
    need = _need(question, text)
    if need is not None:
        listed = items_by_line(text, need) or listed
        pieces = (*listed, *(piece for piece in pieces if not _inside(piece, listed)))
    if need is not None and len(listed) > need:
        plain = tuple(piece for piece in pieces if piece not in listed and not is_heading(piece))
        return Points(plain, listed, need, steps, sides)
    if ordered and not steps and len(listed) >= 3:
        plain = tuple(piece for piece in pieces if not _inside(piece, listed))
        return Points(plain, (), None, listed[:MOST_STEPS], sides)
    plain = tuple(piece for piece in pieces if not is_heading(piece))
    if len(plain) == 1 and not (steps or sides):
        return _one(plain[0], need)
    if not (plain or steps or sides):
        return Points((text,))
    return Points(plain, (), None, steps, sides)


def _need(question: str, hint: str) -> int | None:
    """How many of a list are wanted, if the question or the hint says so."""
    for text in (question, hint):
        for pattern in _NEED:
            match = pattern.search(text)
            if match:
                said = match.group(1).lower()
                count = _NUMBERS.get(said) or int(said)
                return count if 1 <= count <= 20 else None
    return None


def _arrows(text: str) -> tuple[tuple[str, ...], str]:
    """The steps of the first line with arrows, and the text without it."""
    for line in text.split("\n"):
        for sentence in re.split(r"(?<=[.;])\s+", line):
            parts = [part.strip(" .;,") for part in _ARROW.split(sentence)]
            if len(parts) < 3 or not all(worded(part) for part in parts):
                continue
            head, colon, first = parts[0].rpartition(": ")
            steps = (first if colon else parts[0], *parts[1:])[:MOST_STEPS]
            return steps, text.replace(sentence, head if len(head.split()) > 2 else "", 1).strip()
    return (), text


def _sides(text: str) -> tuple[tuple[str, ...], str]:
    """The two sides of a trade-off, and the text without them."""
    labels = list(_SIDE.finditer(text))
    if len(labels) == 2 and "\n-" not in text:
        first, second = labels
        left = f"{first.group(1)}: {text[first.end() : second.start()].strip(' ;,')}"
        right = f"{second.group(1)}: {text[second.end() :].strip()}"
        before = text[: first.start()].strip()
        if _are_sides(first.group(1), second.group(1)) and all(
            3 <= len(words_of(side)) <= SHORT_SIDE for side in (left, right)
        ):
            return (left, right), before
    match = _BETWEEN.search(text)
    if match and all(worded(side) for side in match.groups()):
        start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        return (match.group(1).strip(), match.group(2).strip()), (
            text[:start] + text[match.end() :].lstrip(" .;,")
        ).strip()
    return (), text


def _are_sides(left: str, right: str) -> bool:
    """Whether two labels may name two sides: none of their words is a mere heading."""
    return not {word.text for label in (left, right) for word in words_of(label)} & _HEADINGS


def _inside(piece: str, items: tuple[str, ...]) -> bool:
    return any(piece in item for item in items)


def _one(piece: str, need: int | None) -> Points:
    """The points of a single sentence: what it says, and a list in it."""
    match = SUCH_AS.search(piece)
    if not match:
        return Points((piece,))
    tail = piece[match.end() :].rstrip(" .)")
    items = tuple(item.strip() for item in _ITEM.split(tail) if item and worded(item))
    head = piece[: match.start()].strip()
    if len(items) < 2 or any(len(item.split()) > 8 for item in items):
        return Points((piece,))
    plain = (head,) if len(words_of(head)) >= 3 else ()
    return Points(plain, items, need or min(2, len(items)))
