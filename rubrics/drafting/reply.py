"""The form of a reply that drafts a question."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from rubrics.asking.forms import (
    INTEGER,
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
)
from rubrics.rubric import Shape, Weight

SCHEMA_NAME = "draft"


def reply_schema() -> dict[str, Any]:
    """The JSON schema of a reply.

    It is the same for every hint, so that servers compile it once. A criterion begins with the
    words that it is drawn from, and the question is worded when the criteria stand.
    """
    return an_object(
        criteria=a_list(
            an_object(
                covers=a_list(TEXT),
                id=TEXT,
                expects=TEXT,
                weight=one_of(weight.value for weight in Weight),
                shape=one_of(shape.value for shape in Shape),
                need=maybe(INTEGER),
                signals=a_list(TEXT),
            )
        ),
        ask=TEXT,
        model_answer=TEXT,
        follow_ups=a_list(TEXT),
        minutes=NUMBER,
        tags=a_list(TEXT),
        id=TEXT,
    )


def _one_line(value: object) -> object:
    """An idea as one string, also where a model sends its phrases as a list."""
    if isinstance(value, list) and all(isinstance(phrase, str) for phrase in value):
        return " | ".join(value)
    return value


class DraftedCriterion(Part):
    """What a model says of one criterion, nothing of it checked yet."""

    covers: Annotated[tuple[str, ...], MaybeList]
    id: BareId
    expects: str
    weight: Annotated[Weight, Lower]
    shape: Annotated[Shape, Lower] = Shape.ALL
    need: int | None = None
    signals: Annotated[tuple[Annotated[str, BeforeValidator(_one_line)], ...], MaybeList]


class DraftedQuestion(Part):
    """A whole reply, well formed, not checked yet."""

    criteria: Annotated[tuple[DraftedCriterion, ...], MaybeList]
    ask: Text = ""
    model_answer: Text = ""
    follow_ups: Annotated[tuple[str, ...], MaybeList] = ()
    minutes: float | None = None
    tags: Annotated[tuple[str, ...], MaybeList] = ()
    id: Text = ""
