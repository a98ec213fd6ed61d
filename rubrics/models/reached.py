"""A model behind a client: ladder, tries, deadline and price around each request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pydantic import SecretStr

from rubrics.grade import Usage
from rubrics.models.abilities import Abilities, Ability
from rubrics.models.client import Client
from rubrics.models.failures import Failed, Fault, fault_of, line
from rubrics.models.ladder import adapted, body_of
from rubrics.models.model import ModelFailure, OnText, OnWait, Parameters, Reply, Request
from rubrics.models.names import Place
from rubrics.models.prices import Prices
from rubrics.models.replies import Tokens, text_of, tokens_of
from rubrics.models.tries import Means, Tries


@dataclass(frozen=True)
class Setting:
    """What a model needs besides its place.

    Attributes:
        first: how to ask before anything is known of the server.
        no_key: why it cannot be asked at all (no key, an impossible key); None if it can.
    """

    tries: Tries
    means: Means
    abilities: Abilities
    prices: Prices
    first: Ability
    key: SecretStr | None = None
    no_key: Fault | None = None


class ReachedModel:
    """A model that can be asked. The library below it is loaded with the first question."""

    def __init__(
        self,
        parameters: Parameters,
        place: Place,
        setting: Setting,
        connect: Callable[[], Client],
    ) -> None:
        self._parameters = parameters
        self._place = place
        self._setting = setting
        self._connect = connect
        self._client: Client | None = None
        self._connecting = threading.Lock()

    def __repr__(self) -> str:
        return f"<model {self._parameters.name}>"

    @property
    def parameters(self) -> Parameters:
        """What tells its replies from another's."""
        return self._parameters

    async def complete(
        self, request: Request, on_wait: OnWait | None = None, on_text: OnText | None = None
    ) -> Reply:
        """The reply to a request; see ``Model``.

        Raises:
            ModelFailure: no usable reply within the deadline and the number of tries.
        """
        if self._setting.no_key is not None:
            raise ModelFailure(self._setting.no_key.reason, self._setting.no_key.detail)
        usage: Usage | None = None
        try:
            client = self._client
            if client is None:
                # Loading a library takes seconds; no screen waits for it.
                client = await asyncio.to_thread(self._load)
            from rubrics.models.retry import persist

            options = self._parameters.options
            call = _Call(client, self._place, options, self._setting, request, on_text)
            try:
                return await persist(
                    call.attempt, self._setting.tries, self._setting.means, call.deadline, on_wait
                )
            finally:
                usage = call.usage()
        except Exception as error:
            fault = fault_of(error, self._setting.means.wall())
        key = self._setting.key.get_secret_value() if self._setting.key else ""
        raise ModelFailure(fault.reason, line(fault.detail, key), usage)

    async def close(self) -> None:
        """Let connections go. A later question opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _load(self) -> Client:
        """The one client. Libraries and prices are read here, off the event loop."""
        import_module("rubrics.models.retry")
        with self._connecting:
            client = self._client
            if client is None:
                self._setting.prices.price(self._place)
                client = self._client = self._connect()
            return client


class _Call:
    """One question to a model, from its first request to its last."""

    def __init__(
        self,
        client: Client,
        place: Place,
        options: Mapping[str, Any],
        setting: Setting,
        request: Request,
        on_text: OnText | None,
    ) -> None:
        self._client = client
        self._place = place
        self._options = options
        self._setting = setting
        self._request = request
        self._on_text = on_text
        self._took: list[Tokens] = []
        self.deadline = setting.means.steady() + setting.tries.deadline

    async def attempt(self) -> Reply:
        """One try: the request, put otherwise as long as that helps."""
        place, setting, stream = self._place, self._setting, self._on_text is not None
        ability = setting.abilities.get(place.base_url, place.model) or setting.first
        while True:
            body = body_of(self._request, place.model, self._options, ability, stream=stream)
            try:
                payload = await self._send(body)
                tokens = tokens_of(payload)
                if tokens is not None:
                    self._took.append(tokens)
                text = text_of(payload, setting.means.wall())
            except Failed as failed:
                other = adapted(ability, failed.fault, body)
                if other is None:
                    raise
                ability = other
                continue
            setting.abilities.put(place.base_url, place.model, ability)
            named = payload.get("model")
            model = line(named) if isinstance(named, str) and named else place.model
            return Reply(text, self.usage(), model)

    async def _send(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        left = self.deadline - self._setting.means.steady()
        if left <= 0:
            raise Failed(Fault("timeout", detail="no answer in time"))
        seconds = min(self._setting.tries.timeout, left)
        try:
            async with asyncio.timeout(seconds):
                on_text = self._on_text if "stream" in body else None
                return await self._client.send(body, seconds, on_text)
        except Exception as error:
            fault = fault_of(error, self._setting.means.wall())
        raise Failed(fault)

    def usage(self) -> Usage | None:
        """What all requests so far took; None where no server said."""
        if not self._took:
            return None
        costs = [self._setting.prices.cost(self._place, tokens) for tokens in self._took]
        known = [cost for cost in costs if cost is not None]
        return Usage(
            prompt_tokens=sum(tokens.prompt for tokens in self._took),
            completion_tokens=sum(tokens.completion for tokens in self._took),
            cost_usd=sum(known) if len(known) == len(costs) else None,
        )
