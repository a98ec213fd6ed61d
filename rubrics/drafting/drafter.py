"""What every drafter is: something that turns the hint of a question into its rubric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rubrics.bank import Minutes, ModelAnswer
from rubrics.drafting.draft import draft_rubric
from rubrics.drafting.names import name_of
from rubrics.grade import GraderId, Usage
from rubrics.grader import OnProgress
from rubrics.rubric import Criterion, Frozen, Identifier, Line, Rubric


@dataclass(frozen=True)
class Sketch:
    """What is known of a question before it is drafted. What is given here is not drafted.

    Attributes:
        hint: what a good answer holds.
        ask: the question as it is asked; None where it is still to be worded.
        section: bank and section, for the tone and the level; may be empty.
        criteria: the rubric, where it is written already.
        model_answer: likewise.
        follow_ups: likewise.
        replaces: hash of a rubric that a new draft is to take the place of; empty for the first.
    """

    hint: str
    ask: str | None = None
    section: str = ""
    criteria: tuple[Criterion, ...] = ()
    model_answer: str | None = None
    follow_ups: tuple[str, ...] = ()
    replaces: str = ""


class Draft(Frozen):
    """What was drafted of a question; what its sketch gave is absent.

    Attributes:
        criteria: the points that are marked.
        id, ask, minutes, tags, model_answer, follow_ups: as a question of a bank has them.
        drafter: who made it: ``model``, or ``rules``.
        usage: what it cost; None where that is not known, or nothing was asked.
    """

    criteria: tuple[Criterion, ...] = ()
    id: Identifier | None = None
    ask: Line | None = None
    minutes: Minutes | None = None
    tags: tuple[Identifier, ...] = ()
    model_answer: ModelAnswer | None = None
    follow_ups: tuple[Line, ...] = ()
    drafter: GraderId
    usage: Usage | None = None

    @property
    def rubric(self) -> Rubric:
        """The criteria as a rubric; there are none where the sketch gave them."""
        return Rubric(criteria=self.criteria)


class Drafter(Protocol):
    """Drafts rubrics, by rules or by a model."""

    @property
    def id(self) -> GraderId:
        """Who stands on its drafts."""
        ...

    async def draft(self, sketch: Sketch, on_progress: OnProgress | None = None) -> Draft:
        """Draft what a sketch leaves open.

        Raises:
            RubricError: the hint says nothing.
            ModelFailure: the model gave no draft that can be used.
        """
        ...

    async def close(self) -> None:
        """Let connections go, where there are any."""
        ...


def minutes_for(hint: str) -> float:
    """Minutes to say what a hint holds: 2 to 6.

    The shipped bank, whose minutes were set one by one, gives 2 to hints of 30 words, 4 to those of
    40 and 6 to those of 60.
    """
    words = len(hint.split())
    return float(min(6, max(2, round(words / 10))))


RULES = GraderId(name="rules", version="1")


class RuleDrafter:
    """Drafts criteria by rules from the form of a hint.

    Wording and answers it cannot draft. A question that is worded gets id and minutes too, so that
    it can be asked.
    """

    @property
    def id(self) -> GraderId:
        """``rules`` with their version."""
        return RULES

    async def draft(self, sketch: Sketch, on_progress: OnProgress | None = None) -> Draft:
        """The criteria, unless the sketch has them; id and minutes where it is worded.

        Raises:
            RubricError: the hint says nothing.
        """
        criteria = sketch.criteria or draft_rubric(sketch.ask or "", sketch.hint).criteria
        return Draft(
            criteria=() if sketch.criteria else criteria,
            id=name_of(sketch.ask) or None if sketch.ask else None,
            minutes=minutes_for(sketch.hint) if sketch.ask else None,
            drafter=RULES,
        )

    async def close(self) -> None:
        """Nothing is open."""
