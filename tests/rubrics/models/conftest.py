"""A server, a model on it and a clock, for the tests over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from rubrics.models.model import Model
from tests.rubrics.models.means import GOOD, FakeWaits, reach
from tests.servers import (
    FaultyServer,
    chat,
)


@pytest.fixture
def waits() -> FakeWaits:
    return FakeWaits()


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer(chat(GOOD)) as server:
        yield server


@pytest.fixture
async def model(server: FaultyServer, waits: FakeWaits) -> AsyncIterator[Model]:
    model = reach(server, waits)
    yield model
    await model.close()
