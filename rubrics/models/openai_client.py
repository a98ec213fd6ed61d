"""OpenAI, and every server that speaks its API, through the openai SDK."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from rubrics.models.client import LARGEST_REPLY
from rubrics.models.failures import Failed, Fault
from rubrics.models.model import OnText
from rubrics.models.replies import TOO_LARGE
from rubrics.models.streaming import assembled


class OpenAIClient:
    """One shared client of the SDK, whose own retries are off.

    The body is read here piece by piece, so a reply without end is given up at its limit; the
    SDK would read all of it and raise what is no error of its own.
    """

    def __init__(self, base_url: str, key: SecretStr | None) -> None:
        from openai import AsyncOpenAI

        self._sdk = AsyncOpenAI(
            base_url=base_url,
            api_key=key.get_secret_value() if key else "none",  # it wants one in any case
            max_retries=0,
        )
        self._create = self._sdk.chat.completions.with_streaming_response.create

    async def send(
        self, body: Mapping[str, Any], timeout: float, on_text: OnText | None = None
    ) -> Mapping[str, Any]:
        """Send a chat completion; see ``Client``."""
        rest = {name: value for name, value in body.items() if name not in ("model", "messages")}
        content = bytearray()
        async with self._create(
            model=body["model"], messages=body["messages"], extra_body=rest, timeout=timeout
        ) as response:
            kind = response.headers.get("content-type") or ""
            if kind.startswith("text/event-stream"):
                return await assembled(response.iter_bytes(), on_text)
            async for piece in response.iter_bytes():
                content += piece
                if len(content) > LARGEST_REPLY:
                    raise Failed(TOO_LARGE)
        if kind.startswith("text/html"):
            raise Failed(_WEB_PAGE)
        payload = json.loads(content)
        if not isinstance(payload, dict):
            raise Failed(Fault("server error", "transient", detail="the answer is no object"))
        return payload

    async def close(self) -> None:
        """Let connections go."""
        await self._sdk.close()


_WEB_PAGE = Fault(
    "cannot connect", detail="a web page answers at this address; is the base URL right?"
)
