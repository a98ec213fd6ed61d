"""Every answer that was ever given to one question, and every grade that one answer was given."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from rubrics.grade import Grade
from sessions.mix import titles
from sessions.problems import StoreError
from sessions.rows import read_turn
from sessions.session import Mode, Phase, Turn

AT_MOST = 100
"""How many answers to a question are read; the newest."""

TOLD = (
    "session.deleted_at IS NULL AND (session.mode <> 'exam' OR session.phase = 'ended') "
    "AND turn.answer IS NOT NULL AND turn.round = 0"
)
"""Which answers are looked back on: those of an exam once its marks are told, at its end."""


@dataclass(frozen=True)
class Attempt:
    """One answer to a question.

    Attributes:
        session: id of the session.
        bank_title: of the bank that it is of.
        ended: whether that is over.
        at: when the answer was handed in, UTC.
        turn: the answer with its marks, without its draft.
    """

    session: str
    bank_title: str
    mode: Mode
    ended: bool
    at: datetime
    turn: Turn


@dataclass(frozen=True)
class Attempts:
    """The answers to one question.

    Attributes:
        newest: oldest first, ``AT_MOST`` of them.
        count: how many there are.
    """

    newest: tuple[Attempt, ...]
    count: int


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


_GIVEN = (
    # Few questions have the id: it begins with them, and is told so.
    "FROM question CROSS JOIN turn ON turn.question = question.hash "
    "CROSS JOIN session ON session.id = turn.session LEFT JOIN grade ON grade.id = turn.grade "
    f"WHERE json_extract(question.content, '$.id') = ? AND turn.bank = ? AND {TOLD} "
)


def read_attempts(connection: sqlite3.Connection, bank: str, question: str) -> Attempts:
    """The answers to a question of a bank, whatever its wording was then.

    Args:
        bank: id of the bank.
        question: id of the question.

    Raises:
        StoreError: one of them is damaged.
    """
    rows = connection.execute(
        "SELECT turn.*, question.content AS question_content, grade.content AS grade_content, "
        "session.bank AS mixed, session.bank_title AS bank_title, session.mode AS mode, "
        "session.phase AS phase, "
        f"coalesce(turn.submitted_at, session.created_at) AS given_at {_GIVEN}"
        f"ORDER BY given_at DESC, turn.session DESC, turn.id DESC LIMIT {AT_MOST}",
        (question, bank),
    ).fetchall()
    (count,) = connection.execute(f"SELECT count(*) {_GIVEN}", (question, bank)).fetchone()
    try:
        found = [
            Attempt(
                row["session"],
                titles(row["mixed"], row["bank_title"]).get(bank, bank),
                Mode(row["mode"]),
                row["phase"] == Phase.ENDED,
                datetime.fromisoformat(row["given_at"]),
                read_turn(row, row["answer"]),
            )
            for row in reversed(rows)
        ]
    except ValueError as error:
        raise StoreError(
            "An answer to this question is damaged in the store, so they cannot be compared.",
            "It was left as it is; each interview can still be read by itself.",
        ) from error
    return Attempts(tuple(found), count)


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
