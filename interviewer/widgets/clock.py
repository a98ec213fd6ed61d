"""The clock of a question: quiet, then warm, then plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Digits, Static

from interviewer.wording import clock_text
from sessions.clock import LAST_SECONDS, QUARTER

BAR = 10
"""Cells of the bar."""

Look = Literal["quiet", "warm", "plain"]
STYLES: dict[Look, str] = {
    "quiet": "$quiet",
    "warm": "bold $text-warning",
    "plain": "bold $text-error",
}


@dataclass(frozen=True)
class Face:
    """What a clock shows.

    Attributes:
        time: what is left: ``2:05``, ``30 s``; ``+0:41`` in overtime.
        words: what goes with it; may be empty.
        look: how loud it is.
    """

    time: str
    words: str
    look: Look

    @property
    def line(self) -> str:
        """All of it in a line."""
        return f"{self.time} {self.words}".rstrip()


STANDING = Face("paused", "", "quiet")
"""A clock that does not run."""


def face(left: float, allotted: float) -> Face:
    """The face of a clock with so many seconds left of so many."""
    if left < 0:
        return Face(clock_text(left), "overtime", "plain")
    if left <= LAST_SECONDS < allotted:
        return Face(f"{max(1, round(left))} s", "", "plain")
    bar = _bar(left / allotted)
    if left <= QUARTER * allotted:
        return Face(clock_text(left), f"{bar} left", "warm")
    return Face(clock_text(left), bar, "quiet")


class Clock(Static):
    """A clock in a line; drawn anew only when it changes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._shown: Face | None = None

    def show(self, shown: Face) -> None:
        """Show this face."""
        if shown != self._shown:
            self._shown = shown
            self.update(Content.styled(shown.line, STYLES[shown.look]))


class BigClock(VerticalGroup):
    """A clock in large digits, where there is room; drawn anew only when it changes."""

    digits = getters.query_one(Digits)
    words = getters.query_one("#clock-words", Static)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: Face | None = None

    def compose(self) -> ComposeResult:
        yield Digits()
        yield Static("", id="clock-words", markup=False)

    def show(self, shown: Face) -> None:
        """Show this face."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self.digits.update(shown.time.replace(" ", ""))  # A letter is drawn small beside them.
        if before is None or (shown.words, shown.look) != (before.words, before.look):
            self.words.update(Content.styled(shown.words, STYLES[shown.look]))
            self.set_class(shown.look == "warm", "-warm")
            self.set_class(shown.look == "plain", "-plain")


def _bar(share: float) -> str:
    full = round(BAR * min(1.0, max(0.0, share)))
    return "▐" + "█" * full + "░" * (BAR - full) + "▌"
