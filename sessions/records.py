"""Whole sessions out of the store and into it, with every grade and every keystroke."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from rubrics.grade import Grade
from sessions.delivery import Journals
from sessions.drafts import fold
from sessions.problems import StoreError
from sessions.record import GivenGrade, Journal, SessionRecord
from sessions.recorder import read_journals, write_turn
from sessions.rows import insert, read_session, session_row, stamp
from sessions.session import Session


def fetch_session(connection: sqlite3.Connection, row: sqlite3.Row) -> Session:
    """A session with its turns, grades in force and drafts.

    Args:
        connection: in a transaction, so that all is of one moment.
        row: the session's.
    """
    return _session(connection, row, read_journals(connection, row["id"]))


def _session(connection: sqlite3.Connection, row: sqlite3.Row, journals: Journals) -> Session:
    drafts = {turn_id: fold(steps) for turn_id, steps in journals.items()}
    turns = connection.execute(
        "SELECT turn.*, question.content AS question_content, "
        "grade.content AS grade_content FROM turn "
        "JOIN question ON question.hash = turn.question "
        "LEFT JOIN grade ON grade.id = turn.grade WHERE turn.session = ?",
        (row["id"],),
    ).fetchall()
    return read_session(row, turns, drafts)


def fetch_record(connection: sqlite3.Connection, row: sqlite3.Row) -> SessionRecord:
    """A session with all that belongs to it; the arguments are those of ``fetch_session``.

    Raises:
        StoreError: what is stored makes no session.
    """
    journals = read_journals(connection, row["id"])
    session = _session(connection, row, journals)
    given = connection.execute(
        "SELECT turn, at, content FROM grade WHERE session = ? ORDER BY id", (session.id,)
    ).fetchall()
    try:
        return SessionRecord(
            session=session,
            grades=tuple(
                GivenGrade(
                    turn=turn,
                    at=datetime.fromisoformat(at),
                    grade=Grade.model_validate_json(content),
                )
                for turn, at, content in given
            ),
            drafts=tuple(
                Journal(turn=turn_id, steps=tuple(steps)) for turn_id, steps in journals.items()
            ),
        )
    except ValueError as error:
        raise StoreError(
            f"Session {session.id} is damaged in the store: its history does not fit.",
            "It was left as it is; the other sessions are not touched by it.",
        ) from error


def add_record(connection: sqlite3.Connection, record: SessionRecord) -> None:
    """Write a session that the store does not hold yet, with all that belongs to it.

    Args:
        connection: in a transaction for writing.
        record: what to write.

    Raises:
        StoreError: the store holds one with this id, or it holds what no file can.
    """
    session = record.session
    try:
        row = session_row(session)
        try:
            connection.execute(insert("session", row), row)
        except sqlite3.IntegrityError:
            raise StoreError(f"There is a session {session.id} already.") from None
        in_force = _add_grades(connection, record)
        for turn in session.turns:
            write_turn(connection, session.id, turn, in_force.get(turn.id))
        _add_drafts(connection, record)
    except (OverflowError, ValueError):
        raise StoreError(
            f"Session {session.id} holds a number too large or half a letter, and cannot be kept."
        ) from None


def _add_grades(connection: sqlite3.Connection, record: SessionRecord) -> dict[int, int | None]:
    """Write the history of grades; the number in it of the one in force, by id of the turn."""
    in_force: dict[int, int | None] = {}
    for given in record.grades:
        number = connection.execute(
            "INSERT INTO grade (session, turn, at, content) VALUES (?, ?, ?, ?)",
            (record.session.id, given.turn, stamp(given.at), given.grade.model_dump_json()),
        ).lastrowid
        if given.grade == record.session.turn(given.turn).grade:
            in_force[given.turn] = number
    return in_force


def _add_drafts(connection: sqlite3.Connection, record: SessionRecord) -> None:
    connection.executemany(
        "INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (record.session.id, journal.turn, seq, one.at, one.position, one.removed, one.inserted)
            for journal in record.drafts
            for seq, one in enumerate(journal.steps)
        ),
    )
