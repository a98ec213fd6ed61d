"""Gradings side by side: points are rows, gradings columns, the newest right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from interviewer.widgets.mark_lines import verdict_text
from interviewer.widgets.signs import (
    BAND_STYLES,
    ORIGIN_SIGNS,
    VERDICT_STYLES,
    number,
    one_line,
)
from sessions.side_by_side import Cell, Change, Column, Table

CHANGES: dict[Change, str] = {"": "", "better": " ↑", "worse": " ↓", "other": " ≠"}
COLUMN = 16
"""Cells of a column: as long as a date with its time, and as ``≠ not comparable``."""

GAP = 2
POINTS = (22, 44)
"""Least and most cells for the points themselves."""

CURSOR = "on $block-cursor-blurred-background"


@dataclass(frozen=True)
class Shown:
    """A grading as it is shown.

    Attributes:
        heads: two lines that stand over it.
        column: what it came to.
        tell: whether its score may be told.
    """

    heads: tuple[str, str]
    column: Column
    tell: bool


@dataclass(frozen=True)
class Grid(Visual):
    """Points, and beside them as many columns as fit; one of them is lit.

    Attributes:
        points: what stands left, row by row.
        columns: row by row, a text of a line or two.
        lit: index of the one with the cursor.
    """

    points: tuple[Content, ...]
    columns: tuple[tuple[Content, ...], ...]
    lit: int

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        room = points_room(width, len(self.columns))
        strips: list[Strip] = []
        for index, point in enumerate(self.points):
            left = [
                line.adjust_cell_length(room, style.rich_style)
                for line in point.render_strips(room, None, style, options)
            ]
            cells = [column[index].split("\n") for column in self.columns]
            for line in range(max(len(left), *(len(cell) for cell in cells))):
                parts = [left[line] if line < len(left) else Strip.blank(room, style.rich_style)]
                for place, cell in enumerate(cells):
                    text = cell[line] if line < len(cell) else Content()
                    text = Content(" ") + text.truncate(COLUMN, ellipsis=True, pad=True) + " "
                    lit = text.stylize_before(CURSOR) if place == self.lit else text
                    parts += lit.render_strips(COLUMN + GAP, 1, style, options)
                strips.append(Strip.join(parts))
        return strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        room = points_room(width, len(self.columns))
        return sum(
            max(
                point.get_height(rules, room),
                *(column[index].plain.count("\n") + 1 for column in self.columns),
            )
            for index, point in enumerate(self.points)
        )


def columns_room(width: int) -> int:
    """How many columns fit."""
    return max(1, (width - POINTS[0]) // (COLUMN + GAP))


def points_room(width: int, columns: int) -> int:
    """Cells for the points beside so many columns."""
    return max(1, min(POINTS[1], width - columns * (COLUMN + GAP)))


class GradingTable(VerticalScroll, can_focus=True):
    """A table with a cursor that goes from column to column."""

    HELP = (
        "One column for each, the newest right. ← and → go from one to the next, Enter opens it. "
        "↑ is better and ↓ worse than the column left of it; ≠ says that the two are not to be "
        "compared, or differ. ✎ is your own mark."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Column before", show=False),
        Binding("right", "go(1)", "Next column", show=False),
        Binding("home", "go(-1000)", "First column", show=False),
        Binding("end", "go(1000)", "Last column", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another column."""

        table: GradingTable

    @dataclass
    class Opened(Message):
        """The column under the cursor is to be opened."""

        table: GradingTable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table = Table((), ())
        self._shown: Sequence[Shown] = ()
        self._at = 0
        self._first = 0

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(
        self,
        table: Table,
        heads: Sequence[tuple[str, str]],
        at: int,
        *,
        scores: Sequence[bool],
    ) -> None:
        """Show these.

        Args:
            table: the gradings.
            heads: two lines over each.
            at: index of the one with the cursor.
            scores: of which of them the score may be told.
        """
        self._table = table
        self._shown = [Shown(*parts) for parts in zip(heads, table.columns, scores, strict=True)]
        self._at = at
        self._paint()

    @property
    def at(self) -> int | None:
        """Index of the grading under the cursor."""
        return self._at if self._shown else None

    @property
    def texts(self) -> list[list[str]]:
        """What each column says below its heads, row by row."""
        return [[cell.plain for cell in self._cells(one)[1:]] for one in self._shown]

    def action_go(self, step: int) -> None:
        """Go so many columns on, to the first or the last at most."""
        self._move_to(self._at + step)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self._shown:
            self.post_message(self.Opened(self))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click opens."""
        offset = event.get_content_offset(self)
        if offset is None or not self._shown:
            return
        width = self.scrollable_content_region.width
        count = len(self._visible)
        column = (offset.x - points_room(width, count)) // (COLUMN + GAP)
        if 0 <= column < count:
            self._move_to(self._first + column)
            if event.chain == 2:
                self.action_open()

    def on_resize(self) -> None:
        """Other columns fit."""
        self._paint()

    @property
    def _visible(self) -> Sequence[Shown]:
        width = self.scrollable_content_region.width
        return self._shown[self._first : self._first + columns_room(width)]

    def _move_to(self, index: int) -> None:
        at = min(max(0, index), len(self._shown) - 1)
        if self._shown and at != self._at:
            self._at = at
            self._paint()
            self.post_message(self.Moved(self))

    def _paint(self) -> None:
        """Paint the columns that fit, the one under the cursor among them."""
        room = columns_room(self.scrollable_content_region.width)
        last = max(0, len(self._shown) - room)
        self._first = min(max(self._first, self._at - room + 1), self._at, last)
        columns = tuple(self._cells(one) for one in self._visible)
        if columns:
            grid = Grid(tuple(self._points()), columns, self._at - self._first)
            self.query_one(Static).update(grid)

    def _points(self) -> list[Content]:
        before = self._first
        more = f"‹ {before} before" if before else ""
        after = len(self._shown) - before - len(self._visible)
        more = " · ".join(filter(None, (more, f"{after} after ›" if after else "")))
        points = [Content.styled(more, "$quiet"), Content("score")]
        if len(self._shown) > 1:
            points.append(Content.styled("beside the one before", "$quiet"))
        for criterion in self._table.criteria:
            words = one_line(criterion.expects, 200)
            points.append(Content.assemble(words, (f" {criterion.weight.value}", "$quiet")))
        return points

    def _cells(self, shown: Shown) -> tuple[Content, ...]:
        first, second = (one_line(head, COLUMN) for head in shown.heads)
        cells = [Content.assemble((first, "bold"), (f"\n{second}", "$quiet")), _score(shown)]
        if len(self._shown) > 1:
            cells.append(_compared(shown))
        return (*cells, *(_verdict(cell) for cell in shown.column.cells))


def _score(shown: Shown) -> Content:
    turn = shown.column.turn
    if turn.score is None or turn.band is None or turn.origin is None:
        return Content.styled("! no score", "$text-warning")
    sign = ORIGIN_SIGNS[turn.origin]
    if not shown.tell:
        return Content(f"{sign} later")
    words = f"{sign} {number(turn.score)} {turn.band.capitalize()}"
    return Content.styled(words, f"bold {BAND_STYLES[turn.band]}")


def _compared(shown: Shown) -> Content:
    """How the score stands to that of the column left of it."""
    column = shown.column
    if column.apart:
        return Content.styled(f"≠ not comparable\n{column.apart}", "$quiet")
    if column.change is None or not shown.tell:
        return Content()
    if not column.change:
        return Content("= the same")
    if column.change > 0:
        return Content.styled(f"↑ +{column.change:g}", "$text-success")
    return Content.styled(f"↓ −{-column.change:g}", "$text-error")


def _verdict(cell: Cell) -> Content:
    if cell.verdict is None:
        return Content.styled("–", "$quiet")
    words = f"{verdict_text(cell.verdict)}{' ✎' if cell.own else ''}{CHANGES[cell.change]}"
    bold = "bold " if cell.change else ""
    return Content.styled(words, f"{bold}{VERDICT_STYLES[cell.verdict]}")
