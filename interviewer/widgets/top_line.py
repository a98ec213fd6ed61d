"""The line over a question: where one is in the interview, and the clock."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.clock import Clock, Face
from interviewer.widgets.signs import FLAG, one_line
from interviewer.wording import about_minutes
from sessions.interview import Interview
from sessions.session import Mode


class TopLine(HorizontalGroup):
    """Where one is, left, and the clock, right; drawn anew only where it changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="where", markup=False)
        yield Clock(id="clock")

    def show(self, interview: Interview, face: Face) -> None:
        """Show where this interview stands, and its clock."""
        self.query_one(Clock).show(face)
        text = " · ".join(_where(interview))
        if text != self._shown:
            self._shown = text
            self.query_one("#where", Static).update(Content(text))


def _where(interview: Interview) -> list[str]:
    session, turn = interview.session, interview.current
    parts = [
        one_line(session.bank_title, 40),
        f"{f'{FLAG} ' if turn.flagged else ''}{turn.label} of {session.questions}",
        one_line(session.section_of(turn), 30),
    ]
    if session.mode is not Mode.PRACTICE:
        parts.insert(0, session.mode.value)
    if not session.mode.tells_at_once and session.limit:
        parts.append(f"{about_minutes(interview.session_left)} left in all")
    return parts
