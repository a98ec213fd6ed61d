"""Writing a session down while it runs: every call is on the disk before it returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sessions.database import writing
from sessions.drafts import DraftStep, fold, step, well_formed
from sessions.problems import StoreError, in_words
from sessions.rows import (
    assignments,
    insert,
    mark_rows,
    question_row,
    session_row,
    stamp,
    turn_row,
)
from sessions.session import Session, Turn
from sessions.time import TimeSource


class SessionRecorder:
    """Keeps one session in the store.

    Args:
        connection: the store's.
        path: its file, for messages.
        session_id: the session, which the store holds already.
        time: for the date of a grade.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, session_id: str, time: TimeSource
    ) -> None:
        self._connection = connection
        self._path = path
        self._id = session_id
        self._time = time
        self._journals: dict[int, tuple[int, str]] = {}
        """Steps and text of the journals that were read or written, as they are on the disk."""

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        """Write the session's own values and these turns with their drafts, all or nothing.

        Raises:
            StoreError: it could not be written; the store is as it was before.
        """
        with in_words(self._path):
            journals = {}
            with writing(self._connection):
                row = session_row(session)
                self._update("session", row, "id = :id")
                for turn in turns:
                    grade = _grade(self._connection, self._id, turn, self._time)
                    write_turn(self._connection, self._id, turn, grade)
                    journals[turn.id] = self._journal(turn)
            self._journals |= journals

    def draft(self, session: Session, turn: Turn) -> None:
        """Add what changed in the draft to its journal, and write what the clocks show.

        Raises:
            StoreError: it could not be written; the store is as it was before.
        """
        with in_words(self._path):
            with writing(self._connection):
                self._update("session", {"id": self._id, "used": session.used}, "id = :id")
                self._update(
                    "turn",
                    {
                        "session": self._id,
                        "id": turn.id,
                        "state": turn.state.value,
                        "used": turn.used,
                        "first_word": turn.first_word,
                        "edits": turn.edits,
                    },
                    "session = :session AND id = :id",
                )
                journal = self._journal(turn)
            self._journals[turn.id] = journal

    def _update(self, table: str, row: dict[str, object], where: str) -> None:
        done = self._connection.execute(
            f"UPDATE {table} SET {assignments(row)} WHERE {where}", row
        ).rowcount
        if done != 1:
            raise StoreError(f"Session {self._id} is no longer in the store.")

    def _journal(self, turn: Turn) -> tuple[int, str]:
        """Bring the journal of a turn to its draft; how long it is then, and what it holds."""
        (steps,) = self._connection.execute(
            "SELECT coalesce(max(seq) + 1, 0) FROM draft WHERE session = ? AND turn = ?",
            (self._id, turn.id),
        ).fetchone()
        known, text = self._journals.get(turn.id, (0, ""))
        if known != steps:
            text = fold(read_steps(self._connection, self._id, turn.id))
        draft = well_formed(turn.draft)
        change = step(text, draft, turn.used)
        if change is None:
            return steps, text
        self._connection.execute(
            "INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._id,
                turn.id,
                steps,
                change.at,
                change.position,
                change.removed,
                change.inserted,
            ),
        )
        return steps + 1, draft


def write_turn(
    connection: sqlite3.Connection, session_id: str, turn: Turn, grade: int | None
) -> None:
    """Write a turn without its draft.

    Args:
        connection: in a transaction for writing.
        session_id: the session, which is there already.
        turn: the turn.
        grade: number of the grade in force in the history.
    """
    question, content = question_row(turn.question)
    connection.execute("INSERT OR IGNORE INTO question VALUES (?, ?)", (question, content))
    row = turn_row(session_id, turn, question, grade)
    connection.execute(
        f"{insert('turn', row)} ON CONFLICT (session, id) DO UPDATE SET {assignments(row)}", row
    )
    connection.execute("DELETE FROM mark WHERE session = ? AND turn = ?", (session_id, turn.id))
    connection.executemany(
        "INSERT INTO mark VALUES (?, ?, ?, ?, ?)", mark_rows(session_id, turn, question)
    )


def _grade(
    connection: sqlite3.Connection, session_id: str, turn: Turn, time: TimeSource
) -> int | None:
    """Number of a turn's grade in the history, where it is put if it is not the newest there."""
    if turn.grade is None:
        return None
    content = turn.grade.model_dump_json()
    newest = connection.execute(
        "SELECT id, content FROM grade WHERE session = ? AND turn = ? ORDER BY id DESC LIMIT 1",
        (session_id, turn.id),
    ).fetchone()
    if newest is not None and newest["content"] == content:
        return int(newest["id"])
    return connection.execute(
        "INSERT INTO grade (session, turn, at, content) VALUES (?, ?, ?, ?)",
        (session_id, turn.id, stamp(time.wall()), content),
    ).lastrowid


def read_journals(connection: sqlite3.Connection, session_id: str) -> dict[int, list[DraftStep]]:
    """The journal of each draft of a session that was begun, by id of the turn."""
    rows = connection.execute(
        "SELECT turn, at, position, removed, inserted FROM draft "
        "WHERE session = ? ORDER BY turn, seq",
        (session_id,),
    )
    return {
        turn_id: [DraftStep(*step[1:]) for step in steps]
        for turn_id, steps in groupby(rows, key=itemgetter(0))
    }


def read_steps(connection: sqlite3.Connection, session_id: str, turn_id: int) -> list[DraftStep]:
    """The journal of a turn, in order."""
    return [
        DraftStep(*row)
        for row in connection.execute(
            "SELECT at, position, removed, inserted FROM draft "
            "WHERE session = ? AND turn = ? ORDER BY seq",
            (session_id, turn_id),
        )
    ]
