"""All sessions, in one SQLite file that only its owner can read.

A store belongs to the thread that opened it; another thread's use is refused by SQLite's wrapper
(``sqlite3.ProgrammingError``). Programs may open the same store side by side.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from rubrics.private import make_private
from sessions.attempts import Attempts, KeptGrade, read_attempts, read_grades
from sessions.claim import Claim
from sessions.database import BUSY_SECONDS, connect, reading, writing
from sessions.drafts import DraftStep
from sessions.migrations import MIGRATIONS, WAITS_FOR_GRADE, migrate, refuse_newer, version_of
from sessions.misses import Kind, Misses, read_misses
from sessions.problems import SessionBusy, StoreError, in_words
from sessions.record import SessionRecord
from sessions.recorder import SessionRecorder, read_journals, read_steps
from sessions.records import add_record, fetch_record, fetch_session
from sessions.reviews import read_reviews
from sessions.rows import SUMMARY_COLUMNS, read_summary, stamp
from sessions.schedule import Review
from sessions.session import Session
from sessions.setup import Setup
from sessions.summary import SessionSummary, Spent
from sessions.time import SystemTime, TimeSource

__all__ = ["SessionBusy", "SessionSummary", "Store", "StoreError"]

STORE_FILE = "interviewer.db"
LOCKS_FOLDER = "locks"


class Store:
    """All sessions. Every method raises ``StoreError`` where the file cannot be used.

    Args:
        connection: to a file of the present shape; ``open`` makes one.
        path: that file.
        time: for the dates of grades and deletions.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, time: TimeSource) -> None:
        self._connection = connection
        self._time = time
        self.path = path

    @classmethod
    def open(cls, folder: Path, time: TimeSource | None = None) -> Store:
        """Open the store in a folder; folder and store are made where they are missing.

        A new folder is for its owner alone; one that was there keeps its rights, and the files in
        it are for their owner alone all the same.

        Raises:
            StoreError: a newer version made it, it is damaged or of another program, it cannot
                be read or written, or another program holds it for too long.
        """
        time = time or SystemTime()
        path = folder / STORE_FILE
        with in_words(path):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / LOCKS_FOLDER).mkdir(mode=0o700, exist_ok=True)
            try:
                with FileLock(
                    folder / LOCKS_FOLDER / "opening", timeout=2 * BUSY_SECONDS, mode=0o600
                ):
                    connection = _prepared(path, time)
            except Timeout:
                raise StoreError(
                    f"Another program has been opening {path} for too long.",
                    "Close the other program, then try again.",
                ) from None
        return cls(connection, path, time)

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Writing

    def create(self, session: Session) -> None:
        """Keep a new session with all its turns.

        Raises:
            StoreError: there is one with this id already, or the id is none.
        """
        self.add(SessionRecord.of(session))

    def add(self, record: SessionRecord) -> None:
        """Keep a session from elsewhere with all that belongs to it, all or nothing.

        Raises:
            StoreError: there is one with this id already, or the id is none.
        """
        session_id = record.session.id
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", session_id):
            raise StoreError(f"{session_id!r} cannot be the id of a session.")
        with in_words(self.path), writing(self._connection):
            add_record(self._connection, record)

    def recorder(self, session: Session) -> SessionRecorder:
        """What keeps every change of a session that was created."""
        return SessionRecorder(self._connection, self.path, session.id, self._time)

    def delete(self, session_id: str) -> None:
        """Take a session out of all lists. It can be restored."""
        self._set_deleted(session_id, stamp(self._time.wall()))

    def restore(self, session_id: str) -> bool:
        """Put a deleted session back; whether it was deleted."""
        return self._set_deleted(session_id, None)

    def remember(self, bank: str, setup: Setup) -> None:
        """Keep how an interview of a bank was set up, in the place of the last one."""
        with in_words(self.path), writing(self._connection):
            self._connection.execute(
                "INSERT INTO setup VALUES (?, ?) "
                "ON CONFLICT (bank) DO UPDATE SET content = excluded.content",
                (bank, setup.model_dump_json()),
            )

    def claim(self, session_id: str) -> Claim:
        """The right to write to a session, until it is released or this process ends.

        Raises:
            SessionBusy: another running program has it.
        """
        self._require(session_id)
        lock = FileLock(
            self.path.parent / LOCKS_FOLDER / f"{session_id}.lock", timeout=0, mode=0o600
        )
        with in_words(self.path):
            try:
                lock.acquire()
            except Timeout:
                raise SessionBusy(
                    f"Session {session_id} is open in another window.",
                    "Go on there, or close it there first. Nothing was changed.",
                ) from None
        return Claim(lock)

    # Reading

    def session(self, session_id: str) -> Session:
        """A session with its turns, grades in force and drafts, as it was last kept."""
        with in_words(self.path), reading(self._connection):
            return fetch_session(self._connection, self._require(session_id))

    def record(self, session_id: str) -> SessionRecord:
        """A session with all that belongs to it, to be carried elsewhere."""
        with in_words(self.path), reading(self._connection):
            return fetch_record(self._connection, self._require(session_id))

    def holds(self, session_id: str) -> bool:
        """Whether there is a session with this id, be it a deleted one."""
        query = "SELECT 1 FROM session WHERE id = ?"
        with in_words(self.path):
            return self._connection.execute(query, (session_id,)).fetchone() is not None

    def sessions(self, newest: int | None = None) -> list[SessionSummary]:
        """The sessions that are not deleted, newest first: all, or so many."""
        return self._summaries("", -1 if newest is None else newest)

    def latest(self) -> SessionSummary | None:
        """The newest session."""
        return next(iter(self._summaries("", limit=1)), None)

    def unfinished(self) -> SessionSummary | None:
        """The newest session that has not ended."""
        return next(iter(self._summaries("AND phase <> 'ended'", limit=1)), None)

    def waiting(self) -> list[str]:
        """Ids of the sessions with answers that no grader has spoken on yet, oldest first."""
        with in_words(self.path):
            rows = self._connection.execute(
                "SELECT id FROM session WHERE deleted_at IS NULL AND id IN "
                f"(SELECT session FROM turn WHERE {WAITS_FOR_GRADE}) ORDER BY created_at"
            ).fetchall()
        return [str(row[0]) for row in rows]

    def spent(self, session_id: str | None = None) -> Spent:
        """What grading has cost, in one session or in all, grades that were replaced included."""
        condition, names = ("", ()) if session_id is None else ("AND session = ?", (session_id,))
        with in_words(self.path):
            row = self._connection.execute(
                "SELECT coalesce(sum(prompt), 0), coalesce(sum(completion), 0), "
                "coalesce(sum(dollars), 0.0), count(*) - count(dollars) FROM (SELECT session, "
                "json_extract(content, '$.usage.prompt_tokens') AS prompt, "
                "json_extract(content, '$.usage.completion_tokens') AS completion, "
                "json_extract(content, '$.usage.cost_usd') AS dollars FROM grade) "
                f"WHERE prompt IS NOT NULL {condition}",
                names,
            ).fetchone()
        return Spent(*row)

    def last_setup(self, bank: str) -> Setup | None:
        """How an interview of a bank was last set up; None where nothing useful is known."""
        with in_words(self.path):
            row = self._connection.execute(
                "SELECT content FROM setup WHERE bank = ?", (bank,)
            ).fetchone()
        try:
            return None if row is None else Setup.model_validate_json(row["content"])
        except ValidationError:
            return None

    def reviews(self, bank: str) -> list[Review]:
        """Every scored answer to the questions of a bank, oldest first, without its words.

        Those of an exam count from its end on: until then its marks are not told.
        """
        with in_words(self.path), reading(self._connection):
            return read_reviews(self._connection, bank)

    def journals(self, session_id: str) -> dict[int, list[DraftStep]]:
        """How the answers of a session were typed, by id of the turn."""
        with in_words(self.path):
            return read_journals(self._connection, session_id)

    def draft_history(self, session_id: str, turn_id: int) -> list[DraftStep]:
        """How an answer was typed; ``drafts.states`` plays it."""
        with in_words(self.path):
            return read_steps(self._connection, session_id, turn_id)

    def attempts(self, bank: str, question: str) -> Attempts:
        """The answers to a question of a bank whose marks may be told."""
        with in_words(self.path), reading(self._connection):
            return read_attempts(self._connection, bank, question)

    def misses(self, kind: Kind) -> Misses:
        """Where points of a kind were missed, over all sessions whose marks may be told."""
        with in_words(self.path), reading(self._connection):
            return read_misses(self._connection, kind)

    def grades(self, session_id: str, turn_id: int) -> list[KeptGrade]:
        """Every grade that an answer was given, oldest first, with dates."""
        with in_words(self.path), reading(self._connection):
            return read_grades(self._connection, session_id, turn_id)

    # How it is done

    def _summaries(self, condition: str, limit: int = -1) -> list[SessionSummary]:
        with in_words(self.path):
            rows = self._connection.execute(
                f"SELECT {SUMMARY_COLUMNS} FROM session WHERE deleted_at IS NULL {condition} "
                "ORDER BY created_at DESC, id DESC LIMIT ?",
                (limit,),
            ).fetchall()
        return [read_summary(row) for row in rows]

    def _require(self, session_id: str) -> sqlite3.Row:
        with in_words(self.path):
            row: sqlite3.Row | None = self._connection.execute(
                "SELECT * FROM session WHERE id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise StoreError(f"There is no session {session_id!r} in the store.")
        return row

    def _set_deleted(self, session_id: str, deleted_at: str | None) -> bool:
        """Set or take away the date of deletion; whether there was one."""
        row = self._require(session_id)
        with in_words(self.path), writing(self._connection):
            self._connection.execute(
                "UPDATE session SET deleted_at = ? WHERE id = ?", (deleted_at, session_id)
            )
        return row["deleted_at"] is not None


def _prepared(path: Path, time: TimeSource) -> sqlite3.Connection:
    """A connection to the store in its present shape. The caller holds the lock for opening."""
    if path.exists():
        # A look first, so that a file that is not ours or too new is left untouched.
        with closing(connect(path)) as connection:
            refuse_newer(version_of(connection, path), len(MIGRATIONS), path)
    make_private(path)
    connection = connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, path, time.wall())
    except BaseException:
        connection.close()
        raise
    return connection
