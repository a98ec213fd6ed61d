"""What every grader is: something that turns a task into a grade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rubrics.bank import Question
from rubrics.grade import Grade, GraderId, Mark
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


@dataclass(frozen=True)
class Waiting:
    """A try failed and another will follow ("rate limited, again in 8 s, 2 of 5").

    Attributes:
        reason: why the last try failed.
        seconds: until the next try.
        attempt: number of the next try, from 2.
        attempts: most tries.
    """

    reason: str
    seconds: float
    attempt: int
    attempts: int


@dataclass(frozen=True)
class Arriving:
    """Part of a reply has come: marks that stand already, in the order in which they came.

    They are for reading along. The grade is what counts, and may mark lower where proof is asked
    for again.
    """

    marks: tuple[Mark, ...]


Progress = Waiting | Arriving
"""What there is to tell of an answer that is being marked."""

OnProgress = Callable[[Progress], None]


class Grader(Protocol):
    """Marks answers, offline or by a model."""

    @property
    def id(self) -> GraderId:
        """Who stands on its grades."""
        ...

    async def grade(self, task: GradingTask, on_progress: OnProgress | None = None) -> Grade:
        """Mark one answer. A failure is an *ungraded* grade with a reason, never an exception.

        ``on_progress`` is told of waits and of marks that arrive, on the loop that awaits this.
        """
        ...

    async def close(self) -> None:
        """Let connections go, where there are any."""
        ...
