"""A grade: the verdict on each criterion, what proves it, and the arithmetic that follows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from rubrics.rubric import Criterion, Frozen, Rubric, Weight

SERIOUS_CLAIM_COST = 10
"""Points off for each serious false claim that is not already a contradiction."""

FALSE_CLAIMS_COST_AT_MOST = 30


class Verdict(StrEnum):
    """The mark on one criterion."""

    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"

    @property
    def credit(self) -> float:
        """The share of the criterion's weight: 1, ½, 0 or −½."""
        return _CREDIT[self]


_CREDIT = {
    Verdict.MET: 1.0,
    Verdict.PARTLY: 0.5,
    Verdict.MISSED: 0.0,
    Verdict.CONTRADICTED: -0.5,
}


class Band(StrEnum):
    """What a score means.

    Strong (85 and above) would carry this point in a real interview loop; solid (65) is sound
    with something left out; thin (40) knows of the matter; weak is below that.
    """

    STRONG = "strong"
    SOLID = "solid"
    THIN = "thin"
    WEAK = "weak"

    @classmethod
    def of(cls, score: float) -> Band:
        """The band of a score of 0 to 100."""
        for band, least in ((cls.STRONG, 85), (cls.SOLID, 65), (cls.THIN, 40)):
            if score >= least:
                return band
        return cls.WEAK


Status = Literal["graded", "estimated", "ungraded", "blank"]
"""How a grade came about: by a model, by the offline estimate, not at all, or with no answer."""


class Evidence(Frozen):
    """A verbatim piece of the answer: ``answer[start:end] == quote``."""

    quote: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    terms: tuple[tuple[int, int], ...] = ()
    """Spans in the answer of the words that matched, for the estimate; empty for a model."""


class Mark(Frozen):
    """The verdict on one criterion with what proves it.

    ``proved`` is true when the verdict gives or takes credit and evidence was found in the answer
    for it; a missed criterion needs no proof and has ``proved`` false.
    """

    id: str
    expects: str
    weight: Weight
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    proved: bool = False
    note: str = ""
    """One line on why; for the estimate, what was found and what was not."""


class FalseClaim(Frozen):
    """Something in the answer that is not true."""

    quote: str
    why: str
    severity: Literal["minor", "serious"]


class GraderId(Frozen):
    """Who made a grade. Grades by different ones are never averaged without saying so."""

    name: str
    version: str
    model: str | None = None
    prompt: str | None = None

    @property
    def label(self) -> str:
        """What people call it: the model, or the grader where it is none."""
        return self.model or self.name


class Usage(Frozen):
    """What a grade cost. ``cost_usd`` is None where the price is not known."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


def total(parts: Iterable[Usage | None]) -> Usage | None:
    """What several calls cost together; the price is unknown where that of one is.

    None where nothing is known of any.
    """
    usages = list(parts)
    known = [usage for usage in usages if usage is not None]
    if not known:
        return None
    costs = [usage.cost_usd for usage in known if usage.cost_usd is not None]
    return Usage(
        prompt_tokens=sum(usage.prompt_tokens for usage in known),
        completion_tokens=sum(usage.completion_tokens for usage in known),
        cost_usd=sum(costs) if len(costs) == len(usages) else None,
    )


class Grade(Frozen):
    """The whole result of marking one answer.

    Attributes:
        status: graded, estimated, ungraded or blank.
        reason: why there is no grade; only with ``ungraded``.
        detail: a line more on the reason, for the person; may be empty.
        score: 0 to 100, or None with ``ungraded``. Always ``score_of(marks, false_claims)``.
        marks: one for each criterion of the rubric, in its order; none with ``ungraded``.
        strongest: the best of the answer; may be empty.
        improve: what to say next time.
        follow_up: a question at the heaviest criterion not met, or None.
        confidence: 0 to 1, or None where the grader states none.
        rubric: hash of the rubric.
    """

    status: Status
    reason: str | None = None
    detail: str = ""
    score: Annotated[float, Field(ge=0, le=100)] | None = None
    marks: tuple[Mark, ...] = ()
    false_claims: tuple[FalseClaim, ...] = ()
    strongest: str = ""
    improve: str = ""
    follow_up: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    grader: GraderId
    rubric: str
    usage: Usage | None = None

    @model_validator(mode="after")
    def _no_invented_score(self) -> Self:
        if self.status == "ungraded":
            if self.score is not None or self.marks or not self.reason:
                raise ValueError("an ungraded answer has a reason, and neither score nor marks")
        elif self.reason is not None or self.detail:
            raise ValueError("only an ungraded answer has a reason")
        elif not self.marks or self.score != score_of(self.marks, self.false_claims):
            raise ValueError("a score is what its marks add up to")
        return self

    @property
    def band(self) -> Band | None:
        """The band of the score, or None where there is none."""
        return None if self.score is None else Band.of(self.score)

    @property
    def failure(self) -> str:
        """Why there is no grade, in one line; empty where there is one."""
        return ": ".join(filter(None, (self.reason, self.detail)))

    def record(self) -> dict[str, Any]:
        """The grade as plain values, in the form in which programs read it."""
        return {
            "status": self.status,
            "reason": self.reason,
            "detail": self.detail,
            "score": self.score,
            "band": self.band,
            "criteria": [
                {
                    "id": mark.id,
                    "expects": mark.expects,
                    "weight": mark.weight.value,
                    "verdict": mark.verdict.value,
                    "evidence": [evidence.quote for evidence in mark.evidence],
                    "proved": mark.proved,
                }
                for mark in self.marks
            ],
            "false_claims": [claim.model_dump() for claim in self.false_claims],
            "strongest": self.strongest,
            "improve": self.improve,
            "follow_up": self.follow_up,
            "confidence": self.confidence,
            "grader": self.grader.model_dump(),
            "rubric": self.rubric,
            "usage": None if self.usage is None else self.usage.model_dump(),
        }


def score_of(marks: tuple[Mark, ...], false_claims: tuple[FalseClaim, ...] = ()) -> float:
    """The score, 0 to 100 and rounded to one decimal, that verdicts add up to.

    Weight times credit over all criteria, divided by the weight of those that are not a bonus, so
    that a bonus can only raise the score; less 10 for each serious false claim that no contradicted
    criterion already quotes, 30 at most. A bonus that is contradicted costs nothing here.
    """
    whole = sum(mark.weight.points for mark in marks if mark.weight is not Weight.BONUS)
    if whole == 0:
        raise ValueError("there is no criterion to score")
    earned = sum(
        mark.weight.points * mark.verdict.credit
        for mark in marks
        if mark.weight is not Weight.BONUS or mark.verdict.credit > 0
    )
    contradicted = [
        evidence.quote
        for mark in marks
        if mark.verdict is Verdict.CONTRADICTED
        for evidence in mark.evidence
    ]
    serious = sum(
        claim.severity == "serious"
        and not any(claim.quote in quote or quote in claim.quote for quote in contradicted)
        for claim in false_claims
    )
    cost = min(serious * SERIOUS_CLAIM_COST, FALSE_CLAIMS_COST_AT_MOST)
    return round(min(100.0, max(0.0, 100 * earned / whole - cost)), 1)


def overridden(grade: Grade, verdicts: dict[str, Verdict]) -> float | None:
    """The score of a grade with some verdicts replaced, by criterion id; None without marks."""
    if not grade.marks:
        return None
    marks = tuple(
        mark.model_copy(update={"verdict": verdicts.get(mark.id, mark.verdict)})
        for mark in grade.marks
    )
    return score_of(marks, grade.false_claims)


def is_blank(answer: str) -> bool:
    """Whether an answer says nothing: no letter and no digit of any script in it."""
    return not any(character.isalnum() for character in answer)


def blank_grade(rubric: Rubric, grader: GraderId, follow_up: str | None = None) -> Grade:
    """The grade of an answer with nothing in it: every criterion missed, and no grader asked."""
    marks = tuple(missed(criterion) for criterion in rubric.criteria)
    heaviest = max(rubric.criteria, key=lambda criterion: criterion.weight.points)
    return Grade(
        status="blank",
        score=score_of(marks),
        marks=marks,
        improve=f"Nothing was handed in. Begin with this: {heaviest.expects}",
        follow_up=follow_up,
        grader=grader,
        rubric=rubric.hash,
    )


def missed(criterion: Criterion, note: str = "") -> Mark:
    """A mark for a criterion of which the answer says nothing."""
    return Mark(
        id=criterion.id,
        expects=criterion.expects,
        weight=criterion.weight,
        verdict=Verdict.MISSED,
        note=note,
    )
