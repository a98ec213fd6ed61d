from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from rubrics.drafting import DraftCache, RuleDrafter, Sketch
from tests.interviewer.command import Shell
from tests.interviewer.test_grade import ASKED, PROVED, REPLY, lines, script

MISSED = {"id": "c2", "evidence": [], "reasoning": "r", "verdict": "missed"}


@pytest.fixture
def graded(interviewer: Shell, tmp_path: Path) -> Shell:
    """A shell in a home with two grades that were paid for."""
    reply = {"json": {**REPLY, "criteria": [PROVED, MISSED]}, "again": True}
    other = {**ASKED, "answer": ASKED["answer"] + " Twice."}
    outcome = interviewer(
        "grade", "-", "--grader", script(tmp_path, reply), stdin=lines(ASKED, ASKED, other)
    )
    assert outcome.code == 0, outcome.err
    return interviewer


def stats(shell: Shell) -> dict[str, object]:
    found: dict[str, object] = json.loads(shell("cache", "stats", "--json").out)
    return found


def test_stats_say_how_many_how_large_and_where(graded: Shell, home: Path) -> None:
    found = stats(graded)
    assert found == {
        "grades": 2,
        "drafts": 0,
        "size": (home / "grades.db").stat().st_size,
        "path": str(home / "grades.db"),
    }
    assert graded("cache", "stats").out.startswith("2 grades, ")


def test_a_home_without_a_cache_has_an_empty_one_and_none_is_made(
    interviewer: Shell, home: Path
) -> None:
    assert stats(interviewer)["grades"] == 0
    assert "Nothing is kept" in interviewer("cache", "clear").out
    assert not home.exists()


def test_drafts_are_counted_and_forgotten_too(interviewer: Shell, home: Path) -> None:
    sketch = Sketch(hint="Boil water. Warm the pot.", ask="Tea?")
    cache = DraftCache(home / "grades.db")
    cache.put("key", asyncio.run(RuleDrafter().draft(sketch)))
    cache.close()
    assert interviewer("cache", "stats").out.startswith("0 grades and 1 draft, ")
    assert interviewer("cache", "clear", "--yes").out == "0 grades and 1 draft forgotten.\n"
    assert stats(interviewer)["drafts"] == 0


def test_clear_forgets_all(graded: Shell) -> None:
    assert graded("cache", "clear", "--yes").out == "2 grades forgotten.\n"
    assert stats(graded)["grades"] == 0


@pytest.mark.parametrize(("said", "left"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_somebody_who_is_there_is_asked_first(
    graded: Shell, monkeypatch: pytest.MonkeyPatch, said: str, left: int
) -> None:
    monkeypatch.setattr("interviewer.commands.options.asks", lambda: True)
    outcome = graded("cache", "clear", stdin=said)
    assert "Forget 2 grades?" in outcome.err
    assert stats(graded)["grades"] == left
    assert ("Nothing was forgotten" in outcome.out) is (left > 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_cache_that_cannot_be_read_is_no_empty_one(graded: Shell, home: Path) -> None:
    (home / "grades.db").chmod(0)
    outcome = graded("cache", "stats")
    assert outcome.code == 3
    assert "cannot be read" in outcome.err


def test_the_summary_says_what_came_from_the_cache(graded: Shell, tmp_path: Path) -> None:
    grader = f"scripted/{tmp_path / 'script.json'}"
    outcome = graded("grade", "-", "--grader", grader, stdin=lines(ASKED))
    assert "1 from the cache" in outcome.err
    again = graded("grade", "-", "--grader", grader, "--no-cache", "--json", stdin=lines(ASKED))
    summary = json.loads(again.err.splitlines()[-1])
    assert (summary["from_cache"], summary["unpriced"], summary["cost_usd"]) == (0, 1, None)
