"""A server's answer with status 200: the text in it, or why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rubrics.models.client import LARGEST_REPLY
from rubrics.models.failures import Failed, Fault, fault_of_status, line


@dataclass(frozen=True)
class Tokens:
    """Tokens that one request took; ``cached`` is the cheaper part of ``prompt``."""

    prompt: int
    completion: int
    cached: int = 0


def tokens_of(payload: Mapping[str, Any]) -> Tokens | None:
    """What the server says it took; None where it says nothing."""
    usage = payload.get("usage")
    if not isinstance(usage, Mapping):
        return None
    details = usage.get("prompt_tokens_details")
    prompt = _count(usage.get("prompt_tokens"))
    cached = _count(details.get("cached_tokens")) if isinstance(details, Mapping) else 0
    completion = _count(usage.get("completion_tokens"))
    if not prompt and not completion:  # LiteLLM's word for a server that said nothing
        return None
    return Tokens(prompt, completion, min(cached, prompt))


def text_of(payload: Mapping[str, Any], now: datetime) -> str:
    """The text of the first choice, as it came.

    Raises:
        Failed: there is none that could be read: an error, a refusal, a filter, nothing, half.
    """
    choices = payload.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    error = payload.get("error")
    if not isinstance(choice, Mapping):
        if error:
            code = error.get("code") if isinstance(error, Mapping) else None
            status = code if isinstance(code, int) and code >= 400 else 500
            raise Failed(fault_of_status(status, {}, error, now))
        raise Failed(Fault("empty reply", "once", detail="the server sent no choice"))
    message = choice.get("message")
    message = message if isinstance(message, Mapping) else {}
    fields = message.get("provider_specific_fields")  # where LiteLLM puts it
    refusal = message.get("refusal") or (isinstance(fields, Mapping) and fields.get("refusal"))
    if isinstance(refusal, str) and refusal.strip():
        raise Failed(Fault("refused", detail=line(refusal)))
    text = joined(message.get("content"))
    finish = choice.get("finish_reason")
    if finish == "content_filter":
        raise Failed(Fault("filtered", detail="the provider's filter stopped the reply"))
    if len(text.encode("utf-8", "replace")) > LARGEST_REPLY:
        raise Failed(TOO_LARGE)
    thought = any(joined(message.get(name)).strip() for name in ("reasoning", "reasoning_content"))
    if finish == "length" and not _is_whole(text):
        raise Failed(
            Fault(
                "cut off",
                detail="the reply reached its limit of tokens",
                thinking=thought and not text.strip(),
            )
        )
    if not text.strip():
        raise Failed(Fault("empty reply", "once", detail="the reply is empty", thinking=thought))
    return text


TOO_LARGE = Fault("unreadable reply", detail="the reply is larger than 1 MB")


def joined(content: object) -> str:
    """The content of a message, or of a piece of one, as text."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # some servers send parts
        parts = [part.get("text") for part in content if isinstance(part, Mapping)]
        return "".join(part for part in parts if isinstance(part, str))
    return ""


def _is_whole(text: str) -> bool:
    """Whether a reply that reached its limit is a whole object all the same (white space after)."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
