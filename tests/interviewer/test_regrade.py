from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rubrics.grade import Verdict
from rubrics.loading import load_bank
from sessions.own_marks import OwnMark
from sessions.session import Session, TurnState
from sessions.store import Store
from tests.interviewer.command import Shell

BANK = load_bank("ai-embedding-systems-engineer")
QUESTIONS = ("what-is-an-embedding", "cosine-or-euclidean", "hnsw-structure-and-cost")
ANSWER = "A dense vector that captures the meaning of a text."


def replies(verdict: str = "met") -> list[dict[str, Any]]:
    """One reply for each question: every point as given, proved by the first words."""
    evidence = [] if verdict == "missed" else ["A dense vector that captures the meaning"]
    return [
        {
            "when": question.ask[:30],
            "again": True,
            "usage": {"prompt_tokens": 1000, "completion_tokens": 300},
            "json": {
                "criteria": [
                    {"id": one.id, "evidence": evidence, "reasoning": "r", "verdict": verdict}
                    for one in question.criteria
                ],
                "false_claims": [],
                "strongest": "",
                "improve": "More.",
                "follow_up": None,
                "confidence": 0.5,
            },
        }
        for question in map(BANK.question, QUESTIONS)
    ]


def model(tmp_path: Path, name: str, *entries: dict[str, Any]) -> str:
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(list(entries)))
    return f"scripted/{path}"


@pytest.fixture
def estimated(interviewer: Shell) -> Shell:
    """A shell in a home with an interview: two answers that were estimated, and a blank one."""
    asked = [part for name in QUESTIONS for part in ("-q", name)]
    answers = f"{ANSWER}\n.\n{ANSWER} Twice.\n.\n...\n.\n"
    outcome = interviewer("start", "--plain", *asked, stdin=answers)
    assert outcome.code == 0, outcome.err
    return interviewer


def kept(home: Path) -> Session:
    with Store.open(home) as store:
        latest = store.latest()
        assert latest is not None
        return store.session(latest.id)


def test_old_and_new_stand_side_by_side(estimated: Shell, home: Path, tmp_path: Path) -> None:
    before = kept(home)
    name = model(tmp_path, "good", *replies())
    outcome = estimated("regrade", "last", "--grader", name)
    assert outcome.code == 0
    assert f"Answers stay on this computer: {name} (--grader) marks them." in outcome.err
    assert "2 answers: 2 graded. 2,000 tokens in, 600 out, price unknown" in outcome.err
    first, _, _ = outcome.out.partition("Question 2")
    turn = before.turns[0]
    assert f"Question 1: {turn.question.ask}" in first
    assert f"  before  {turn.score:>5g} " in first
    assert "estimate version" in first
    assert f"  now       100 strong {'●' * len(turn.question.criteria)}  {name} prompt" in first
    assert f"  rubric  {turn.question.rubric.hash}" in first
    assert "→ met: " in first
    assert "Made by different graders: the two scores cannot be compared." in first
    assert "Question 3" not in outcome.out, "a blank answer reaches no grader"


def test_the_new_grade_is_in_force_and_the_old_one_in_the_history(
    estimated: Shell, home: Path, tmp_path: Path
) -> None:
    before = kept(home)
    estimated("regrade", "last", "--grader", model(tmp_path, "good", *replies()))
    after = kept(home)
    assert [turn.origin for turn in after.turns] == ["graded", "graded", "estimated"]
    with Store.open(home) as store:
        for old, new in zip(before.turns[:2], after.turns, strict=False):
            assert [one.grade for one in store.grades(before.id, old.id)] == [old.grade, new.grade]
        assert len(store.grades(before.id, 2)) == 1


def test_a_failure_never_replaces_a_grade(estimated: Shell, home: Path, tmp_path: Path) -> None:
    before = kept(home)
    refuses = model(tmp_path, "bad", {"status": 401, "says": "no", "again": True})
    outcome = estimated("regrade", "last", "--grader", refuses)
    assert outcome.code == 1
    assert "now     ungraded: key refused" in outcome.out
    assert outcome.out.count("The new grade failed; the one before stays in force.") == 2
    assert "2 answers: 2 ungraded (2 key refused)" in outcome.err
    assert kept(home) == before


def test_by_the_same_grader_scores_can_be_compared(
    estimated: Shell, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "same.json"
    path.write_text(json.dumps(replies()))
    estimated("regrade", "last", "--grader", f"scripted/{path}")
    path.write_text(json.dumps(replies("missed")))
    again = estimated("regrade", "last", "--grader", f"scripted/{path}")
    assert "2 from the cache" in again.err
    assert "→" not in again.out
    paid = estimated("regrade", "last", "--grader", f"scripted/{path}", "--no-cache", "--json")
    found = json.loads(paid.out)
    assert [turn["comparable"] for turn in found["turns"]] == [True, True]
    assert [turn["after"]["score"] for turn in found["turns"]] == [0, 0]
    assert found["turns"][0]["differences"][0] == {
        "id": BANK.question(QUESTIONS[0]).criteria[0].id,
        "before": "met",
        "after": "missed",
    }


def test_one_question_alone_mixes_the_average_and_that_is_said(
    estimated: Shell, tmp_path: Path
) -> None:
    one, two = (model(tmp_path, name, *replies()) for name in ("one", "two"))
    assert "different graders, which" not in estimated("regrade", "last", "--grader", one).out
    outcome = estimated("regrade", "last", "--grader", two, "--turn", "2")
    assert "Question 1" not in outcome.out
    assert "grades by different graders, which cannot be compared" in outcome.out
    mixed = estimated("regrade", "last", "--grader", two, "--turn", "2", "--json")
    assert json.loads(mixed.out)["graders_mixed"] is True


def test_only_what_is_ungraded(estimated: Shell, home: Path, tmp_path: Path) -> None:
    none = estimated("regrade", "last", "--ungraded")
    assert none.code == 3
    assert "is without a grade" in none.err
    before = kept(home)
    with Store.open(home) as store:
        turn = before.turns[1]
        assert turn.grade is not None
        failed = {"status": "ungraded", "reason": "timeout", "score": None, "marks": ()}
        lost = turn.model_copy(
            update={"grade": turn.grade.model_copy(update=failed), "state": TurnState.UNGRADED}
        )
        store.recorder(before).keep(before, [lost])
    outcome = estimated("regrade", "last", "--ungraded", "--json")
    [only] = json.loads(outcome.out)["turns"]
    assert (only["turn"], only["before"]["reason"]) == ("2", "timeout")
    assert only["after"]["score"] == before.turns[1].score
    assert (only["in_force"], only["comparable"]) == ("after", False)


def test_own_marks_stay_in_force(estimated: Shell, home: Path, tmp_path: Path) -> None:
    before = kept(home)
    with Store.open(home) as store:
        turn = before.turns[0]
        by_hand = {one.id: OwnMark(verdict=Verdict.MISSED) for one in turn.question.criteria}
        store.recorder(before).keep(before, [turn.model_copy(update={"self_marks": by_hand})])
    outcome = estimated("regrade", "last", "--grader", model(tmp_path, "good", *replies()))
    assert outcome.out.count("Your own marks stay in force: 0.") == 1
    assert kept(home).turns[0].score == 0


@pytest.mark.parametrize("label", ["3", "9", "1.2"])
def test_a_question_without_an_answer_is_refused(estimated: Shell, label: str) -> None:
    outcome = estimated("regrade", "last", "--turn", label)
    assert outcome.code == 3
    assert f"Question {label} has no answer to grade" in outcome.err
    assert "These have: 1, 2." in outcome.err


def test_an_exam_that_is_not_over_tells_no_marks(interviewer: Shell) -> None:
    interviewer("start", "--plain", "--exam", "-n", "2", stdin=f"{ANSWER}\n.\n/quit\n")
    outcome = interviewer("regrade", "last")
    assert outcome.code == 3
    assert "come at its end" in outcome.err


def test_a_session_that_is_open_elsewhere_is_left_alone(estimated: Shell, home: Path) -> None:
    with Store.open(home) as store, store.claim(kept(home).id):
        outcome = estimated("regrade", "last")
    assert outcome.code == 3
    assert "open in another window" in outcome.err


@pytest.mark.parametrize(("said", "sent"), [("y\n", True), ("n\n", False)])
def test_somebody_who_is_there_is_asked_before_answers_are_sent(
    estimated: Shell,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    sent: bool,
) -> None:
    monkeypatch.setattr("interviewer.commands.options.asks", lambda: True)
    name = model(tmp_path, "good", *replies())
    before = kept(home)
    outcome = estimated("regrade", "last", "--grader", name, stdin=said)
    assert outcome.code == 0
    assert f"Send 2 answers to {name}: about " in outcome.err
    assert "tokens in and 800 out, price unknown?" in outcome.err
    assert (kept(home) != before) is sent
    assert ("Nothing was sent." in outcome.err) is not sent


@pytest.mark.parametrize("more", [["--yes", "--grader", "MODEL"], ["--grader", "estimate"]])
def test_nobody_is_asked_where_nothing_is_to_ask(
    estimated: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.setattr("interviewer.commands.options.asks", lambda: True)
    name = model(tmp_path, "good", *replies())
    outcome = estimated("regrade", "last", *[name if word == "MODEL" else word for word in more])
    assert outcome.code == 0
    assert "?" not in outcome.err


def test_hostile_text_is_harmless_in_the_comparison(estimated: Shell, tmp_path: Path) -> None:
    outcome = estimated("regrade", "last", "--grader", "nonsense\x1b[31m")
    assert outcome.code == 3
    assert "\x1b" not in outcome.err
