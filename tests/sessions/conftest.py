"""A store in a home of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sessions.store import Store
from tests.fakes import FakeTime


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store.open(home, FakeTime()) as store:
        yield store
