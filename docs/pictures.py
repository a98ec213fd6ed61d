"""Makes the pictures of the README from the real app over the shipped bank: ``make pictures``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from interviewer.app import InterviewerApp
from interviewer.config.schema import DEFAULT_BANK
from interviewer.config.settings import Settings
from interviewer.services import Services
from sessions.plan import plan_session

FOLDER = Path(__file__).parent
QUESTION = "hnsw-structure-and-cost"
ANSWER = """\
HNSW builds a graph in several layers. The top layer has few nodes with long links, so the search \
starts coarse, walks greedily to the nearest node and gets finer on the way down.

Recall is high, usually above 95 percent, and a query takes a few milliseconds.

You pay with memory: the links of every node are kept in RAM beside the vectors."""


async def main() -> None:
    """Run one question and take the screens on the way."""
    with tempfile.TemporaryDirectory() as home:
        services = Services.open(Settings(home=Path(home)))
        bank = services.bank(DEFAULT_BANK)
        session = plan_session(bank, services.time, questions=[QUESTION, "right-to-erasure"])
        services.store.create(session)
        app = InterviewerApp(services, session)
        async with app.run_test(size=(100, 30)) as pilot:
            await _settled(pilot)
            await pilot.press(*_keys(ANSWER))
            await _settled(pilot)
            _take(app, "interview.svg")
            await pilot.press("f2")
            await _settled(pilot)
            _take(app, "feedback.svg")
        services.close()


def _take(app: InterviewerApp, name: str) -> None:
    """Write the screen as a picture that asks no server for its font."""
    picture = re.sub(r"@font-face\s*\{.*?\}", "", app.export_screenshot(), flags=re.DOTALL)
    (FOLDER / name).write_text(picture, encoding="utf-8")


async def _settled(pilot: Pilot[None]) -> None:
    for _ in range(5):
        await pilot.pause(0.1)
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))


def _keys(text: str) -> list[str]:
    names = {"\n": "enter", " ": "space"}
    return [names.get(character, character) for character in text]


if __name__ == "__main__":
    asyncio.run(main())
