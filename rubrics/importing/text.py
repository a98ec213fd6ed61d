"""Plain text as blocks: a line each, bullets and underlined headings known by their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rubrics.importing.blocks import Block, Kind
from rubrics.importing.imported import EMPTY, Place

WRAPPED_AT = (50, 100)
"""Characters of a line that ends because the page was full, not because a sentence did."""

_BULLET = re.compile(r"^(\s*)(?:[-*+•‣◦▪●○–]\s+|\(?(\d{1,3})[.)]\s+)(?=\S)")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,}|~{3,})\s*$")
_NUMBERED = re.compile(r"(?:^|[\s;,.:])\(?2[.)]\s")
_OPEN = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|by|for|from|in|into|is|like|of|on|or|than|that|the|to|via|with))$",
    re.I,
)
_ENDS = re.compile(r"[.!?:;…。！？\"”’)\]`]$")


def text_blocks(text: str, page: int = 0, width: int = 0) -> Iterator[Block]:
    """The lines of a text as blocks; a line that goes on in the next is one block with it.

    Args:
        text: the text, its lines ended by newlines.
        page: number of the page that it stands on, from 1; 0 where there are no pages.
        width: see ``goes_on``.
    """
    lines = text.split("\n")
    gap = False
    index = 0
    wraps = bool(width) or is_wrapped(lines)
    while index < len(lines):
        line = lines[index]
        first = index
        index += 1
        if not line.strip():
            # The end of the last line is no line of its own.
            if index < len(lines) or line:
                place = Place.line(first + 1, page=page)
                yield Block(place, line, Kind.SKIPPED, why=EMPTY)
            gap = True
            continue
        if index < len(lines) and _underlines(lines[index], line):
            level = 1 if lines[index].strip().startswith("=") else 2
            place = Place.line(first + 1, index + 1, page)
            index += 1
            yield Block(place, line.strip(), Kind.HEADING, level, gap)
            gap = False
            continue
        while wraps and index < len(lines) and goes_on(lines[index - 1], lines[index], width):
            line = f"{line.rstrip()} {lines[index].strip()}"
            index += 1
        yield _block(line, Place.line(first + 1, index, page), gap)
        gap = False


def _block(line: str, place: Place, gap: bool) -> Block:
    bullet = _BULLET.match(line)
    # "1) Verify … 2) Analyse …" in one line is a text with steps, not an item.
    if bullet is None or (bullet.group(2) and _NUMBERED.search(line[bullet.end() :])):
        return Block(place, line.strip(), Kind.LINE, gap=gap)
    deep = 1 + len(bullet.group(1).expandtabs(4)) // 2
    return Block(place, line[bullet.end() :].strip(), Kind.ITEM, deep, gap)


def _underlines(line: str, above: str) -> bool:
    """Whether a line of signs underlines the one above it."""
    return bool(_UNDERLINE.match(line)) and len(above.strip()) <= 2 * len(line.strip()) + 4


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences go over the ends of lines: no line is long, and many are nearly full."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    fewest, most = WRAPPED_AT
    if not lengths or max(lengths) > most:
        return False
    full = [n for n in lengths if n >= fewest]
    return 3 * len(full) >= len(lengths)


def goes_on(line: str, following: str, width: int = 0) -> bool:
    """Whether a line of a wrapped text goes on in the following one.

    Args:
        line: the line.
        following: the next one.
        width: characters of a full line, where every line that is full goes on; 0 where a line may
            be a text of its own although it is as long as others.
    """
    line, begins = line.rstrip(), following.strip()
    if not begins or _BULLET.match(following) or len(line) < WRAPPED_AT[0] // 2:
        return False
    if begins[:1].islower() or begins[:1] in "(,;" or _OPEN.search(line):
        return True
    return 0 < 0.9 * width <= len(line) and not _ENDS.search(line)
