"""The grader that asks a model: one request for an answer, two at most, no number from it."""

from __future__ import annotations

import logging

from rubrics.grade import (
    Grade,
    GraderId,
    Mark,
    Usage,
    Verdict,
    blank_grade,
    is_blank,
    score_of,
)
from rubrics.grader import GradingTask, OnProgress
from rubrics.judge.budget import Budget
from rubrics.judge.cache import GradeCache, cache_key
from rubrics.judge.prompt import (
    PROMPT,
    READ_AT_MOST,
    Nonce,
    prompt_texts,
    random_nonce,
    repair_for,
    request_for,
)
from rubrics.judge.proof import Prover
from rubrics.judge.schema import Unreadable, reply_schema
from rubrics.judge.verdicts import (
    Reading,
    false_claims_of,
    marks_of,
    mended,
    open_points,
    read_reply,
)
from rubrics.judge.words import line, one_question
from rubrics.models.model import Model, ModelFailure, Reply, Request

VERSION = "1"
"""Of the code between reply and grade: raised when the same reply would give another grade."""

SENTENCE_AT_MOST = 400
ADVICE_AT_MOST = 600

_log = logging.getLogger(__name__)


class _Spent:
    """What the calls for one answer cost together."""

    def __init__(self, budget: Budget | None) -> None:
        self._budget = budget
        self._known: list[Usage] = []
        self._priced = True

    def add(self, usage: Usage | None) -> None:
        if self._budget is not None:
            self._budget.add(usage)
        self._priced = self._priced and usage is not None and usage.cost_usd is not None
        if usage is not None:
            self._known.append(usage)

    @property
    def usage(self) -> Usage | None:
        """The sum of what is known; its price is unknown where that of one call is."""
        if not self._known:
            return None
        return Usage(
            prompt_tokens=sum(usage.prompt_tokens for usage in self._known),
            completion_tokens=sum(usage.completion_tokens for usage in self._known),
            cost_usd=sum(usage.cost_usd or 0 for usage in self._known) if self._priced else None,
        )


class ModelGrader:
    """Marks answers by a language model, and believes of its reply what the answer proves."""

    def __init__(
        self,
        model: Model,
        *,
        cache: GradeCache | None = None,
        budget: Budget | None = None,
        nonce: Nonce = random_nonce,
    ) -> None:
        """Put a grader together.

        Args:
            model: who is asked.
            cache: where grades are kept that were paid for; without one each answer is asked for.
            budget: what stops new requests once it is used up.
            nonce: source of the words in the fence around an answer.
        """
        self._model = model
        self._cache = cache
        self._budget = budget
        self._nonce = nonce

    @property
    def id(self) -> GraderId:
        """``model`` with the version of the code, the name of the model, and the prompt."""
        return GraderId(
            name="model", version=VERSION, model=self._model.parameters.name, prompt=PROMPT
        )

    async def grade(self, task: GradingTask, on_progress: OnProgress | None = None) -> Grade:
        """Mark one answer: from the cache, or by one request, or two where a reply needs mending.

        Never raises; a failure is an *ungraded* grade with its reason. A blank answer reaches no
        model. Cancelling it ends a wait at once.
        """
        prepared = task.follow_ups[0] if task.follow_ups else None
        if is_blank(task.said):
            return blank_grade(task.rubric, self.id, prepared)
        if self._cache is None:
            grade = await self._ask(task, on_progress)
        else:
            key = cache_key(
                task, self.id, self._model.parameters, prompt_texts(task), reply_schema()
            )
            grade = await self._cache.get_or_make(key, lambda: self._ask(task, on_progress))
        if grade.follow_up is None and open_points(grade.marks):
            # Not kept with the grade: what a bank would ask next changes no verdict.
            grade = grade.model_copy(update={"follow_up": prepared})
        return grade

    async def close(self) -> None:
        """Let the model's connections and the cache go."""
        await self._model.close()
        if self._cache is not None:
            self._cache.close()

    async def _ask(self, task: GradingTask, on_progress: OnProgress | None) -> Grade:
        if self._budget is not None and self._budget.exhausted:
            return self._failed(task, ModelFailure("budget", "the limit is reached"), None)
        spent = _Spent(self._budget)
        try:
            prover = Prover(task, READ_AT_MOST)
            reading = await self._reading(task, prover, spent, on_progress)
            return self._graded(task, reading, prover, spent.usage)
        except ModelFailure as failure:
            return self._failed(task, failure, spent.usage)
        except Exception as error:
            # A fault of ours, or of a client. The interview goes on, and no number is made up.
            _log.debug("grading failed", exc_info=True)
            ours = ModelFailure("internal error", f"unexpected {type(error).__name__}")
            return self._failed(task, ours, spent.usage)

    async def _reading(
        self, task: GradingTask, prover: Prover, spent: _Spent, on_progress: OnProgress | None
    ) -> Reading:
        """A reply that was understood, mended once at most."""
        request = request_for(task, self._nonce)
        reply = await self._complete(request, spent, on_progress)
        first: Reading | None = None
        try:
            first = read_reply(reply.text, task, prover)
            faults = first.faults
        except Unreadable as unreadable:
            faults = unreadable.faults
        if first is not None and not faults:
            return first
        repair = repair_for(task, request, reply.text, faults)
        again = await self._complete(repair, spent, on_progress)
        if first is not None:
            return mended(first, again.text, prover)
        try:
            return read_reply(again.text, task, prover)
        except Unreadable as unreadable:
            detail = line("; ".join(unreadable.faults), 200)
            raise ModelFailure("unreadable reply", detail) from None

    async def _complete(
        self, request: Request, spent: _Spent, on_progress: OnProgress | None
    ) -> Reply:
        try:
            reply = await self._model.complete(request, on_progress)
        except ModelFailure as failure:
            if failure.usage is not None:
                spent.add(failure.usage)
            raise
        spent.add(reply.usage)
        return reply

    def _graded(
        self, task: GradingTask, reading: Reading, prover: Prover, usage: Usage | None
    ) -> Grade:
        marks = marks_of(reading, task)
        if len(task.said) > READ_AT_MOST:
            marks = tuple(_with_cut(mark) for mark in marks)
        said = reading.judgement
        claims = false_claims_of(said, marks, prover)
        missing = open_points(marks)
        improve = line(said.improve, ADVICE_AT_MOST)
        if missing and not improve:
            improve = f"Next time make this point: {missing[0].expects}"
        return Grade(
            status="graded",
            score=score_of(marks, claims),
            marks=marks,
            false_claims=claims,
            strongest=line(said.strongest, SENTENCE_AT_MOST),
            improve=improve,
            follow_up=_next_question(said.follow_up, task, prover) if missing else None,
            confidence=said.confidence,
            grader=self.id,
            rubric=task.rubric.hash,
            usage=usage,
        )

    def _failed(self, task: GradingTask, failure: ModelFailure, usage: Usage | None) -> Grade:
        return Grade(
            status="ungraded",
            reason=failure.reason,
            detail=line(failure.detail, SENTENCE_AT_MOST),
            grader=self.id,
            rubric=task.rubric.hash,
            usage=usage,
        )


def _next_question(text: str | None, task: GradingTask, prover: Prover) -> str | None:
    """What a model asks next: one question, neither the candidate's own nor asked before."""
    question = one_question(text)
    if question is None or question in (part.ask for part in task.parts):
        return None
    return None if prover.holds(question) else question


def _with_cut(mark: Mark) -> Mark:
    """A mark of an answer too long to be read whole: what is missing may stand in the rest."""
    if mark.verdict is Verdict.MET:
        return mark
    note = f"{mark.note} Only the first {READ_AT_MOST:,} characters were read."
    return mark.model_copy(update={"note": note.strip()})
