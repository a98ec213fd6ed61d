"""A bar on stderr while many things are gone through, where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

FEW = 50
"""So many are done before a bar could be read."""


def counting(things: Sequence[Thing], name: str) -> Iterator[Thing]:
    """Each of them in order; a bar tells how many of how many, if stderr is a terminal.

    Args:
        things: what is gone through.
        name: what they are, in the plural.
    """
    if len(things) <= FEW or not sys.stderr.isatty():
        yield from things
        return
    from interviewer.bulk.bar import Bar

    done = 0
    with Bar(lambda _: f"{done:,} of {len(things):,} {name}") as bar:
        for done, thing in enumerate(things):
            bar.move(done, 0, len(things))
            yield thing
