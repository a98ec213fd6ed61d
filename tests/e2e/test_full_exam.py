"""Whole interviews by keys alone: an exam of fifty questions by a troubled model, and each mode."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rubrics import Question, load_bank, shipped_banks
from sessions.report import report
from sessions.session import Mode, TurnState
from tests.e2e.stored import kept
from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

QUESTIONS = 50
TROUBLES: dict[int, dict[str, Any]] = {
    3: {"status": 429, "retry_after": 3},
    7: {"status": 429, "retry_after": 1},
    11: {"status": 400, "says": "no such thing", "again": True},
    19: {"text": "no verdict at all", "again": True},
    23: {"fails": "reset"},
    31: {"refusal": "I would rather not.", "again": True},
    50: {"status": 503, "retry_after": 1},
}
"""What the model does with the answer of this number; once, where nothing else is said."""

UNGRADED = {11: "bad request", 19: "unreadable reply", 31: "refused"}


def answer(number: int) -> str:
    return f"Answer {number} is that I measure it first."


def marked(question: Question) -> dict[str, Any]:
    """A reply that finds the first criterion met and no other."""
    criteria = [
        {"id": criterion.id, "evidence": [], "reasoning": "Not said.", "verdict": "missed"}
        for criterion in question.criteria
    ]
    criteria[0] |= {"evidence": ["I measure it first"], "verdict": "met"}
    return {
        "criteria": criteria,
        "false_claims": [],
        "strongest": "You measure.",
        "improve": "Say how.",
        "follow_up": None,
        "confidence": 0.5,
    }


@pytest.fixture
def troubled(tmp_path: Path) -> str:
    """A model that takes half a second for a reply, and has its troubles with some answers."""
    faults = [{"when": answer(number), **fault} for number, fault in TROUBLES.items()]
    replies = [
        {"when": question.ask, "json": marked(question), "delay": 0.5, "again": True}
        for question in load_bank(shipped_banks()[0]).questions()
    ]
    script = tmp_path / "troubled.json"
    script.write_text(json.dumps([*faults, *replies]))
    return f"scripted/{script}"


def test_an_exam_of_fifty_questions_by_a_slow_limited_and_failing_model(
    home: Path, troubled: str
) -> None:
    begin = ["start", "--exam", "-n", str(QUESTIONS), "--follow-ups", "0", "--grader", troubled]
    with Terminal(home, *begin) as terminal:
        for number in range(1, QUESTIONS + 1):
            terminal.wait(f" {number} of {QUESTIONS} ")
            terminal.wait("your answer · 0 words")
            terminal.type(answer(number))
            terminal.press("F2")
            if number == 3:
                shown = terminal.wait("rate limited, again in ")
                assert f"4 of {QUESTIONS}" in shown, "the interview does not wait"
        terminal.wait("over 47 of 50")
        terminal.wait("3 ungraded")
        terminal.press("Ctrl+Q")
        assert terminal.ended() == 0
    session = kept(home)
    figures = report(session)
    assert [turn.answer for turn in session.turns] == [answer(n + 1) for n in range(QUESTIONS)]
    assert {int(label): reason for label, reason in figures.ungraded} == UNGRADED
    assert (figures.handed_in, figures.waiting) == (QUESTIONS, ())
    assert [(average.origin, average.count) for average in figures.averages] == [("graded", 47)]


def test_practice_by_keys_alone(home: Path) -> None:
    with Terminal(home, "start", "--practice", "-n", "2", "--follow-ups", "0") as terminal:
        terminal.wait("your answer · 0 words")
        terminal.press("F5")
        terminal.wait("Hint: ")
        terminal.type("I measure it first.")
        terminal.wait("4 words · saved")
        terminal.press("F6")
        terminal.wait(lambda text: "The clock stands." in text and "measure" not in text)
        terminal.press("Enter")
        terminal.wait("I measure it first.")
        terminal.press("F2")
        terminal.wait("Go on")
        terminal.type("m")
        terminal.wait("your own marks")
        terminal.press("F2")
        terminal.wait("2 of 2")
        terminal.press("F3")
        terminal.wait("1 was skipped.")
        terminal.press("Enter")
        terminal.wait("your answer · 0 words")
        terminal.type("It depends.")
        terminal.wait("your answer · 2 words")
        terminal.press("F2")
        terminal.wait("Go on")
        terminal.press("F2")
        terminal.wait("of 2 answers")
        terminal.press("Ctrl+Q")
        assert terminal.ended() == 0
    first, second = kept(home).turns
    assert (first.answer, first.hinted, len(first.self_marks)) == ("I measure it first.", True, 1)
    assert (second.answer, second.state) == ("It depends.", TurnState.GRADED)


def test_a_drill_by_keys_alone(home: Path) -> None:
    with Terminal(home, "start", "--drill", "-n", "2", "--new", "--follow-ups", "0") as terminal:
        for number in (1, 2):
            terminal.wait(f"{number} of 2")
            terminal.wait("your answer · 0 words")
            terminal.type(answer(number))
            terminal.wait("your answer · 8 words")
            terminal.press("F2")
            terminal.wait("Go on")
            terminal.press("F2")
        terminal.wait("over 2 of 2")
        terminal.press("Ctrl+Q")
        assert terminal.ended() == 0
    session = kept(home)
    assert session.mode is Mode.DRILL
    assert [turn.state for turn in session.turns] == [TurnState.GRADED] * 2
