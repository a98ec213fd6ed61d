"""A transcript that scrolls: what is to be seen is laid out at once, the rest bit by bit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from interviewer.widgets.transcript_blocks import Block

SLICE = 30_000
"""Characters that are laid out at one go; that takes some ten milliseconds."""


class Transcript(ScrollView, can_focus=True):
    """Blocks of text with a cursor that stands on a question or on a mark."""

    HELP = (
        "The whole interview. ↑ and ↓ scroll, ← and → go from question to question, "
        "{review.next_miss} and {review.miss_before} from miss to miss. Enter opens the answer "
        "under the cursor with its marks, {review.replay} plays it as it was typed."
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {"transcript--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False),
        Binding(
            "right",
            "question(1)",
            "Next question",
            show=False,
            tooltip="Go to the next question",
            id="transcript.next_question",
        ),
        Binding(
            "left",
            "question(-1)",
            "Previous question",
            show=False,
            tooltip="Go to the question before",
            id="transcript.previous_question",
        ),
    ]

    @dataclass
    class Opened(Message):
        """The turn under the cursor is to be opened, at a criterion where it stands on one."""

        transcript: Transcript
        turn: int
        criterion: str | None

        @property
        def control(self) -> Transcript:
            """Where it happened."""
            return self.transcript

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: list[Block] = []
        self._starts: list[int] = []
        self._lines = 0
        self._cursor: int | None = None
        self._rendered: dict[tuple[int, bool], list[Strip]] = {}
        self._width = 0

    # What is shown

    def show(self, blocks: Iterable[Block], *, stay: bool = False) -> None:
        """Show these blocks.

        Args:
            blocks: in order.
            stay: whether cursor and place are kept; otherwise it begins at the top.
        """
        at, y = self.target, self.scroll_offset.y
        self._blocks = list(blocks)
        self._cursor = None
        self._lay_out_anew()
        if stay:
            self._lay_out(until_line=y + self.size.height)
            self.scroll_to(y=y, animate=False)
        else:
            self.scroll_to(y=0, animate=False)
        places = {
            (block.turn, block.criterion): index
            for index, block in enumerate(self._blocks)
            if block.stop
        }
        self._move_to(places.get(at or (None, None)) if stay else None)
        if self._cursor is None:
            self._move_to(next(iter(places.values()), None))

    @property
    def target(self) -> tuple[int, str | None] | None:
        """Turn and criterion under the cursor."""
        if self._cursor is None:
            return None
        block = self._blocks[self._cursor]
        return None if block.turn is None else (block.turn, block.criterion)

    @property
    def misses(self) -> int:
        """How many misses it tells of."""
        return sum(block.miss for block in self._blocks)

    @property
    def laid_out(self) -> bool:
        """Whether all of it is laid out."""
        return len(self._starts) == len(self._blocks)

    # Moving

    def go_to_miss(self, step: int) -> bool:
        """Go to the next miss, or with -1 to the one before; past the end it begins anew.

        Returns:
            Whether there is a miss at all.
        """
        return self._go([i for i, block in enumerate(self._blocks) if block.miss], step)

    def go_to(self, turn: int, criterion: str | None = None) -> None:
        """Go to a question, or to the mark on one of its points; stay where it is not to be seen.

        Args:
            turn: id of the turn.
            criterion: id of the criterion, or None.
        """
        places = {
            (block.turn, block.criterion): i for i, block in enumerate(self._blocks) if block.stop
        }
        place = places.get((turn, criterion), places.get((turn, None)))
        if place is not None:
            self._move_to(place, scroll=False)
            # A text that is new has no scroll bar before the refresh, and cannot be scrolled.
            self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        self._move_to(self._cursor)

    def action_question(self, step: int) -> None:
        """Go to the question so many after this one."""
        heads = [i for i, one in enumerate(self._blocks) if one.stop and one.criterion is None]
        if step < 0 and self._cursor not in heads:
            step = 0  # from a mark first back to its own question
        at = max((i for i in heads if self._cursor is not None and i <= self._cursor), default=None)
        if at is not None:
            place = min(max(0, heads.index(at) + step), len(heads) - 1)
            self._move_to(heads[place], top=True)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.target is not None:
            self.post_message(self.Opened(self, *self.target))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click opens."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = self._block_at(self.scroll_offset.y + offset.y)
        while index is not None and index > 0 and not self._blocks[index].stop:
            index -= 1
        if index is not None and self._blocks[index].stop:
            self._move_to(index, scroll=False)
            if event.chain == 2:
                self.action_open()

    def _go(self, places: list[int], step: int) -> bool:
        if not places:
            return False
        at = -1 if self._cursor is None else self._cursor
        after = [place for place in places if place > at]
        before = [place for place in places if place < at]
        if step > 0:
            self._move_to(after[0] if after else places[0])
        else:
            self._move_to(before[-1] if before else places[-1])
        return True

    def _move_to(self, index: int | None, *, scroll: bool = True, top: bool = False) -> None:
        if index is None:
            return
        self._cursor = index
        self._lay_out(until_block=index + 1)
        self.refresh()
        if not scroll or index >= len(self._starts):
            return
        start, y, height = self._starts[index], self.scroll_offset.y, self.size.height
        end = self._starts[index + 1] if index + 1 < len(self._starts) else self._lines
        if top or not (y <= start and end <= y + height):
            self.scroll_to(y=max(0, start - (1 if top else height // 3)), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The cursor stays where it can be seen."""
        super().watch_scroll_y(old_value, new_value)
        if self._cursor is None or round(old_value) == round(new_value):
            return
        y = round(new_value)
        if (
            self._cursor < len(self._starts)
            and y <= self._starts[self._cursor] < y + self.size.height
        ):
            return
        first = self._block_at(y)
        if first is None:
            return
        last = self._block_at(y + self.size.height - 1) or first
        seen = [i for i in range(first, last + 1) if self._blocks[i].stop and self._starts[i] >= y]
        above = [i for i in range(first, -1, -1) if self._blocks[i].stop]
        self._move_to((seen or above or [self._cursor])[0], scroll=False)

    # Laying out

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
            lit = index == self._cursor
            strips = self._strips(index, lit)
            at = line - self._starts[index]
            if at < len(strips):
                return strips[at]
        return Strip.blank(width, self.visual_style.rich_style)

    def _strips(self, index: int, lit: bool) -> list[Strip]:
        strips = self._rendered.get((index, lit))
        if strips is None:
            style = self.get_visual_style("transcript--cursor") if lit else self.visual_style
            visual = self._blocks[index].visual
            strips = [
                strip.extend_cell_length(self._width, style.rich_style)
                for strip in Visual.to_strips(self, visual, self._width, None, style)
            ]
            self._rendered[index, lit] = strips
        return strips
