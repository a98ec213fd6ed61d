"""Where the results of a file of answers go: to stdout as they come, or to a file once it is whole.

Until a file is whole, its results stand in ``OUT.jsonl.part``: a line each, in the order in which
they came in, each with the key of what it is the result of. So whatever ends the program, the same
command goes on from there; a line that was cut off is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from rubrics.errors import InterviewerError

Record = dict[str, Any]

LASTING = frozenset(
    ("context too long", "cut off", "empty reply", "filtered", "refused", "unreadable reply")
)
"""Reasons for which an answer stays ungraded: the model had it, and had its say. Others pass."""

_BEGINS = b'{"id": '
_KEY = ', "key": "{}"}}\n'
"""How a line of a journal ends: with the key, SHA-256 in hexadecimal digits."""

_UTF_8 = ("utf-8", "backslashreplace")


def is_lasting(record: Record) -> bool:
    """Whether asking again would be paying twice for the same."""
    return record["status"] != "ungraded" or record["reason"] in LASTING


class Results(Protocol):
    """What takes results."""

    def kept(self, key: str) -> Record | None:
        """The result that is here already."""
        ...

    def keep(self, key: str, record: Record) -> None:
        """Keep a result at once, in whatever order they come in."""
        ...

    def put(self, key: str, record: Record) -> None:
        """Take a result that was kept, in the order of the lines."""
        ...


class Printed:
    """Results that are shown, in the order of the lines.

    Args:
        show: writes one.

    Attributes:
        count: how many were.
    """

    def __init__(self, show: Callable[[Record], None]) -> None:
        self._show = show
        self.count = 0

    def kept(self, key: str) -> Record | None:
        """Nothing: what was shown is gone."""
        return None

    def keep(self, key: str, record: Record) -> None:
        """Do nothing until its turn."""

    def put(self, key: str, record: Record) -> None:
        """Show a result."""
        self._show(record)
        self.count += 1


class Journal:
    """Results on their way to a file. ``open_journal`` opens one.

    Args:
        path: of the journal.
        file: the journal, open to read and write without a buffer.

    Attributes:
        finished: whether all results stand in the whole file.
    """

    def __init__(self, path: Path, file: int) -> None:
        self.path = path
        self.finished = False
        self._file = file
        self._places: dict[str, int] = {}
        self._order: list[int] = []
        self._end = 0
        self._take_up()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def kept(self, key: str) -> Record | None:
        """The result of the same answer by the same grader, unless it failed for a passing reason.

        Raises:
            OSError: it cannot be read.
        """
        place = self._places.get(key)
        return None if place is None else json.loads(_without_key(self._line(place)))

    def keep(self, key: str, record: Record) -> None:
        """Write a result down; it is there once this returns, even if the program is killed.

        Raises:
            OSError: it cannot be written.
        """
        place = self._end
        left = memoryview(f"{json_line(record)[:-1]}{_KEY.format(key)}".encode(*_UTF_8))
        while left:
            count = os.write(self._file, left)
            self._end += count
            left = left[count:]
        self._places[key] = place

    def put(self, key: str, record: Record) -> None:
        """Note that this result comes next in the whole file."""
        self._order.append(self._places[key])

    def finish(self, path: Path) -> None:
        """Write the whole file, in order. The journal is no longer needed then.

        Raises:
            OSError: it cannot be written.
        """
        whole = self.path.with_name(self.path.name + ".new")
        try:
            with open(_private(whole, os.O_TRUNC | os.O_WRONLY), "wb") as target:
                for place in self._order:
                    target.write(_without_key(self._line(place)))
                target.flush()
                os.fsync(target.fileno())
            whole.replace(path)
        finally:
            whole.unlink(missing_ok=True)
        self.finished = True

    def _line(self, place: int) -> bytes:
        os.lseek(self._file, place, os.SEEK_SET)
        with open(self._file, "rb", closefd=False) as file:
            return file.readline()

    def _take_up(self) -> None:
        """Find what an earlier run left, and drop a last line that was cut off."""
        with open(self._file, "rb", closefd=False) as file:
            begin = file.read(len(_BEGINS))
            if not _BEGINS.startswith(begin):
                raise InterviewerError(
                    f"{self.path} is there and holds no results.",
                    "It was left as it is, and nothing was graded. Move it away.",
                )
            file.seek(0)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                with suppress(ValueError, KeyError, TypeError):
                    record = json.loads(line)
                    if is_lasting(record):
                        self._places[str(record["key"])] = self._end
                self._end += len(line)
        os.ftruncate(self._file, self._end)
        os.lseek(self._file, self._end, os.SEEK_SET)


@contextmanager
def open_journal(path: Path) -> Iterator[Journal]:
    """The journal of a file that is to be, which only its owner can read, for this program alone.

    Raises:
        InterviewerError: another program writes there, or what is there is no journal.
        OSError: it cannot be opened.
    """
    part = path.with_name(path.name + ".part")
    os.stat(part.parent)  # The lock would make the folder.
    lock = FileLock(part.with_name(part.name + ".lock"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise InterviewerError(
            f"Another program is writing {path}.", "Nothing was graded. Let it end first."
        ) from None
    try:
        file, journal = _private(part, os.O_RDWR | os.O_APPEND), None
        try:
            journal = Journal(part, file)
            yield journal
        finally:
            needless = os.fstat(file).st_size == 0 or (journal is not None and journal.finished)
            os.close(file)
            if needless:
                part.unlink()
    finally:
        # Whoever waits for this lock finds that its file is gone, and makes another.
        with suppress(OSError):
            os.unlink(lock.lock_file)
        lock.release()


def _private(path: Path, flags: int) -> int:
    """A file that only its owner can read, made where it is missing."""
    file = os.open(path, flags | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    if os.name == "posix" and os.fstat(file).st_mode & 0o077:
        os.fchmod(file, 0o600)
    return file


def _without_key(line: bytes) -> bytes:
    """The line of the whole file that a line of the journal becomes."""
    return line[: -len(_KEY.format("0" * 64))] + b"}\n"


def json_line(record: Record) -> str:
    """A record as JSON; half a character is left to the encoding of the file."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False)
