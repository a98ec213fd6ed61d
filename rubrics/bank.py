"""A bank: sections of questions, each with its hint, rubric and model answer."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from rubrics.errors import BankError
from rubrics.rubric import Criterion, Frozen, Identifier, Line, Rubric

Minutes = Annotated[float, Field(ge=0.5, le=60)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
Criteria = Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=7)]
ModelAnswer = Annotated[str, Field(min_length=1, max_length=8000)]
FollowUps = Annotated[tuple[Line, ...], Field(max_length=2)]
Missing = BeforeValidator(lambda value: None if value in ("", []) else value)
"""A key with nothing behind it is as good as none."""

Absent = BeforeValidator(lambda value: "" if value is None else value)

RubricHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Difficulty(StrEnum):
    """How hard a question is, where its section does not say it."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


HowHard = Annotated[Difficulty | None, Field(exclude_if=lambda value: value is None)]
"""Left out where it is absent: a question is then written, and known, as it always was."""


class Question(Frozen):
    """One question of an interview.

    Attributes:
        id: unique in its bank and never reused.
        ask: the question as an interviewer says it.
        hint: the interviewer's note on what a good answer holds.
        minutes: time to answer, 0.5 to 60.
        tags: what the question is about.
        difficulty: how hard it is; may be absent.
        criteria: one to seven points that are marked.
        model_answer: an answer that meets them all; empty where there is none.
        follow_ups: at most two questions to ask next.
        frozen: hash of the rubric as it was when somebody last read it through; may be absent.
    """

    id: Identifier
    ask: Line
    hint: Hint
    minutes: Minutes
    tags: tuple[Identifier, ...] = ()
    difficulty: HowHard = None
    criteria: Criteria
    model_answer: Annotated[str, Field(max_length=8000), Absent] = ""
    follow_ups: FollowUps = ()
    frozen: RubricHash | None = None

    @model_validator(mode="after")
    def _rubric_fits(self) -> Self:
        Rubric(criteria=self.criteria)
        return self

    @cached_property
    def rubric(self) -> Rubric:
        """The criteria as the rubric by which an answer is marked."""
        return Rubric(criteria=self.criteria)


class OutlinedQuestion(Frozen):
    """A question of which everything but the hint may be missing; see ``Question``."""

    id: Annotated[Identifier | None, Missing] = None
    ask: Annotated[Line | None, Missing] = None
    hint: Hint
    minutes: Minutes | None = None
    tags: tuple[Identifier, ...] = ()
    difficulty: HowHard = None
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


def labels_of(question: Question | OutlinedQuestion) -> tuple[str, ...]:
    """By what it can be chosen: its tags, and how hard it is where that is said."""
    return (*question.tags, *([question.difficulty.value] if question.difficulty else []))


_NEEDED = ("id", "ask", "minutes", "criteria", "model_answer", "follow_ups")


class Blank(Frozen):
    """A question of a bank that has no wording yet, so that nobody can be asked it.

    Attributes:
        number: its place among the questions of its section, from 1.
        question: what is there of it: at least the hint.
    """

    number: int
    question: OutlinedQuestion


class Section(Frozen):
    """A group of questions, in order; in YAML its blanks stand among them."""

    id: Identifier
    title: Line
    questions: tuple[Question, ...] = ()
    blanks: Annotated[tuple[Blank, ...], Field(exclude=True)] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not (self.questions or self.blanks):
            raise ValueError("a section needs a question")
        return self


class Bank(Frozen):
    """A named set of sections. Ids of questions and blanks are unique across all of them."""

    id: Identifier
    title: Line
    about: Line
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_fit(self) -> Self:
        refuse_doubles("sections", [section.id for section in self.sections])
        ids = [question.id for question in self.questions()]
        ids += [blank.question.id for _, blank in self.blanks() if blank.question.id is not None]
        refuse_doubles("questions", ids)
        return self

    def questions(self) -> Iterator[Question]:
        """All questions that can be asked, in the order of the sections."""
        for section in self.sections:
            yield from section.questions

    def blanks(self) -> Iterator[tuple[str, Blank]]:
        """All that have no wording yet, each with a name for people: its id, or "tea/2"."""
        for section in self.sections:
            for blank in section.blanks:
                yield blank.question.id or f"{section.id}/{blank.number}", blank

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            BankError: there is none; the message offers the nearest id.
        """
        for question in self.questions():
            if question.id == question_id:
                return question
        raise BankError(
            f"The bank {self.id} has no question {question_id!r}.",
            nearest(question_id, [question.id for question in self.questions()]),
        )

    def section_of(self, question_id: str) -> Section:
        """The section that holds this question.

        Raises:
            BankError: no section holds it.
        """
        question = self.question(question_id)
        return next(section for section in self.sections if question in section.questions)


def refuse_doubles(kind: str, ids: list[str]) -> None:
    """Raise ValueError where an id stands twice."""
    double = sorted({name for name in ids if ids.count(name) > 1})
    if double:
        raise ValueError(f"two {kind} have the id {double[0]!r}")


def nearest(word: str, known: list[str]) -> str:
    """A sentence that offers the nearest known words, or lists them where they are few."""
    import difflib

    close = difflib.get_close_matches(word, known, n=3, cutoff=0.65)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 12 else ""
