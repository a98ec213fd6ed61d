"""Where points were missed, over all sessions: one and the same point, or points of a kind."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from rubrics.bank import Question
from rubrics.grade import Verdict
from rubrics.rubric import Criterion, Shape
from sessions.session import Origin, Phase, label

AT_MOST = 500
"""How many misses are read; the newest."""

SHAPES = {
    Shape.TRADE_OFF: "trade-offs",
    Shape.ORDERED: "steps in order",
    Shape.STORY: "parts of a story",
}
"""Shapes that make a kind of point by themselves."""


@dataclass(frozen=True)
class Kind:
    """A kind of point. Each attribute that is not empty narrows it.

    Attributes:
        title: a few words.
        bank, question, criterion: ids of one and the same point, in any of its wordings.
        shape: how the point is made.
        tag: what the question is about.
        words: text in the point or in the question, found without regard to case.
    """

    title: str = "every point"
    bank: str = ""
    question: str = ""
    criterion: str = ""
    shape: Shape | None = None
    tag: str = ""
    words: str = ""

    def holds(self, question: Question, criterion: Criterion) -> bool:
        """Whether a point is of this kind."""
        words = self.words.casefold()
        return (
            (not self.question or (self.question, self.criterion) == (question.id, criterion.id))
            and (self.shape is None or self.shape is criterion.shape)
            and (not self.tag or self.tag in question.tags)
            and words in f"{criterion.expects}\n{question.ask}".casefold()
        )


def kinds(bank: str, question: Question, criterion: Criterion | None) -> tuple[Kind, ...]:
    """The kinds that a point is of, the narrowest first; the last is every point.

    Args:
        bank: id of the bank.
        question: one of its questions.
        criterion: one of its criteria; None where no point is meant but the question.
    """
    found = []
    if criterion is not None:
        found.append(Kind("this point", bank, question.id, criterion.id))
        if criterion.shape in SHAPES:
            found.append(Kind(SHAPES[criterion.shape], shape=criterion.shape))
    found += [Kind(tag, tag=tag) for tag in question.tags]
    return (*found, Kind())


@dataclass(frozen=True)
class MissedPoint:
    """A point that an answer did not meet.

    Attributes:
        session, turn, criterion: ids of where.
        bank, question: ids of what was asked.
        label: number of the question in its session.
        at: when the answer was handed in, UTC.
        ended: whether the session is over.
        score: of the whole answer; None where it has none.
    """

    session: str
    turn: int
    criterion: str
    bank: str
    question: str
    label: str
    at: datetime
    ended: bool
    ask: str
    expects: str
    verdict: Verdict
    score: float | None
    origin: Origin | None


@dataclass(frozen=True)
class Misses:
    """The misses of a kind.

    Attributes:
        points: newest first, ``AT_MOST`` of them.
        count: how many there are.
        of: on how many answers points of this kind were marked, each point for itself.
    """

    points: tuple[MissedPoint, ...]
    count: int
    of: int


_MARKS = """
WITH wanted AS (
    SELECT json_extract(value, '$[0]') AS question, json_extract(value, '$[1]') AS criterion
    FROM json_each(:wanted)
), marks AS (
    SELECT mark.* FROM wanted CROSS JOIN mark USING (question, criterion)
    WHERE session NOT IN (
        SELECT id FROM session
        -- until the end of an exam its marks are not told
        WHERE deleted_at IS NOT NULL OR (mode = 'exam' AND phase <> 'ended'))
    AND (:bank = '' OR :bank = (
        SELECT bank FROM turn WHERE turn.session = mark.session AND turn.id = mark.turn))
)
"""
_COUNT = f"{_MARKS} SELECT count(*), count(nullif(verdict, 'met')) FROM marks"
_NEWEST = f"""{_MARKS}, newest AS (
    SELECT * FROM marks WHERE verdict <> 'met'
    ORDER BY session DESC, turn DESC LIMIT {AT_MOST}
)
SELECT newest.*, turn.bank, number, attempt, coalesce(submitted_at, created_at) AS at, phase, score,
    origin
FROM newest JOIN turn ON turn.session = newest.session AND turn.id = newest.turn
JOIN session ON session.id = newest.session
ORDER BY at DESC, turn.id DESC
"""


def read_misses(connection: sqlite3.Connection, kind: Kind) -> Misses:
    """The misses of a kind; no answer and no grade is read."""
    points = {
        (row["hash"], criterion.id): (question, criterion)
        for row, question in _questions(connection)
        for criterion in question.criteria
        if kind.holds(question, criterion)
    }
    names = {"wanted": json.dumps(list(points)), "bank": kind.bank}
    of, count = connection.execute(_COUNT, names).fetchone()
    found = []
    for row in connection.execute(_NEWEST, names):
        question, criterion = points[row["question"], row["criterion"]]
        found.append(
            MissedPoint(
                session=row["session"],
                turn=row["turn"],
                criterion=row["criterion"],
                bank=row["bank"],
                question=question.id,
                label=label(row["number"], row["attempt"]),
                at=datetime.fromisoformat(row["at"]),
                ended=row["phase"] == Phase.ENDED,
                ask=question.ask,
                expects=criterion.expects,
                verdict=Verdict(row["verdict"]),
                score=row["score"],
                origin=row["origin"],
            )
        )
    return Misses(tuple(found), count, of)


def _questions(connection: sqlite3.Connection) -> Iterator[tuple[sqlite3.Row, Question]]:
    """The questions that were ever asked; one that is damaged is passed over."""
    for row in connection.execute("SELECT hash, content FROM question").fetchall():
        try:
            yield row, Question.model_validate_json(row["content"])
        except ValidationError:
            continue
