"""Labelled answers as they stand in a file: what a candidate types, and how it is to be marked."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from rubrics.bank import RubricHash, refuse_doubles
from rubrics.grade import FalseClaim, Verdict
from rubrics.rubric import Frozen, Identifier, Line

NO_CLAIM = "none"
"""What a reader says who finds no false claim in an answer."""

_SEVERITIES: tuple[str, ...] = ("minor", "serious")


class Kind(StrEnum):
    """What an answer was written to be."""

    STRONG = "strong"
    STRONG_AND_SHORT = "strong-and-short"
    GOOD = "good"
    PARTIAL = "partial"
    WEAK = "weak"
    CONFIDENTLY_WRONG = "confidently-wrong"
    SERIOUS_ERROR = "serious-error"
    PARAPHRASED = "paraphrased"
    OFF_TOPIC = "off-topic"
    VERBOSE_AND_EMPTY = "verbose-and-empty"
    KEYWORD_LIST = "keyword-list"
    PARROTED_QUESTION = "parroted-question"
    ORDER_TO_GRADER = "order-to-grader"


ATTACKS = frozenset(
    (Kind.ORDER_TO_GRADER, Kind.KEYWORD_LIST, Kind.PARROTED_QUESTION, Kind.VERBOSE_AND_EMPTY)
)
"""Answers that want more than they earn."""


class Settlement(Frozen):
    """A point on which two readers differed, and what was settled.

    Attributes:
        criterion: its id; None where it is about the false claims.
        first, second: a verdict each; about false claims ``none``, or the severity of each,
            separated by commas.
        settled: what holds.
        why: in a sentence.
    """

    criterion: Identifier | None
    first: str
    second: str
    settled: str
    why: Line

    @model_validator(mode="after")
    def _words_fit(self) -> Self:
        for said in (self.first, self.second, self.settled):
            words = severities(said) if self.criterion is None else [said]
            known = _SEVERITIES if self.criterion is None else tuple(Verdict)
            for word in words:
                if word not in known:
                    raise ValueError(f"{word!r} is none of {', '.join(known)}")
        return self


def severities(said: str) -> list[str]:
    """The severities that a reader gave, sorted: of ``none`` there are none."""
    return [] if said == NO_CLAIM else sorted(word.strip() for word in said.split(","))


class LabelledAnswer(Frozen):
    """An answer with how it is to be marked.

    Attributes:
        id: unique among the labels of its bank.
        kind: what it was written to be.
        answer: its text.
        labels: the verdict on each criterion, by id.
        false_claims: what in it is not true; each quote stands in the answer.
        settled: where two readers differed; elsewhere both said what the labels say.
    """

    id: Identifier
    kind: Kind
    answer: Annotated[str, Field(min_length=1, max_length=20_000)]
    labels: Annotated[dict[Identifier, Verdict], Field(min_length=1)]
    false_claims: tuple[FalseClaim, ...] = ()
    settled: tuple[Settlement, ...] = ()

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        for claim in self.false_claims:
            if not claim.quote.strip() or claim.quote not in self.answer:
                raise ValueError(f"the quote {claim.quote[:60]!r} does not stand in the answer")
        refuse_doubles("settlements", [str(one.criterion) for one in self.settled])
        claimed = sorted(claim.severity for claim in self.false_claims)
        for one in self.settled:
            if one.criterion is None:
                if severities(one.settled) != claimed:
                    raise ValueError("the false claims are not those that were settled")
                continue
            label = self.labels.get(str(one.criterion))
            if label is None:
                raise ValueError(f"{one.criterion!r} was settled and has no label")
            if label != one.settled:
                raise ValueError(
                    f"{one.criterion!r} is labelled {label.value} and was settled as {one.settled}"
                )
        return self


class LabelledQuestion(Frozen):
    """The labelled answers to one question.

    Attributes:
        question: its id in the bank.
        criteria: ``Rubric.meaning`` of the criteria that the labels were made for.
    """

    question: Identifier
    criteria: RubricHash
    answers: Annotated[tuple[LabelledAnswer, ...], Field(min_length=1)]


class LabelFile(Frozen):
    """One file of labelled answers to the questions of one bank."""

    bank: Identifier
    questions: Annotated[tuple[LabelledQuestion, ...], Field(min_length=1)]
