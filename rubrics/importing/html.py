"""A saved web page as blocks. It is read by Beautiful Soup on Python's own parser.

That parser knows no entities but HTML's, so a page cannot define what grows when it is read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rubrics.estimate.lexicon import word_set
from rubrics.importing.blocks import Block, Kind
from rubrics.importing.imported import Place, SourceError

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

DEEPEST = 1_000
"""Tags inside each other; a page that a browser shows well has a tenth."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = {
    "script": "a script",
    "style": "a style sheet",
    "noscript": "for browsers without scripts",
    "template": "a template",
    "nav": "navigation",
    "footer": "the foot of the page",
    "aside": "beside the page",
    "svg": "a drawing",
    "math": "a formula",
    "select": "a form",
    "option": "a form",
    "textarea": "a form",
    "iframe": "another page",
    "object": "another file",
    "title": "the name of the tab",
}
_QUESTIONS = frozenset(("dt", "summary"))
_INLINE = word_set(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rp rt
    s samp small span strike strong sub sup time tt u var wbr img picture source button"""
)
_MARKED = frozenset(("code", "kbd", "samp", "tt"))


def html_blocks(text: str, name: str, first_line: int = 1) -> list[Block]:
    """What a page says, block by block.

    Args:
        text: the page.
        name: of the file.
        first_line: number of its first line in the file.

    Raises:
        SourceError: it is no page, or nested too deeply.
    """
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(text, "html.parser")
        except (ParserRejectedMarkup, AssertionError, RecursionError, ValueError):
            raise SourceError(
                f"{name} is no web page that can be read.", "Save it anew, or copy its text."
            ) from None
    page = _Page(name, first_line - 1)
    page.walk(soup)
    return list(_with_title(page.blocks))


def plain_text(text: str) -> str:
    """The text of a piece of HTML, its blocks on lines of their own."""
    if "<" not in text and "&" not in text:
        return text.strip()
    blocks = [block for block in html_blocks(text, "a field") if block.kind is not Kind.SKIPPED]
    return "\n".join(f"- {one.text}" if one.kind is Kind.ITEM else one.text for one in blocks)


def _with_title(blocks: list[Block]) -> Iterator[Block]:
    """The name of the tab is the title of a page that has no other."""
    titled = any(block.kind is Kind.HEADING and block.level == 1 for block in blocks)
    for block in blocks:
        if block.why == _SKIPPED["title"] and not titled:
            yield Block(block.place, block.text, Kind.HEADING, 1)
        else:
            yield block


class _Page:
    """Goes through the tags of a page in order, without recursion."""

    def __init__(self, name: str, lines_before: int) -> None:
        self.blocks: list[Block] = []
        self._name = name
        self._before = lines_before
        self._parts: list[str] = []
        self._line = 1
        self._open: list[tuple[str, int]] = []
        """The tags that are open, by name and number of blocks at their beginning."""

    def walk(self, root: Tag) -> None:
        """Take in all that a tag holds."""
        from bs4 import Tag

        ways: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
        while ways:
            tag, inside = ways[-1]
            child = next(inside, None)
            if child is None:
                ways.pop()
                self._ends(tag.name)
            elif not isinstance(child, Tag):
                self._text(child, tag)
            elif self._begins(child):
                ways.append((child, iter(child.contents)))
                if len(ways) > DEEPEST:
                    raise SourceError(
                        f"{self._name}: line {self._at(child)}: more than {DEEPEST:,} tags inside "
                        "each other.",
                        "Nothing was read. Copy the text of the page instead.",
                    )

    def _begins(self, tag: Tag) -> bool:
        """Note that a tag begins; whether to go into it."""
        inside = [name for name, _ in self._open]
        why = _SKIPPED.get(tag.name)
        text = _SPACE.sub(" ", tag.get_text()).strip() if why or tag.name == "button" else ""
        if tag.name == "button" and not any(name in _HEADINGS for name in inside):
            # The questions of a page that folds its answers are often buttons.
            why = None if text.endswith("?") else "a button"
        if tag.name == "th" and tag.parent is not None and tag.parent.find("td") is None:
            text, why = _SPACE.sub(" ", tag.get_text()).strip(), "the head of a table"
        if why is not None:
            if tag.name not in _INLINE:
                self._flush()
            if text:
                place = Place.line(self._at(tag))
                self.blocks.append(Block(place, text, Kind.SKIPPED, why=why))
            return False
        if tag.name == "br":
            self._flush()
        if tag.name not in _INLINE or (tag.name == "button" and text.endswith("?")):
            self._flush()
        if tag.name in _MARKED and "pre" not in inside:
            self._parts.append("`")
        self._open.append((tag.name, len(self.blocks)))
        return True

    def _ends(self, name: str) -> None:
        if not self._open:
            self._flush()
            return
        if name in _MARKED and not any(one == "pre" for one, _ in self._open):
            self._parts.append("`")
        if name not in _INLINE or name == "button":
            self._flush()
        self._open.pop()

    def _text(self, text: PageElement, tag: Tag) -> None:
        from bs4.element import PreformattedString

        if isinstance(text, PreformattedString):
            if shown := _SPACE.sub(" ", str(text)).strip():
                place = Place.line(self._at(tag))
                self.blocks.append(Block(place, shown, Kind.SKIPPED, why="not shown on the page"))
            return
        if not "".join(self._parts).strip():
            self._line = self._at(tag)
        self._parts.append(str(text))

    def _flush(self) -> None:
        """What was gathered is a block."""
        raw = "".join(self._parts)
        self._parts = []
        names = [name for name, _ in self._open]
        code = "pre" in names
        text = raw.strip("\n") if code else _SPACE.sub(" ", raw).strip()
        if not text.strip() or text == "``":
            return
        kind, level = Kind.LINE, 0
        if headings := [_HEADINGS[name] for name in names if name in _HEADINGS]:
            kind, level = Kind.HEADING, headings[0]
        elif _QUESTIONS & set(names) or "button" in names:
            kind = Kind.QUESTION
        elif code:
            kind = Kind.CODE
        elif "li" in names:
            kind, level = Kind.ITEM, names.count("li")
            begun = max(count for name, count in self._open if name == "li")
            # What follows the first words of an item belongs to it.
            level += any(block.kind is Kind.ITEM for block in self.blocks[begun:])
        self.blocks.append(Block(Place.line(self._line), text, kind, level))

    def _at(self, tag: Tag) -> int:
        return self._before + (tag.sourceline or 1)
