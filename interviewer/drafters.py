"""The drafter that goes with a grader."""

from __future__ import annotations

from rubrics.drafting import DraftCache, Drafter, ModelDrafter, RuleDrafter
from rubrics.grader import Grader


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
