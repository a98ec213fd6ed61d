"""The editor in which an answer is written."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from rubrics.text import printable

LONGEST_LINE = 2000
"""Characters; a longer line of pasted text is broken, because laying it out at each key is slow."""


class AnswerEditor(TextArea, inherit_bindings=False):
    """A text area for an answer. What is pasted loses nothing but steering characters."""

    HELP = (
        "Write your answer here, as you would say it. It is kept on disk as you type. "
        "{interview.hand_in} hands it in."
    )

    # All but those that are on keys of the Interview screen.
    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in TextArea.BINDINGS
        if not (isinstance(binding, Binding) and binding.key in ("f6", "f7"))
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            id=id,
            soft_wrap=True,
            highlight_cursor_line=False,
        )

    def load(self, text: str) -> None:
        """Show a draft, with the cursor at its end."""
        self.load_text(fit_to_edit(text))
        self.move_cursor(self.document.end)

    def show_state(self, words: int, *, saved: bool, problem: bool) -> None:
        """Say in the border how much was written, and whether it is kept."""
        state = "NOT SAVED" if problem else "saved" if saved else "saving"
        title = f"your answer · {words:,} word{'' if words == 1 else 's'} · {state}"
        if self.border_title != title:
            self.border_title = title
            self.set_class(problem, "-not-saved")

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        await super()._on_paste(events.Paste(fit_to_edit(event.text)))


def fit_to_edit(text: str) -> str:
    """The text without steering characters and with no line longer than can be edited quickly."""
    lines = printable(text).split("\n")
    if max(map(len, lines)) <= LONGEST_LINE:
        return "\n".join(lines)
    return "\n".join(piece for line in lines for piece in _pieces(line))


def _pieces(line: str) -> list[str]:
    """The line cut where it is too long: after a space where there is one near."""
    pieces = []
    start = 0
    while len(line) - start > LONGEST_LINE:
        space = line.rfind(" ", start, start + LONGEST_LINE)
        cut = space + 1 if space > start else start + LONGEST_LINE
        pieces.append(line[start:cut])
        start = cut
    return [*pieces, line[start:]]
