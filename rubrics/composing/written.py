"""What a composer is asked for and what it gives, as values that can be kept."""

from __future__ import annotations

from dataclasses import dataclass

from rubrics.bank import Hint
from rubrics.composing.plan import PlannedSection, SectionPlan
from rubrics.grade import Usage
from rubrics.rubric import Frozen, Line


class Planned(Frozen):
    """A plan by a model, and what it cost; None where that is not known."""

    plan: SectionPlan
    usage: Usage | None = None


@dataclass(frozen=True)
class Order:
    """Questions that are wanted of one section.

    Attributes:
        plan: the whole plan.
        section: one of its sections.
        count: how many questions.
        asked: questions that are there already, here or elsewhere, not to be asked again.
    """

    plan: SectionPlan
    section: PlannedSection
    count: int
    asked: tuple[str, ...] = ()


class WrittenQuestion(Frozen):
    """A question and what a good answer to it holds."""

    ask: Line
    hint: Hint


class Written(Frozen):
    """Questions by a model: as many as were wanted or fewer, and what they cost."""

    questions: tuple[WrittenQuestion, ...]
    usage: Usage | None = None
