"""What every grader is: something that turns a task into a grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from rubrics.bank import Question
from rubrics.grade import Grade, GraderId, Mark
from rubrics.rubric import Frozen, Rubric

SEAM = "\n\n"
"""What stands between one answer and the next in all that was said."""


class FollowUp(Frozen):
    """A question that was asked after an answer, and what was answered to it."""

    ask: str
    answer: str


class Part(NamedTuple):
    """What was said to one question: ``task.said[start:end]``."""

    ask: str
    start: int
    end: int


class GradingTask(Frozen):
    """One answer to mark.

    Attributes:
        ask: the question that was answered.
        answer: what the candidate wrote, as it was handed in.
        rubric: the criteria to mark by.
        follow_ups: questions written beforehand that a grader may ask next; may be empty.
        further: the follow-ups that were answered; all answers are marked together, as one.
    """

    ask: str
    answer: str
    rubric: Rubric
    follow_ups: tuple[str, ...] = ()
    further: tuple[FollowUp, ...] = ()

    @classmethod
    def of(cls, question: Question, answer: str, further: Sequence[FollowUp] = ()) -> GradingTask:
        """The task of marking an answer to a question of a bank, with what was said after it."""
        asked = [follow_up.ask for follow_up in further]
        return cls(
            ask=question.ask,
            answer=answer,
            rubric=question.rubric,
            follow_ups=tuple(text for text in question.follow_ups if text not in asked),
            further=tuple(further),
        )

    @property
    def said(self) -> str:
        """All that the candidate wrote, with a blank line between one answer and the next.

        It is what is marked: evidence tells its place in it.
        """
        return SEAM.join((self.answer, *(follow_up.answer for follow_up in self.further)))

    @property
    def parts(self) -> tuple[Part, ...]:
        """Each question that was asked, and where in ``said`` its answer stands."""
        parts = [Part(self.ask, 0, len(self.answer))]
        for follow_up in self.further:
            start = parts[-1].end + len(SEAM)
            parts.append(Part(follow_up.ask, start, start + len(follow_up.answer)))
        return tuple(parts)


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

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        """Mark one answer. A failure is an *ungraded* grade with a reason, never an exception.

        ``on_progress`` is told of waits, and with ``stream`` also of marks that arrive, on the loop
        that awaits this.
        """
        ...

    async def close(self) -> None:
        """Let connections go, where there are any."""
        ...
