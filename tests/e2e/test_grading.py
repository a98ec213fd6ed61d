"""Grading a file in a real terminal: what is shown while it runs, and Ctrl+C."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

REPLY = {
    "criteria": [{"id": "c1", "evidence": [], "reasoning": "r", "verdict": "missed"}],
    "false_claims": [],
    "strongest": "",
    "improve": "More.",
    "follow_up": None,
    "confidence": 0.5,
}


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    """A file of 30 answers, and a model that limits the first and never answers the last."""
    line = {"question": "How do you make tea?", "hint": "h", "criteria": ["Boils water first."]}
    source, script = tmp_path / "in.jsonl", tmp_path / "script.json"
    source.write_text(
        "".join(
            json.dumps({"id": n, "answer": f"Cup {n} of tea.", **line}) + "\n" for n in range(30)
        )
    )
    limited = {"when": "Cup 0 of", "status": 429, "retry_after": 30, "again": True}
    hangs = {"when": "Cup 29 of", "text": "-", "delay": 60}
    script.write_text(json.dumps([limited, hangs, {"json": REPLY, "again": True}]))
    return ["grade", str(source), "--grader", f"scripted/{script}", "--jobs", "4"]


def test_progress_waits_and_an_end_by_hand(
    home: Path, tmp_path: Path, arguments: list[str]
) -> None:
    part = tmp_path / "out.jsonl.part"
    with Terminal(home, *arguments, "-o", str(tmp_path / "out.jsonl")) as terminal:
        terminal.wait("28 of 30")
        shown = terminal.wait("rate limited, again in ")
        assert "2 of 5" in shown
        assert "price unknown" in shown
        terminal.process.sendintr()
        shown = terminal.wait("The same command")
        assert "Interrupted: 28 of 30 are graded and kept in" in shown
        assert "rate limited" not in shown, "nothing of the bar is left"
        assert terminal.ended() == 130
    assert len(part.read_text().splitlines()) == 28


def test_rows_for_people_stand_above_the_bar(home: Path, arguments: list[str]) -> None:
    source = Path(arguments[1])
    source.write_text(source.read_text().partition("\n")[2])
    with Terminal(home, *arguments, columns=120, lines=40) as terminal:
        shown = terminal.wait(lambda text: "28 of 29" in text and "\n28  " in text)
        rows = [line for line in shown.splitlines() if " graded " in line]
        assert [line.split()[0] for line in rows] == [str(number) for number in range(1, 29)]
        assert shown.index("28 of 29") > shown.index(rows[-1])
        terminal.process.sendintr()
        terminal.wait("Interrupted: 28 of 29 are written, in order and whole")
        assert terminal.ended() == 130
