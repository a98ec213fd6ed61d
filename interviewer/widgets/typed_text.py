"""A text while it is being typed: it follows the place where something changes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.lit_answer import SHOWN_AT_MOST
from interviewer.widgets.signs import in_place


class TypedText(VerticalScroll, can_focus=False):
    """A text with a cursor where it changed last, which stays in view."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[str, int] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(self, text: str, place: int) -> None:
        """Show a text.

        Args:
            text: all of it.
            place: where it changed last, in code points.
        """
        if (text, place) == self._shown:
            return
        self._shown = (text, place)
        shown = in_place(text[:SHOWN_AT_MOST])
        place = min(place, len(shown))
        if shown[place : place + 1] in ("", "\n"):
            shown = f"{shown[:place]} {shown[place:]}"
        content = Content(shown).stylize("reverse", place, place + 1)
        static = self.query_one(Static)
        static.update(content)
        width = static.content_size.width or self.size.width
        if width:
            line = content[: place + 1].get_height({}, width) - 1
            if not self.scroll_offset.y <= line < self.scroll_offset.y + max(1, self.size.height):
                # Only after the refresh is there room to scroll to.
                self.call_after_refresh(
                    self.scroll_to, y=max(0, line - self.size.height // 2), animate=False
                )
