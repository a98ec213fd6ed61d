"""The points that were not met when their questions were last answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rubrics.grade import Verdict
from rubrics.rubric import Weight
from sessions.history import History, PastTurn
from sessions.means import Source, source_of
from sessions.session import TurnState


@dataclass(frozen=True)
class Weakness:
    """A point that the newest answer to its question did not meet.

    Attributes:
        session, turn: ids of that answer.
        criterion: id of the point.
        source: whose verdict it is.
        missed, asked: how many answers, of all with marks from there, did not meet it.
    """

    session: str
    turn: int
    at: datetime
    ask: str
    criterion: str
    expects: str
    weight: Weight
    verdict: Verdict
    source: Source
    missed: int
    asked: int


def weaknesses(turns: Iterable[PastTurn], history: History) -> tuple[Weakness, ...]:
    """What costs most first.

    Args:
        turns: answers with a score, the oldest first.
        history: has their questions.
    """
    asked: Counter[tuple[str, Source]] = Counter()
    missed: Counter[tuple[str, Source, str]] = Counter()
    newest: dict[str, PastTurn] = {}
    for turn in turns:
        if turn.state is TurnState.BLANK:
            continue  # It misses everything, which says nothing of any point.
        name, source = history.questions[turn.question].id, source_of(turn)
        newest[name] = turn
        asked[name, source] += 1
        missed.update((name, source, criterion) for criterion in turn.missed)
    found = []
    for name, turn in newest.items():
        question, source = history.questions[turn.question], source_of(turn)
        verdicts = turn.missed
        found += [
            Weakness(
                session=turn.session,
                turn=turn.turn,
                at=turn.submitted_at or datetime.min,
                ask=question.ask,
                criterion=criterion.id,
                expects=criterion.expects,
                weight=criterion.weight,
                verdict=verdicts[criterion.id],
                source=source,
                missed=missed[name, source, criterion.id],
                asked=asked[name, source],
            )
            for criterion in question.criteria
            if criterion.id in verdicts
        ]
    return tuple(sorted(found, key=_cost, reverse=True))


def _cost(weakness: Weakness) -> tuple[float, int, float]:
    """What it costs, then how often, then how lately."""
    lost = weakness.weight.points * (1 - weakness.verdict.credit)
    return lost, weakness.missed, weakness.at.timestamp()
