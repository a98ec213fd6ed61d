"""What every grader is: something that turns a task into a grade."""

from __future__ import annotations

from typing import Protocol

from rubrics.bank import Question
from rubrics.grade import Grade, GraderId
from rubrics.rubric import Frozen, Rubric


class GradingTask(Frozen):
    """One answer to mark.

    Attributes:
        ask: the question that was answered.
        answer: what the candidate wrote, as it was handed in.
        rubric: the criteria to mark by.
        follow_ups: questions written beforehand that a grader may ask next; may be empty.
    """

    ask: str
    answer: str
    rubric: Rubric
    follow_ups: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question, answer: str) -> GradingTask:
        """The task of marking an answer to a question of a bank."""
        return cls(
            ask=question.ask,
            answer=answer,
            rubric=question.rubric,
            follow_ups=question.follow_ups,
        )


class Grader(Protocol):
    """Marks answers, offline or by a model."""

    @property
    def id(self) -> GraderId:
        """Who stands on its grades."""
        ...

    async def grade(self, task: GradingTask) -> Grade:
        """Mark one answer. A failure is an *ungraded* grade with a reason, never an exception."""
        ...

    async def close(self) -> None:
        """Let connections go, where there are any."""
        ...
