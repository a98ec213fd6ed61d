"""The composer: asks a model for a plan of sections, then for the questions of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rubrics.asking.budget import Budget
from rubrics.asking.cache import ReplyCache, key_of
from rubrics.asking.calls import Calls
from rubrics.asking.mending import read_or_mended
from rubrics.asking.prompts import Nonce, Prompt, random_nonce
from rubrics.composing.checks import read_plan, read_questions
from rubrics.composing.plan import SectionPlan
from rubrics.composing.posting import Posting
from rubrics.composing.reply import plan_schema, questions_schema
from rubrics.composing.request import (
    PLAN_PROMPT,
    QUESTIONS_PROMPT,
    Fenced,
    plan_request,
    questions_request,
)
from rubrics.composing.written import Order, Planned, Written, WrittenQuestion
from rubrics.grader import OnProgress
from rubrics.models.model import Model, Parameters, Request

VERSION = "1"
"""Of the code between reply and value: raised when the same reply would give another one."""


class PlanCache(ReplyCache[Planned]):
    """Keeps plans of models, among the drafts; see ``ReplyCache``."""

    table = "drafts"
    form = Planned


class QuestionCache(ReplyCache[Written]):
    """Keeps questions of models, among the drafts; see ``ReplyCache``."""

    table = "drafts"
    form = Written


class Composer:
    """Plans and writes questions for one posting, and takes no reply that breaks a rule."""

    def __init__(
        self,
        model: Model,
        posting: Posting,
        *,
        plans: PlanCache | None = None,
        questions: QuestionCache | None = None,
        budget: Budget | None = None,
        nonce: Nonce = random_nonce,
    ) -> None:
        """Put a composer together.

        Args:
            model: who is asked.
            posting: the job and the resume.
            plans, questions: where is kept what was paid for; without them everything is asked for.
            budget: what stops new requests once it is used up.
            nonce: source of the word in the fences, which is the same for all requests.
        """
        self._model = model
        self._posting = posting
        self._fenced = Fenced.of(posting, nonce)
        self._plans = plans
        self._questions = questions
        self._budget = budget

    @property
    def parameters(self) -> Parameters:
        """What tells the model's replies from another's."""
        return self._model.parameters

    def plan_request(self, questions: int) -> Request:
        """What is asked for a plan with so many questions."""
        return plan_request(self._fenced, questions)

    def questions_request(self, order: Order) -> Request:
        """What is asked for the questions of a section."""
        return questions_request(self._fenced, order)

    async def plan(self, questions: int, on_progress: OnProgress | None = None) -> Planned:
        """Plan the sections: from the cache, or by one request, or by two.

        Raises:
            ModelFailure: there is no plan that can be used; with what the calls cost.
        """

        def read(text: str, *, strict: bool) -> SectionPlan:
            return read_plan(text, questions, self._posting.names, strict=strict)

        async def ask() -> Planned:
            with Calls(self._model, self._budget, on_progress) as calls:
                request = self.plan_request(questions)
                plan = await read_or_mended(calls, request, PLAN_PROMPT, read)
                return Planned(plan=plan, usage=calls.usage)

        if self._plans is None:
            return await ask()
        return await self._plans.get_or_make(self._plan_key(questions), ask)

    async def write(self, order: Order, on_progress: OnProgress | None = None) -> Written:
        """Write questions of a section: from the cache, or by one request, or by two.

        Raises:
            ModelFailure: there is no question that can be used; with what the calls cost.
        """

        def read(text: str, *, strict: bool) -> tuple[WrittenQuestion, ...]:
            return read_questions(text, order, self._posting.names, strict=strict)

        async def ask() -> Written:
            with Calls(self._model, self._budget, on_progress) as calls:
                request = self.questions_request(order)
                questions = await read_or_mended(calls, request, QUESTIONS_PROMPT, read)
                return Written(questions=questions, usage=calls.usage)

        if self._questions is None:
            return await ask()
        return await self._questions.get_or_make(self._order_key(order), ask)

    def kept_plan(self, questions: int) -> Planned | None:
        """The plan with so many questions that was paid for already; None where none was."""
        return None if self._plans is None else self._plans.get(self._plan_key(questions))

    def kept_questions(self, order: Order) -> Written | None:
        """The questions that were paid for already; None where none were."""
        return None if self._questions is None else self._questions.get(self._order_key(order))

    async def close(self) -> None:
        """Let the model's connections and the caches go."""
        await self._model.close()
        for cache in (self._plans, self._questions):
            if cache is not None:
                cache.close()

    def _plan_key(self, questions: int) -> str:
        return self._key(PLAN_PROMPT, plan_schema(), questions)

    def _order_key(self, order: Order) -> str:
        wanted = [order.plan.model_dump(), order.section.id, order.count, order.asked]
        return self._key(QUESTIONS_PROMPT, questions_schema(), wanted)

    def _key(self, prompt: Prompt, schema: dict[str, Any], wanted: Any) -> str:
        return key_of(
            self._model.parameters,
            composer=[VERSION, prompt.name],
            prompt=prompt.texts,
            schema=schema,
            posting=asdict(self._posting),
            wanted=wanted,
        )
