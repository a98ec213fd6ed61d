"""What pages of every kind are taken apart into, before anybody asks what is a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rubrics.importing.imported import Place


class Kind(StrEnum):
    """What a block is, as far as the form of its page says."""

    HEADING = "heading"
    QUESTION = "question"
    """A page that marks its questions as such."""
    LINE = "line"
    ITEM = "item"
    """Of a list."""
    CODE = "code"
    SKIPPED = "skipped"
    """It is no part of what the page says; ``why`` says what it is."""


@dataclass(frozen=True)
class Block:
    """A piece of a page.

    Attributes:
        place: where it stands.
        text: what it says, without the marks of its form.
        kind: what it is.
        level: of a heading, from 1; of an item of a list, how deep it lies, from 1.
        gap: whether there is an empty line before it.
        why: for what is skipped.
    """

    place: Place
    text: str
    kind: Kind
    level: int = 0
    gap: bool = False
    why: str = ""
