"""A plan: which sections a bank is to have, how many questions each, and what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from rubrics.bank import nearest, refuse_doubles
from rubrics.dumping import yaml_lines
from rubrics.errors import InterviewerError
from rubrics.reading import Reader
from rubrics.rubric import Frozen, Identifier, Line
from rubrics.text import printable

MOST_QUESTIONS = 100
"""Of a plan: more than anyone practises for one job."""


class PlanError(InterviewerError):
    """A plan cannot be read or used. The message names file and line where there is one."""


class PlannedSection(Frozen):
    """A section to be written.

    Attributes:
        id: of the section; unique in its plan.
        title: as it is shown.
        questions: how many it is to have.
        covers: what they are about.
    """

    id: Identifier
    title: Line
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    covers: Line


class SectionPlan(Frozen):
    """All sections of a bank to be written, in order, with its title and what it is about."""

    title: Line
    about: Line
    sections: Annotated[tuple[PlannedSection, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _sections_fit(self) -> Self:
        refuse_doubles("sections", [section.id for section in self.sections])
        if self.total > MOST_QUESTIONS:
            raise ValueError(f"{self.total} questions are too many: {MOST_QUESTIONS} at most")
        return self

    @property
    def total(self) -> int:
        """How many questions it has in all."""
        return sum(section.questions for section in self.sections)

    def with_counts(self, counts: Mapping[str, int]) -> SectionPlan:
        """The plan with other numbers of questions in some sections; 0 leaves a section out.

        Raises:
            PlanError: a section is not there, or nothing or too much is left.
        """
        known = [section.id for section in self.sections]
        for name in counts:
            if name not in known:
                raise PlanError(f"The plan has no section {name!r}.", nearest(name, known))
        changed = [
            {**section.model_dump(), "questions": counts.get(section.id, section.questions)}
            for section in self.sections
            if counts.get(section.id, section.questions) > 0
        ]
        return self._with("sections", changed)

    def with_title(self, title: str) -> SectionPlan:
        """The plan under another title.

        Raises:
            PlanError: it is none.
        """
        return self._with("title", printable(title))

    def _with(self, key: str, value: object) -> SectionPlan:
        try:
            return SectionPlan.model_validate({**self.model_dump(), key: value})
        except ValidationError as error:
            raise PlanError(f"The plan cannot be so: {_said(error)}.") from None


def plan_text(plan: SectionPlan) -> str:
    """A plan as YAML, to be changed by hand and read again."""
    lines = [
        "# Change, add or leave out what you like; ids are letters, digits and hyphens.",
        *yaml_lines({"title": plan.title, "about": plan.about}, 0),
        "sections:",
    ]
    for section in plan.sections:
        first, *others = yaml_lines(section.model_dump(), 4)
        lines += ["", f"  - {first.lstrip()}", *others]
    return "\n".join(lines) + "\n"


def load_plan(path: Path) -> SectionPlan:
    """Read a plan.

    Raises:
        InterviewerError: it cannot be read, or has a mistake; the message names file and line.
    """
    reader = Reader()
    raw = reader.read(path)
    if not isinstance(raw, dict):
        raise PlanError(f"{path}:1: a plan is a mapping with title, about and sections.")
    try:
        return SectionPlan.model_validate(raw)
    except ValidationError as error:
        detail = error.errors()[0]
        where, _ = reader.where(raw, detail["loc"])
        key = ".".join(str(step) for step in detail["loc"][-1:])
        raise PlanError(f"{where}: {key or 'plan'}: {_said(error)}.") from None


def _said(error: ValidationError) -> str:
    return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
