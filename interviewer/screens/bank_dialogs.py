"""What the Banks screen shows over itself: what is wrong with a bank, and what was imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramDialog
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import in_place, one_line
from rubrics.checking import Finding


class FindingsDialog(ProgramDialog[str | None]):
    """What is to be looked at in a bank. The result is the question chosen, or None after Esc.

    Args:
        title: of the bank, and how much there is.
        findings: each with ``file:line``.
    """

    WORDS = "Everything that checking found, with its place. Enter goes to the question."
    CSS_PATH = "banks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", tooltip="Go back"),
    ]

    def __init__(self, title: str, findings: Sequence[tuple[str, Finding]]) -> None:
        super().__init__()
        self._title = title
        self._findings = findings

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(one_line(self._title)), classes="dialog-title", markup=False)
            yield OptionList(
                *(Option(_finding(where, one)) for where, one in self._findings), markup=False
            )
        yield KeyBar()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._findings[event.option_index][1].question)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Go back."""
        self.dismiss(result)


def _finding(where: str, finding: Finding) -> Content:
    place = where.rsplit("/", 1)[-1]
    return Content.assemble(
        (f"{one_line(place, 80)} ", "$quiet"),
        (f"{one_line(finding.question, 64)}: ", "bold"),
        one_line(finding.text, 400),
    )


class ImportDialog(ProgramDialog[bool]):
    """What would be imported. The result is whether it is to be written.

    Args:
        title: of the new bank.
        lines: the preview.
        what: what will be done.
    """

    WORDS = (
        "What was read: each section with how many and the first of them, and what is in no "
        "question, with the reason. {import.write} makes a bank of it, Esc writes nothing."
    )
    CSS_PATH = "banks.tcss"
    AUTO_FOCUS = "#read"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n,enter", "write", "Write", "Make a bank of it", "import.write"),
        Binding("escape", "dismiss", "Leave", tooltip="Write nothing"),
    ]

    def __init__(self, title: str, lines: Sequence[str], what: str) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._what = what

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(one_line(self._title)), classes="dialog-title", markup=False)
            with VerticalScroll(id="read"):
                text = in_place("\n".join(self._lines))
                yield Static(Content(text), markup=False)
            yield Static(Content(one_line(self._what, 600)), id="what", markup=False)
        yield KeyBar()

    def action_write(self) -> None:
        """Have it written."""
        self.dismiss(True)

    async def action_dismiss(self, result: bool | None = None) -> None:
        """Write nothing."""
        self.dismiss(bool(result))
