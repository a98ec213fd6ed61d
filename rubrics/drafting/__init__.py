"""Rubrics from outside: from criteria that a user gives, or from a hint, by rules or by a model."""

from rubrics.drafting.by_model import DraftCache, ModelDrafter
from rubrics.drafting.draft import draft_rubric
from rubrics.drafting.drafter import Draft, Drafter, RuleDrafter, Sketch

__all__ = [
    "Draft",
    "DraftCache",
    "Drafter",
    "ModelDrafter",
    "RuleDrafter",
    "Sketch",
    "draft_rubric",
]
