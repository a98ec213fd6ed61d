"""The forms of the two replies: a plan, and the questions of a section."""

from __future__ import annotations

from typing import Annotated, Any

from rubrics.asking.forms import INTEGER, TEXT, MaybeList, Part, Text, a_list, an_object

PLAN_SCHEMA = "plan"
QUESTIONS_SCHEMA = "questions"


def plan_schema() -> dict[str, Any]:
    """The JSON schema of a plan. A section begins with the reason for it."""
    return an_object(
        title=TEXT,
        about=TEXT,
        sections=a_list(an_object(because=TEXT, title=TEXT, covers=TEXT, questions=INTEGER)),
    )


def questions_schema() -> dict[str, Any]:
    """The JSON schema of the questions of a section. Each begins with what it finds out."""
    return an_object(questions=a_list(an_object(about=TEXT, ask=TEXT, hint=TEXT)))


class SaidSection(Part):
    """What a model says of one section, nothing of it checked yet; its reason is not kept."""

    title: Text = ""
    covers: Text = ""
    questions: int = 0


class SaidPlan(Part):
    """A whole plan, well formed, not checked yet."""

    title: Text = ""
    about: Text = ""
    sections: Annotated[tuple[SaidSection, ...], MaybeList]


class SaidQuestion(Part):
    """What a model says of one question; what it finds out is not kept."""

    ask: Text = ""
    hint: Text = ""


class SaidQuestions(Part):
    """All questions of a section, well formed, not checked yet."""

    questions: Annotated[tuple[SaidQuestion, ...], MaybeList]
