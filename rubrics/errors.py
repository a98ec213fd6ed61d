"""The errors of the whole program, from one base with words for the person in front of it."""

from __future__ import annotations


class InterviewerError(Exception):
    """Something the user has to know about.

    Attributes:
        message: what happened, in one sentence.
        advice: what was kept and what to do now; may be empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class BankError(InterviewerError):
    """A bank cannot be found, read or used. The message names file and line where there is one."""


class RubricError(InterviewerError):
    """Criteria from outside do not make a rubric."""
