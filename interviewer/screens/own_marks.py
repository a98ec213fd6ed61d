"""Marks of one's own as a screen takes them: with a reason, and undone one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from interviewer.screens.base import ProgramScreen
from interviewer.screens.dialogs import LineDialog
from interviewer.widgets.mark_lines import verdict_text
from rubrics.grade import Verdict
from sessions.interview import Interview
from sessions.own_marks import OwnMark, said_by
from sessions.session import Session, Turn

Change = Callable[[Session, Callable[[Interview], None]], bool]
"""Opens a session and makes a change in it; whether that went well."""


@dataclass(frozen=True)
class _Place:
    """A criterion of an answer."""

    session: Session
    turn: int
    criterion: str

    @property
    def at(self) -> Turn:
        return self.session.turn(self.turn)

    @property
    def own(self) -> OwnMark | None:
        return self.at.self_marks.get(self.criterion)


class OwnMarks:
    """Takes marks for a screen.

    Args:
        screen: where they are given.
        change: makes a change in a session for it.
    """

    def __init__(self, screen: ProgramScreen[Any], change: Change) -> None:
        self._screen = screen
        self._change = change
        self._made: list[tuple[_Place, OwnMark | None]] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._made)

    def mark(self, session: Session, turn_id: int, criterion: str, verdict: Verdict | None) -> None:
        """Set a verdict, or take it back with None; the reason is asked for against a model's.

        Args:
            session: as it stands before.
        """
        place = _Place(session, turn_id, criterion)
        before = place.own
        if before is None and verdict is None:
            return
        reason = before.reason if before is not None and before.verdict is verdict else ""
        if self._set(place, verdict, reason):
            self._made.append((place, before))
            if verdict is not None and not reason and _against_model(place, verdict):
                self._ask(place, OwnMark(verdict=verdict), then_undone=False)

    def give_reason(self, session: Session, turn_id: int, criterion: str) -> None:
        """Ask for the reason of a mark, be it there already."""
        place = _Place(session, turn_id, criterion)
        if place.own is None:
            self._screen.notify("Mark the point first; a reason goes with your own mark.")
        else:
            self._ask(place, place.own, then_undone=True)

    def undo(self) -> None:
        """Undo the last change."""
        if self._made:
            place, before = self._made[-1]
            verdict, reason = (None, "") if before is None else (before.verdict, before.reason)
            if self._set(place, verdict, reason):
                self._made.pop()

    def _set(self, place: _Place, verdict: Verdict | None, reason: str) -> bool:
        return self._change(
            place.session,
            lambda interview: interview.mark(place.turn, place.criterion, verdict, reason),
        )

    def _ask(self, place: _Place, own: OwnMark, *, then_undone: bool) -> None:
        """Ask for a reason.

        Args:
            then_undone: whether the reason is a change of its own, or part of the last one.
        """

        def given(reason: str | None) -> None:
            if (
                reason is not None
                and reason != own.reason
                and self._set(place, own.verdict, reason)
                and then_undone
            ):
                self._made.append((place, own))

        self._screen.app.push_screen(
            LineDialog("Why?", _words(place, own.verdict), own.reason), given
        )


def _graded(place: _Place) -> Verdict | None:
    grade = place.at.grade
    marks = grade.marks if grade is not None else ()
    return next((mark.verdict for mark in marks if mark.id == place.criterion), None)


def _against_model(place: _Place, verdict: Verdict) -> bool:
    grade = place.at.grade
    return grade is not None and grade.status == "graded" and _graded(place) is not verdict


def _words(place: _Place, verdict: Verdict) -> str:
    """What is being overruled, and what the reason is for."""
    grade, theirs = place.at.grade, _graded(place)
    if grade is None or theirs is None:
        return f"You: {verdict_text(verdict)}."
    return (
        f"{said_by(grade)}: {verdict_text(theirs)} → you: {verdict_text(verdict)}. Your mark "
        "counts already; one line says why, and stays beside it."
    )
