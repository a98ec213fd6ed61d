"""Rubrics for lines with a hint alone: by rules beside the estimate, else by the model."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.banks.drafters import DraftOnce, drafter_beside
from interviewer.bulk.batch import Batch
from rubrics.drafting import ModelDrafter, RuleDrafter
from rubrics.estimate import Estimator
from rubrics.grade import Usage
from rubrics.judge import Budget, GradeCache, ModelGrader
from rubrics.loading import load_bank
from rubrics.models.model import ModelFailure
from tests.interviewer.command import Shell
from tests.rubrics.drafting.samples import HINT, SKETCH, reply
from tests.rubrics.judge.fakes import USAGE, FakeModel, Said, entry, failure
from tests.rubrics.judge.fakes import reply as grading_reply

LINE = {"question": "How do you make tea?", "hint": HINT, "answer": "I boil fresh water for it."}
MISSED = [entry(one["id"], "missed") for one in reply()["criteria"][1:]]
MARKS = grading_reply(entry("fresh-water", "met", "I boil fresh water"), *MISSED)


def says(request: Any) -> Said:
    """A draft to who asks for one, marks to the others."""
    return reply() if request.schema_name == "draft" else MARKS


def batch(model: FakeModel, **options: Any) -> Batch:
    grader = ModelGrader(model, **options)
    return Batch(grader, load_bank, "none", drafter=drafter_beside(grader))


def graded(work: Batch, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    async def run() -> list[dict[str, Any]]:
        texts = [json.dumps({"id": number, **line}) for number, line in enumerate(lines)]
        try:
            return await asyncio.gather(*(work.grade(1, work.read(1, text)) for text in texts))
        finally:
            await work.close()

    return asyncio.run(run())


def asked(model: FakeModel) -> list[str]:
    return [request.schema_name for request in model.requests]


def test_the_drafter_beside_a_grader_asks_the_same_model(tmp_path: Path) -> None:
    assert isinstance(drafter_beside(Estimator()), RuleDrafter)
    grader = ModelGrader(FakeModel(reply()), cache=GradeCache(tmp_path / "grades.db"))
    drafter = drafter_beside(grader)
    assert isinstance(drafter, ModelDrafter)
    assert drafter.id.model == grader.id.model
    asyncio.run(drafter.draft(SKETCH))
    assert grader.cache is not None
    assert grader.cache.stats().drafts == 1
    asyncio.run(drafter.close())
    asyncio.run(grader.close())


@pytest.mark.parametrize("kept", [True, False])
def test_a_hint_is_drafted_once_and_paid_for_by_the_first(tmp_path: Path, kept: bool) -> None:
    model = FakeModel(answer=says)
    options = {"cache": GradeCache(tmp_path / "grades.db")} if kept else {}
    other = {**LINE, "answer": "I boil fresh water and drink it."}
    records = graded(batch(model, **options), LINE, other)
    assert sorted(asked(model)) == ["draft", "grade", "grade"]
    assert {record["rubric"] for record in records} == {records[0]["rubric"]}
    assert [record["usage"]["prompt_tokens"] for record in records] == [200, 100]
    for record in records:
        assert record["status"] == "graded"
        assert [mark["id"] for mark in record["criteria"]] == [
            one["id"] for one in reply()["criteria"]
        ]
        assert record["drafter"] == {
            "name": "model", "version": "1", "model": "test/model", "prompt": "draft-v1",
        }  # fmt: skip
    # What the model drafted to ask next is asked next.
    assert records[0]["follow_up"] == reply()["follow_ups"][0]
    again = FakeModel(answer=says)
    options = {"cache": GradeCache(tmp_path / "grades.db")} if kept else {}
    graded(batch(again, **options), LINE)
    assert asked(again) == ([] if kept else ["draft", "grade"])


@pytest.mark.parametrize(
    ("said", "reason"),
    [(failure(), "rate limited"), ("no JSON", "unreadable reply"), (KeyError(), "internal error")],
)
def test_a_draft_that_fails_leaves_the_answers_ungraded(said: Said, reason: str) -> None:
    model = FakeModel(said)
    [first, second] = graded(batch(model), LINE, {**LINE, "answer": "Milk."})
    for record in (first, second):
        assert (record["status"], record["reason"]) == ("ungraded", reason)
        assert (record["score"], record["criteria"], record["rubric"]) == (None, [], "")
        assert record["drafter"]["name"] == "model"
        assert "rubric" in record["detail"]
    assert set(asked(model)) == {"draft"}
    assert second["usage"] is None


def test_a_later_line_tries_again() -> None:
    model = FakeModel(failure(), reply(), MARKS)

    async def run() -> list[str]:
        work = batch(model)
        text = json.dumps({"id": 1, **LINE})
        return [(await work.grade(1, work.read(1, text)))["status"] for _ in range(2)]

    assert asyncio.run(run()) == ["ungraded", "graded"]


def test_one_that_gives_up_does_not_stop_the_others() -> None:
    async def run() -> Usage | None:
        model = FakeModel(reply())
        model.gate = asyncio.Event()
        once = DraftOnce(ModelDrafter(model))
        mine, other = (asyncio.create_task(once.draft(SKETCH)) for _ in range(2))
        while not model.requests:
            await asyncio.sleep(0)
        mine.cancel()
        with pytest.raises(asyncio.CancelledError):
            await mine
        model.gate.set()
        assert len((await other).criteria) == 4
        assert len(model.requests) == 1
        return (await once.draft(SKETCH)).usage

    assert asyncio.run(run()) is None


def test_a_blank_answer_pays_for_no_rubric() -> None:
    model = FakeModel(answer=says)
    [record] = graded(batch(model), {**LINE, "answer": " … "})
    assert model.requests == []
    assert (record["status"], record["score"]) == ("blank", 0.0)
    assert record["drafter"]["name"] == "rules"


def test_criteria_that_are_given_need_no_drafter() -> None:
    model = FakeModel(grading_reply(entry("c1", "missed"), entry("c2", "missed")))
    given = {**LINE, "criteria": ["Says that water is boiled.", "Says that it is poured."]}
    [record] = graded(batch(model), given)
    assert (record["status"], record["drafter"], asked(model)) == ("graded", None, ["grade"])


def test_drafts_and_grades_share_a_budget() -> None:
    budget = Budget(0.5)
    model = FakeModel(answer=says)
    [record] = graded(batch(model, budget=budget), LINE)
    assert asked(model) == ["draft"]
    assert (record["status"], record["reason"]) == ("ungraded", "budget")
    assert record["usage"]["cost_usd"] == USAGE.cost_usd
    [record] = graded(batch(model, budget=budget), {**LINE, "hint": "Another hint, of milk."})
    assert (record["reason"], record["rubric"], len(model.requests)) == ("budget", "", 1)


def test_by_the_estimate_rules_draft_and_say_so(interviewer: Shell) -> None:
    outcome = interviewer("grade", "-", stdin=json.dumps({"id": 1, **LINE}))
    record = json.loads(outcome.out)
    assert record["status"] == "estimated"
    assert record["drafter"] == {"name": "rules", "version": "1", "model": None, "prompt": None}


def test_grade_drafts_by_its_model(interviewer: Shell, tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    replies = [{"json": reply(), "when": "<hint-"}, {"json": MARKS}]
    path.write_text(json.dumps({"replies": replies}))
    for _ in range(2):
        outcome = interviewer(
            "grade", "-", "--grader", f"scripted/{path}", stdin=json.dumps({"id": 1, **LINE})
        )
        record = json.loads(outcome.out)
        assert (record["status"], record["drafter"]["prompt"]) == ("graded", "draft-v1")
        path.write_text(json.dumps({"replies": [{"status": 400, "again": True}]}))
    broken = {"id": 1, **LINE, "hint": "Another hint, of milk."}
    outcome = interviewer("grade", "-", "--grader", f"scripted/{path}", stdin=json.dumps(broken))
    assert json.loads(outcome.out)["reason"] == "bad request"


def test_a_failure_for_which_others_waited_costs_them_nothing() -> None:
    async def run() -> list[Usage | None]:
        model = FakeModel(failure())
        once = DraftOnce(ModelDrafter(model))
        done = await asyncio.gather(*(once.draft(SKETCH) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(one, ModelFailure) for one in done)
        assert len(model.requests) == 1
        return [one.usage for one in done if isinstance(one, ModelFailure)]

    assert asyncio.run(run()) == [failure().usage, None, None]
