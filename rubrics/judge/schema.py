"""The form of a reply: a strict JSON schema, and its reading."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from rubrics.grade import Verdict
from rubrics.models.reading import read_object

SCHEMA_NAME = "grade"

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_MAYBE_NUMBER = {"anyOf": [{"type": "number"}, {"type": "null"}]}


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def reply_schema() -> dict[str, Any]:
    """The JSON schema of a reply.

    It is the same for every question, so that servers compile it once. Evidence comes before
    reasoning, and both before the verdict. It keeps to what strict mode takes everywhere: all
    fields required, nothing further allowed, no defaults, no bounds.
    """
    return _object(
        criteria=_list(
            _object(
                id=_TEXT,
                evidence=_list(_TEXT),
                reasoning=_TEXT,
                verdict={"type": "string", "enum": [verdict.value for verdict in Verdict]},
            )
        ),
        false_claims=_list(
            _object(
                quote=_TEXT,
                why=_TEXT,
                severity={"type": "string", "enum": ["minor", "serious"]},
            )
        ),
        strongest=_TEXT,
        improve=_TEXT,
        follow_up=_MAYBE_TEXT,
        confidence=_MAYBE_NUMBER,
    )


def _share(value: object) -> float | None:
    """A number of 0 to 1, or None: what is no such number states no confidence."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= 1 else None


def _text_or_nothing(value: object) -> object:
    return "" if value is None else value


def _none_for_nothing(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str) else value


def _bare_id(value: object) -> object:
    """An id without the brackets in which the prompt shows it."""
    return value.strip("[] \n") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text_or_nothing)]
Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)


class _Part(BaseModel):
    """A piece of a reply. What it says beyond the schema is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class JudgedCriterion(_Part):
    """What a model says of one criterion, nothing of it believed yet."""

    id: Annotated[str, BeforeValidator(_bare_id)]
    evidence: Annotated[tuple[str, ...], BeforeValidator(_none_for_nothing)]
    reasoning: Text = ""
    verdict: Annotated[Verdict, Lower]


class JudgedClaim(_Part):
    """Something that a model takes for false."""

    quote: str
    why: Text = ""
    severity: Annotated[Literal["minor", "serious"], Lower]


class Judgement(_Part):
    """A whole reply, well formed, its quotes and ids not looked at yet."""

    criteria: tuple[JudgedCriterion, ...]
    false_claims: Annotated[tuple[JudgedClaim, ...], BeforeValidator(_none_for_nothing)]
    strongest: Text = ""
    improve: Text = ""
    follow_up: str | None = None
    confidence: Annotated[float | None, BeforeValidator(_share)] = None


class Unreadable(ValueError):
    """A reply that is not of the form.

    Attributes:
        faults: what is wrong with it, a line each, for the model to mend.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


FAULTS_AT_MOST = 8
"""Faults of form that are told to a model at once."""


def read_judgement(text: str) -> Judgement:
    """A reply as values.

    Raises:
        Unreadable: there is no JSON object in it, or not of this form.
    """
    try:
        return Judgement.model_validate(read_object(text))
    except ValidationError as error:
        faults = tuple(
            f"{'.'.join(str(part) for part in fault['loc']) or 'reply'}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise Unreadable(faults[:FAULTS_AT_MOST]) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable((f"not one JSON object: {error}"[:200],)) from None
