"""A rubric: the points that a good answer makes, each of which can be checked alone."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

Identifier = Annotated[str, StringConstraints(pattern=r"^\w[\w.:-]*$", max_length=64)]
"""A letter or digit, then letters, digits, ``_``, ``-``, ``.`` or ``:``; 64 characters at most."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""Text of 1 to 2,000 characters, without white space at its ends."""


class Weight(StrEnum):
    """How much a criterion counts. A bonus can only raise a score."""

    ESSENTIAL = "essential"
    IMPORTANT = "important"
    BONUS = "bonus"

    @property
    def points(self) -> int:
        """The share of the criterion in the score: 3, 2 or 1."""
        return _POINTS[self]


_POINTS = {Weight.ESSENTIAL: 3, Weight.IMPORTANT: 2, Weight.BONUS: 1}


class Shape(StrEnum):
    """How the signals of a criterion make the point.

    ``all``: every signal. ``any``: any ``need`` of them. ``ordered``: every one, in the order
    given. ``trade-off``: one signal a side, and both sides. ``story``: a part of a story that
    the candidate tells of themselves; every signal.
    """

    ALL = "all"
    ANY = "any"
    ORDERED = "ordered"
    TRADE_OFF = "trade-off"
    STORY = "story"


class Frozen(BaseModel):
    """A value: checked when it is made, never changed, with no field that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(Frozen):
    """One thing that a good answer says.

    Attributes:
        id: stable within its rubric; verdicts are matched to criteria by it.
        expects: the point, as one sentence that can be checked alone.
        weight: essential, important or bonus.
        shape: how the signals make the point.
        need: with shape ``any``, how many of the signals; otherwise absent.
        signals: for the offline estimate only: ideas, each a tuple of phrases that express it.
            A model never sees them. Without any, the estimate reads the words of ``expects``.
    """

    id: Identifier
    expects: Line
    weight: Weight = Weight.IMPORTANT
    shape: Shape = Shape.ALL
    need: Annotated[int, Field(ge=1)] | None = None
    signals: tuple[tuple[Line, ...], ...] = ()

    @field_validator("signals", mode="before")
    @classmethod
    def _split(cls, signals: object) -> object:
        """A signal may be written as one line, its phrases separated by ``|``."""
        if not isinstance(signals, list | tuple):
            return signals
        return tuple(
            tuple(part for phrase in idea.split("|") if (part := phrase.strip()))
            if isinstance(idea, str)
            else idea
            for idea in signals
        )

    @model_validator(mode="after")
    def _shape_fits(self) -> Self:
        if (self.need is not None) != (self.shape is Shape.ANY):
            raise ValueError("need goes with shape any, and shape any with need")
        if self.need is not None and self.signals and self.need > len(self.signals):
            raise ValueError(f"need is {self.need}, but there are {len(self.signals)} signals")
        if self.signals and self.shape is Shape.TRADE_OFF and len(self.signals) != 2:
            raise ValueError("a trade-off has two signals, one for each side")
        if self.signals and self.shape is Shape.ORDERED and len(self.signals) < 2:
            raise ValueError("ordered steps need two signals or more")
        if any(not idea for idea in self.signals):
            raise ValueError("a signal needs at least one phrase")
        return self


class Rubric(Frozen):
    """The criteria of one question, in order. Ids are unique; at least one is not a bonus."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _criteria_fit(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        for name in ids:
            if ids.count(name) > 1:
                raise ValueError(f"two criteria have the id {name!r}")
        if all(criterion.weight is Weight.BONUS for criterion in self.criteria):
            raise ValueError("a rubric needs a criterion that is not a bonus")
        return self

    @cached_property
    def hash(self) -> str:
        """Identity of the content: 16 hexadecimal digits of SHA-256 over all that is marked by.

        The signals are part of it: an estimate made with other signals is another estimate.
        """
        return _hash_of(self.model_dump(mode="json"))

    @cached_property
    def meaning(self) -> str:
        """Identity of what is asked for: 16 hexadecimal digits of SHA-256, without the signals.

        Over id, expects and weight of each criterion, in their order. Labels by a person hold for
        as long as it stays, whatever phrases the estimate looks for.
        """
        return _hash_of(
            [
                {"id": one.id, "expects": one.expects, "weight": one.weight.value}
                for one in self.criteria
            ]
        )


def _hash_of(content: object) -> str:
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
