"""CSV and TSV as records, with or without a line of names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from rubrics.importing.columns import Columns, guess
from rubrics.importing.imported import EMPTY, Account, Place, SourceError
from rubrics.importing.records import Record, Table
from rubrics.importing.roles import looks_asked

SEPARATORS = (",", "\t", ";", "|")
LOOKED_AT = 50
MOST_COLUMNS = 200
LONGEST_NAME = 40
"""Characters of the name of a column."""

Row = tuple[Place, list[str]]


def read_table(text: str, name: str, told: Columns | None, separator: str | None = None) -> Table:
    """The records of a table.

    Args:
        text: the table.
        name: of its file.
        told: which columns hold what, where somebody said so.
        separator: between the cells; None where it is to be found out.

    Raises:
        SourceError: quotes or lines of it are broken.
    """
    account = Account()
    rows: list[Row] = []
    for place, cells in rows_of(text, name, separator or _separator(text)):
        if any(cell.strip() for cell in cells):
            rows.append((place, cells))
        else:
            account.ignored(place, "", EMPTY)
    # The usual width: a row with a stray separator makes no column.
    widths = Counter(len(cells) for _, cells in rows)
    width = max(widths, key=lambda cells: (widths[cells], cells), default=0)
    if rows and _is_head(rows[0][1], told):
        width = max(width, len(rows[0][1]))
    if width > MOST_COLUMNS:
        raise SourceError(
            f"{name} has {width:,} columns; at most {MOST_COLUMNS} are read.",
            "Nothing was read. Save the columns with questions and answers alone.",
        )
    names = [str(number) for number in range(1, width + 1)]
    if rows and _is_head(rows[0][1], told):
        place, head = rows.pop(0)
        account.heading(place, " | ".join(head), "names of the columns")
        names = _named(head, names)
    records = []
    for place, cells in rows:
        records.append(Record(place, dict(zip(names, cells, strict=False))))
        if more := " | ".join(cells[len(names) :]).strip():
            account.notice(f"more cells than there are columns: “{more}”", place)
    return Table(records, account)


def rows_of(text: str, name: str, separator: str) -> Iterator[Row]:
    """The rows of a table, each with its lines.

    Raises:
        SourceError: a quote is not closed, or a cell is too long.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            yield Place.line(before + 1, reader.line_num), cells
            before = reader.line_num
    except csv.Error as error:
        raise SourceError(
            f"{name}: line {before + 1}: {error}.",
            "Nothing was read. Mend the quotes there, or save the table as CSV anew.",
        ) from None


def _separator(text: str) -> str:
    """What separates cells: what makes most rows the same width, and them the widest."""
    sample = text.split("\n")[:LOOKED_AT]

    def fitness(separator: str) -> tuple[float, int]:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=separator) if cells]
        width, rows = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (rows / len(widths), width) if width > 1 else (0, 1)

    try:
        return max(SEPARATORS, key=fitness)
    except csv.Error:
        return ","


def _is_head(cells: Sequence[str], told: Columns | None) -> bool:
    """Whether the first row names the columns."""
    if told and any(name in cells for name in told.values()):
        return True
    short = all(len(cell) <= LONGEST_NAME and not looks_asked(cell) for cell in cells)
    return short and len(set(cells)) == len(cells) and (bool(guess(cells)) or len(cells) > 1)


def _named(head: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """The names of the columns; one without a name, or with that of another, has its number."""
    names: list[str] = []
    for index, number in enumerate(numbers):
        name = head[index].strip() if index < len(head) else ""
        names.append(name if name and name not in names else number)
    return names
