"""Every other provider, through LiteLLM, which is imported with the first question to one."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from pydantic import SecretStr

from rubrics.models.failures import BROKE_OFF, Failed
from rubrics.models.model import OnText
from rubrics.models.streaming import Assembly

_ENVIRON = {
    "DISABLE_AIOHTTP_TRANSPORT": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOG": "CRITICAL",
    "LITELLM_MODE": "PRODUCTION",
}
"""LiteLLM reads these when it is imported: no fetching, no ``.env`` of its own, no log lines."""


class LiteLLMClient:
    """LiteLLM with retries, messages and telemetry off."""

    def __init__(self, key: SecretStr | None) -> None:
        for name, value in _ENVIRON.items():
            os.environ.setdefault(name, value)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import litellm

            library: Any = litellm
            self._complete = library.acompletion
            self._close = library.close_litellm_async_clients
            for kind in (library.ModelResponse, library.ModelResponseStream):
                kind().model_dump()  # its models are built, and warn, at first use
        litellm.suppress_debug_info = True
        litellm.telemetry = False
        # It counts tokens itself where a server does not, and fetches tokenizers to do so.
        litellm.disable_token_counter = True
        for name in ("LiteLLM", "LiteLLM Proxy", "LiteLLM Router"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._key = key

    async def send(
        self, body: Mapping[str, Any], timeout: float, on_text: OnText | None = None
    ) -> Mapping[str, Any]:
        """Send a chat completion; see ``Client``."""
        key = {"api_key": self._key.get_secret_value()} if self._key else {}
        reply = await self._complete(
            **body, **key, timeout=timeout, num_retries=0, max_retries=0, drop_params=False
        )
        if body.get("stream"):
            return await _assembled(reply, on_text)
        payload: dict[str, Any] = reply.model_dump(warnings=False)
        return payload

    async def close(self) -> None:
        """Let connections go."""
        await self._close()


async def _assembled(stream: Any, on_text: OnText | None) -> Mapping[str, Any]:
    """The completion that LiteLLM gives in chunks."""
    assembly = Assembly(on_text)
    async with aclosing(stream):
        async for chunk in stream:
            assembly.add(chunk.model_dump(warnings=False))
    if not (stream.received_finish_reason or stream.intermittent_finish_reason):
        raise Failed(BROKE_OFF)  # the chunks say "stop" all the same
    return assembly.payload()
