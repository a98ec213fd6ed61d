"""Something to mend in a bank."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something to mend in a question.

    Attributes:
        question: its id, or for a blank without one, section and number ("tea/2").
        text: what is wrong.
        key: of the question, where one is at fault; empty for the whole of it.
    """

    question: str
    text: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"
