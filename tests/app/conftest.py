"""The app over a small bank, a store in a temporary folder and clocks that are set by hand."""

from __future__ import annotations

import time as system_time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from interviewer.app import InterviewerApp
from interviewer.config.settings import Settings
from interviewer.services import Services
from rubrics.bank import Bank
from rubrics.errors import BankError
from rubrics.models.offers import Offer
from sessions.store import Store
from tests.fakes import FakeTime, small_bank

NO_BANK = "no-such-bank"


@dataclass
class SmallServices(Services):
    """Services over one small bank, on a machine that offers what a test says."""

    small: Bank = field(default_factory=small_bank)
    others: tuple[Bank, ...] = ()
    found: tuple[Offer, ...] = ()

    def banks(self) -> Sequence[str]:
        return [bank.id for bank in (self.small, *self.others)]

    def bank(self, source: str | Path) -> Bank:
        if source == NO_BANK:
            raise BankError(f"There is no bank {source}.")
        return next((bank for bank in self.others if bank.id == source), self.small)

    def offers(self) -> Sequence[Offer]:
        return self.found


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def services(home: Path, time: FakeTime) -> Iterator[SmallServices]:
    settings = Settings(home=home, bank="hot-drinks")
    with Store.open(home, time) as store:
        yield SmallServices(store, settings, time=time)


@pytest.fixture
def app(services: SmallServices) -> InterviewerApp:
    return InterviewerApp(services)


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No blinking cursor, and one time zone."""
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    monkeypatch.setattr(Input, "cursor_blink", False)
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "UTC")
        system_time.tzset()
        yield
    system_time.tzset()


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way any more."""
    await pilot.pause()
    assert isinstance(pilot.app, InterviewerApp)
    queue = pilot.app.services.queue
    while (workers := [worker for worker in pilot.app.workers if not worker.is_finished]) or len(
        queue
    ):
        await queue.settled()
        for worker in workers:
            await worker.wait()
        await pilot.pause()
    # On a slow machine a screen that was opened last may not have its widgets yet.
    while not pilot.app.screen.is_mounted:
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until nothing is under way any more."""
    await pilot.press(*keys)
    await settle(pilot)
