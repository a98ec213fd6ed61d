"""The drafter that goes with a grader, and one draft for all who want the same."""

from __future__ import annotations

import asyncio

from rubrics.drafting import Draft, DraftCache, Drafter, ModelDrafter, RuleDrafter, Sketch
from rubrics.grader import Grader
from rubrics.models.model import ModelFailure


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
