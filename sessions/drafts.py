"""The journal of a draft: each state as what changed since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class DraftStep(NamedTuple):
    """One change of a draft.

    Attributes:
        at: seconds on the question's clock.
        position: where it happened, in code points from the beginning.
        removed: how many code points went there.
        inserted: what came in their place.
    """

    at: float
    position: int
    removed: int
    inserted: str

    def apply(self, text: str) -> str:
        """The text after the change."""
        return text[: self.position] + self.inserted + text[self.position + self.removed :]


def well_formed(text: str) -> str:
    """The text as it can be kept and sent: a half character, which is no text, becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        # By way of UTF-16 the two halves of one character find each other again.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def step(before: str, after: str, at: float) -> DraftStep | None:
    """The smallest single change that leads from one text to another; None where they are equal."""
    if before == after:
        return None
    start = _common(before, after)
    ends = min(len(before), len(after)) - start
    tail = _common(before[len(before) - ends :][::-1], after[len(after) - ends :][::-1])
    return DraftStep(
        at, start, len(before) - start - tail, after[start : len(after) - tail if tail else None]
    )


def fold(steps: Iterable[DraftStep]) -> str:
    """The text that a journal leads to."""
    text = ""
    for change in steps:
        text = change.apply(text)
    return text


def states(steps: Iterable[DraftStep]) -> Iterator[str]:
    """The text after each step, as a replay shows it."""
    text = ""
    for change in steps:
        text = change.apply(text)
        yield text


def _common(one: str, other: str) -> int:
    """How many code points two texts share at their beginning, by halving: texts may be long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
