"""Checks of a bank beyond its form: what makes a question unfit to be marked fairly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rubrics.bank import Bank, Question
from rubrics.estimate import Estimator
from rubrics.estimate.matching import phrase_of
from rubrics.estimate.words import stems_of, words_of
from rubrics.grader import GradingTask

MODEL_ANSWER_WORDS = (80, 200)
"""Fewest and most words of a model answer."""

MODEL_ANSWER_SCORE = 85.0
"""What the estimate must give a model answer at least: else signals or answer are at fault."""


COMMON_FROM = 0.1
"""Share of a bank's model answers from which a word that they hold is common there."""

FEWEST_ANSWERS = 3
"""Model answers that hold a common word, at least: for small banks."""


@dataclass(frozen=True)
class Finding:
    """Something to mend in a question."""

    question: str
    text: str

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"


def check_bank(bank: Bank) -> Iterator[Finding]:
    """Look at every question; nothing comes out of a bank that is well."""
    estimator = Estimator()
    spread = Counter(
        name for question in bank.questions() for name in stems_of(question.model_answer)
    )
    common = max(FEWEST_ANSWERS, COMMON_FROM * sum(1 for _ in bank.questions()))
    everyday = frozenset(name for name, answers in spread.items() if answers >= common)
    asked: dict[str, str] = {}
    for question in bank.questions():
        plain = " ".join(re.findall(r"\w+", question.ask.lower()))
        if plain in asked:
            yield Finding(question.id, f"asks the same as {asked[plain]}")
        asked[plain] = question.id
        for text in (*_faults(question, estimator), *_phrases(question, everyday)):
            yield Finding(question.id, text)


def _faults(question: Question, estimator: Estimator) -> Iterator[str]:
    rubric = question.rubric.hash
    if question.frozen not in (None, rubric):
        yield (
            f"the criteria changed since they were frozen as {question.frozen}; read them through, "
            f"then write frozen: '{rubric}'"
        )
    words = len(question.model_answer.split())
    fewest, most = MODEL_ANSWER_WORDS
    if not fewest <= words <= most:
        yield f"the model answer has {words} words; it should have {fewest} to {most}"
    points = [" ".join(criterion.expects.lower().split()) for criterion in question.criteria]
    for point in sorted({point for point in points if points.count(point) > 1}):
        yield f"two criteria expect the same: {point!r}"
    for criterion in question.criteria:
        if not criterion.signals:
            yield f"criterion {criterion.id} has no signals, so the estimate guesses from its words"
    grade = estimator.estimate(GradingTask.of(question, question.model_answer))
    if grade.score is None or grade.score < MODEL_ANSWER_SCORE:
        short = ", ".join(mark.id for mark in grade.marks if mark.verdict.value != "met")
        yield f"the estimate gives the model answer {grade.score}; not met: {short}"


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
