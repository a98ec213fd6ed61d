"""``interviewer progress``: the figures in lines, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.interviewer.command import Shell

ANSWER = "An embedding maps text to a dense vector, so that what means the same lies near.\n.\n"


@pytest.fixture
def done(interviewer: Shell) -> Shell:
    """A shell in a home with two interviews of three answers."""
    for seed in ("1", "2"):
        outcome = interviewer("start", "--plain", "-n", "3", "--seed", seed, stdin=ANSWER * 9)
        assert outcome.code == 0, outcome.err
    return interviewer


def test_without_a_score_the_way_to_one_is_said(interviewer: Shell) -> None:
    assert "interviewer start" in interviewer("progress").out
    assert json.loads(interviewer("progress", "--json").out)["series"] == []


def test_lines_and_json_say_the_same(done: Shell) -> None:
    lines = done("progress").out
    figures = json.loads(done("progress", "--json").out)
    [series] = figures["series"]
    assert series["source"]["origin"] == "estimated"
    assert [point["count"] for point in series["points"]] == [3, 3]
    assert f"estimate: {series['recent']['value']:.0f}" in lines
    assert "2 interviews · 6 answers" in lines
    assert "practised 1 day of 7" in lines
    assert figures["weakest"][0]["expects"] in lines
    assert sum(figures["calendar"]["answers"]) == 6
    assert figures["due"] == []


def test_a_heading_has_lines_below_it(interviewer: Shell, home: Path) -> None:
    interviewer("start", "--plain", "-n", "1", stdin=ANSWER)
    assert "By tag" in interviewer("progress").out
    bank = home / "untagged.yaml"
    criteria = "[{id: boil, expects: Says that the water boils., weight: essential}]"
    asked = f"{{id: tea, ask: How is tea made?, hint: Boil., minutes: 2, criteria: {criteria}}}"
    bank.write_text(
        "id: untagged\ntitle: T\nabout: A.\n"
        f"sections: [{{id: s, title: S, questions: [{asked}]}}]\n"
    )
    assert interviewer("start", "--plain", "--bank", str(bank), stdin=ANSWER).code == 0
    out = interviewer("progress").out
    assert "By section" in out
    assert "By tag" not in out


def test_an_unknown_bank_is_named(done: Shell) -> None:
    outcome = done("progress", "--bank", "cold-drinks")
    assert outcome.code == 3
    assert "no interview of a bank 'cold-drinks'" in outcome.err
    assert "ai-embedding" in outcome.err
