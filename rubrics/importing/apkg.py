"""Decks that Anki exports: a zip file with an SQLite collection in it, which may be compressed.

The collection is copied out within limits and only read. See the Anki project for the two layouts:
names of decks and fields stand in JSON (``collection.anki2``, ``.anki21``) or in tables
(``.anki21b``).
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from rubrics.importing.anki import Note, table_of
from rubrics.importing.gathering import MOST_ITEMS
from rubrics.importing.imported import Account, Place, SourceError
from rubrics.importing.records import Table
from rubrics.importing.source import Source

LARGEST_COLLECTION = 300_000_000
"""Bytes of a collection, unpacked."""

RATIO_FROM = 10_000_000
HIGHEST_RATIO = 100
"""How many times its packed size a collection may have, from so many bytes on."""

STEPS = 50_000_000
"""Of SQLite's machine, for all that is asked of a collection: a whole one takes a hundredth."""

_STEPS_A_LOOK = 100_000
_CHUNK = 1 << 20
_MEMBERS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: beside a newer one the others only say that Anki is too old."""


def read_apkg(source: Source) -> Table:
    """The notes of an exported deck.

    Raises:
        SourceError: it is broken, a bomb, or no collection.
    """
    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        path = Path(folder) / "collection.db"
        _unpack(source, path)
        try:
            with closing(_opened(path)) as database:
                return table_of(list(_notes(database, source.name)), Account())
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            raise SourceError(
                f"The collection in {source.name} is broken, or too much for a deck.",
                "Nothing was read. Export the deck from Anki again, as .apkg or as text.",
            ) from None


# Unpacking


def _unpack(source: Source, target: Path) -> None:
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            member = next((name for name in _MEMBERS if name in names), None)
            if member is None:
                raise SourceError(f"{source.name} holds no Anki collection.")
            info = archive.getinfo(member)
            _refuse_bomb(info.file_size, info.compress_size, source.name)
            with archive.open(info) as packed, _unpressed(packed, member) as stream:
                # A deck of the newest form is compressed before it is put into the zip file.
                _copy(stream, target, info.compress_size, source.name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise SourceError(
            f"{source.name} cannot be unpacked ({error}).", "Export the deck from Anki again."
        ) from None


@contextmanager
def _unpressed(packed: IO[bytes], member: str) -> Iterator[Any]:
    if not member.endswith("b"):
        yield packed
        return
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(packed) as stream:
            yield stream
    except zstandard.ZstdError as error:
        raise OSError(str(error)) from None


def _copy(stream: Any, target: Path, packed: int, name: str) -> None:
    """Copy what comes out of a stream, looking at how much that is."""
    size = 0
    with target.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _refuse_bomb(size, packed, name)
            file.write(chunk)


def _refuse_bomb(size: int, packed: int, name: str) -> None:
    if size > LARGEST_COLLECTION or (size > RATIO_FROM and size > HIGHEST_RATIO * max(packed, 1)):
        raise SourceError(
            f"The collection in {name} unpacks to {size / 1e6:,.0f} MB or more, "
            f"from {packed / 1e6:,.1f} MB: more than a deck has.",
            "Nothing was read. If it is your own deck, export it as text.",
        )


# Reading


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_COLLECTION // 10)
    # Anki sorts by its own rule; nothing is sorted by it here.
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    left = STEPS // _STEPS_A_LOOK

    def look() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    database.set_progress_handler(look, _STEPS_A_LOOK)
    return database


def _notes(database: sqlite3.Connection, name: str) -> Iterator[Note]:
    tables = {
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if not {"notes", "cards"} <= tables:
        raise KeyError("notes")
    [(count,)] = database.execute("SELECT count(*) FROM notes")
    if count > MOST_ITEMS:
        raise SourceError(
            f"{name} holds {count:,} notes; a bank has at most {MOST_ITEMS:,} questions.",
            "Nothing was read. Export smaller decks one by one.",
        )
    fields = _field_names(database, tables)
    decks = _deck_names(database, tables)
    homes = dict(
        database.execute(
            "SELECT nid, min(CASE WHEN odid THEN odid ELSE did END) FROM cards GROUP BY nid"
        )
    )
    rows = database.execute("SELECT id, mid, tags, flds FROM notes ORDER BY id")
    for number, (note, kind, tags, texts) in enumerate(rows, 1):
        values = str(texts).split("\x1f")
        names = fields.get(int(kind), [])
        named = [
            (names[at] if at < len(names) else str(at + 1), text) for at, text in enumerate(values)
        ]
        deck = decks.get(int(homes.get(note) or 0), "")
        yield Note(Place.record(number), named, str(tags), deck)


def _field_names(database: sqlite3.Connection, tables: set[str]) -> dict[int, list[str]]:
    """The names of the fields of each kind of note."""
    found: dict[int, list[str]] = {}
    if "fields" in tables:
        for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            found.setdefault(int(kind), []).append(str(name))
        return found
    for kind, model in _json(database, "models").items():
        found[int(kind)] = [str(one["name"]) for one in model["flds"]]
    return found


def _deck_names(database: sqlite3.Connection, tables: set[str]) -> dict[int, str]:
    if "decks" in tables:
        rows = database.execute("SELECT id, name FROM decks")
        return {int(deck): str(name).replace("\x1f", "::") for deck, name in rows}
    return {int(deck): str(one["name"]) for deck, one in _json(database, "decks").items()}


def _json(database: sqlite3.Connection, column: str) -> dict[str, Any]:
    row = database.execute(f"SELECT {column} FROM col").fetchone()
    found = json.loads(row[0]) if row and row[0] else {}
    return found if isinstance(found, dict) else {}
