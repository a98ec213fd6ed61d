"""``kill -9`` at random moments of an exam that a model grades, then resume, again and again.

``KILLS=200 make test ARGS=tests/e2e/test_kills.py`` makes many; the suite makes a few.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from sessions.session import Session, TurnState
from sessions.store import STORE_FILE
from tests.e2e.stored import kept
from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

KILLS = int(os.environ.get("KILLS", "3"))
QUESTIONS = 50
LATE = 1.25
"""Seconds that a draft may lag behind the keyboard: one, and the key's way through the terminal."""

SLOW_MODEL = """
replies:
  - status: 429
    retry_after: 0
  - text: a reply that no grader can read
    delay: 1
    again: true
"""


class Candidate:
    """Types words into an exam, hands in now and then, and remembers what was acknowledged."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.answers: list[str] = []
        self.draft = ""
        self.words = 0

    def sit(self, terminal: Terminal, seconds: float) -> tuple[str, str]:
        """Answer for so long, then kill. The draft that has to be there, and all that may be."""
        until = time.monotonic() + seconds
        typed: list[tuple[float, str]] = []
        while time.monotonic() < until:
            if typed and self.draw.random() < 0.05:
                terminal.wait(typed[-1][1].strip())
                terminal.press("F2")
                terminal.wait(f"{len(self.answers) + 2} of {QUESTIONS}")
                self.answers.append(self.draft + "".join(word for _, word in typed))
                self.draft, typed = "", []
            word = f"w{self.words} "
            self.words += 1
            terminal.type(word)
            typed.append((time.monotonic(), word))
            terminal.read(self.draw.uniform(0.01, 0.08))
        terminal.kill()
        killed = time.monotonic()
        safe = "".join(word for moment, word in typed if moment < killed - LATE)
        return self.draft + safe, self.draft + "".join(word for _, word in typed)

    def check(self, session: Session, safe: str, everything: str) -> None:
        """Every acknowledged answer is there, and at most the last second of the draft gone."""
        answered = [turn.answer for turn in session.turns if turn.answer is not None]
        assert answered[: len(self.answers)] == self.answers
        assert len(answered) == len(self.answers)
        self.draft = session.current.draft
        assert everything.startswith(self.draft)
        assert self.draft.startswith(safe)


def whole(home: Path) -> bool:
    with closing(sqlite3.connect(home / STORE_FILE)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_kills_at_random_moments_lose_nothing_that_was_acknowledged(
    home: Path, tmp_path: Path
) -> None:
    script = tmp_path / "slow.yaml"
    script.write_text(SLOW_MODEL)
    grader = ("--grader", f"scripted/{script}")
    candidate = Candidate(seed=4)
    begin = ["start", "--exam", "-n", str(QUESTIONS), "--question-minutes", "60", *grader]
    for number in range(KILLS):
        if number == 0 or len(candidate.answers) > QUESTIONS - 10:
            candidate.answers, candidate.draft = [], ""
            arguments = begin
        with Terminal(home, *arguments) as terminal:
            terminal.wait(f"{len(candidate.answers) + 1} of {QUESTIONS}")
            terminal.wait("your answer · ")
            safe, everything = candidate.sit(terminal, candidate.draw.uniform(0.2, 4))
        assert whole(home), f"after kill {number + 1}"
        candidate.check(kept(home), safe, everything)
        arguments = ["resume", *grader]
    graded = [turn for turn in kept(home).turns if turn.state is TurnState.UNGRADED]
    assert all(turn.grade and turn.grade.score is None for turn in graded)
