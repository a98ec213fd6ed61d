"""Tables on a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from interviewer.calibration.details import details
from interviewer.calibration.outcome import Outcome
from interviewer.calibration.tables import Table, side_by_side

COLUMNS = 80
GRADERS_IN_A_ROW = 3
GAP = 2
CELL = 17
"""Characters of a cell over which there is a grader's name."""


def lines(outcome: Outcome) -> Iterator[str]:
    """The whole calibration: graders side by side, three at once, then each in detail."""
    results = outcome.results
    for first in range(0, len(results), GRADERS_IN_A_ROW):
        some = results[first : first + GRADERS_IN_A_ROW]
        room = COLUMNS if len(some) == 1 else CELL
        yield from _lines(side_by_side(outcome, some), room)
    for result in results:
        for table in details(result):
            yield ""
            yield from _lines(table, COLUMNS)


def _lines(table: Table, name_room: int) -> Iterator[str]:
    """A table, its columns as wide as they have to be.

    Args:
        table: what to show.
        name_room: characters for a name over a column.
    """
    head = tuple(_clipped(name, name_room) for name in table.head)
    whole = [row for row in (head, *table.rows) if len(row) == len(head)]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    yield from wrap(table.title, COLUMNS)
    yield _line(head, widths)
    for row in table.rows:
        yield _line(row, widths)
    for note in table.notes:
        yield from wrap(note, COLUMNS, subsequent_indent="  ")


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    if len(row) == 1:
        return row[0]
    indented = (f" {row[0]}" if row[0] else "", *row[1:])
    padded = (cell.ljust(width + GAP) for cell, width in zip(indented, widths, strict=True))
    return "".join(padded).rstrip()


def _clipped(name: str, room: int) -> str:
    """A name, or what stands behind its last slash where it is too long."""
    if len(name) <= room:
        return name
    last = name.rpartition("/")[2]
    return last if len(last) <= room else f"{last[: room - 1]}…"
