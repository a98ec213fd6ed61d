"""What a bank holds, question by question, with its blanks where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rubrics.bank import Bank, OutlinedQuestion, Question, Section, labels_of


@dataclass(frozen=True)
class Entry:
    """A question or a blank of a bank.

    Attributes:
        label: its id, or for a blank without one, section and number ("tea/2").
        section: where it stands.
        question: itself.
    """

    label: str
    section: Section
    question: Question | OutlinedQuestion

    @property
    def blank(self) -> bool:
        """Whether no question is worded yet."""
        return not self.question.ask

    def said(self) -> str:
        """Everything that a filter looks at."""
        question = self.question
        parts = (
            self.label,
            self.section.title,
            question.ask or "",
            question.hint,
            *labels_of(question),
        )
        return " ".join(parts).casefold()


def entries_of(bank: Bank) -> Iterator[Entry]:
    """All questions and blanks, in the order in which they are written."""
    for section in bank.sections:
        blanks = {blank.number: blank.question for blank in section.blanks}
        questions = iter(section.questions)
        for number in range(1, len(section.questions) + len(blanks) + 1):
            if number in blanks:
                blank = blanks[number]
                yield Entry(blank.id or f"{section.id}/{number}", section, blank)
            else:
                question = next(questions)
                yield Entry(question.id, section, question)
