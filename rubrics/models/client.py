"""What the clients have in common, whichever library is below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

LARGEST_REPLY = 1_000_000
"""Bytes of a reply; a larger one is refused unread."""


class Client(Protocol):
    """Sends one request, once."""

    async def send(self, body: Mapping[str, Any], timeout: float) -> Mapping[str, Any]:
        """Send a chat completion and give the server's answer back as it came.

        Args:
            body: ``model``, ``messages`` and options, in the words of OpenAI's API.
            timeout: seconds; whoever calls also bounds the whole from outside.

        Raises:
            Exception: whatever the library raises; ``failures.fault_of`` reads it.
        """
        ...

    async def close(self) -> None:
        """Let connections go."""
        ...
