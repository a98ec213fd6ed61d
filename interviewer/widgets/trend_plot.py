"""Averages of interviews with their intervals, and a small line of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from interviewer.widgets.signs import BAND_STYLES
from rubrics.grade import Band
from sessions.means import Mean, Source
from sessions.progress import Point, Series

AXIS = 5
"""Cells of the numbers at the left and of the line beside them."""

WIDEST = 6
"""Cells from one interview to the next at most."""


class Plot(Visual):
    """Lines that fit the width there is."""

    @abstractmethod
    def lines(self, width: int) -> Iterator[Content]:
        """The lines at this width."""

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lines = list(self.lines(width))[:height]
        return [strip for line in lines for strip in line.render_strips(width, 1, style, options)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width


@dataclass(frozen=True)
class TrendPlot(Plot):
    """A column for each interview and source: its sign at the mean, a line along the interval.

    Attributes:
        series: what is drawn.
        signs: by source.
        height: lines.
    """

    series: tuple[Series, ...]
    signs: Mapping[Source, str]
    height: int

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.height

    def lines(self, width: int) -> Iterator[Content]:
        """The lines at this width."""
        columns = self._columns(width - AXIS)
        if not columns:
            return
        scale = Scale.over([point.mean for _, point in columns], self.height - 2)
        ticks = scale.ticks()
        step = min(WIDEST, max(1, (width - AXIS) // len(columns)))
        for row in range(scale.rows):
            cells: list[tuple[str, str]] = []
            for source, point in columns:
                cells.append(self._cell(source, point.mean, row, scale))
                cells.append((" " * (step - 1), ""))
            label = ticks.get(row, "")
            yield Content.assemble((f"{label:>3} {'┤' if label else '│'}", "$quiet"), *cells)
        yield Content.styled("    └" + "─" * (width - AXIS), "$quiet")
        yield Content.styled(_days([point for _, point in columns], step, width), "$quiet")

    def _columns(self, room: int) -> list[tuple[Source, Point]]:
        """The newest points of all series for which there is room, the oldest first."""
        points = [(one.source, point) for one in self.series for point in one.points]
        points.sort(key=lambda pair: pair[1].at)
        return points[-room:] if room > 0 else []

    def _cell(self, source: Source, mean: Mean, row: int, scale: Scale) -> tuple[str, str]:
        if scale.row(mean.value) == row:
            return self.signs[source], f"bold {BAND_STYLES[Band.of(mean.value)]}"
        if mean.low is None or mean.high is None:
            return " ", ""
        within = scale.row(mean.high) <= row <= scale.row(mean.low)
        return ("│" if within else " "), "$quiet"


@dataclass(frozen=True)
class Scale:
    """Which score is on which row, from the top.

    Attributes:
        low, high: scores at the middle of the bottom row and of the top row.
    """

    low: float
    high: float
    rows: int

    @classmethod
    def over(cls, means: Sequence[Mean], rows: int) -> Scale:
        """A scale on which all of these are, in whole tens."""
        lows = [mean.value if mean.low is None else mean.low for mean in means]
        highs = [mean.value if mean.high is None else mean.high for mean in means]
        low, high = 10 * floor(min(lows) / 10), 10 * ceil(max(highs) / 10)
        if high - low < 20:
            low, high = max(0, high - 20), max(20, high)
        return cls(low, high, max(2, rows))

    def row(self, score: float) -> int:
        """The row of a score."""
        return round((self.high - score) * (self.rows - 1) / (self.high - self.low))

    def ticks(self) -> dict[int, str]:
        """Round scores by row, on every other row at most."""
        span = self.high - self.low
        step = next((one for one in (5, 10, 20, 25, 50) if 2 * span / one <= self.rows), 100)
        scores = range(0, 101, step)
        return {self.row(one): str(one) for one in scores if self.low <= one <= self.high}


def _days(points: Sequence[Point], step: int, width: int) -> str:
    """The day of the first point and of the last."""
    ends = [one.at.astimezone() for one in (points[0], points[-1])]
    first, last = (f"{day.day} {day:%b}" for day in ends)
    end = AXIS + step * (len(points) - 1) + 1
    line = " " * AXIS + first
    if end - len(last) > len(line):
        line = line.ljust(end - len(last)) + last
    return line[:width]


@dataclass(frozen=True)
class SmallTrend(Plot):
    """Three lines with the averages of the newest interviews of a series, joined by a line."""

    series: Series
    sign: str

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 3

    def lines(self, width: int) -> Iterator[Content]:
        """The lines at this width."""
        values = [point.mean.value for point in self.series.points][-max(2, (width - AXIS) // 2) :]
        scale = Scale.over([Mean(value, 1) for value in values], 3)
        rows = [scale.row(value) for value in values]
        for row in range(3):
            drawn = "".join(_joint(before, after, row) for before, after in pairwise(rows))
            end = self.sign if rows[-1] == row else " "
            label = f"{scale.high - row * (scale.high - scale.low) / 2:>3.0f}"
            yield Content.assemble(
                (f"{label} ┤", "$quiet"), (drawn, "$quiet"), (end, "bold $text-accent")
            )


def _joint(before: int, after: int, row: int) -> str:
    """Two cells of a row, on the way from one row to another."""
    if before == after:
        return "──" if row == before else "  "
    if row == before:
        return "─╯" if after < before else "─╮"
    if row == after:
        return " ╭" if after < before else " ╰"
    return " │" if min(before, after) < row < max(before, after) else "  "
