"""Two grades of the same answer, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rubrics.grade import Grade, Verdict


@dataclass(frozen=True)
class Difference:
    """A criterion on which two grades differ.

    Attributes:
        number: of the criterion in its rubric, from 1.
        criterion: its id.
        expects: what it asks for.
    """

    number: int
    criterion: str
    expects: str
    before: Verdict
    after: Verdict


def differences(before: Grade | None, after: Grade) -> tuple[Difference, ...]:
    """The criteria on which two grades have different verdicts; none where one has no marks."""
    had = {mark.id: mark.verdict for mark in before.marks} if before else {}
    return tuple(
        Difference(number, mark.id, mark.expects, had[mark.id], mark.verdict)
        for number, mark in enumerate(after.marks, 1)
        if mark.id in had and had[mark.id] is not mark.verdict
    )


def comparable(before: Grade, after: Grade) -> bool:
    """Whether two grades of one answer have scores that can be compared: same grader and rubric."""
    if before.score is None or after.score is None:
        return False
    return (before.grader, before.rubric) == (after.grader, after.rubric)
