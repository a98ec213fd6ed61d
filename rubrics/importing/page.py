"""From the blocks of a page to questions in sections, whatever kind of page it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rubrics.importing.answers import Reading
from rubrics.importing.blocks import Block, Kind
from rubrics.importing.gathering import Gathering
from rubrics.importing.imported import Account, Imported, Place
from rubrics.importing.roles import Part, Role, is_headline, looks_asked, parts_of

FEWEST_PAIRED = 0.8
"""Share of sections that begin with a question, from which a page is one of pairs."""

ABOUT_AT_MOST = 1_000
"""Characters of what a page says of itself."""

LINES_ABOUT = 3
"""Lines ahead of the first section that say what the page is; more are hints themselves."""

_TOTAL = re.compile(r"\b(\d{1,4})\s+(?:[\w-]+\s+){0,3}?questions\b", re.I)


@dataclass
class _Chapter:
    """A heading and what stands below it."""

    heading: Part | None
    parts: list[Part] = field(default_factory=list)

    @property
    def level(self) -> int:
        """Of the heading; one that only its count or its place made a heading lies deepest."""
        return (self.heading.block.level or 7) if self.heading else 0

    @property
    def text(self) -> str:
        """Of the heading."""
        return self.heading.text if self.heading else ""


def read_page(blocks: Sequence[Block], name: str, format: str) -> Imported:
    """What a page holds.

    Args:
        blocks: the page, taken apart.
        name: of its file.
        format: what it was.

    Raises:
        SourceError: nothing on it reads like a question or a hint.
    """
    return _Page(blocks, name, format).imported()


class _Page:
    def __init__(self, blocks: Sequence[Block], name: str, format: str) -> None:
        self._name = name
        self._format = format
        self._account = Account()
        self._gathering = Gathering(name, self._account)
        self._chapters = _chapters(parts_of(list(self._worded(blocks))))
        self._title = ""
        self._about: list[str] = []
        self._totals: list[tuple[int, Place]] = []

    def imported(self) -> Imported:
        """All of it."""
        self._read_front()
        headings = {chapter.text.casefold() for chapter in self._chapters if chapter.text}
        pairs = _is_paired(self._chapters)
        for chapter in self._chapters:
            self._open(chapter)
            Reading(self._account, self._gathering, headings, pairs).read(chapter.parts)
        sections = self._gathering.sections()
        self._gathering.compare_total(self._totals)
        return Imported(
            source=self._name,
            format=self._format,
            title=self._title,
            about=" ".join(self._about)[:ABOUT_AT_MOST],
            sections=sections,
            account=self._account.closed(),
            notices=tuple(self._account.notices),
        )

    def _worded(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            if block.kind is Kind.SKIPPED:
                self._account.ignored(block.place, block.text, block.why)
            elif not any(one.isalnum() for one in block.text):
                self._account.ignored(block.place, block.text, "no words")
            else:
                yield block

    # What comes ahead of the first section

    def _read_front(self) -> None:
        """Find title and about, and take them out of the chapters."""
        front = self._chapters[0]
        others = [chapter for chapter in self._chapters[1:] if chapter.heading]
        first = others[0] if others else None
        if first is not None and _is_title(first, others[1:]):
            self._ignore_above(front)
            self._take_title(first)
            if len(others) > 1:
                self._take_about(first)
        elif first is not None:
            self._take_titled_lines(front)
        else:
            self._take_headline(front)

    def _take_title(self, chapter: _Chapter) -> None:
        heading = chapter.heading
        assert heading is not None
        self._title = chapter.text
        self._account.heading(heading.block.place, heading.block.text, "title")
        if heading.promised is not None:
            self._totals.append((heading.promised, heading.block.place))
        chapter.heading = None

    def _take_about(self, chapter: _Chapter) -> None:
        """Lines below the title are about the page; lists and questions are what it holds."""
        lines = [part for part in chapter.parts if _is_plain(part)]
        if len(lines) > LINES_ABOUT or any(part.role is Role.QUESTION for part in chapter.parts):
            return
        for part in lines:
            self._note_about(part)
            chapter.parts.remove(part)

    def _take_titled_lines(self, front: _Chapter) -> None:
        """Of lines ahead of the sections the last short one is the title, long ones tell more."""
        lines = front.parts
        if len(lines) > 2 * LINES_ABOUT or not all(_is_plain(part) for part in lines):
            return
        short = [part for part in lines if is_headline(part.text)]
        for part in lines:
            if part in short[-1:]:
                self._title = part.text
                self._account.heading(part.block.place, part.block.text, "title")
            elif part in short:
                self._account.ignored(part.block.place, part.block.text, _ABOVE)
            else:
                self._note_about(part)
        front.parts = []

    def _take_headline(self, front: _Chapter) -> None:
        """On a page without any heading a short first line may be one."""
        if len(front.parts) < 2 or not _is_plain(front.parts[0]):
            return
        first, *others = front.parts
        if is_headline(first.text) and not any(is_headline(part.text) for part in others[:3]):
            self._title = first.text
            self._account.heading(first.block.place, first.block.text, "title")
            front.parts = others
            if _is_plain(others[0]) and _TOTAL.search(others[0].text):
                self._note_about(others[0])
                front.parts = others[1:]

    def _ignore_above(self, front: _Chapter) -> None:
        if len(front.parts) <= LINES_ABOUT and all(_is_plain(part) for part in front.parts):
            for part in front.parts:
                self._account.ignored(part.block.place, part.block.text, _ABOVE)
            front.parts = []

    def _note_about(self, part: Part) -> None:
        self._about.append(part.text)
        self._account.heading(part.block.place, part.block.text, "about")
        total = _TOTAL.search(part.text)
        if total:
            self._totals.append((int(total.group(1)), part.block.place))

    # Sections

    def _open(self, chapter: _Chapter) -> None:
        heading = chapter.heading
        if heading is None:
            self._gathering.open("")
            return
        place, text = heading.block.place, heading.block.text
        if not chapter.parts and heading.promised is None:
            self._account.ignored(place, text, "a heading with nothing below it")
            return
        self._account.heading(place, text, "section")
        self._gathering.open(chapter.text, heading.promised, place)


_ABOVE = "stands above the title"


def _chapters(parts: Sequence[Part]) -> list[_Chapter]:
    chapters = [_Chapter(None)]
    for part in parts:
        if part.role is Role.SECTION:
            chapters.append(_Chapter(part))
        else:
            chapters[-1].parts.append(part)
    return chapters


def _is_title(chapter: _Chapter, others: Sequence[_Chapter]) -> bool:
    """Whether a heading is that of the page: marked as one, and above all others."""
    heading = chapter.heading
    if heading is None or heading.block.kind is not Kind.HEADING:
        return False
    if not others:
        return heading.promised is None
    return all(chapter.level < other.level for other in others)


def _is_plain(part: Part) -> bool:
    return part.role is Role.TEXT and part.block.kind is Kind.LINE and not part.count


def _is_paired(chapters: Sequence[_Chapter]) -> bool:
    """Whether a page has questions with their answers, and not hints alone."""
    parts = [part for chapter in chapters for part in chapter.parts]
    if any(part.role is Role.QUESTION for part in parts):
        return True
    firsts = [next(filter(_has_text, one.parts), None) for one in chapters]
    asked = [looks_asked(first.text) for first in firsts if first is not None]
    return bool(asked) and sum(asked) >= FEWEST_PAIRED * len(asked)


def _has_text(part: Part) -> bool:
    return bool(part.text)
