"""What the docs say in their tables, to be compared with what the tests see."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def table(name: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without the row that names the columns."""
    text = (DOCS / name).read_text(encoding="utf-8")
    _, _, below = re.split(rf"^(#+ {re.escape(heading)})$", text, maxsplit=1, flags=re.MULTILINE)
    lines = iter(below.splitlines())
    head = next(line for line in lines if line.startswith("|"))
    assert head
    rows = takewhile(lambda line: line.startswith("|"), lines)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows][1:]
