"""Having a plan's questions written: at once, once more, and stopped without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewer.banks.composing import Composition, Stopped, compose, known_questions, outline_from
from interviewer.banks.composing_size import size_of_bank
from interviewer.banks.shelf import Shelf
from rubrics.composing import Composer, Known, Pool
from rubrics.composing.composer import PlanCache, QuestionCache
from rubrics.drafting import ModelDrafter
from rubrics.errors import InterviewerError
from rubrics.judge import Budget
from rubrics.models.model import ModelFailure, Request
from tests.rubrics.composing.samples import (
    GREEN,
    HARD,
    ORDER,
    PEOPLE,
    PLANNED,
    POSTING,
    draft_of,
    questions,
)
from tests.rubrics.judge.fakes import USAGE, FakeModel, failure

Answer = Callable[[Request], Any]


def by_section(brewing: Any, people: Any) -> Answer:
    """Says one thing of one section and another of the other."""
    return lambda request: (
        brewing if "Your section: Brewing" in request.messages[1].content else people
    )


async def composed(
    model: FakeModel, pool: Pool | None = None, **options: Any
) -> tuple[Composition, list[int]]:
    """What comes of the plan, and how many sections were asked for each time."""
    rounds: list[int] = []

    def begin(orders: Any) -> None:
        rounds.append(len(orders))

    composer = Composer(model, POSTING, **options)
    pool = Pool() if pool is None else pool
    return await compose(composer, PLANNED, pool, begin, lambda: None), rounds


async def test_a_plan_is_filled_in_one_round_where_all_is_new() -> None:
    model = FakeModel(answer=by_section(questions(GREEN, HARD), questions(PEOPLE)))
    made, rounds = await composed(model)
    assert (made.total, rounds, made.left_out, made.failures) == (3, [2], [], {})
    assert made.usages == [USAGE, USAGE]
    assert [len(section.questions) for section in outline_from(made, "tea").sections] == [2, 1]


async def test_a_double_is_left_out_and_the_second_round_knows_all_that_is_there() -> None:
    model = FakeModel(answer=by_section(questions(GREEN, HARD), questions(GREEN)))
    pool = Pool([Known("old: hard", HARD["ask"], HARD["hint"])])
    made, rounds = await composed(model, pool)
    assert (made.total, rounds) == (1, [2, 2])
    left = [(one.ask, one.like.name) for one in made.left_out]
    assert left[:2] == [(HARD["ask"], "old: hard"), (GREEN["ask"], "this bank: Brewing")]
    first, *_, last = (request.messages[1].content for request in model.requests)
    assert "Write the 2 questions" in first
    assert "Write the question of" in last
    assert last.count(f"- {GREEN['ask']}\n") == last.count(f"- {HARD['ask']}\n") == 1


async def test_a_large_section_is_asked_for_in_parts_that_know_each_other() -> None:
    subjects = [f"{letter}{letter}tea{letter}" for letter in "bcdfghklmn"]

    def answer(request: Request) -> Any:
        asked = request.messages[1].content
        left = [name for name in subjects if name not in asked]
        return questions(
            *({"ask": f"Why {name} {name}ish {name}est?", "hint": f"{name} " * 20} for name in left)
        )

    plan = PLANNED.with_counts({"brewing": 10, "working-with-people": 0})
    model = FakeModel(answer=answer)
    rounds: list[int] = []
    composer = Composer(model, POSTING)
    made = await compose(
        composer, plan, Pool(), lambda orders: rounds.append(orders[0].count), lambda: None
    )
    assert (made.total, rounds, made.left_out) == (10, [8, 2], [])


async def test_others_questions_in_the_field_are_named_at_once() -> None:
    model = FakeModel(answer=by_section(questions(GREEN, HARD), questions(PEOPLE)))
    near = "Which temperatures and times do black teas want when you brew for many?"
    await composed(model, Pool([Known("old: black", near), Known("old: law", "What is a tort?")]))
    assert f"Asked already:\n- {near}\n" in model.requests[0].messages[1].content
    assert all("tort" not in request.messages[1].content for request in model.requests)


async def test_a_budget_cut_short_keeps_what_was_paid_for(tmp_path: Path) -> None:
    path = tmp_path / "grades.db"
    kept: dict[str, Any] = {"plans": PlanCache(path), "questions": QuestionCache(path)}
    answer = by_section(questions(GREEN, HARD), questions(PEOPLE))
    model = FakeModel(answer=answer)
    with pytest.raises(Stopped) as stopped:
        await composed(model, budget=Budget(0.5), **kept)
    assert "were not written: budget" in str(stopped.value)
    assert "INTERVIEWER_BUDGET" in stopped.value.advice
    assert [usage for usage in stopped.value.usages if usage] == [USAGE]
    again = FakeModel(answer=answer)
    made, _ = await composed(again, **kept)
    assert (made.total, len(model.requests), len(again.requests)) == (3, 1, 1)
    for cache in kept.values():
        cache.close()


async def test_one_section_that_fails_leaves_the_others_to_be_kept() -> None:
    model = FakeModel(answer=by_section(failure(), questions(PEOPLE)))
    with pytest.raises(Stopped, match=r"on Brewing were not written: rate limited \(try later\)"):
        await composed(model)
    assert len(model.requests) == 2


async def test_without_any_question_there_is_no_bank() -> None:
    refusing = FakeModel(answer=lambda _: ModelFailure("refused", "No."))
    made, rounds = await composed(refusing)
    assert rounds == [2, 2]
    with pytest.raises(InterviewerError, match=r"no question to make a bank of \(refused: No\.\)"):
        outline_from(made, "tea")


async def test_the_cost_counts_only_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "grades.db"
    kept = QuestionCache(path)
    model = FakeModel(questions(GREEN, HARD))
    composer = Composer(model, POSTING, questions=kept)
    drafter = ModelDrafter(FakeModel(draft_of(GREEN, "many")))
    whole, rubrics = size_of_bank(composer, drafter, PLANNED, Pool())
    await composer.write(ORDER)
    less, _ = size_of_bank(composer, drafter, PLANNED, Pool())
    assert rubrics == 0
    assert whole.completion - less.completion == 300
    assert less.prompt < whole.prompt
    kept.close()


def test_questions_that_are_there_come_from_all_banks_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: [")
    known, unreadable = known_questions(Shelf(tmp_path))
    assert (len(known), unreadable) == (50, ["broken"])
    assert all(": " in one.name and one.hint for one in known)
