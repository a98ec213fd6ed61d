"""The figures of a session: from the session itself, and as the store keeps them beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rubrics.grade import GraderId
from sessions.mix import titles
from sessions.session import Mode, Origin, Phase, Session, Turn, TurnState

ORIGINS: tuple[Origin, ...] = ("graded", "estimated", "self-marked")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line about a session.

    Attributes:
        bank, bank_title: as those of ``Session``: ``a+b`` and ``A + B`` for several.
        questions: how many were chosen.
        answered: answers that were handed in, blank ones included.
        skipped: questions that stand as passed over.
        ungraded: answers that no grader could mark and no hand has.
        position_number: number of the question that is open or was last open, from 1.
        scores: mean (one decimal) and count by origin. Only first attempts count.
        graders: by how many different graders the scores are, by origin, where it is more than one.
    """

    id: str
    bank: str
    bank_title: str
    mode: Mode
    phase: Phase
    created_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    questions: int
    answered: int
    skipped: int
    ungraded: int
    position_number: int
    scores: dict[Origin, tuple[float, int]]
    graders: dict[Origin, int]

    @property
    def titles(self) -> dict[str, str]:
        """The titles of its banks by their ids."""
        return titles(self.bank, self.bank_title)


@dataclass(frozen=True)
class Spent:
    """What grading has cost.

    Attributes:
        prompt_tokens, completion_tokens: as the servers counted them.
        dollars: the sum of the known prices.
        unpriced: grades of which the price is not known.
    """

    prompt_tokens: int
    completion_tokens: int
    dollars: float
    unpriced: int


def first_attempts(session: Session) -> tuple[Turn, ...]:
    """One turn for each question: the first time it was asked. Only these are averaged."""
    return tuple(turn for turn in session.turns if turn.attempt == 1 and not turn.round)


def is_ungraded(turn: Turn) -> bool:
    """Whether a grader gave up on the answer and no hand has marked it."""
    return turn.state is TurnState.UNGRADED and turn.score is None


def means(turns: Iterable[Turn]) -> dict[Origin, tuple[float, int]]:
    """Mean score (one decimal) and count by origin; origins without a score are left out."""
    scores: dict[Origin, list[float]] = {}
    for turn in turns:
        if turn.score is not None and turn.origin is not None:
            scores.setdefault(turn.origin, []).append(turn.score)
    return {
        origin: (round(sum(scores[origin]) / len(scores[origin]), 1), len(scores[origin]))
        for origin in ORIGINS
        if origin in scores
    }


def graders(session: Session, origin: Origin) -> set[GraderId]:
    """Who made the grades of this origin that stand in the averages of a session."""
    return {
        turn.grade.grader
        for turn in first_attempts(session)
        if turn.grade is not None and turn.grade.status == origin and turn.origin == origin
    }


def summary(session: Session) -> SessionSummary:
    """The summary of a session as it stands."""
    turns = first_attempts(session)
    return SessionSummary(
        id=session.id,
        bank=session.bank,
        bank_title=session.bank_title,
        mode=session.mode,
        phase=session.phase,
        created_at=session.created_at,
        ended_at=session.ended_at,
        end_reason=session.end_reason,
        questions=len(turns),
        answered=sum(turn.state.answered for turn in turns),
        skipped=sum(turn.state is TurnState.SKIPPED for turn in turns),
        ungraded=sum(map(is_ungraded, turns)),
        position_number=session.current.number,
        scores=means(turns),
        graders={
            origin: count for origin in ORIGINS if (count := len(graders(session, origin))) > 1
        },
    )
