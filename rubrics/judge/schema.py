"""The form of a reply that marks an answer."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from rubrics.asking.forms import (
    NUMBER,
    TEXT,
    BareId,
    Lower,
    MaybeList,
    Part,
    Text,
    a_list,
    an_object,
    maybe,
    one_of,
    read_as,
)
from rubrics.grade import Verdict

SCHEMA_NAME = "grade"


def reply_schema() -> dict[str, Any]:
    """The JSON schema of a reply.

    It is the same for every question, so that servers compile it once. Evidence comes before
    reasoning, and both before the verdict.
    """
    return an_object(
        criteria=a_list(
            an_object(
                id=TEXT,
                evidence=a_list(TEXT),
                reasoning=TEXT,
                verdict=one_of(verdict.value for verdict in Verdict),
            )
        ),
        false_claims=a_list(an_object(quote=TEXT, why=TEXT, severity=one_of(("minor", "serious")))),
        strongest=TEXT,
        improve=TEXT,
        follow_up=maybe(TEXT),
        confidence=maybe(NUMBER),
    )


def _share(value: object) -> float | None:
    """A number of 0 to 1, or None: what is no such number states no confidence."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= 1 else None


class JudgedCriterion(Part):
    """What a model says of one criterion, nothing of it believed yet."""

    id: BareId
    evidence: Annotated[tuple[str, ...], MaybeList]
    reasoning: Text = ""
    verdict: Annotated[Verdict, Lower]


class JudgedClaim(Part):
    """Something that a model takes for false."""

    quote: str
    why: Text = ""
    severity: Annotated[Literal["minor", "serious"], Lower]


class Judgement(Part):
    """A whole reply, well formed, its quotes and ids not looked at yet."""

    criteria: tuple[JudgedCriterion, ...]
    false_claims: Annotated[tuple[JudgedClaim, ...], MaybeList]
    strongest: Text = ""
    improve: Text = ""
    follow_up: str | None = None
    confidence: Annotated[float | None, BeforeValidator(_share)] = None


def read_judgement(text: str) -> Judgement:
    """A reply as values.

    Raises:
        Unreadable: there is no JSON object in it, or not of this form.
    """
    return read_as(Judgement, text)
