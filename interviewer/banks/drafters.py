"""The drafter that goes with a grader, and one draft for all who want the same."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rubrics.drafting import Draft, DraftCache, Drafter, ModelDrafter, RuleDrafter, Sketch
from rubrics.errors import InterviewerError
from rubrics.grader import Grader
from rubrics.models.model import ModelFailure

# Composing is one command's alone.
if TYPE_CHECKING:
    from rubrics.composing import Composer, Posting


def drafter_beside(grader: Grader) -> Drafter:
    """The drafter that goes with a grader: by rules beside the estimate, otherwise by its model.

    It asks the same model within the same budget, and keeps its drafts in the same file as the
    grades, where they are kept.
    """
    from rubrics.judge import ModelGrader

    if not isinstance(grader, ModelGrader):
        return RuleDrafter()
    cache = None if grader.cache is None else DraftCache(grader.cache.path)
    return ModelDrafter(grader.model, cache=cache, budget=grader.budget)


def composer_beside(grader: Grader, posting: Posting) -> Composer:
    """The composer that goes with a grader of a model; see ``drafter_beside``.

    Raises:
        InterviewerError: the grader is the estimate, which can word nothing.
    """
    from rubrics.composing import Composer
    from rubrics.composing.composer import PlanCache, QuestionCache
    from rubrics.judge import ModelGrader

    if not isinstance(grader, ModelGrader):
        raise InterviewerError(*NEEDS_A_MODEL)
    path = None if grader.cache is None else grader.cache.path
    return Composer(
        grader.model,
        posting,
        plans=None if path is None else PlanCache(path),
        questions=None if path is None else QuestionCache(path),
        budget=grader.budget,
    )


NEEDS_A_MODEL = (
    "Questions from a job description are written by a language model, and there is none here.",
    "Name one with --grader provider/model and its key (docs/models.md), or start Ollama or "
    "LM Studio; interviewer doctor says what is found. Without one, write the hints yourself: "
    "interviewer bank import turns a page of them into a bank.",
)


class DraftOnce:
    """Drafts each sketch once, for all who want it while the program runs.

    Who asks first pays; for the others the draft, or its failure, costs nothing. What failed is
    tried again when it is wanted anew.
    """

    def __init__(self, drafter: Drafter) -> None:
        self._drafter = drafter
        self._drafts: dict[Sketch, asyncio.Task[Draft]] = {}

    async def draft(self, sketch: Sketch) -> Draft:
        """A draft of a sketch; see ``Drafter``."""
        begun = self._drafts.get(sketch)
        if begun is not None:
            return await self._shared(begun)
        mine = self._drafts[sketch] = asyncio.create_task(self._drafter.draft(sketch))
        try:
            return await asyncio.shield(mine)
        except ModelFailure:
            del self._drafts[sketch]
            raise

    @staticmethod
    async def _shared(begun: asyncio.Task[Draft]) -> Draft:
        try:
            draft = await asyncio.shield(begun)
        except ModelFailure as failure:
            raise ModelFailure(failure.reason, failure.detail) from None
        return draft.model_copy(update={"usage": None})
