"""What having a bank written will about take, before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from interviewer.banks.composing import ORDERED_AT_MOST, Composition, orders_of
from interviewer.banks.drafting import CHARACTERS_A_TOKEN, TOKENS_OUT
from rubrics.composing import Composer, PlannedSection, Pool, SectionPlan, WrittenQuestion
from rubrics.drafting import ModelDrafter, Sketch
from rubrics.drafting.request import request_for
from rubrics.models.model import Request
from rubrics.models.replies import Tokens

PLAN_OUT, QUESTION_OUT = 600, 150
"""Tokens of a reply, about: of a plan, and of a question with its hint."""

_LIKELY = Sketch(hint="word " * 50, ask="word " * 25, section="word " * 6)
"""As long as a question usually is."""


def likely_plan(questions: int) -> SectionPlan:
    """A plan as large as one for so many questions usually is."""
    count = max(1, round(questions / 4))
    sizes = [questions // count + (at < questions % count) for at in range(count)]
    return SectionPlan(
        title="word " * 3,
        about="word " * 20,
        sections=tuple(
            PlannedSection(id=f"s{at}", title="word " * 3, questions=size, covers="word " * 30)
            for at, size in enumerate(sizes)
        ),
    )


def size_of_plan(request: Request) -> Tokens:
    """About how many tokens a plan takes."""
    return Tokens(_tokens(request), PLAN_OUT)


def size_of_bank(
    composer: Composer, drafter: ModelDrafter, plan: SectionPlan, pool: Pool
) -> tuple[Tokens, int]:
    """About how many tokens the questions of a plan and their rubrics take.

    What was paid for already counts for nothing; also gives how many rubrics that are.
    """
    prompt = completion = kept = 0
    drafting = _tokens(request_for(_LIKELY))
    for order in orders_of(Composition.begun(plan, pool)):
        written = composer.kept_questions(order)
        if written is None:
            calls = -(-order.section.questions // ORDERED_AT_MOST)
            prompt += calls * _tokens(composer.questions_request(order))
            completion += QUESTION_OUT * order.section.questions
        else:
            kept += sum(map(drafter.is_kept, _sketches(plan, order.section, written.questions)))
    new = max(plan.total - kept, 0)
    return Tokens(prompt + drafting * new, completion + TOKENS_OUT * new), kept


def _sketches(
    plan: SectionPlan, section: PlannedSection, questions: Sequence[WrittenQuestion]
) -> Iterator[Sketch]:
    for one in questions:
        title = f"{plan.title}: {section.title}"
        yield Sketch(hint=one.hint, ask=one.ask, section=title)


def _tokens(request: Request) -> int:
    characters = sum(len(message.content) for message in request.messages)
    return (characters + len(json.dumps(request.schema))) // CHARACTERS_A_TOKEN
