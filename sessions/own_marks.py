"""The verdicts that candidates give on their own answers, beside those of a grader."""

from __future__ import annotations

from pydantic import model_validator

from rubrics.grade import Grade, Verdict
from rubrics.rubric import Frozen


class OwnMark(Frozen):
    """The candidate's own verdict on a criterion; it wins over the grader's.

    A bare verdict is read as one without a reason: so it was written before there were reasons.

    Attributes:
        verdict: the verdict.
        reason: why the grader's is wrong, in a line; may be empty.
    """

    verdict: Verdict
    reason: str = ""

    @model_validator(mode="before")
    @classmethod
    def _without_reason(cls, value: object) -> object:
        return {"verdict": value} if isinstance(value, str) else value


def said_by(grade: Grade) -> str:
    """Whose the verdicts of a grade are, in a word."""
    return {"graded": "model", "estimated": "estimate"}.get(grade.status, grade.status)
