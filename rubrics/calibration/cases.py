"""A case: an answer to be marked by a grader, and what it should say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from rubrics.bank import Question
from rubrics.calibration.labels import ATTACKS, Kind, LabelledAnswer, Settlement
from rubrics.grade import Band, Evidence, FalseClaim, Mark, Verdict, score_of
from rubrics.grader import GradingTask


@dataclass(frozen=True)
class Case:
    """An answer with labels.

    Attributes:
        id: of the answer.
        question: id of the question; figures are resampled by it.
        section: title of its section.
        kind: what the answer was written to be; None where nobody wrote it for this.
        task: what a grader is given.
        labels: verdicts by criterion id; of some criteria there may be none.
        false_claims: what in the answer is not true.
        settled: where two readers differed.
    """

    id: str
    question: str
    section: str
    kind: Kind | None
    task: GradingTask
    labels: Mapping[str, Verdict]
    false_claims: tuple[FalseClaim, ...] = ()
    settled: tuple[Settlement, ...] = ()

    @classmethod
    def of(cls, question: Question, section: str, labelled: LabelledAnswer) -> Case:
        """The case of a labelled answer to a question of a bank."""
        return cls(
            id=labelled.id,
            question=question.id,
            section=section,
            kind=labelled.kind,
            task=GradingTask.of(question, labelled.answer),
            labels=labelled.labels,
            false_claims=labelled.false_claims,
            settled=labelled.settled,
        )

    @property
    def half(self) -> Literal["a", "b"]:
        """Which half of the questions it belongs to, by SHA-256 of the question's id: whatever is
        tuned on one half can be measured on the other.
        """
        return "b" if sha256(self.question.encode()).digest()[-1] % 2 else "a"

    @property
    def is_attack(self) -> bool:
        """Whether the answer wants more than it earns."""
        return self.kind in ATTACKS

    @cached_property
    def score(self) -> float | None:
        """The score, 0 to 100, that the labels add up to; None where a criterion has none.

        The arithmetic is that of a grade. A contradicted criterion is taken to rest on a false
        claim, the first on the first and so on, for a label quotes nothing; that claim costs no
        more then, as in a grade whose contradiction quotes it.
        """
        criteria = self.task.rubric.criteria
        if any(criterion.id not in self.labels for criterion in criteria):
            return None
        untrue = iter([claim for claim in self.false_claims if claim.severity == "serious"])
        marks = []
        for criterion in criteria:
            verdict = self.labels[criterion.id]
            claim = next(untrue, None) if verdict is Verdict.CONTRADICTED else None
            marks.append(
                Mark(
                    id=criterion.id,
                    expects=criterion.expects,
                    weight=criterion.weight,
                    verdict=verdict,
                    evidence=() if claim is None else (_place(self.task.said, claim.quote),),
                )
            )
        return score_of(tuple(marks), self.false_claims)

    @property
    def band(self) -> Band | None:
        """The band of the score."""
        return None if self.score is None else Band.of(self.score)

    @property
    def is_untrue(self) -> bool:
        """Whether the labels find something seriously untrue in it."""
        return is_untrue(self.labels.values(), self.false_claims)


def is_untrue(verdicts: Iterable[Verdict], false_claims: Iterable[FalseClaim]) -> bool:
    """Whether verdicts or claims say that something in an answer is seriously untrue."""
    return Verdict.CONTRADICTED in verdicts or any(
        claim.severity == "serious" for claim in false_claims
    )


def _place(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence(quote=quote, start=start, end=start + len(quote))
