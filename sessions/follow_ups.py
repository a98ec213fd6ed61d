"""Follow-ups to an answer: what may be asked, for how long, and what of them is graded."""

from __future__ import annotations

from rubrics.grade import Verdict
from rubrics.grader import FollowUp, GradingTask
from sessions.session import Session, Turn, TurnState

ROUNDS = 1
"""How many follow-ups an answer may have where nothing else was chosen."""

ROUNDS_AT_MOST = 2

SHARE = 1 / 3
"""Time for a follow-up, as a part of the time for the question."""

SECONDS_AT_LEAST = 45.0
SECONDS_AT_MOST = 120.0


def allowance(allotted: float) -> float:
    """Seconds for a follow-up to a question that has so many."""
    return min(SECONDS_AT_MOST, max(SECONDS_AT_LEAST, SHARE * allotted))


def next_follow_up(session: Session, turn_id: int) -> str | None:
    """What is to be asked next on the answer of a turn, in words; None where nothing is.

    It is what the grade offers, aimed at the heaviest criterion not met; else the bank's next. It
    waits for the grade of what was answered before, and follows no answer with nothing in it.
    """
    first, *others = session.exchange(turn_id)
    if (
        len(others) >= session.rounds
        or first.state is TurnState.BLANK
        or first.score is None
        or any(other.state is not TurnState.GRADED for other in others)
        or all(mark.verdict is Verdict.MET for mark in first.marks)
    ):
        return None
    asked = {turn.ask for turn in (first, *others)}
    offered = (first.grade.follow_up if first.grade else None, *first.question.follow_ups)
    return next((text for text in offered if text and text not in asked), None)


def can_follow(session: Session, turn_id: int) -> bool:
    """Whether there is a follow-up to ask on the answer of a turn, or one to come back to."""
    return bool(passed_over(session, turn_id) or next_follow_up(session, turn_id))


def passed_over(session: Session, turn_id: int) -> Turn | None:
    """The follow-up to the answer of a turn that was skipped last, to be come back to."""
    last = session.exchange(turn_id)[-1]
    return last if last.round and last.state is TurnState.SKIPPED else None


def answered(session: Session, turn_id: int) -> tuple[Turn, ...]:
    """The follow-ups to the answer of a turn that something was said to: these are graded."""
    return tuple(
        turn
        for turn in session.exchange(turn_id)[1:]
        if turn.state.answered and turn.state is not TurnState.BLANK
    )


def task_of(session: Session, turn_id: int) -> GradingTask:
    """The task of marking the answer of a turn, together with those to its follow-ups."""
    first = session.exchange(turn_id)[0]
    further = [
        FollowUp(ask=turn.ask, answer=turn.answer or "") for turn in answered(session, turn_id)
    ]
    return GradingTask.of(first.question, first.answer or "", further)
