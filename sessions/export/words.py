"""How the documents call things: signs of verdicts, results, graders, times."""

from __future__ import annotations

from rubrics.grade import Grade, Verdict
from sessions.report import WHOSE
from sessions.session import Session, Turn, TurnState
from sessions.telling import may_tell, score_waits

GLYPHS = {
    Verdict.MET: "●",
    Verdict.PARTLY: "◐",
    Verdict.MISSED: "○",
    Verdict.CONTRADICTED: "✗",
}

_FOLLOWED = {
    TurnState.GRADED: "Graded together with the answer before",
    TurnState.BLANK: "Nothing was handed in",
}
_UNANSWERED = {
    TurnState.PLANNED: "Not reached",
    TurnState.ASKED: "Left open",
    TurnState.DRAFTING: "Left open",
    TurnState.SKIPPED: "Skipped",
}


def is_estimate(grade: Grade | None) -> bool:
    """Whether the offline estimate made a grade."""
    return grade is not None and grade.grader.name == "estimate"


def grader_words(grade: Grade) -> str:
    """Who made a grade: ``graded by openai/gpt``, ``offline estimate, version 3``."""
    if is_estimate(grade):
        return f"offline estimate, version {grade.grader.version}"
    return f"graded by {grade.grader.label}"


def grader_in_full(grade: Grade) -> str:
    """Who made a grade, with what else makes it comparable: versions and prompt."""
    grader = grade.grader
    parts = [f"{grader.label} ({grader.name}" if grader.model else f"{grader.name} ("]
    parts.append(f"version {grader.version}")
    if grader.prompt:
        parts.append(f"prompt {grader.prompt}")
    return f"{', '.join(parts)})".replace("(, ", "(")


def result(session: Session, turn: Turn, scores: bool) -> str:
    """One line on the score in force, and on the one that the candidate's own marks replaced.

    Args:
        session: the turn's.
        turn: the turn.
        scores: whether numbers and bands may be told.
    """
    if not turn.state.answered:
        return _UNANSWERED[turn.state]
    if not may_tell(session, turn):
        return f"Handed in. {score_waits(session)}"
    if turn.round and turn.state in _FOLLOWED:
        return _FOLLOWED[turn.state]
    grade = turn.grade
    if turn.score is None or turn.band is None or turn.origin is None:
        if grade is not None and grade.reason is not None:
            return f"Ungraded: {grade.reason}"
        return "Not graded yet"
    if not scores:
        return f"Marked. {score_waits(session)}"
    told = f"{WHOSE[turn.origin]}: {turn.band.capitalize()} {turn.score:g}"
    if grade is not None and grade.score is not None:
        if turn.self_marks:
            return f"{told} (beside {grader_words(grade)}: {grade.score:g})"
        blank = "nothing was handed in; " if grade.status == "blank" else ""
        return f"{told} ({blank}{grader_words(grade)})"
    return told
