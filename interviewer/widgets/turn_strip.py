"""All turns of an interview in one line: what was handed in, skipped, marked, and is to come."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from interviewer.widgets.signs import FLAG, turn_sign
from sessions.session import Turn

GAP = "   "


class TurnStrip(Static):
    """The turns around the open one, as many as the width holds."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._turns: tuple[Turn, ...] = ()
        self._now: int | None = None
        self._tell = True
        self._shown: tuple[object, ...] = ()

    def show(self, turns: Sequence[Turn], now: int | None, *, tell: bool) -> None:
        """Show these turns.

        Args:
            turns: in the order in which they are asked.
            now: id of the open one, or None.
            tell: whether results may be told; in an exam they may not.
        """
        self._turns, self._now, self._tell = tuple(turns), now, tell
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        items = [self._item(turn) for turn in self._turns]
        at = next((i for i, turn in enumerate(self._turns) if turn.id == self._now), 0)
        first, last = self._window([item.cell_length for item in items], at)
        shown = Content(GAP).join(items[first:last])
        if first > 0:
            shown = Content.styled("‹ ", "$quiet") + shown
        if last < len(items):
            shown = shown + Content.styled(" ›", "$quiet")
        key = (shown.plain, self._now)
        if key != self._shown:
            self._shown = key
            self.update(shown)

    def _item(self, turn: Turn) -> Content:
        flag = FLAG if turn.flagged else ""
        if turn.id == self._now:
            return Content.styled(f"{turn.label}{flag} now", "bold $text-accent")
        return Content.assemble((f"{turn.label}{flag} ", "$quiet"), turn_sign(turn, self._tell))

    def _window(self, widths: list[int], at: int) -> tuple[int, int]:
        """The slice of items around one of them that fits; it grows to both sides in turn."""
        if not widths:
            return 0, 0
        room = max(10, self.size.width - 4) - widths[at]
        first, last = at, at + 1
        grown = True
        while grown:
            grown = False
            if last < len(widths) and widths[last] + len(GAP) <= room:
                room -= widths[last] + len(GAP)
                last, grown = last + 1, True
            if first > 0 and widths[first - 1] + len(GAP) <= room:
                room -= widths[first - 1] + len(GAP)
                first, grown = first - 1, True
        return first, last
