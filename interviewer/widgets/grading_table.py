"""Gradings side by side: points are rows, gradings columns, the newest right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.theme import Theme
from textual.widgets import DataTable

from interviewer.widgets.signs import (
    BAND_STYLES,
    ORIGIN_SIGNS,
    VERDICT_STYLES,
    VERDICT_WORDS,
    number,
    one_line,
)
from interviewer.wording import GLYPHS
from sessions.side_by_side import Cell, Change, Column, Table

CHANGES: dict[Change, str] = {"": " ", "better": "↑", "worse": "↓", "other": "≠"}
COLUMN = 16
"""Cells of a column: as long as why it stands apart."""

POINTS = (22, 44)
"""Least and most cells for the points themselves."""


@dataclass(frozen=True)
class Head:
    """What stands over a column: two lines."""

    first: str
    second: str


class GradingTable(DataTable[Text], can_focus=True):
    """A table with a cursor that goes from column to column."""

    HELP = (
        "One column for each, the newest right. ← and → go from one to the next, Enter opens it. "
        "↑ is better and ↓ worse than the column left of it; ≠ says that the two are not to be "
        "compared, or differ. ✎ is your own mark."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_home", "First", show=False),
        Binding("end", "scroll_end", "Last", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            id=id,
            cursor_type="column",
            cursor_foreground_priority="renderable",
            fixed_columns=1,
            header_height=2,
        )
        self._table: Table | None = None
        self._heads: Sequence[Head] = ()
        self._scores = True
        self._shown_at = 0

    def on_mount(self) -> None:
        """Another theme has other colours."""
        self.app.theme_changed_signal.subscribe(self, self._recolour)

    def show(self, table: Table, heads: Sequence[Head], at: int, *, scores: Sequence[bool]) -> None:
        """Show these.

        Args:
            table: the gradings.
            heads: one for each.
            at: index of the one with the cursor.
            scores: of which of them the score may be told.
        """
        self._table, self._heads, self._told = table, heads, scores
        self._build(at)

    @property
    def at(self) -> int | None:
        """Index of the grading under the cursor."""
        count = 0 if self._table is None else len(self._table.columns)
        return min(max(0, self.cursor_column - 1), count - 1) if count else None

    def watch_cursor_coordinate(self, old: object, new: object) -> None:
        """The points have no cursor."""
        super().watch_cursor_coordinate(old, new)  # type: ignore[arg-type]
        if self.cursor_column == 0 and len(self.columns) > 1:
            self.move_cursor(column=1)

    def on_resize(self, event: events.Resize) -> None:
        """The points take what is left over."""
        if self._table is not None and self._points() != self._shown_at:
            self._build(self.at or 0)

    def _recolour(self, theme: Theme) -> None:
        if self._table is not None:
            self._build(self.at or 0)

    def _points(self) -> int:
        """Cells for the points: what is left over by as many columns as fit."""
        assert self._table is not None
        room = (self.size.width or self.app.size.width) - 2
        columns = min(len(self._table.columns), max(1, (room - POINTS[0]) // (COLUMN + 2)))
        return max(POINTS[0], min(POINTS[1], room - 2 - columns * (COLUMN + 2)))

    def _build(self, at: int) -> None:
        table = self._table
        assert table is not None
        self._shown_at = self._points()
        with self.prevent(DataTable.ColumnHighlighted):
            self.clear(columns=True)
            self.add_column("", width=self._shown_at)
            for head in self._heads:
                label = Text(f"{one_line(head.first, COLUMN)}\n{one_line(head.second, COLUMN)}")
                self.add_column(label, width=COLUMN)
            told = list(zip(table.columns, self._told, strict=True))
            self.add_row(Text("score"), *(self._score(one, tell) for one, tell in told))
            if len(table.columns) > 1:
                self.add_row(
                    Text("beside the one before", style=self._style("$quiet")),
                    *(self._compared(one, tell) for one, tell in told),
                    height=None,
                )
            for index, criterion in enumerate(table.criteria):
                words = Text.assemble(
                    one_line(criterion.expects, 200),
                    (f" {criterion.weight.value}", self._style("$quiet")),
                )
                self.add_row(
                    words, *(self._verdict(one.cells[index]) for one in table.columns), height=None
                )
        self.call_after_refresh(self.move_cursor, column=at + 1)

    def _score(self, column: Column, tell: bool) -> Text:
        turn = column.turn
        if turn.score is None or turn.band is None or turn.origin is None:
            return Text("! no score", style=self._style("$text-warning"))
        sign = ORIGIN_SIGNS[turn.origin]
        if not tell:
            return Text(f"{sign} later")
        words = f"{sign} {number(turn.score)} {turn.band.capitalize()}"
        return Text(words, style=self._style(BAND_STYLES[turn.band], "bold"))

    def _compared(self, column: Column, tell: bool) -> Text:
        if column.apart:
            words = f"≠ not comparable\n{column.apart}"
            return Text(words, style=self._style("$quiet"))
        if column.change is None or not tell:
            return Text("")
        if not column.change:
            return Text("= the same")
        better = column.change > 0
        style = self._style("$text-success" if better else "$text-error")
        return Text(f"{'↑ +' if better else '↓ −'}{abs(column.change):g}", style=style)

    def _verdict(self, cell: Cell) -> Text:
        if cell.verdict is None:
            return Text("–", style=self._style("$quiet"))
        change = f" {CHANGES[cell.change]}" if cell.change else ""
        own = " ✎" if cell.own else ""
        words = f"{GLYPHS[cell.verdict]} {VERDICT_WORDS[cell.verdict]}{own}{change}"
        bold = "bold" if cell.change else ""
        return Text(words, style=self._style(VERDICT_STYLES[cell.verdict], bold))

    def _style(self, colour: str, more: str = "") -> str:
        """A colour of the theme for Rich, which does not know themes."""
        known = Color.parse(self.app.theme_variables[colour.removeprefix("$")])
        return f"{more} {known.hex6}".strip()
