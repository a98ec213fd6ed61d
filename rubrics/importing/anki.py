"""Anki notes as records, and the text files that Anki exports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rubrics.importing.columns import Column, guess
from rubrics.importing.html import plain_text
from rubrics.importing.imported import EMPTY, Account, Place
from rubrics.importing.records import Record, Table
from rubrics.importing.tables import rows_of

LONGEST_FIELD = 100_000
"""Characters of a field with its HTML."""

_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*?)?\}\}", re.S)
_MEDIA = re.compile(r"\[sound:[^\]]*\]|\[anki:[^\]]*\]")
_SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_SPECIAL = ("tags", "deck", "notetype", "guid")


@dataclass(frozen=True)
class Note:
    """A note as Anki keeps it.

    Attributes:
        place: where it stands.
        fields: name and HTML of each.
        tags: as Anki writes them, separated by spaces.
        deck: its name, with ``::`` between a deck and one inside it.
    """

    place: Place
    fields: Sequence[tuple[str, str]]
    tags: str = ""
    deck: str = ""


def table_of(notes: Sequence[Note], account: Account) -> Table:
    """Notes as records; a deck that holds all others is the title."""
    decks = {note.deck for note in notes if note.deck}
    paths = [deck.split("::") for deck in sorted(decks)]
    above = paths[0][0] if paths and len({path[0] for path in paths}) == 1 else ""
    records = []
    for note in notes:
        path = [part for part in note.deck.split("::") if part]
        section = ": ".join(path[1:] if above and path[:1] == [above] else path)
        records.append(Record(note.place, _fields(note, account), section))
    return Table(records, account, title=above)


def _fields(note: Note, account: Account) -> dict[str, str]:
    """What the note asks and answers. A cloze is a hint: its gaps are what is to be known."""
    said = []
    for name, html in note.fields:
        if len(html) > LONGEST_FIELD:
            account.notice(f"the field {name!r} is too long and was left out", note.place)
        elif html.strip():
            said.append((name, html))
    if any(_CLOZE.search(html) for _, html in said):
        shown = "\n".join(_shown(html) for _, html in said)
        return {"hint": shown, "tags": ",".join(note.tags.split())}
    names = [name for name, _ in said]
    found = guess(names)
    known = {name: column for column, name in found.items()}
    if Column.QUESTION not in found or not {Column.HINT, Column.ANSWER} & set(found):
        known = dict(zip(names, (Column.QUESTION, Column.ANSWER), strict=False))
    fields = {"tags": ",".join(note.tags.split())}
    for name, html in said:
        if name in known:
            fields[known[name]] = _shown(html)
        else:
            account.notice(f"the field {name!r} was left out", note.place)
    return fields


def _shown(html: str) -> str:
    return plain_text(_CLOZE.sub(r"\1", _MEDIA.sub("", html)))


@dataclass
class _Head:
    """What the lines with ``#`` at the beginning of an export say."""

    separator: str = "\t"
    html: bool = False
    names: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    """Deck and tags of all notes."""

    def take(self, key: str, value: str) -> None:
        """Take in a line ``#key:value``."""
        what = key.removesuffix(" column")
        if key == "separator":
            self.separator = _SEPARATORS.get(value.strip().lower(), value[:1] or "\t")
        elif key == "html":
            self.html = value.strip().lower() == "true"
        elif key == "columns":
            self.names = [name.strip() for name in value.split(self.separator)]
        elif what != key and what in _SPECIAL and value.strip().isdigit():
            self.columns[what] = int(value) - 1
        elif key in _SPECIAL:
            self.fixed[key] = value.strip()


def read_anki_text(text: str, name: str) -> Table:
    """The notes of an export as text.

    Raises:
        SourceError: quotes of it are broken.
    """
    account = Account()
    head = _Head()
    lines = text.split("\n")
    heads = 0
    while heads < len(lines) and lines[heads].startswith("#"):
        key, _, value = lines[heads][1:].partition(":")
        head.take(key.strip().lower(), value)
        account.heading(Place.line(heads + 1), lines[heads], "about the export")
        heads += 1
    notes = []
    for place, cells in rows_of("\n".join(lines[heads:]), name, head.separator):
        at = Place.line(place.first + heads, place.last + heads)
        if any(cell.strip() for cell in cells):
            notes.append(_note(cells, at, head))
        else:
            account.ignored(at, "", EMPTY)
    return table_of(notes, account)


def _note(cells: Sequence[str], place: Place, head: _Head) -> Note:
    special: Mapping[int, str] = {index: what for what, index in head.columns.items()}
    said = {special[index]: cell for index, cell in enumerate(cells) if index in special}
    fields = [
        (head.names[index] if index < len(head.names) else str(index + 1), _html(cell, head))
        for index, cell in enumerate(cells)
        if index not in special
    ]
    tags = f"{said.get('tags', '')} {head.fixed.get('tags', '')}"
    return Note(place, fields, tags, said.get("deck", head.fixed.get("deck", "")))


def _html(text: str, head: _Head) -> str:
    from html import escape

    return text if head.html else escape(text, quote=False).replace("\n", "<br>")
