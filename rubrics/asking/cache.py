"""What was paid for once: a SQLite file, and one call for two same requests in flight."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar, cast

from rubrics.grade import Usage
from rubrics.models.model import Parameters
from rubrics.private import make_private
from rubrics.rubric import Frozen

LAYOUT = 2
"""Version of the file; one of another version is begun anew."""

TABLES = ("grades", "drafts")
"""What the file keeps, each under its key."""

_BUSY_SECONDS = 2.0
FREE = Usage(prompt_tokens=0, completion_tokens=0, cost_usd=0.0)
"""What a value from the cache cost."""


@dataclass(frozen=True)
class CacheStats:
    """What a cache holds and what it did.

    Attributes:
        grades: how many are kept.
        drafts: how many are kept.
        size: bytes of the file.
        hits: values given from it since it was opened.
        misses: values looked for in vain since then.
    """

    grades: int
    drafts: int
    size: int
    hits: int
    misses: int


def key_of(parameters: Parameters, **content: Any) -> str:
    """SHA-256 over a model and everything else that changes what it answers."""
    asked = {
        **content,
        "model": [parameters.name, parameters.base_url, dict(parameters.options)],
    }
    written = json.dumps(asked, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


Value = TypeVar("Value", bound=Frozen)
"""A value with a field ``usage``: what it cost."""


@dataclass
class _Flight(Generic[Value]):
    """A value that is being made, and how many wait for it."""

    task: asyncio.Task[Value]
    waiting: int = 0
    counted: bool = False


class ReplyCache(Generic[Value]):
    """Keeps what was made of replies in a file that only its owner can read.

    It is never in the way: a file that is damaged is begun anew, and one that cannot be opened or
    written is as good as none. Safe for several threads, each with an event loop of its own, and
    for several programs.
    """

    table: ClassVar[str]
    """Where its values stand in the file."""

    form: ClassVar[type[Frozen]]
    """What they are."""

    def __init__(self, path: Path) -> None:
        """Args: the file; it and its folder are made at the first use."""
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._opened = False
        self._lock = Lock()
        self._flights: dict[tuple[asyncio.AbstractEventLoop, str], _Flight[Value]] = {}
        self._hits = 0
        self._misses = 0

    def may_keep(self, value: Value) -> bool:
        """Whether a value is one to keep. What failed is not."""
        return True

    async def get_or_make(self, key: str, make: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """The value kept under a key, or a new one, which is kept unless it failed.

        Whoever asks for the same while it is being made waits for the same call. One that no longer
        wants to wait can be cancelled without harm to the others; the call ends with the last one.
        A value that was not paid for by this call says so in its usage.
        """
        kept = self.get(key)
        if kept is not None:
            return kept
        name = (asyncio.get_running_loop(), key)
        flight = self._flights.get(name)
        if flight is None:
            flight = _Flight(asyncio.create_task(self._make(key, make)))
            self._flights[name] = flight
            flight.task.add_done_callback(lambda _: self._landed(name, flight))
        flight.waiting += 1
        try:
            value = await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            if flight.waiting == 1 and not flight.task.done():
                # Nobody else joins a call that is about to end.
                self._landed(name, flight)
                flight.task.cancel()
                await asyncio.wait([flight.task])
            raise
        finally:
            flight.waiting -= 1
        if flight.counted:
            return _free(value)
        flight.counted = True
        return value

    def _landed(self, name: tuple[asyncio.AbstractEventLoop, str], flight: _Flight[Value]) -> None:
        if self._flights.get(name) is flight:
            del self._flights[name]

    async def _make(self, key: str, make: Callable[[], Awaitable[Value]]) -> Value:
        value = await make()
        if self.may_keep(value):
            await asyncio.to_thread(self.put, key, value)
        return value

    def get(self, key: str) -> Value | None:
        """The value kept under a key, at no cost; None where there is none that can be read."""
        query = f"SELECT value FROM {self.table} WHERE key = ?"
        row = self._use(lambda file: file.execute(query, (key,)).fetchone())
        value: Value | None = None
        if row is not None:
            with suppress(ValueError):
                value = cast("Value", self.form.model_validate_json(row[0]))
        if value is None or not self.may_keep(value):
            self._misses += 1
            return None
        self._hits += 1
        return _free(value)

    def put(self, key: str, value: Value) -> None:
        """Keep a value. One that failed is not kept."""
        if self.may_keep(value):
            written = value.model_dump_json()
            query = f"INSERT OR REPLACE INTO {self.table} (key, value) VALUES (?, ?)"
            self._use(lambda file: file.execute(query, (key, written)))

    def stats(self) -> CacheStats:
        """How much the file keeps, and how often this cache helped."""
        counts: dict[str, int] = {}
        size = 0
        if self.path.exists():
            counts = self._use(_count) or {}
            with suppress(OSError):
                size = self.path.stat().st_size
        grades, drafts = (counts.get(table, 0) for table in TABLES)
        return CacheStats(grades, drafts, size, self._hits, self._misses)

    def clear(self) -> int:
        """Forget all that the file keeps, of every kind; how many values there were."""
        return (self._use(_empty) if self.path.exists() else None) or 0

    def close(self) -> None:
        """Let the file go. The next use opens it again."""
        with self._lock:
            self._let_go()
            self._opened = False

    def _use(self, action: Callable[[sqlite3.Connection], Any]) -> Any:
        """What an action on the file gives; None where the file cannot be used."""
        with self._lock:
            try:
                if not self._opened:
                    self._opened = True
                    self._connection = _open(self.path)
                return None if self._connection is None else action(self._connection)
            except (sqlite3.Error, OSError) as error:
                # This class itself, no narrower one, tells of a file that is damaged.
                if type(error) is sqlite3.DatabaseError:
                    self._begin_anew()
                return None

    def _begin_anew(self) -> None:
        self._let_go()
        with suppress(sqlite3.Error, OSError):
            for ending in ("", "-wal", "-shm", "-journal"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            self._connection = _open(self.path)

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _count(file: sqlite3.Connection) -> dict[str, int]:
    return {table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def _empty(file: sqlite3.Connection) -> int:
    removed = sum(file.execute(f"DELETE FROM {table}").rowcount for table in TABLES)
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            for table in TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
        for table in TABLES:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, value TEXT) "
                "WITHOUT ROWID"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _free(value: Value) -> Value:
    return value.model_copy(update={"usage": FREE})
