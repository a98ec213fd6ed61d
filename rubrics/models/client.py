"""What the clients have in common, whichever library is below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from rubrics.models.model import OnText

LARGEST_REPLY = 1_000_000
"""Bytes of a reply; a larger one is refused unread."""


class Client(Protocol):
    """Sends one request, once."""

    async def send(
        self, body: Mapping[str, Any], timeout: float, on_text: OnText | None = None
    ) -> Mapping[str, Any]:
        """Send a chat completion and give the server's answer back as it came.

        An answer that comes as a stream, because ``body`` asks for one, is put together again.

        Args:
            body: ``model``, ``messages`` and options, in the words of OpenAI's API.
            timeout: seconds; whoever calls also bounds the whole from outside.
            on_text: told of the text so far, where the answer is a stream.

        Raises:
            Exception: whatever the library raises; ``failures.fault_of`` reads it.
        """
        ...

    async def close(self) -> None:
        """Let connections go."""
        ...
