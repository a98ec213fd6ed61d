"""Dialogs: a choice between a few things, a line and a note to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramDialog
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import in_place, one_line


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what it is called inside, and how it is shown."""

    value: str
    label: str


class ChoiceDialog(ProgramDialog[str | None]):
    """Asks for one of a few things. The result is the value chosen, or None after Esc.

    Args:
        title: what it is about, in a few words.
        text: what there is to know, in one line or more.
        choices: the first one has the cursor.
        hide: whether what lies below may not be seen.
    """

    WORDS = "Choose with ↑ and ↓ and Enter, or click. Esc goes back."
    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", tooltip="Go back, change nothing"),
    ]

    def __init__(
        self, title: str, text: str, choices: Sequence[Choice], *, hide: bool = False
    ) -> None:
        super().__init__(classes="hiding" if hide else None)
        self._title = title
        self._text = text
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(one_line(self._title)), classes="dialog-title", markup=False)
            if self._text:
                lines = (one_line(line, 2000) for line in self._text.splitlines())
                yield Static(Content("\n".join(lines)), markup=False)
            yield OptionList(
                *(
                    Option(Content(one_line(choice.label)), id=choice.value)
                    for choice in self._choices
                ),
                markup=False,
                compact=True,
            )
        yield KeyBar()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Go back without a choice."""
        self.dismiss(result)


class LineDialog(ProgramDialog[str | None]):
    """One line to write. The result is its text, or None after Esc.

    Args:
        title: what it is about, in a few words.
        text: what there is to know.
        line: what is there already.
    """

    WORDS = "Enter keeps what you wrote, Esc leaves it as it was."
    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "keep", "Keep", "Keep it", "note.keep"),
        Binding("escape", "dismiss", "Leave", tooltip="Leave it as it was"),
    ]

    def __init__(self, title: str, text: str, line: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._line = line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(one_line(self._title)), classes="dialog-title", markup=False)
            yield Static(Content(one_line(self._text, 2000)), markup=False)
            yield Input(
                one_line(self._line, 2000),
                placeholder="one line, or nothing",
                compact=True,
                select_on_focus=False,
            )
        yield KeyBar()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Hand the line back."""
        self.dismiss(" ".join(self.query_one(Input).value.split()))

    async def action_dismiss(self, result: str | None = None) -> None:
        """Leave the line as it was."""
        self.dismiss(result)


class NoteDialog(ProgramDialog[str | None]):
    """A note to write. The result is its text, or None when it stays as it was."""

    WORDS = "A note of your own on this answer. {note.keep} keeps it, Esc leaves it as it was."
    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "keep", "Keep", "Keep it", "note.keep"),
        Binding("escape", "dismiss", "Back", tooltip="Leave it as it was"),
    ]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Your note", classes="dialog-title")
            yield TextArea(in_place(self._note), highlight_cursor_line=False)
        yield KeyBar()

    def action_keep(self) -> None:
        """Hand the note back."""
        self.dismiss(self.query_one(TextArea).text)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Leave the note as it was."""
        self.dismiss(result)
