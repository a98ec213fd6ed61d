"""Every answer that was ever given to one question, and every grade that one answer was given."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from rubrics.grade import Grade
from sessions.problems import StoreError
from sessions.rows import read_turn
from sessions.session import Mode, Phase, Turn

TOLD = (
    "session.deleted_at IS NULL AND (session.mode <> 'exam' OR session.phase = 'ended') "
    "AND turn.answer IS NOT NULL AND turn.round = 0"
)
"""Which answers are looked back on: those of an exam once its marks are told, at its end."""


@dataclass(frozen=True)
class Attempt:
    """One answer to a question.

    Attributes:
        session, bank, bank_title: of the session.
        ended: whether that is over.
        at: when the answer was handed in, UTC.
        turn: the answer with its marks, without its draft.
    """

    session: str
    bank: str
    bank_title: str
    mode: Mode
    ended: bool
    at: datetime
    turn: Turn


@dataclass(frozen=True)
class KeptGrade:
    """A grade in the history of an answer.

    Attributes:
        at: when it was made, UTC.
        in_force: whether it is the one that counts, where no mark of one's own does.
    """

    at: datetime
    grade: Grade
    in_force: bool


def read_attempts(connection: sqlite3.Connection, bank: str, question: str) -> list[Attempt]:
    """Every answer to a question of a bank, oldest first, whatever its wording was then.

    Args:
        bank: id of the bank.
        question: id of the question.

    Raises:
        StoreError: one of them is damaged.
    """
    rows = connection.execute(
        "SELECT turn.*, question.content AS question_content, grade.content AS grade_content, "
        "session.bank AS bank, session.bank_title AS bank_title, session.mode AS mode, "
        "session.phase AS phase, "
        "coalesce(turn.submitted_at, session.created_at) AS given_at "
        "FROM question JOIN turn ON turn.question = question.hash "
        "JOIN session ON session.id = turn.session LEFT JOIN grade ON grade.id = turn.grade "
        f"WHERE json_extract(question.content, '$.id') = ? AND session.bank = ? AND {TOLD} "
        "ORDER BY given_at, turn.session, turn.id",
        (question, bank),
    ).fetchall()
    try:
        return [
            Attempt(
                row["session"],
                row["bank"],
                row["bank_title"],
                Mode(row["mode"]),
                row["phase"] == Phase.ENDED,
                datetime.fromisoformat(row["given_at"]),
                read_turn(row, row["answer"]),
            )
            for row in rows
        ]
    except ValueError as error:
        raise StoreError(
            "An answer to this question is damaged in the store, so they cannot be compared.",
            "It was left as it is; each interview can still be read by itself.",
        ) from error


def read_grades(connection: sqlite3.Connection, session: str, turn: int) -> list[KeptGrade]:
    """Every grade that an answer was given, oldest first."""
    (in_force,) = connection.execute(
        "SELECT max(grade) FROM turn WHERE session = ? AND id = ?", (session, turn)
    ).fetchone()
    return [
        KeptGrade(
            datetime.fromisoformat(row["at"]),
            Grade.model_validate_json(row["content"]),
            row["id"] == in_force,
        )
        for row in connection.execute(
            "SELECT id, at, content FROM grade WHERE session = ? AND turn = ? ORDER BY id",
            (session, turn),
        )
    ]
