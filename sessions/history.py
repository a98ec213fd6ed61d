"""What happened to every question that was ever asked, without the words of the answers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from rubrics.bank import Question
from rubrics.grade import GraderId, Verdict
from sessions.database import connect, reading
from sessions.problems import in_words
from sessions.session import Origin, TurnState

_TURNS = """
SELECT turn.session, turn.id, number, attempt, round, turn.bank, section, turn.question, state,
    submitted_at, score, origin, grader, (SELECT json_group_object(criterion, verdict) FROM mark
        WHERE mark.session = turn.session AND mark.turn = turn.id AND verdict <> 'met')
FROM (SELECT id, created_at FROM session WHERE deleted_at IS NULL AND (:bank IS NULL
        OR EXISTS (SELECT 1 FROM turn WHERE turn.session = session.id AND turn.bank = :bank))
    ORDER BY created_at DESC, id DESC LIMIT :newest) kept
JOIN turn ON turn.session = kept.id
WHERE state <> 'planned' AND (:bank IS NULL OR turn.bank = :bank)
ORDER BY kept.created_at, kept.id, turn.id
"""


class PastTurn(NamedTuple):
    """One turn of a session, as far as it can be told without reading its answer.

    Attributes:
        session, turn: ids of the session and of the turn in it.
        number, attempt, round: as those of ``Turn``.
        bank: id of the bank.
        section: title of the section.
        question: hash of the question's content, the key in ``History.questions``.
        state: what happened to it.
        submitted_at: date and time, UTC; None where nothing was handed in.
        score, origin: those in force.
        grader: who made the grade in force, whatever came of it.
        misses: ``missed`` as JSON.
    """

    session: str
    turn: int
    number: int
    attempt: int
    round: int
    bank: str
    section: str
    question: str
    state: TurnState
    submitted_at: datetime | None
    score: float | None
    origin: Origin | None
    grader: GraderId | None
    misses: str

    @property
    def first(self) -> bool:
        """Whether it is the first time the question was asked in its session."""
        return self.attempt == 1 and not self.round

    @property
    def missed(self) -> dict[str, Verdict]:
        """The verdicts on what it did not meet, by criterion id; none where it is blank."""
        return {name: Verdict(verdict) for name, verdict in json.loads(self.misses).items()}


@dataclass(frozen=True)
class History:
    """Many turns, and the questions that they asked.

    Attributes:
        turns: the oldest session first, and in it in the order of their making.
        questions: by the hash of their content. One that is damaged is missing, and its turns.
    """

    turns: tuple[PastTurn, ...]
    questions: Mapping[str, Question]


def read_history(path: Path, bank: str | None = None, newest: int | None = None) -> History:
    """Read what happened to every question that was asked. May be called in any thread.

    Args:
        path: the file of the store.
        bank: only of the bank with this id.
        newest: only in so many interviews, the newest; of those with questions of the bank.

    Raises:
        StoreError: the store cannot be read.
    """
    values = {"bank": bank, "newest": -1 if newest is None else newest}
    with in_words(path), closing(connect(path)) as connection, reading(connection):
        connection.row_factory = None
        rows = connection.execute(_TURNS, values).fetchall()
        questions = _questions(connection, {row[7] for row in rows})
    graders: dict[str | None, GraderId | None] = {None: None}
    return History(tuple(_turn(row, graders) for row in rows if row[7] in questions), questions)


def _questions(connection: sqlite3.Connection, wanted: set[str]) -> dict[str, Question]:
    questions = {}
    for name, content in connection.execute("SELECT hash, content FROM question"):
        if name in wanted:
            try:
                questions[name] = Question.model_validate_json(content)
            except ValidationError:
                continue
    return questions


def _turn(row: tuple[Any, ...], graders: dict[str | None, GraderId | None]) -> PastTurn:
    state, at, score, origin, grader, misses = row[8:]
    if grader not in graders:
        graders[grader] = GraderId.model_validate_json(grader)
    return PastTurn._make(
        (
            *row[:8],
            TurnState(state),
            None if at is None else datetime.fromisoformat(at),
            score,
            origin,
            graders[grader],
            misses,
        )
    )
