"""What became of answers that were graded again: old and new side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.bulk.tally import Tally
from interviewer.wording import GLYPHS, grader_text
from rubrics.grade import Grade
from sessions.comparing import Difference, comparable, differences
from sessions.session import Session, Turn
from sessions.summary import graders


@dataclass(frozen=True)
class Regraded:
    """One answer.

    Attributes:
        before: the turn as it was.
        after: as it is now.
        grade: what the grader said, in force or not.
    """

    before: Turn
    after: Turn
    grade: Grade

    @property
    def in_force(self) -> bool:
        """Whether the new grade is."""
        return self.after.grade == self.grade

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The criteria on which the two differ."""
        return differences(self.before.grade, self.grade)

    @property
    def comparable(self) -> bool:
        """Whether the two scores can be compared."""
        old = self.before.grade
        return old is not None and comparable(old, self.grade)

    def lines(self) -> Iterator[str]:
        """Both grades, what differs, and what it means."""
        old, new = self.before.grade, self.grade
        yield f"Question {self.after.label}: {self.after.question.ask}"
        yield f"  before  {_grade_text(old)}"
        yield f"  now     {_grade_text(new)}"
        yield f"  rubric  {_rubrics(old, new)}"
        for one in self.differences:
            yield (f"          {one.number}. {one.before.value} → {one.after.value}: {one.expects}")
        if not self.in_force and old is not None:
            yield "          The new grade failed; the one before stays in force."
        elif old is not None and old.score is not None and not self.comparable:
            yield "          Made by different graders: the two scores cannot be compared."
        if self.after.self_marks and self.after.score is not None:
            yield f"          Your own marks stay in force: {self.after.score:g}."

    def values(self) -> dict[str, Any]:
        """The same for programs."""
        old = self.before.grade
        return {
            "turn": self.after.label,
            "question_id": self.after.question.id,
            "before": None if old is None else old.record(),
            "after": self.grade.record(),
            "in_force": "after" if self.in_force else "before",
            "comparable": self.comparable,
            "differences": [
                {
                    "id": one.criterion,
                    "before": one.before.value,
                    "after": one.after.value,
                }
                for one in self.differences
            ],
        }


def values(session: Session, done: Sequence[Regraded], tally: Tally) -> dict[str, Any]:
    """All of it for programs."""
    return {
        "session": session.id,
        "turns": [one.values() for one in done],
        "graders_mixed": bool(list(mixed(session))),
        **tally.values(),
    }


def mixed(session: Session) -> Iterator[str]:
    """A warning for each average that is over grades by more than one grader."""
    for origin in ("graded", "estimated"):
        who = sorted(map(grader_text, graders(session, origin)))
        if len(who) > 1:
            yield (
                f"The average of what is {origin} here is over grades by different graders, "
                f"which cannot be compared: {'; '.join(who)}."
            )


def _grade_text(grade: Grade | None) -> str:
    """Score, signs and who made it, in a line."""
    if grade is None:
        return "not graded"
    who = grader_text(grade.grader)
    if grade.score is None or grade.band is None:
        return f"ungraded: {grade.failure}  {who}"
    signs = "".join(GLYPHS[mark.verdict] for mark in grade.marks)
    return f"{grade.score:>5g} {grade.band.value:6} {signs}  {who}"


def _rubrics(old: Grade | None, new: Grade) -> str:
    if old is None or old.rubric == new.rubric:
        return new.rubric
    return f"before {old.rubric}, now {new.rubric}"
