"""The form of a reply: pieces of a strict JSON schema, and its reading.

A schema keeps to what strict mode takes everywhere: all fields required, nothing further allowed,
no defaults, no bounds. Reading is more lenient than the schema where that does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from rubrics.models.reading import read_object

TEXT: Mapping[str, Any] = {"type": "string"}
NUMBER: Mapping[str, Any] = {"type": "number"}
INTEGER: Mapping[str, Any] = {"type": "integer"}
FAULTS_AT_MOST = 8
"""Faults of form that are told to a model at once."""


def an_object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with exactly these fields, in this order."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def a_list(items: Mapping[str, Any]) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": items}


def one_of(words: Iterable[str]) -> dict[str, Any]:
    """One of some words."""
    return {"type": "string", "enum": list(words)}


def maybe(value: Mapping[str, Any]) -> dict[str, Any]:
    """Such a value, or null."""
    return {"anyOf": [value, {"type": "null"}]}


def _text_or_nothing(value: object) -> object:
    return "" if value is None else value


def _list_or_nothing(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str) else value


def _bare(value: object) -> object:
    return value.strip("[] \n") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text_or_nothing)]
"""Text; null reads as none."""

MaybeList = BeforeValidator(_list_or_nothing)
"""A list; null reads as an empty one, text as a list of it."""

BareId = Annotated[str, BeforeValidator(_bare)]
"""An id without the brackets in which a prompt shows it."""

Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)
"""A word, however it is written."""


class Part(BaseModel):
    """A piece of a reply. What it says beyond the schema is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Unreadable(ValueError):
    """A reply that cannot be used.

    Attributes:
        faults: what is wrong with it, a line each, for the model to mend.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


Form = TypeVar("Form", bound=Part)


def read_as(form: type[Form], text: str) -> Form:
    """A reply as values.

    Raises:
        Unreadable: there is no JSON object in it, or not of this form.
    """
    try:
        return form.model_validate(read_object(text))
    except ValidationError as error:
        faults = tuple(
            f"{'.'.join(str(part) for part in fault['loc']) or 'reply'}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise Unreadable(faults[:FAULTS_AT_MOST]) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable((f"not one JSON object: {error}"[:200],)) from None
