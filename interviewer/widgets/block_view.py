"""Blocks of text that scroll: what is to be seen is laid out at once, the rest bit by bit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from typing import cast

from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from interviewer.widgets.transcript_blocks import Block

SLICE = 30_000
"""Characters that are laid out at one go; that takes some ten milliseconds."""


class BlockView(ScrollView):
    """Shows blocks; which of them are lit, and how, is for others to say."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: list[Block] = []
        self._starts: list[int] = []
        self._lines = 0
        self._rendered: dict[Hashable, list[Strip]] = {}
        self._width = 0

    @property
    def laid_out(self) -> bool:
        """Whether all of it is laid out."""
        return len(self._starts) == len(self._blocks)

    def looks(self, index: int) -> tuple[str, Visual, Hashable]:
        """How a block looks now.

        Returns:
            The component class of its style, or nothing; what is shown; and what tells this look
            of the block from its other ones.
        """
        return "", self._blocks[index].visual, None

    def _take(self, blocks: Iterable[Block]) -> None:
        """Show these blocks from now on."""
        self._blocks = list(blocks)
        self._lay_out_anew()

    def on_resize(self) -> None:
        """At another width, lines break elsewhere."""
        width = self.scrollable_content_region.width
        if width and width != self._width:
            y = self.scroll_offset.y
            top = self._block_at(y)
            self._lay_out_anew()
            if top is not None and y:
                self._lay_out(until_block=top + 1)
                self.scroll_to(y=self._starts[top], animate=False)

    def notify_style_update(self) -> None:
        """Under another theme, colours are others."""
        super().notify_style_update()
        self._rendered.clear()
        self.refresh()

    def _lay_out_anew(self) -> None:
        self._starts, self._lines = [], 0
        self._rendered.clear()
        self._width = self.scrollable_content_region.width
        self._lay_out(until_line=self.size.height)
        self.refresh()
        self.call_after_refresh(self._lay_out_more)

    def _lay_out_more(self) -> None:
        """Lay out a slice, and the next one when the screen has had its turn."""
        if not self.laid_out and self._width:
            self._lay_out(characters=SLICE)
            self.call_after_refresh(self._lay_out_more)

    def _lay_out(self, *, until_line: int = 0, until_block: int = 0, characters: int = 0) -> None:
        if not self._width:
            return
        rules = cast(RulesMap, self.styles)
        while len(self._starts) < len(self._blocks) and (
            self._lines < until_line or len(self._starts) < until_block or characters > 0
        ):
            block = self._blocks[len(self._starts)]
            self._starts.append(self._lines)
            self._lines += block.visual.get_height(rules, self._width)
            characters -= block.size + 1
        size = Size(self._width, self._lines)
        if size != self.virtual_size:
            self.virtual_size = size

    def _block_at(self, line: int) -> int | None:
        """Index of the block on this line, or the last one where it lies below them all."""
        return bisect_right(self._starts, line) - 1 if self._starts else None

    def render_line(self, y: int) -> Strip:
        """One line of what is to be seen."""
        line = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        index = self._block_at(line)
        if index is not None and line < self._lines:
            strips = self._strips(index)
            at = line - self._starts[index]
            if at < len(strips):
                return strips[at]
        return Strip.blank(width, self.visual_style.rich_style)

    def _strips(self, index: int) -> list[Strip]:
        component, visual, look = self.looks(index)
        strips = self._rendered.get((index, component, look))
        if strips is None:
            style = self.get_visual_style(component) if component else self.visual_style
            strips = [
                strip.extend_cell_length(self._width, style.rich_style)
                for strip in Visual.to_strips(self, visual, self._width, None, style)
            ]
            self._rendered[index, component, look] = strips
        return strips
