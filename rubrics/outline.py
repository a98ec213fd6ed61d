"""An outline: a bank on its way, in which only the hints have to be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from rubrics.bank import Criteria, FollowUps, Minutes, ModelAnswer, RubricHash, refuse_doubles
from rubrics.rubric import Frozen, Identifier, Line, Rubric

Missing = BeforeValidator(lambda value: None if value in ("", []) else value)
"""A key with nothing behind it is as good as none."""


class OutlinedQuestion(Frozen):
    """A question of which everything but the hint may be missing; see ``Question``."""

    id: Annotated[Identifier | None, Missing] = None
    ask: Annotated[Line | None, Missing] = None
    hint: Line
    minutes: Minutes | None = None
    tags: tuple[Identifier, ...] = ()
    criteria: Annotated[Criteria | None, Missing] = None
    model_answer: Annotated[ModelAnswer | None, Missing] = None
    follow_ups: Annotated[FollowUps | None, Missing] = None
    frozen: RubricHash | None = None

    @model_validator(mode="after")
    def _rubric_fits(self) -> Self:
        if self.criteria is not None:
            Rubric(criteria=self.criteria)
        return self

    @property
    def missing(self) -> tuple[str, ...]:
        """What a question of a bank needs and this one lacks."""
        return tuple(name for name in _NEEDED if getattr(self, name) is None)


_NEEDED = ("id", "ask", "minutes", "criteria", "model_answer", "follow_ups")


class OutlinedSection(Frozen):
    """A group of questions, in order."""

    id: Identifier
    title: Line
    questions: Annotated[tuple[OutlinedQuestion, ...], Field(min_length=1)]

    def label(self, number: int) -> str:
        """What to call a question in words for people: its id, or section and place from 1."""
        return self.questions[number].id or f"{self.id}/{number + 1}"


class Outline(Frozen):
    """Sections of questions to be drafted. The ids that are there are unique."""

    id: Identifier
    title: Line
    about: Line
    sections: Annotated[tuple[OutlinedSection, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_fit(self) -> Self:
        refuse_doubles("sections", [section.id for section in self.sections])
        refuse_doubles("questions", [one.id for one in self.questions() if one.id is not None])
        return self

    def questions(self) -> Iterator[OutlinedQuestion]:
        """All questions, in the order of the sections."""
        for section in self.sections:
            yield from section.questions
