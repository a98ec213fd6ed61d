"""An answer, with the words lit that a mark rests on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.signs import in_place
from rubrics.grade import Evidence

SHOWN_AT_MOST = 20_000
"""Characters; of a longer answer only so much is laid out, so that the screen stays quick."""

EVIDENCE = "$lit-foreground on $lit-background"
ASIDE = "italic $text-accent"
TERM = "bold underline $lit-foreground on $lit-background"


def lit(content: Content, evidence: Iterable[Evidence], start: int, end: int) -> Content:
    """A text with the pieces of evidence lit that lie in it.

    Args:
        content: ``said[start:end]``, and whatever follows it.
        evidence: with places in all that was said.
    """
    for piece in evidence:
        for style, (left, right) in (
            (EVIDENCE, (piece.start, piece.end)),
            *((TERM, term) for term in piece.terms),
        ):
            left, right = max(left, start) - start, min(right, end) - start
            if left < right:
                content = content.stylize(style, left, right)
    return content


class LitAnswer(VerticalScroll):
    """A text that scrolls; ``light`` marks the evidence in it and the words that matched."""

    HELP = "The answer as it was handed in. What the chosen point was marked by is lit."

    def __init__(
        self, text: str, *, id: str | None = None, empty: str = "Nothing was written."
    ) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._text = ""
        self._asides: tuple[tuple[int, str], ...] = ()
        self._content = Content()
        self._take(text, ())

    def compose(self) -> ComposeResult:
        yield Static(self._content, markup=False, classes="answer-text")

    def show(self, text: str, asides: Iterable[tuple[int, str]] = ()) -> None:
        """Show another text, with nothing lit.

        Args:
            text: what can be lit.
            asides: words of others that stand at places of it, in order; they are never lit.
        """
        self._take(text, tuple(asides))
        self.query_one(Static).update(self._content)
        self.scroll_home(animate=False)

    def light(self, evidence: Iterable[Evidence]) -> None:
        """Light these pieces and put out every other; the first of them comes into view."""
        pieces = sorted(evidence, key=lambda piece: piece.start)
        content = self._content
        for piece in pieces:
            content = self._lit(content, EVIDENCE, piece.start, piece.end)
            for start, end in piece.terms:
                content = self._lit(content, TERM, start, end)
        static = self.query_one(Static)
        static.update(content)
        if pieces and pieces[0].start < self._shown:
            width = max(1, static.content_size.width or self.size.width)
            line = self._content[: self._place(pieces[0].start) + 1].get_height({}, width) - 1
            if not self.scroll_offset.y <= line < self.scroll_offset.y + max(1, self.size.height):
                self.scroll_to(y=max(0, line - 1), animate=False)

    def _lit(self, content: Content, style: str, start: int, end: int) -> Content:
        """The content with a piece of the text lit, and none of the asides in it."""
        end = min(end, self._shown)
        edges = [start, *(at for at, _ in self._asides if start < at < end), end]
        for left, right in pairwise(edges):
            place = self._place(left)
            content = content.stylize(style, place, place + right - left)
        return content

    def _place(self, at: int) -> int:
        """Where a character of the text stands among the asides."""
        return at + sum(len(aside) for place, aside in self._asides if place <= at)

    def _take(self, text: str, asides: tuple[tuple[int, str], ...]) -> None:
        self._text = text
        self._asides = asides
        self._shown = min(len(text), SHOWN_AT_MOST)
        shown = self._laid_out(in_place(text[:SHOWN_AT_MOST]))
        if not text.strip():
            self._content = Content.styled(self._empty, "italic $quiet")
            self._shown = 0
        elif len(text) > SHOWN_AT_MOST:
            rest = f"\n… and {len(text) - SHOWN_AT_MOST:,} more characters, which an export holds."
            self._content = Content.assemble(shown, (rest, "italic $quiet"))
        else:
            self._content = shown

    def _laid_out(self, text: str) -> Content:
        """The text with the asides in their places."""
        parts: list[str | tuple[str, str]] = []
        done = 0
        for at, aside in self._asides:
            parts += (text[done:at], (aside, ASIDE))
            done = at
        return Content.assemble(*parts, text[done:])
