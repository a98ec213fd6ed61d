"""How a request is put so that this server understands it, and what to change when it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rubrics.models.abilities import STEPS, Ability
from rubrics.models.failures import SHAPE, Fault
from rubrics.models.model import Message, Request

MORE_ROOM = 4
"""How many times the asked-for tokens a reply may have after it was cut off once."""

_EFFORT = "reasoning_effort"


def body_of(
    request: Request,
    model: str,
    options: Mapping[str, Any],
    ability: Ability,
    *,
    stream: bool = False,
) -> dict[str, Any]:
    """The request in the words of OpenAI's API, as far as this server knows them.

    Args:
        request: what is asked.
        model: its name on the server.
        options: as the user set them.
        ability: what is known of the server.
        stream: whether the reply may come piece by piece.
    """
    messages = list(request.messages)
    shape: dict[str, Any] | None = None
    if request.schema is not None:
        schema = dict(request.schema)
        if ability.step == "schema":
            named = {"name": request.schema_name, "strict": True, "schema": schema}
            shape = {"type": "json_schema", "json_schema": named}
        else:
            messages = _with_schema(messages, schema)
            shape = {"type": "json_object"} if ability.step == "object" else None
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": each.role, "content": each.content} for each in messages],
        **options,
        ability.tokens: request.max_tokens * ability.room,
    }
    if ability.quiet:
        body[_EFFORT] = "none"
    if stream and "stream" not in ability.without:
        body |= {"stream_options": {"include_usage": True}, "stream": True}
    for name in ability.without:
        body.pop(name, None)
    if shape is not None:
        body["response_format"] = shape
    return body


def _with_schema(messages: list[Message], schema: Mapping[str, Any]) -> list[Message]:
    """The messages with the schema in the first, so that the part that stays the same is first."""
    words = (
        "Reply with one JSON object and nothing else: no prose, no code fence. "
        f"It must follow this JSON schema:\n{json.dumps(schema, ensure_ascii=False)}"
    )
    if messages and messages[0].role == "system":
        return [replace(messages[0], content=f"{messages[0].content}\n\n{words}"), *messages[1:]]
    return [Message("system", words), *messages]


def adapted(ability: Ability, fault: Fault, body: Mapping[str, Any]) -> Ability | None:
    """How to ask the same server again after this fault; None if nothing can be changed.

    Every change takes something away or uses up the one chance for more room, so this ends.
    """
    if fault.thinking and not ability.quiet and _EFFORT not in ability.without:
        return replace(ability, quiet=True)
    if fault.reason == "cut off":
        return replace(ability, room=MORE_ROOM) if ability.room == 1 else None
    if fault.reason != "bad request":
        return None
    other = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
    named = re.search(r"max_(?:completion_)?tokens", fault.said)
    if named and other[ability.tokens] not in ability.without and "unsupported" in _kind(fault):
        was = ability.tokens
        return replace(ability, tokens=other[was], without=(*ability.without, was))
    for name in body:
        if name in _OPTIONAL and re.search(_OPTIONAL[name], fault.said):
            return replace(
                ability,
                without=(*ability.without, name),
                quiet=ability.quiet and name != _EFFORT,
            )
    if "response_format" in body and SHAPE.search(fault.said):
        return replace(ability, step=STEPS[STEPS.index(ability.step) + 1])
    return None


_OPTIONAL = {
    "temperature": r"\btemperature\b",
    _EFFORT: r"\breasoning_effort\b|\breasoning\b|\bthink(?:ing)?\b",
    "seed": r"\bseed\b",
    "stream_options": r"\bstream_options\b|\binclude_usage\b",
    "stream": r"\bstream(?:ing)?\b",
}


def _kind(fault: Fault) -> str:
    """``unsupported`` where the server does not know the parameter at all."""
    unknown = r"unsupported|not supported|unrecognized|unknown|not permitted|extra|unexpected"
    return "unsupported" if re.search(unknown, fault.said) else ""
