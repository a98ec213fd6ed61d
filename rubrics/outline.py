"""An outline: a bank on its way, in which only the hints have to be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from rubrics.bank import OutlinedQuestion, refuse_doubles
from rubrics.rubric import Frozen, Identifier, Line


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
