"""Banks and their questions in words: the same in the app, in plain mode and in commands."""

from __future__ import annotations

from rubrics.bank import Bank, Question
from sessions.mix import Mix


def count_of(number: int, one: str) -> str:
    """A number with its noun: "1 question", "12 questions"."""
    return f"{number:,} {one}{'s' * (number != 1)}"


def bank_size(bank: Bank) -> str:
    """How much there is in a bank: "50 questions in 6 sections, 3 blanks"."""
    questions = count_of(sum(1 for _ in bank.questions()), "question")
    blanks = sum(1 for _ in bank.blanks())
    more = f", {count_of(blanks, 'blank')}" if blanks else ""
    return f"{questions} in {count_of(len(bank.sections), 'section')}{more}"


def blanks_left_out(banks: Bank | Mix) -> str:
    """That some hints cannot be asked for yet, of several banks each; empty where there is none."""
    mix = Mix.of(banks)
    told = []
    for bank in mix.banks:
        if blanks := sum(1 for _ in bank.blanks()):
            whose = f" of {bank.id}" if mix.several else ""
            told.append(f"{count_of(blanks, 'blank')}{whose} left out")
    return ", ".join(told)


def model_answer_text(question: Question) -> str:
    """The model answer, or that there is none."""
    return question.model_answer.strip() or "There is none yet. The hint says what to look for."
