"""An answer, with the words lit that a mark rests on."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.signs import in_place
from rubrics.grade import Evidence

SHOWN_AT_MOST = 20_000
"""Characters; of a longer answer only so much is laid out, so that the screen stays quick."""

EVIDENCE = "$lit-foreground on $lit-background"
TERM = "bold underline $lit-foreground on $lit-background"


class LitAnswer(VerticalScroll):
    """A text that scrolls; ``light`` marks the evidence in it and the words that matched."""

    HELP = "The answer as it was handed in. What the chosen point was marked by is lit."

    def __init__(
        self, text: str, *, id: str | None = None, empty: str = "Nothing was written."
    ) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._text = ""
        self._content = Content()
        self._take(text)

    def compose(self) -> ComposeResult:
        yield Static(self._content, markup=False, classes="answer-text")

    def show(self, text: str) -> None:
        """Show another text, with nothing lit."""
        self._take(text)
        self.query_one(Static).update(self._content)
        self.scroll_home(animate=False)

    def light(self, evidence: Iterable[Evidence]) -> None:
        """Light these pieces and put out every other; the first of them comes into view."""
        pieces = sorted(evidence, key=lambda piece: piece.start)
        content = self._content
        for piece in pieces:
            content = content.stylize(EVIDENCE, piece.start, min(piece.end, self._shown))
            for start, end in piece.terms:
                content = content.stylize(TERM, start, min(end, self._shown))
        static = self.query_one(Static)
        static.update(content)
        if pieces and pieces[0].start < self._shown:
            width = max(1, static.content_size.width or self.size.width)
            line = self._content[: pieces[0].start + 1].get_height({}, width) - 1
            if not self.scroll_offset.y <= line < self.scroll_offset.y + max(1, self.size.height):
                self.scroll_to(y=max(0, line - 1), animate=False)

    def _take(self, text: str) -> None:
        self._text = text
        self._shown = min(len(text), SHOWN_AT_MOST)
        shown = in_place(text[:SHOWN_AT_MOST])
        if not text.strip():
            self._content = Content.styled(self._empty, "italic $quiet")
            self._shown = 0
        elif len(text) > SHOWN_AT_MOST:
            rest = f"\n… and {len(text) - SHOWN_AT_MOST:,} more characters, which an export holds."
            self._content = Content.assemble(shown, (rest, "italic $quiet"))
        else:
            self._content = Content(shown)
