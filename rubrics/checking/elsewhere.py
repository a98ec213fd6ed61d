"""Signals that match what answers to other questions say, so that they tell nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rubrics.bank import Bank, Question
from rubrics.checking.finding import Finding
from rubrics.estimate import Estimator
from rubrics.estimate.matching import phrase_of
from rubrics.estimate.words import stems_of
from rubrics.grade import Grade, Verdict
from rubrics.grader import GradingTask
from rubrics.rubric import Criterion

SHARE = 1 / 3
"""Share of the other model answers from which a criterion tells nothing. In the shipped bank, which
is about one trade, the commonest is met by a quarter of them."""

FEWEST = 3
"""Other model answers that match, at least, before anything is said: for small banks."""

PASSES = 85.0
"""What the estimate gives an answer that is as good as the question's own."""

COMPARED = 300
"""Model answers with which each question is compared, at most about."""

SHOWN = 4


def elsewhere_findings(bank: Bank) -> Iterator[Finding]:
    """Criteria, and whole questions, that are met by model answers to other questions."""
    questions = [question for question in bank.questions() if question.model_answer]
    # Of a large bank every so many answers are enough to see what is too general.
    others = questions[:: max(1, len(questions) // COMPARED)]
    answers = [stems_of(question.model_answer) for question in others]
    most = max(FEWEST, SHARE * len(others))
    estimator = Estimator()

    @cache
    def grade(of: str, other: int) -> Grade:
        task = GradingTask.of(bank.question(of), others[other].model_answer)
        return estimator.estimate(task)

    for question in questions:
        matches = {
            criterion.id: {
                at
                for at in _may_match(question, criterion, answers)
                if others[at].id != question.id
            }
            for criterion in question.criteria
        }
        for name, found in matches.items():
            near = sorted(found) if len(found) >= most else []
            met = [others[at].id for at in near if _is_met(grade(question.id, at), name)]
            if near and len(met) >= most:
                text = f"criterion {name}: its signals match the model answers of {_names(met)}"
                yield Finding(question.id, f"{text}: they are too general", "criteria")
        everywhere = sorted(set.intersection(*matches.values()))
        passing = [
            others[at].id for at in everywhere if (grade(question.id, at).score or 0) >= PASSES
        ]
        if passing:
            told = _names(passing)
            text = f"the model answer of {told} passes here too, so that the signals tell nothing"
            yield Finding(question.id, text, "criteria")


def _is_met(grade: Grade, name: str) -> bool:
    return any(mark.id == name and mark.verdict is Verdict.MET for mark in grade.marks)


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def _may_match(
    question: Question, criterion: Criterion, answers: Sequence[frozenset[str]]
) -> Iterator[int]:
    """The answers that hold all words of a phrase, for as many signals as are needed."""
    if not criterion.signals:
        return
    asked = stems_of(question.ask)
    ideas = [
        [phrase.stems for text in signal if (phrase := phrase_of(text, asked)) is not None]
        for signal in criterion.signals
    ]
    need = criterion.need or len(ideas)
    for index, answer in enumerate(answers):
        if sum(any(stems <= answer for stems in idea) for idea in ideas) >= need:
            yield index
