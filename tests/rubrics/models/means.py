"""Waiting without sleeping, for the tests of models."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import ClassVar

import pytest

from rubrics.grader import Waiting
from rubrics.models.abilities import Abilities
from rubrics.models.model import Message, Model, Request
from rubrics.models.opening import open_model
from rubrics.models.tries import Means, Tries
from tests.servers import FaultyServer

SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}
REQUEST = Request(
    (Message("system", "Mark the answer."), Message("user", "It is a vector.")),
    schema=SCHEMA,
    schema_name="mark",
    max_tokens=100,
)
GOOD = '{"ok": true}'
LITELLM = [
    pytest.mark.skipif(find_spec("litellm") is None, reason="litellm is not installed here"),
    pytest.mark.xdist_group("litellm"),
]
"""Of tests that load LiteLLM, which takes seconds: they all run in one process."""
START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class FakeWaits:
    """A clock that only a wait moves; remembers the waits and what the screen was told."""

    def __init__(self, chance: float = 0.5) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []
        self.told: list[Waiting] = []
        self.means = Means(self._sleep, self._steady, self._wall, lambda: chance)

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)

    def _steady(self) -> float:
        return self.seconds

    def _wall(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


class OwnClocks:
    """Waiting without sleeping for many tasks at once: each has a clock that its own waits move."""

    _passed: ClassVar[ContextVar[list[float]]] = ContextVar("passed")

    def __init__(self) -> None:
        self.means = Means(self._sleep, self._steady, self._wall, lambda: 0.5)

    @classmethod
    def begin(cls) -> None:
        """Give the running task, and all tasks that it will make, a clock that shows 0."""
        cls._passed.set([0.0])

    async def _sleep(self, seconds: float) -> None:
        self._passed.get()[0] += seconds
        await asyncio.sleep(0)

    def _steady(self) -> float:
        return self._passed.get()[0]

    def _wall(self) -> datetime:
        return START + timedelta(seconds=self._steady())


def reach(
    server: FaultyServer,
    waits: FakeWaits | OwnClocks,
    *,
    tries: Tries | None = None,
    abilities: Abilities | None = None,
) -> Model:
    """A model on a loopback server that never sleeps."""
    return open_model(
        "some-model",
        base_url=server.base_url,
        api_key="my.own.secret",
        environ={},
        tries=tries,
        means=waits.means,
        abilities=abilities,
    )
