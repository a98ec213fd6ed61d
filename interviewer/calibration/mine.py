"""The user's own marks as labels."""

from __future__ import annotations

from collections.abc import Iterator

from rubrics.bank import Bank
from rubrics.calibration.cases import Case
from sessions.follow_ups import task_of
from sessions.session import Session, Turn, TurnState
from sessions.store import Store
from sessions.telling import tells_marks


def own_cases(store: Store, bank: Bank) -> list[Case]:
    """The answers to questions of a bank on which the user has set marks, oldest first.

    Only the criteria marked by hand have labels. What stands in the answer as untrue is what the
    grade in force says, as in the score that the user sees.
    """
    summaries = [one for one in store.sessions() if bank.id in one.titles and tells_marks(one)]
    return [case for one in reversed(summaries) for case in _cases_of(store.session(one.id), bank)]


def _cases_of(session: Session, bank: Bank) -> Iterator[Case]:
    for turn in session.turns:
        said = turn.state.answered and turn.state is not TurnState.BLANK
        if turn.bank == bank.id and turn.self_marks and said:
            yield _case_of(session, turn)


def _case_of(session: Session, turn: Turn) -> Case:
    known = {criterion.id for criterion in turn.question.criteria}
    return Case(
        id=f"{session.id} {turn.label}",
        question=turn.question.id,
        section=turn.section,
        kind=None,
        task=task_of(session, turn.id),
        labels={name: mark.verdict for name, mark in turn.self_marks.items() if name in known},
        false_claims=turn.grade.false_claims if turn.grade is not None else (),
    )
