"""Grading a file of answers: from lines of JSON to lines of JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from interviewer.banks.drafters import DraftOnce
from rubrics.bank import Bank, Question
from rubrics.drafting import Draft, Drafter, RuleDrafter, Sketch, draft_rubric
from rubrics.errors import InterviewerError
from rubrics.grade import Grade, GraderId, blank_grade, is_blank, total
from rubrics.grader import Grader, GradingTask, OnProgress
from rubrics.models.model import ModelFailure

LONGEST_LINE = 20_000_000
"""Characters; a longer line is not an answer."""


_NO_TEXT = re.compile("[\udc80-\udcff]")
"""What reading makes of bytes that are not UTF-8."""


class BadLine(InterviewerError):
    """A line cannot be graded; the message says which and why."""


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Text = Annotated[str, AfterValidator(_not_empty)]


class Line(BaseModel):
    """A line as it comes in. Keys that are not named here are passed over."""

    model_config = ConfigDict(strict=True)

    id: Text | int
    answer: str
    question_id: Text | None = None
    bank: Text | None = None
    question: Text | None = None
    hint: Text | None = None
    criteria: list[str | dict[str, Any]] | None = None


@dataclass
class Batch:
    """Grades lines with one grader, reading each bank and drafting each rubric once.

    Attributes:
        grader: who marks.
        load_bank: reads a bank by name, folder or file.
        default_bank: the bank where a line names a question and no bank.
        drafter: who makes a rubric of a hint.
        made_by: all that tells what this grader makes from what another one makes.
        on_progress: told of waits.
    """

    grader: Grader
    load_bank: Callable[[str], Bank]
    default_bank: str
    drafter: Drafter = field(default_factory=RuleDrafter)
    made_by: str = ""
    on_progress: OnProgress | None = None
    _banks: dict[str, Bank] = field(default_factory=dict)
    _once: DraftOnce = field(init=False)

    def __post_init__(self) -> None:
        self._once = DraftOnce(self.drafter)

    def read(self, number: int, text: str) -> Line:
        """Read one line.

        Args:
            number: of the line in its file, from 1, for messages.
            text: the line.

        Raises:
            BadLine: it is none.
        """
        with _named(number):
            return _read(text)

    def key(self, number: int, text: str, line: Line) -> str:
        """SHA-256 over everything that makes the record of a line what it is.

        The rubric of an inline hint is not among it: it follows from the line and who drafts it.

        Raises:
            BadLine: the line names a question that does not exist.
        """
        content = [self.made_by, self.drafter.id.model_dump_json(), text]
        if line.question_id is not None:
            with _named(number):
                question = self._question(line.question_id, line.bank)
            content += [question.ask, question.rubric.hash, *question.follow_ups]
        return hashlib.sha256("\0".join(content).encode("utf-8", "surrogatepass")).hexdigest()

    async def grade(self, number: int, line: Line) -> dict[str, Any]:
        """Grade one line.

        Returns:
            The record to write: ``id`` first, then the grade's own.

        Raises:
            BadLine: the line cannot be graded.
        """
        with _named(number):
            try:
                draft = await self._draft(line)
            except ModelFailure as failure:
                return self._record(line, self._ungraded(failure), self.drafter.id)
            task = self._task(line, draft)
        grade = await self._grade(task)
        if draft is None:
            return self._record(line, grade, None)
        cost = total(usage for usage in (draft.usage, grade.usage) if usage is not None)
        return self._record(line, grade.model_copy(update={"usage": cost}), draft.drafter)

    async def close(self) -> None:
        """Let the connections of grader and drafter go."""
        await self.drafter.close()
        await self.grader.close()

    @staticmethod
    def _record(line: Line, grade: Grade, drafter: GraderId | None) -> dict[str, Any]:
        made_by = None if drafter is None else drafter.model_dump()
        return {"id": line.id, **grade.record(), "drafter": made_by}

    def _ungraded(self, failure: ModelFailure) -> Grade:
        """The grade of an answer for which there is no rubric."""
        return Grade(
            status="ungraded",
            reason=failure.reason,
            detail=f"no rubric was drafted; {failure.detail}".rstrip("; "),
            grader=self.grader.id,
            rubric="",
            usage=failure.usage,
        )

    async def _grade(self, task: GradingTask) -> Grade:
        if is_blank(task.answer):
            return blank_grade(task.rubric, self.grader.id, next(iter(task.follow_ups), None))
        return await self.grader.grade(task, self.on_progress)

    def _question(self, question_id: str, bank: str | None) -> Question:
        name = bank or self.default_bank
        if name not in self._banks:
            self._banks[name] = self.load_bank(name)
        return self._banks[name].question(question_id)

    async def _draft(self, line: Line) -> Draft | None:
        """The rubric of a line with a hint and no criteria; one call for all with the same hint.

        Raises:
            RubricError: the hint says nothing.
            ModelFailure: the model gave no rubric.
        """
        if line.question is None or line.criteria is not None:
            return None
        sketch = Sketch(hint=line.hint or "", ask=line.question)
        if is_blank(line.answer):
            # It earns nothing by any rubric, so none is paid for.
            return await RuleDrafter().draft(sketch)
        return await self._once.draft(sketch)

    def _task(self, line: Line, draft: Draft | None) -> GradingTask:
        if line.question_id is not None:
            question = self._question(line.question_id, line.bank)
            return GradingTask.of(question, line.answer)
        assert line.question is not None
        return GradingTask(
            ask=line.question,
            answer=line.answer,
            rubric=draft.rubric if draft else draft_rubric(line.question, "", line.criteria),
            follow_ups=draft.follow_ups if draft else (),
        )


@contextmanager
def _named(number: int) -> Iterator[None]:
    """What goes wrong inside goes wrong with this line."""
    try:
        yield
    except InterviewerError as error:
        raise BadLine(f"line {number}: {error.message}", error.advice) from None


def _read(text: str) -> Line:
    if len(text) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE:,} characters.")
    if _NO_TEXT.search(text):
        raise BadLine("not UTF-8 text.")
    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise BadLine(f"not JSON ({reason}).") from None
    if not isinstance(raw, dict):
        raise BadLine("not a JSON object.", 'It needs at least "id" and "answer".')
    try:
        line = Line.model_validate(raw)
    except ValidationError as error:
        detail = error.errors()[0]
        key = str(detail["loc"][0])
        message = str(detail["msg"]).removeprefix("Value error, ")
        raise BadLine(f'"{key}": {message}.') from None
    if line.question_id is None and (
        line.question is None or (line.hint is None and not line.criteria)
    ):
        raise BadLine('needs "question_id", or "question" and "hint".')
    if line.question_id is not None and (line.question, line.hint, line.criteria) != (None,) * 3:
        raise BadLine('has both "question_id" and a question of its own; which one?')
    return line


async def numbered(lines: AsyncIterator[str]) -> AsyncIterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers from 1."""
    number = 0
    async for line in lines:
        number += 1
        text = line.lstrip("\ufeff").strip() if number == 1 else line.strip()
        if text:
            yield number, text
