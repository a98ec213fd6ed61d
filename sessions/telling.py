"""What may be told of a session that is not over: nothing that would help to answer it."""

from __future__ import annotations

from sessions.session import Phase, Session, Turn, TurnState
from sessions.summary import SessionSummary

EXAM_WAITS = "The marks of an exam come at its end."
SCORES_WAIT = "Scores come at the end of the interview."


def tells_marks(session: Session | SessionSummary) -> bool:
    """Whether marks and scores may be shown: those of an exam only after its end."""
    return session.phase is Phase.ENDED or session.mode.tells_at_once


def tells_scores(session: Session | SessionSummary, hide: bool) -> bool:
    """Whether numbers and bands may be shown.

    Args:
        session: whose they are.
        hide: whether the user wants them hidden until the end (``Settings.hide_scores``).
    """
    return session.phase is Phase.ENDED or (tells_marks(session) and not hide)


def score_waits(session: Session) -> str:
    """What to say in the place of a score that may not be shown yet."""
    return SCORES_WAIT if tells_marks(session) else EXAM_WAITS


def may_tell(session: Session, turn: Turn) -> bool:
    """Whether marks and model answer of a turn may be shown: not while it can be answered."""
    return session.phase is Phase.ENDED or (tells_marks(session) and turn.state.answered)


def may_ask(session: Session, turn: Turn) -> bool:
    """Whether the question itself may be shown: not before it was asked."""
    return session.phase is Phase.ENDED or turn.state is not TurnState.PLANNED
