"""What makes a question unfit to be marked fairly, looked at one by one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from rubrics.bank import Bank, Question
from rubrics.checking.criteria import criteria_findings, uncovered
from rubrics.checking.finding import Finding
from rubrics.estimate import Estimator
from rubrics.estimate.matching import phrase_of
from rubrics.estimate.words import stems_of, words_of
from rubrics.grader import GradingTask

MODEL_ANSWER_WORDS = (80, 200)
"""Fewest and most words of a model answer."""

MODEL_ANSWER_SCORE = 85.0
"""What the estimate must give a model answer at least: else signals or answer are at fault."""


FEWEST_CRITERIA = 2

WORDS_A_MINUTE = (10, 100)
"""Of a model answer, at least and at most: typed with thought, and as fast as hands can."""

COMMON_FROM = 0.1
"""Share of a bank's model answers from which a word that they hold is common there."""

FEWEST_ANSWERS = 3
"""Model answers that hold a common word, at least: for small banks."""


def question_findings(bank: Bank) -> Iterator[Finding]:
    """What is wrong with each question, its rubric, its signals and its model answer."""
    estimator = Estimator()
    spread = Counter(
        name for question in bank.questions() for name in stems_of(question.model_answer)
    )
    common = max(FEWEST_ANSWERS, COMMON_FROM * sum(1 for _ in bank.questions()))
    everyday = frozenset(name for name, answers in spread.items() if answers >= common)
    for question in bank.questions():
        for text in (*_rubric(question), *criteria_findings(question)):
            yield Finding(question.id, text, "criteria")
        for text in uncovered(question):
            yield Finding(question.id, f"no criterion covers this of the hint: “{text}”", "hint")
        for text in _answer(question, estimator):
            yield Finding(question.id, text, "model_answer")
        for text in _minutes(question):
            yield Finding(question.id, text, "minutes")
        for text in _phrases(question, everyday):
            yield Finding(question.id, text, "criteria")


def _rubric(question: Question) -> Iterator[str]:
    rubric = question.rubric.hash
    if question.frozen not in (None, rubric):
        yield (
            f"the criteria changed since they were frozen as {question.frozen}; read them through, "
            f"then write frozen: '{rubric}'"
        )
    if len(question.criteria) < FEWEST_CRITERIA:
        yield "one criterion alone marks all or nothing; two or more tell more"
    for criterion in question.criteria:
        if not criterion.signals:
            yield f"criterion {criterion.id} has no signals, so the estimate guesses from its words"


def _answer(question: Question, estimator: Estimator) -> Iterator[str]:
    if not question.model_answer:
        yield "no model answer, so nothing shows that criteria and signals fit"
        return
    words = len(question.model_answer.split())
    fewest, most = MODEL_ANSWER_WORDS
    if not fewest <= words <= most:
        yield f"the model answer has {words} words; it should have {fewest} to {most}"
    grade = estimator.estimate(GradingTask.of(question, question.model_answer))
    if grade.score is None or grade.score < MODEL_ANSWER_SCORE:
        short = ", ".join(mark.id for mark in grade.marks if mark.verdict.value != "met")
        yield f"the estimate gives the model answer {grade.score}; not met: {short}"


def _minutes(question: Question) -> Iterator[str]:
    """Whether the model answer can be said in the time, and does not leave most of it."""
    words = len(question.model_answer.split())
    slowest, fastest = WORDS_A_MINUTE
    if words > fastest * question.minutes:
        least = math.ceil(2 * words / fastest) / 2
        yield f"{question.minutes:g} min for {words} words; it takes {least:g} at least"
    elif 0 < words < slowest * question.minutes:
        most = max(0.5, math.floor(2 * words / slowest) / 2)
        yield f"{question.minutes:g} min for {words} words; {most:g} are enough"


def _phrases(question: Question, common: frozenset[str]) -> Iterator[str]:
    """Phrases that can never match, that match nearly anything, or that stand twice."""
    asked = stems_of(question.ask)
    for criterion in question.criteria:
        for signal in criterion.signals:
            seen: set[tuple[str, ...]] = set()
            for text in signal:
                words = words_of(text)
                phrase = phrase_of(text, asked)
                spelled = tuple(word.text for word in words)
                if spelled in seen:
                    yield f"criterion {criterion.id}: the phrase {text!r} stands there twice"
                seen.add(spelled)
                if phrase is None:
                    yield (
                        f"criterion {criterion.id}: the phrase {text!r} holds only words of the "
                        "question, so it never counts"
                    )
                elif (
                    len(words) > 1
                    and not phrase.negative
                    and len(phrase.stems) == 1
                    and phrase.stems <= common
                ):
                    (left,) = phrase.stems
                    yield (
                        f"criterion {criterion.id}: of the phrase {text!r} only {left!r} is "
                        "compared, which is common in this bank"
                    )
