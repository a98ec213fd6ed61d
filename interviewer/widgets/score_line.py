"""The score of a turn in one line: number, band, points, and who it is from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.signs import (
    BAND_STYLES,
    GRADING,
    ORIGIN_SIGNS,
    UNGRADED,
    number,
    one_line,
    points_met,
    turn_sign,
)
from interviewer.wording import (
    ORIGINS,
    dollars,
    follow_up_text,
    follow_ups_text,
    grading_text,
)
from sessions.interview import Interview
from sessions.session import Turn, TurnState


def score_words(
    turn: Turn, at_work: str = "", follow_ups: Sequence[Turn] = (), *, tell: bool = True
) -> Content:
    """What there is to say of the score of a turn, also where there is none.

    Args:
        turn: the turn.
        at_work: what a grader is at with it; empty where none is.
        follow_ups: those to its answer.
        tell: whether number and band may be told.
    """
    if turn.round:
        words = one_line(follow_up_text(turn), 200)
        return Content(f"{turn_sign(turn)} {words[0].upper()}{words[1:]}.")
    grade = turn.grade
    if turn.score is not None and turn.band is not None and turn.origin is not None:
        parts: list[str | tuple[str, str]] = []
        if tell:
            score = f"{number(turn.score)} {turn.band.capitalize()}"
            parts.append((score, f"bold {BAND_STYLES[turn.band]}"))
            parts.append(f" · {points_met(turn.marks)} · ")
        parts.append((f"{ORIGIN_SIGNS[turn.origin]} {ORIGINS[turn.origin]}", "bold"))
        if turn.state is TurnState.BLANK and not turn.self_marks:
            parts.append((" · nothing was written", "$quiet"))
        elif turn.origin == "self-marked" and grade is not None and grade.score is not None:
            if tell:
                other = "the estimate" if grade.status == "estimated" else "the grade"
                parts.append((f" · {other} said {number(grade.score)}", "$quiet"))
        elif turn.origin == "graded" and grade is not None and grade.grader.model:
            parts.append((f" · {one_line(grade.grader.model, 40)}", "$quiet"))
            if grade.usage is not None:
                parts.append((f" · {dollars(grade.usage.cost_usd)}", "$quiet"))
        elif turn.origin == "estimated":
            parts.append((" from your words alone", "$quiet"))
        if not tell:
            parts.append((" · the score comes at the end", "$quiet"))
        if others := follow_ups_text(follow_ups):
            parts.append((f" · {one_line(others, 200)}", "$quiet"))
        if at_work:
            parts.append((f" · {GRADING} {at_work}", "$quiet"))
        return Content.assemble(*parts)
    if at_work:
        return Content(f"{GRADING} Handed in; {at_work}")
    if turn.state is TurnState.UNGRADED and grade is not None:
        reason = one_line(grade.failure or "no reason was given", 200)
        return Content.assemble((f"{UNGRADED} Ungraded", "bold $text-warning"), f": {reason}")
    if turn.state is TurnState.SKIPPED:
        return Content("Skipped; its draft is kept." if turn.draft else "Skipped.")
    if turn.state.answered:
        return Content(f"{GRADING} Handed in; not graded yet")
    return Content("Not answered yet.")


class ScoreLine(Static):
    """One line with the score of a turn."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, turn: Turn, interview: Interview, *, tell: bool) -> None:
        """Show the score of this turn where it may be told, and what a grader is at with it."""
        follow_ups = interview.session.exchange(turn.id)[1:]
        at_work = grading_text(interview, turn.id)
        self.update(score_words(turn, at_work, follow_ups, tell=tell))
