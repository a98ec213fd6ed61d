"""The grader that asks a model: one request for an answer, two at most, no number from it."""

from __future__ import annotations

from rubrics.asking.budget import Budget
from rubrics.asking.calls import Calls
from rubrics.asking.forms import Unreadable
from rubrics.asking.prompts import Nonce, random_nonce
from rubrics.asking.words import line, one_question
from rubrics.grade import (
    Grade,
    GraderId,
    Usage,
    blank_grade,
    is_blank,
    score_of,
)
from rubrics.grader import GradingTask, OnProgress
from rubrics.judge.arriving import Arrivals
from rubrics.judge.cache import GradeCache, cache_key
from rubrics.judge.prompt import (
    PROMPT,
    READ_AT_MOST,
    prompt_texts,
    repair_for,
    request_for,
)
from rubrics.judge.proof import Prover
from rubrics.judge.schema import reply_schema
from rubrics.judge.verdicts import (
    Reading,
    false_claims_of,
    marks_of,
    mended,
    open_points,
    read_reply,
)
from rubrics.models.model import Model, ModelFailure, Parameters

VERSION = "2"
"""Of the code between reply and grade: raised when the same reply would give another grade."""

SENTENCE_AT_MOST = 400
ADVICE_AT_MOST = 600


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
        self.model = model
        self.cache = cache
        self.budget = budget
        self._nonce = nonce

    @property
    def id(self) -> GraderId:
        """``model`` with the version of the code, the name of the model, and the prompt."""
        return GraderId(
            name="model", version=VERSION, model=self.model.parameters.name, prompt=PROMPT.name
        )

    @property
    def parameters(self) -> Parameters:
        """What tells the replies of its model from another's."""
        return self.model.parameters

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        """Mark one answer: from the cache, or by one request, or two where a reply needs mending.

        Never raises; a failure is an *ungraded* grade with its reason. A blank answer reaches no
        model. Cancelling it ends a wait at once. With ``stream`` the first reply is asked for as a
        stream, and ``on_progress`` is told of marks as they arrive.
        """
        tell = on_progress if stream else None
        prepared = task.follow_ups[0] if task.follow_ups else None
        if is_blank(task.said):
            return blank_grade(task.rubric, self.id, prepared)
        if self.cache is None:
            grade = await self._ask(task, on_progress, tell)
        else:
            parameters = self.model.parameters
            key = cache_key(task, self.id, parameters, prompt_texts(task), reply_schema())
            grade = await self.cache.get_or_make(key, lambda: self._ask(task, on_progress, tell))
        if grade.follow_up is None and open_points(grade.marks):
            # Not kept with the grade: what a bank would ask next changes no verdict.
            grade = grade.model_copy(update={"follow_up": prepared})
        return grade

    async def close(self) -> None:
        """Let the model's connections and the cache go."""
        await self.model.close()
        if self.cache is not None:
            self.cache.close()

    async def _ask(
        self, task: GradingTask, on_progress: OnProgress | None, tell: OnProgress | None
    ) -> Grade:
        calls = Calls(self.model, self.budget, on_progress)
        try:
            with calls:
                prover = Prover(task, READ_AT_MOST)
                reading = await self._reading(task, prover, calls, tell)
                return self._graded(task, reading, prover, calls.usage)
        except ModelFailure as failure:
            return self._failed(task, failure)

    async def _reading(
        self, task: GradingTask, prover: Prover, calls: Calls, tell: OnProgress | None
    ) -> Reading:
        """A reply that was understood, mended once at most."""
        request = request_for(task, self._nonce)
        arrivals = None if tell is None else Arrivals(task, prover, tell)
        reply = await calls.complete(request, arrivals)
        first: Reading | None = None
        try:
            first = read_reply(reply.text, task, prover)
            faults = first.faults
        except Unreadable as unreadable:
            faults = unreadable.faults
        if first is not None and not faults:
            return first
        again = await calls.complete(repair_for(task, request, reply.text, faults))
        if first is not None:
            return mended(first, again.text, prover)
        try:
            return read_reply(again.text, task, prover)
        except Unreadable as unreadable:
            detail = line("; ".join(unreadable.faults), 200)
            raise ModelFailure("unreadable reply", detail) from None

    def _graded(
        self, task: GradingTask, reading: Reading, prover: Prover, usage: Usage | None
    ) -> Grade:
        marks = marks_of(reading, task)
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

    def _failed(self, task: GradingTask, failure: ModelFailure) -> Grade:
        return Grade(
            status="ungraded",
            reason=failure.reason,
            detail=line(failure.detail, SENTENCE_AT_MOST),
            grader=self.id,
            rubric=task.rubric.hash,
            usage=failure.usage,
        )


def _next_question(text: str | None, task: GradingTask, prover: Prover) -> str | None:
    """What a model asks next: one question, neither the candidate's own nor asked before."""
    question = one_question(text)
    if question is None or question in (part.ask for part in task.parts):
        return None
    return None if prover.holds(question) else question
