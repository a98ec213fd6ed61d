"""What was read from a source: questions in sections, and an account of every line of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rubrics.errors import InterviewerError


class SourceError(InterviewerError):
    """A source cannot be read, or nothing in it can be imported."""


class Unit(StrEnum):
    """In what places of a source are counted."""

    LINE = "line"
    RECORD = "record"


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a source.

    Attributes:
        page: from 1; 0 where the source has no pages.
        first: number of the line or record, from 1.
        last: likewise, of the last one.
        unit: what is numbered.
    """

    page: int
    first: int
    last: int
    unit: Unit = Unit.LINE

    @classmethod
    def line(cls, first: int, last: int | None = None, page: int = 0) -> Place:
        """A line, or some."""
        return cls(page, first, first if last is None else last)

    @classmethod
    def record(cls, number: int) -> Place:
        """A record."""
        return cls(0, number, number, Unit.RECORD)

    def __str__(self) -> str:
        page = f"page {self.page}, " if self.page else ""
        if self.first == self.last:
            return f"{page}{self.unit} {self.first}"
        return f"{page}{self.unit}s {self.first}–{self.last}"


class Fate(StrEnum):
    """What became of a line or record."""

    IMPORTED = "imported"
    HEADING = "heading"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Entry:
    """One line or record of a source in the account of it.

    Attributes:
        place: where it stands.
        text: what stands there.
        fate: what became of it.
        why: as what it was imported, or why it was ignored.
    """

    place: Place
    text: str
    fate: Fate
    why: str


@dataclass(frozen=True)
class Item:
    """A question on its way into a bank.

    Attributes:
        place: where it begins in its source.
        hint: what a good answer holds.
        ask: the question; None where the source has only the hint.
        model_answer: None where there is none.
        tags: what it is about.
    """

    place: Place
    hint: str
    ask: str | None = None
    model_answer: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedSection:
    """A group of items.

    Attributes:
        title: empty where the source has no name for it.
        items: in the order of the source.
        promised: how many the source says there are; None where it says nothing.
        place: of its heading; None where there is none.
    """

    title: str
    items: tuple[Item, ...]
    promised: int | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Notice:
    """Something about a source that a person should know before it is used."""

    text: str
    place: Place | None = None

    def __str__(self) -> str:
        return self.text if self.place is None else f"{self.place}: {self.text}"


@dataclass(frozen=True)
class Imported:
    """All that was read from a source.

    Attributes:
        source: name of the file.
        format: as what it was read.
        title: of the whole; empty where the source says none.
        about: a sentence or two on it; may be empty.
        sections: those with items, in order.
        account: every line or record of the source, in order.
        notices: what does not add up, was cut, or was read by a guess.
    """

    source: str
    format: str
    title: str
    about: str
    sections: tuple[ImportedSection, ...]
    account: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()

    def items(self) -> Iterator[Item]:
        """All items, in the order of the sections."""
        for section in self.sections:
            yield from section.items

    def ignored(self) -> Iterator[Entry]:
        """What was ignored, but for lines with nothing on them."""
        return (
            entry for entry in self.account if entry.fate is Fate.IGNORED and entry.why != EMPTY
        )


EMPTY = "empty"
"""Why a line with nothing on it is ignored."""


@dataclass
class Account:
    """Keeps book of what became of each line or record while a source is read."""

    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def imported(self, place: Place, text: str, why: str) -> None:
        """It went into a question."""
        self.entries.append(Entry(place, text, Fate.IMPORTED, why))

    def heading(self, place: Place, text: str, why: str) -> None:
        """It names or counts something."""
        self.entries.append(Entry(place, text, Fate.HEADING, why))

    def ignored(self, place: Place, text: str, why: str) -> None:
        """It is in no question."""
        self.entries.append(Entry(place, text, Fate.IGNORED, why))

    def notice(self, text: str, place: Place | None = None) -> None:
        """Something that a person should know."""
        self.notices.append(Notice(text, place))

    def closed(self) -> tuple[Entry, ...]:
        """All entries in the order of the source."""
        return tuple(sorted(self.entries, key=lambda entry: entry.place))
