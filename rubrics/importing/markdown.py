"""Markdown as blocks. It is read by markdown-it (CommonMark, with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rubrics.importing.blocks import Block, Kind
from rubrics.importing.html import html_blocks
from rubrics.importing.imported import EMPTY, Place
from rubrics.importing.text import goes_on, is_wrapped

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(?:.*\n)*?(?:---|\.\.\.)(?:\n|\Z)")
_SECOND = re.compile(r"(?:^|[\s;,.:])\(?2[.)]\s")


def markdown_blocks(text: str, name: str) -> list[Block]:
    """What a page says, block by block, and each line that says nothing.

    Args:
        text: the page, its lines ended by newlines.
        name: of the file.
    """
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    ahead = 0 if front is None else front.group().count("\n")
    body = "\n" * ahead + (text if front is None else text[front.end() :])
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    blocks = list(_Page(tokens, text.split("\n"), name).blocks())
    told = {line for block in blocks for line in range(block.place.first, block.place.last + 1)}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if number not in told:
            why = EMPTY if not line.strip() else "it shows nothing on the page"
            why = "about the file" if number <= ahead else why
            blocks.append(Block(Place.line(number), line, Kind.SKIPPED, why=why))
    return sorted(blocks, key=lambda block: block.place)


class _Page:
    """Goes through the tokens of a page."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str], name: str) -> None:
        self._tokens = tokens
        self._lines = lines
        self._name = name
        self._wraps = is_wrapped(lines)
        self._items: list[tuple[Token, bool]] = []
        """The list items that are open, and whether they said something already."""

    def blocks(self) -> Iterator[Block]:
        """The blocks, in order."""
        kind, level = Kind.LINE, 0
        for token in self._tokens:
            match token.type:
                case "heading_open":
                    kind, level = Kind.HEADING, int(token.tag[1:])
                case "th_open":
                    kind, level = Kind.SKIPPED, 0
                case "heading_close" | "th_close":
                    kind, level = Kind.LINE, 0
                case "list_item_open":
                    self._items.append((token, False))
                case "list_item_close":
                    self._items.pop()
                case "inline":
                    yield from self._said(token, kind, level)
                case "fence" | "code_block":
                    yield Block(self._place(token), token.content.rstrip("\n"), Kind.CODE)
                case "html_block":
                    first = self._place(token).first
                    yield from html_blocks(token.content, self._name, first)

    def _said(self, token: Token, kind: Kind, level: int) -> Iterator[Block]:
        place = self._place(token)
        lines = list(_lines_of(token.children or ()))
        if kind is not Kind.LINE:
            why = "the head of a table" if kind is Kind.SKIPPED else ""
            yield Block(place, " ".join(lines), kind, level, why=why)
        elif self._items:
            item, begun = self._items[-1]
            text = " ".join(lines)
            if item.info and not begun and _SECOND.search(text):
                # "1) Verify … 2) Analyse …" is a text with steps, not an item.
                text = f"{item.info}{item.markup} {text}"
            yield Block(place, text, Kind.ITEM, len(self._items) + begun)
            self._items[-1] = (item, True)
        else:
            yield from self._paragraph(lines, place)

    def _paragraph(self, lines: Sequence[str], place: Place) -> Iterator[Block]:
        """The lines of a paragraph, those that go on in the next joined with it."""
        index = 0
        while index < len(lines):
            text, first = lines[index], index
            index += 1
            while self._wraps and index < len(lines) and goes_on(lines[index - 1], lines[index]):
                text = f"{text.rstrip()} {lines[index].strip()}"
                index += 1
            last = index if index < len(lines) else place.last - place.first + 1
            yield Block(
                Place.line(place.first + first, place.first + last - 1), text.strip(), Kind.LINE
            )

    @staticmethod
    def _place(token: Token) -> Place:
        first, end = token.map or (0, 1)
        return Place.line(first + 1, max(end, first + 1))


def _lines_of(tokens: Sequence[Token]) -> Iterator[str]:
    """What inline tokens show, line by line; code keeps its marks, all else loses them."""
    parts: list[str] = []
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                yield "".join(parts)
                parts = []
            case "code_inline":
                parts.append(f"{token.markup}{token.content}{token.markup}")
            case "text" | "text_special" | "html_inline":
                parts.append(token.content)
            case "image":
                parts.append(token.content)
    yield "".join(parts)
