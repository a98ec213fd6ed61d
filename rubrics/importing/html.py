"""A saved web page as blocks, by the events of Python's own parser.

It is read in one pass, however deeply it is nested, and knows no entities but HTML's: a page cannot
define what grows when it is read. End tags that HTML lets one leave out are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from rubrics.estimate.lexicon import word_set
from rubrics.importing.blocks import Block, Kind
from rubrics.importing.imported import Place, SourceError

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
_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
_CLOSED_BY = {
    "li": (word_set("li"), word_set("ul ol")),
    "dt": (word_set("dt dd"), word_set("dl")),
    "dd": (word_set("dt dd"), word_set("dl")),
    "tr": (word_set("tr td th"), word_set("table")),
    "td": (word_set("td th"), word_set("tr table")),
    "th": (word_set("td th"), word_set("tr table")),
    "p": (word_set("p"), word_set("div li td th dd details blockquote section article")),
}
"""Which open tags a tag ends without a word, and those beyond which it does not."""

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
    page = _Page(name, first_line - 1)
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError):
        raise SourceError(
            f"{name} is no web page that can be read.", "Save it anew, or copy its text."
        ) from None
    page.end()
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


def _squeezed(parts: list[str]) -> str:
    return _SPACE.sub(" ", "".join(parts)).strip()


@dataclass
class _Aside:
    """A part of the page that is passed over, while it lasts.

    Attributes:
        tag: with which it began, and ends.
        line: where it began.
        depth: how many of that tag are open.
        parts: its text.
    """

    tag: str
    line: int
    depth: int = 1
    parts: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Gathers text until a tag says that something else begins."""

    def __init__(self, name: str, lines_before: int) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._name = name
        self._before = lines_before
        self._parts: list[str] = []
        self._line = 1
        self._open: list[tuple[str, int]] = []
        """The tags that are open, by name and number of blocks at their beginning."""

        self._aside: _Aside | None = None
        self._heads: list[int] = []
        """Blocks that are cells at the head of a row so far."""

    # What the parser finds

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Something begins."""
        if self._aside is not None:
            self._aside.depth += tag == self._aside.tag
        elif tag in _VOID:
            if tag in ("br", "hr"):
                self._flush()
        elif tag in _SKIPPED or (tag == "button" and not self._in_heading()):
            if tag not in _INLINE or tag == "button":
                self._flush()
            self._aside = _Aside(tag, self._at())
        else:
            self._begin(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """``<br/>``; of other tags browsers do not see that they end."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Something ends, and with it what is open inside."""
        if self._aside is not None:
            self._aside.depth -= tag == self._aside.tag
            if self._aside.depth == 0:
                self._end_aside()
            return
        names = [name for name, _ in self._open]
        if tag not in names:
            if tag not in _INLINE:
                self._flush()
            return
        at = len(names) - 1 - names[::-1].index(tag)
        if tag in _INLINE and any(name not in _INLINE for name in names[at + 1 :]):
            return
        if tag in _MARKED and "pre" not in names:
            self._parts.append("`")
        if tag not in _INLINE:
            self._flush()
        del self._open[at:]

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._aside is not None:
            self._aside.parts.append(data)
            return
        if not self._parts:
            # Where the words begin, and not the empty lines ahead of them.
            words = data.lstrip()
            self._line = self._at() + data[: len(data) - len(words)].count("\n")
            if not words:
                return
        self._parts.append(data)

    def handle_comment(self, data: str) -> None:
        """What the page does not show."""
        self._unshown(data)

    def handle_decl(self, decl: str) -> None:
        """``<!DOCTYPE html>``, which says nothing."""
        if decl.strip().lower() != "doctype html":
            self._unshown(decl)

    def handle_pi(self, data: str) -> None:
        """``<?xml …>``."""
        self._unshown(data)

    def unknown_decl(self, data: str) -> None:
        """``<![CDATA[…]]>``."""
        self._unshown(data)

    def end(self) -> None:
        """The page ends; so does what is still open."""
        if self._aside is not None:
            # Older versions of Python keep the text of a script that never ends to themselves.
            self._aside.parts.append(self.rawdata)
            self._end_aside()
        self._flush()

    # What it comes to

    def _begin(self, tag: str) -> None:
        if tag not in _INLINE:
            self._flush()
            self._close_implied(tag)
        if tag == "tr":
            self._heads = []
        elif tag == "td":
            # A row with a cell is none of names only: its first cell says something too.
            for index in self._heads:
                self.blocks[index] = replace(self.blocks[index], kind=Kind.LINE, why="")
            self._heads = []
        if tag in _MARKED and not any(name == "pre" for name, _ in self._open):
            self._parts.append("`")
        self._open.append((tag, len(self.blocks)))
        if len(self._open) > DEEPEST:
            raise SourceError(
                f"{self._name}: line {self._at()}: more than {DEEPEST:,} tags inside each other.",
                "Nothing was read. Copy the text of the page instead.",
            )

    def _close_implied(self, tag: str) -> None:
        ended, bounds = _CLOSED_BY.get(tag, _CLOSED_BY["p"])
        if self._in_heading() and tag in _HEADINGS:
            ended = word_set(" ".join(_HEADINGS))
        for at in range(len(self._open) - 1, -1, -1):
            name = self._open[at][0]
            if name in bounds:
                return
            if name in ended:
                del self._open[at:]
                return

    def _end_aside(self) -> None:
        aside = self._aside
        assert aside is not None
        self._aside = None
        text = _squeezed(aside.parts)
        if not text:
            return
        place = Place.line(aside.line)
        if aside.tag == "button" and text.endswith("?"):
            # The questions of a page that folds its answers are often buttons.
            self.blocks.append(Block(place, text, Kind.QUESTION))
        else:
            why = _SKIPPED.get(aside.tag, "a button")
            self.blocks.append(Block(place, text, Kind.SKIPPED, why=why))

    def _unshown(self, text: str) -> None:
        if self._aside is None and (shown := _squeezed([text])):
            place = Place.line(self._at())
            self.blocks.append(Block(place, shown, Kind.SKIPPED, why="not shown on the page"))

    def _flush(self) -> None:
        """What was gathered is a block."""
        names = [name for name, _ in self._open]
        code = "pre" in names
        text = "".join(self._parts).strip("\n") if code else _squeezed(self._parts)
        self._parts = []
        if not text.strip("` \n"):
            return
        kind, level, why = Kind.LINE, 0, ""
        if headings := [_HEADINGS[name] for name in names if name in _HEADINGS]:
            kind, level = Kind.HEADING, headings[0]
        elif _QUESTIONS & set(names):
            kind = Kind.QUESTION
        elif "th" in names:
            kind, why = Kind.SKIPPED, "the head of a table"
            self._heads.append(len(self.blocks))
        elif code:
            kind = Kind.CODE
        elif "li" in names:
            kind, level = Kind.ITEM, max(1, names.count("ul") + names.count("ol"))
            begun = max(count for name, count in self._open if name == "li")
            # What follows the first words of an item belongs to it.
            level += any(block.kind is Kind.ITEM for block in self.blocks[begun:])
        self.blocks.append(Block(Place.line(self._line), text, kind, level, why=why))

    def _in_heading(self) -> bool:
        return any(name in _HEADINGS for name, _ in self._open)

    def _at(self) -> int:
        return self._before + self.getpos()[0]
