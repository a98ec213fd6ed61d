"""The clock of a question: quiet, then warm, then plain."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from interviewer.wording import clock_text
from sessions.clock import LAST_SECONDS, QUARTER

BAR = 10
"""Cells of the bar."""


class Clock(Static):
    """What is left of the time for a question; drawn anew only when it changes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._shown = ""

    def show(self, left: float, allotted: float) -> None:
        """Show this many seconds left of these."""
        if left < 0:
            text, look = f"overtime {clock_text(left)}", "bold $text-error"
        elif left <= LAST_SECONDS < allotted:
            text, look = f"{max(1, round(left))} s", "bold $text-error"
        else:
            bar = _bar(left / allotted)
            text = f"{clock_text(left)} {bar}"
            warm = left <= QUARTER * allotted
            text, look = (f"{text} left", "bold $text-warning") if warm else (text, "$quiet")
        if text != self._shown:
            self._shown = text
            self.update(Content.styled(text, look))

    def stand(self) -> None:
        """Show that it does not run."""
        if self._shown != "paused":
            self._shown = "paused"
            self.update(Content.styled("paused", "$quiet"))

    @property
    def words(self) -> str:
        """What it shows."""
        return self._shown


def _bar(share: float) -> str:
    full = round(BAR * min(1.0, max(0.0, share)))
    return "▐" + "█" * full + "░" * (BAR - full) + "▌"
