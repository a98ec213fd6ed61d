"""A transcript with a cursor that goes from question to question and from mark to mark."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.visual import Visual

from interviewer.widgets.block_view import BlockView
from interviewer.widgets.mark_keys import MARK_KEYS
from interviewer.widgets.transcript_blocks import Block
from rubrics.grade import Verdict


class Transcript(BlockView, can_focus=True):
    """Blocks of text with a cursor that stands on a question or on a mark."""

    HELP = (
        "The whole interview. ↑ and ↓ scroll, ← and → go from question to question, "
        "{review.next_miss} and {review.miss_before} from miss to miss; the words that a point "
        "rests on light up. Enter opens the answer under the cursor, {review.replay} plays it as "
        "it was typed. A point can be marked here: {criterion.mark_met} met, "
        "{criterion.mark_partly} partly, {criterion.mark_missed} missed, {criterion.mark_wrong} "
        "wrong, {criterion.undo_mark} takes your mark back."
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
        *MARK_KEYS,
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

    @dataclass
    class Marked(Message):
        """The criterion under the cursor was given a verdict, or None took it back."""

        transcript: Transcript
        turn: int
        criterion: str
        verdict: Verdict | None

    @dataclass
    class ReasonAsked(Message):
        """A reason is to be given for the mark on the criterion under the cursor."""

        transcript: Transcript
        turn: int
        criterion: str

    @dataclass
    class Moved(Message):
        """The cursor stands on something else."""

        transcript: Transcript

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cursor: int | None = None

    # What is shown

    def show(self, blocks: Iterable[Block], *, stay: bool = False) -> None:
        """Show these blocks.

        Args:
            blocks: in order.
            stay: whether cursor and place are kept; otherwise it begins at the top.
        """
        at, y = self.target, self.scroll_offset.y
        self._cursor = None
        self._take(blocks)
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

    def looks(self, index: int) -> tuple[str, Visual, Hashable]:
        """A block under the cursor is lit, and in an answer what the mark there rests on."""
        block = self._blocks[index]
        if index == self._cursor or self._cursor is None:
            return "transcript--cursor" if index == self._cursor else "", block.visual, None
        at = self._blocks[self._cursor]
        if block.answer is None or not at.evidence or at.turn != block.answer.turn:
            return "", block.visual, None
        return "", block.answer.visual(at.evidence), self._cursor

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

    def action_mark(self, verdict: str) -> None:
        """Tell that the criterion under the cursor was marked; an empty verdict takes it back."""
        match self.target:
            case (int(turn), str(criterion)):
                own = Verdict(verdict) if verdict else None
                self.post_message(self.Marked(self, turn, criterion, own))

    def action_reason(self) -> None:
        """Tell that a reason is to be given for the criterion under the cursor."""
        match self.target:
            case (int(turn), str(criterion)):
                self.post_message(self.ReasonAsked(self, turn, criterion))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a criterion can be marked."""
        if action in ("mark", "reason"):
            return self.target is not None and self.target[1] is not None
        return True

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
        if index != self._cursor:
            self.post_message(self.Moved(self))
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
