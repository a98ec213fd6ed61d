"""The user's own verdicts as labelled answers, by which a grader can be measured.

A line of JSON for each answer with at least one verdict of the user's::

    {"session": "20260102-030405-ab12", "turn": "3", "bank": "hot-drinks", "question": "tea-1",
     "criteria": "6b0e132f957070ef", "answer": "I boil …", "follow_ups": [{"ask": …, "answer": …}],
     "labels": {"boil": "met"}, "reasons": {"boil": "said at the end"},
     "graded": {"boil": "partly", "warm": "missed"}, "differ": ["boil"],
     "grader": {"name": "judge", "version": "3", …}}

``criteria`` is ``Rubric.meaning``, ``labels`` holds only what the user marked and ``reasons``
why, ``graded`` the grader's verdicts (null where there is no grade), ``differ`` the criteria on
which the two differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rubrics.grade import GraderId, Verdict
from rubrics.grader import FollowUp
from rubrics.rubric import Frozen
from sessions.follow_ups import task_of
from sessions.session import Session, Turn, TurnState
from sessions.telling import may_tell


class Label(Frozen):
    """An answer with the user's verdicts, and the grader's beside them.

    Attributes:
        turn: number of the question as it is shown.
        criteria: ``Rubric.meaning`` of the rubric, as in the labels that are shipped.
        follow_ups: what was asked and answered after it; all is marked as one.
        labels: the user's verdicts by criterion id.
        reasons: why, for those with a reason.
        graded: the grader's; None where there is no grade.
        differ: ids of the criteria on which they differ.
        grader: who made the grade.
    """

    session: str
    turn: str
    bank: str
    question: str
    criteria: str
    answer: str
    follow_ups: tuple[FollowUp, ...]
    labels: dict[str, Verdict]
    reasons: dict[str, str]
    graded: dict[str, Verdict] | None
    differ: tuple[str, ...]
    grader: GraderId | None


def labels_of(session: Session) -> Iterator[Label]:
    """The labelled answers of a session, in order; what says nothing is none."""
    for turn in session.turns:
        said = turn.state.answered and turn.state is not TurnState.BLANK
        if turn.self_marks and said and may_tell(session, turn):
            yield _label(session, turn)


def to_labels(sessions: Iterable[Session]) -> Iterator[str]:
    """The labelled answers of sessions, each as a line of JSON in ASCII."""
    for session in sessions:
        for label in labels_of(session):
            yield json.dumps(label.model_dump(mode="json")).replace("\x7f", "\\u007f") + "\n"


def _label(session: Session, turn: Turn) -> Label:
    grade = turn.grade
    graded = {mark.id: mark.verdict for mark in grade.marks} if grade and grade.marks else None
    return Label(
        session=session.id,
        turn=turn.label,
        bank=turn.bank,
        question=turn.question.id,
        criteria=turn.question.rubric.meaning,
        answer=turn.answer or "",
        follow_ups=task_of(session, turn.id).further,
        labels={name: own.verdict for name, own in turn.self_marks.items()},
        reasons={name: own.reason for name, own in turn.self_marks.items() if own.reason},
        graded=graded,
        differ=tuple(
            name
            for name, own in turn.self_marks.items()
            if graded is not None and graded.get(name, own.verdict) is not own.verdict
        ),
        grader=grade.grader if grade and graded else None,
    )
