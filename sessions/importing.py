"""Sessions from files into a store: each whole or not at all, and none over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from sessions.export.session_json import TranscriptError, from_json
from sessions.problems import StoreError
from sessions.record import SessionRecord
from sessions.store import Store


@dataclass(frozen=True)
class Found:
    """A session in a file, or what is wrong with it.

    Attributes:
        line: number of its line; None where it is all that the file holds.
    """

    line: int | None
    content: SessionRecord | TranscriptError


@dataclass(frozen=True)
class Taken:
    """What became of a session.

    Attributes:
        id: its id in the store.
        how: ``new``; ``there`` with the same content before; ``restored`` where that was deleted;
            ``copied`` under another id, because one with other content was there.
    """

    id: str
    how: Literal["new", "there", "restored", "copied"]


class OtherContent(StoreError):
    """The store holds a session with this id and other content."""


def read_sessions(lines: Iterable[str]) -> Iterator[Found]:
    """The sessions in the text of a file: one in all of it, or one on each line, as an archive has.

    A damaged line spoils no other.
    """
    rest = iter(lines)
    begun = False
    for number, line in enumerate(rest, 1):
        if not line.strip():
            continue
        if not begun and line.strip() == "{":
            yield Found(None, _read("".join((line, *rest))))
            return
        begun = True
        yield Found(number, _read(line))
    if not begun:
        yield Found(None, TranscriptError("There is nothing in it."))


def take(store: Store, record: SessionRecord, as_copy: bool = False) -> Taken:
    """Put a session into a store that may hold it already.

    Args:
        store: where to.
        record: the session.
        as_copy: whether to keep it under an id of its own where another has its id.

    Raises:
        OtherContent: one with its id and other content is there, and no copy is wanted.
        StoreError: it cannot be kept.
    """
    session = record.session
    if not store.holds(session.id):
        store.add(record)
        return Taken(session.id, "new")
    if _same(store.record(session.id), record):
        how: Literal["there", "restored"] = "restored" if store.restore(session.id) else "there"
        return Taken(session.id, how)
    if not as_copy:
        raise OtherContent(
            f"There is an interview {session.id} with other content.",
            "It was left as it is. --as-copy keeps both: the one from the file gets an id of its "
            "own.",
        )
    for number in count(2):
        name = f"{session.id}-{number}"
        copy = record.model_copy(update={"session": session.model_copy(update={"id": name})})
        if not store.holds(name):
            store.add(copy)
            return Taken(name, "copied")
        if _same(store.record(name), copy):
            return Taken(name, "there")
    raise AssertionError("numbers do not end")


def _read(text: str) -> SessionRecord | TranscriptError:
    try:
        return from_json(text)
    except TranscriptError as error:
        return error


def _same(held: SessionRecord, record: SessionRecord) -> bool:
    """Whether they tell the same; a file of the first version knows no history."""
    return record in (held, SessionRecord.of(held.session))
