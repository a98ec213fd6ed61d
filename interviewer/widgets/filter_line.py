"""A line to type what is looked for; it is there only while something is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterLine(Input):
    """Filters while it is typed in. Enter keeps the filter, Esc takes it away."""

    HELP = "Type any word. Enter keeps what was found, {filter.show_all} shows everything again."
    help_words: str | None = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Show all", show=False, id="filter.show_all"),
        Binding("down", "keep", "Keep", show=False),
    ]

    @dataclass
    class Left(Message):
        """The focus is to go back to what is filtered."""

        filter_line: FilterLine

        @property
        def control(self) -> FilterLine:
            """The line that was left."""
            return self.filter_line

    def __init__(self, words: str, *, id: str, help: str | None = None) -> None:
        super().__init__(placeholder=words, id=id, compact=True, select_on_focus=False)
        self.display = False
        self.help_words = help

    def open(self) -> None:
        """Begin to type."""
        self.display = True
        self.focus()

    def action_keep(self) -> None:
        """Keep the filter and leave the line."""
        if not self.value:
            self.display = False
        self.post_message(self.Left(self))

    def action_close(self) -> None:
        """Take the filter away and leave the line."""
        self.value = ""
        self.action_keep()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()
