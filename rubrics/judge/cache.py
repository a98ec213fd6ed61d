"""Grades that were paid for once: a SQLite file, and one call for two same requests in flight."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from rubrics.grade import Grade, GraderId, Usage
from rubrics.grader import GradingTask
from rubrics.models.model import Parameters

LAYOUT = 1
"""Version of the file; one of another version is begun anew."""

_BUSY_SECONDS = 2.0
FREE = Usage(prompt_tokens=0, completion_tokens=0, cost_usd=0.0)
"""What a grade from the cache cost."""


@dataclass(frozen=True)
class CacheStats:
    """What a cache holds and what it did.

    Attributes:
        grades: how many are kept.
        size: bytes of the file.
        hits: grades given from it since it was opened.
        misses: grades looked for in vain since then.
    """

    grades: int
    size: int
    hits: int
    misses: int


def cache_key(
    task: GradingTask,
    grader: GraderId,
    parameters: Parameters,
    prompt: tuple[str, ...],
    schema: Any,
) -> str:
    """SHA-256 over everything that changes what a model answers, and nothing else.

    Left out on purpose: the nonce of the fence, the key, the questions that may be asked next.
    """
    content = {
        "grader": [grader.name, grader.version, grader.prompt],
        "prompt": prompt,
        "schema": schema,
        "rubric": task.rubric.hash,
        "ask": task.ask,
        "model": [parameters.name, parameters.base_url, dict(parameters.options)],
        "answer": task.answer,
    }
    if task.further:
        content["further"] = [[one.ask, one.answer] for one in task.further]
    written = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


@dataclass
class _Flight:
    """A grade that is being made, and how many wait for it."""

    task: asyncio.Task[Grade]
    waiting: int = 0
    counted: bool = False


class GradeCache:
    """Keeps grades in a file that only its owner can read.

    It is never in the way: a file that is damaged is begun anew, and one that cannot be opened or
    written is as good as none. Grades that failed are not kept. Safe for several threads, each with
    an event loop of its own, and for several programs.
    """

    def __init__(self, path: Path) -> None:
        """Args: the file; it and its folder are made at the first use."""
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._opened = False
        self._lock = Lock()
        self._flights: dict[tuple[asyncio.AbstractEventLoop, str], _Flight] = {}
        self._hits = 0
        self._misses = 0

    async def get_or_make(self, key: str, make: Callable[[], Coroutine[Any, Any, Grade]]) -> Grade:
        """The grade kept under a key, or a new one, which is kept unless it failed.

        Whoever asks for the same while it is being made waits for the same call. One that no longer
        wants to wait can be cancelled without harm to the others; the call ends with the last one.
        A grade that was not paid for by this call says so in its usage.
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
            grade = await asyncio.shield(flight.task)
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
            return _free(grade)
        flight.counted = True
        return grade

    def _landed(self, name: tuple[asyncio.AbstractEventLoop, str], flight: _Flight) -> None:
        if self._flights.get(name) is flight:
            del self._flights[name]

    async def _make(self, key: str, make: Callable[[], Awaitable[Grade]]) -> Grade:
        grade = await make()
        if grade.status == "graded":
            await asyncio.to_thread(self.put, key, grade)
        return grade

    def get(self, key: str) -> Grade | None:
        """The grade kept under a key, at no cost; None where there is none that can be read."""
        row = self._use(
            lambda file: file.execute("SELECT grade FROM grades WHERE key = ?", (key,)).fetchone()
        )
        grade = None
        if row is not None:
            with suppress(ValueError):
                grade = Grade.model_validate_json(row[0])
        if grade is None or grade.status != "graded":
            self._misses += 1
            return None
        self._hits += 1
        return _free(grade)

    def put(self, key: str, grade: Grade) -> None:
        """Keep a grade. One that failed, or is no model's, is not kept."""
        if grade.status == "graded":
            written = grade.model_dump_json()
            self._use(
                lambda file: file.execute(
                    "INSERT OR REPLACE INTO grades (key, grade) VALUES (?, ?)", (key, written)
                )
            )

    def stats(self) -> CacheStats:
        """How much is kept, and how often it helped."""
        grades = size = 0
        if self.path.exists():
            grades = self._use(
                lambda file: file.execute("SELECT count(*) FROM grades").fetchone()[0]
            )
            with suppress(OSError):
                size = self.path.stat().st_size
        return CacheStats(grades or 0, size, self._hits, self._misses)

    def clear(self) -> int:
        """Forget all grades; how many there were."""
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


def _empty(file: sqlite3.Connection) -> int:
    removed = file.execute("DELETE FROM grades").rowcount
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Answers are private: SQLite gives the files beside it the rights of this one.
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            connection.execute("DROP TABLE IF EXISTS grades")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS grades (key TEXT PRIMARY KEY, grade TEXT) WITHOUT ROWID"
        )
    except BaseException:
        connection.close()
        raise
    return connection


def _free(grade: Grade) -> Grade:
    return grade.model_copy(update={"usage": FREE})
