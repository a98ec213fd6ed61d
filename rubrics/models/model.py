"""What a language model is to the rest of the house: a request in, a reply or a failure out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from rubrics.grade import Usage
from rubrics.grader import Waiting


@dataclass(frozen=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """What is asked of a model.

    Attributes:
        messages: the conversation; the long part that stays the same comes first.
        schema: JSON schema that the reply follows, strict; None for free text.
        schema_name: its name, for servers that want one.
        max_tokens: most tokens of the reply.
    """

    messages: Sequence[Message]
    schema: Mapping[str, Any] | None = None
    schema_name: str = "reply"
    max_tokens: int = 1500


@dataclass(frozen=True)
class Reply:
    """What a model answered: its raw text, never parsed here.

    Attributes:
        text: the reply as it came; not empty.
        usage: tokens and price of all calls that led to it.
        model: the model as the server names it.
    """

    text: str
    usage: Usage | None
    model: str


Reason = Literal[
    "no key",
    "key refused",
    "not allowed",
    "no such model",
    "cannot connect",
    "timeout",
    "rate limited",
    "quota used up",
    "server error",
    "bad request",
    "context too long",
    "refused",
    "filtered",
    "empty reply",
    "cut off",
    "unreadable reply",
    "budget",
    "interrupted",
    "internal error",
]
"""Why there is no grade: the documented set. Each is shown as ``ungraded: REASON``."""


class ModelFailure(Exception):
    """A call, after all tries, brought no usable reply.

    Attributes:
        reason: one of the documented set.
        detail: a line for the person, without keys and control characters; may be empty.
        usage: what the tries cost all the same, where it is known.
    """

    def __init__(self, reason: Reason, detail: str = "", usage: Usage | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail
        self.usage = usage


OnWait = Callable[[Waiting], None]

OnText = Callable[[str], None]
"""Told of the text of a reply so far. It begins anew with each try."""


@dataclass(frozen=True)
class Parameters:
    """All that changes what a model answers, besides the request; part of a cache key.

    Attributes:
        name: ``provider/model`` as the user wrote it.
        base_url: of the server, normalised; None for the provider's own.
        options: temperature, effort and the like, as they are sent.
    """

    name: str
    base_url: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


class Model(Protocol):
    """A language model that can be reached, with every retry already inside."""

    @property
    def parameters(self) -> Parameters:
        """What tells its replies from another's."""
        ...

    async def complete(
        self, request: Request, on_wait: OnWait | None = None, on_text: OnText | None = None
    ) -> Reply:
        """The reply to a request.

        Args:
            request: what is asked.
            on_wait: told of each wait before it begins.
            on_text: told of the reply while it comes. Without it the reply comes in one piece.

        Raises:
            ModelFailure: no usable reply within the deadline and the number of tries.
        """
        ...

    async def close(self) -> None:
        """Let connections go."""
        ...
