from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rubrics.grade import (
    Band,
    Evidence,
    FalseClaim,
    Grade,
    GraderId,
    Mark,
    Verdict,
    blank_grade,
    is_blank,
    score_of,
)
from rubrics.rubric import Criterion, Rubric, Shape, Weight

GRADER = GraderId(name="test", version="1")


def mark(verdict: Verdict, weight: Weight = Weight.IMPORTANT, quote: str = "") -> Mark:
    evidence = (Evidence(quote=quote, start=0, end=len(quote)),) if quote else ()
    return Mark(id="m", expects="Says it.", weight=weight, verdict=verdict, evidence=evidence)


MARKS = st.lists(
    st.builds(mark, st.sampled_from(Verdict), st.sampled_from(Weight)), min_size=1, max_size=7
).filter(lambda marks: any(one.weight is not Weight.BONUS for one in marks))


def claim(quote: str = "q", severity: str = "serious") -> FalseClaim:
    return FalseClaim.model_validate({"quote": quote, "why": "w", "severity": severity})


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ([mark(Verdict.MET)], 100),
        ([mark(Verdict.PARTLY)], 50),
        ([mark(Verdict.CONTRADICTED)], 0),
        ([mark(Verdict.MET, Weight.ESSENTIAL), mark(Verdict.MISSED)], 60),
        ([mark(Verdict.MET, Weight.ESSENTIAL), mark(Verdict.CONTRADICTED)], 40),
        ([mark(Verdict.PARTLY), mark(Verdict.MET, Weight.BONUS)], 100),
        ([mark(Verdict.PARTLY), mark(Verdict.CONTRADICTED, Weight.BONUS)], 50),
        ([mark(Verdict.MET), mark(Verdict.MISSED), mark(Verdict.MISSED)], 33.3),
    ],
)
def test_a_score_can_be_worked_out_by_hand(marks: list[Mark], score: float) -> None:
    assert score_of(tuple(marks)) == score


def test_serious_false_claims_cost_ten_each_and_thirty_at_most() -> None:
    marks = (mark(Verdict.MET),)
    assert [score_of(marks, (claim(),) * count) for count in range(5)] == [100, 90, 80, 70, 70]
    assert score_of(marks, (claim(severity="minor"),)) == 100


def test_a_claim_that_a_contradiction_quotes_costs_only_once() -> None:
    marks = (mark(Verdict.MET, Weight.ESSENTIAL), mark(Verdict.CONTRADICTED, quote="it is slow"))
    assert score_of(marks, (claim("it is slow"),)) == score_of(marks)
    assert score_of(marks, (claim("it is free"),)) == score_of(marks) - 10


@given(MARKS, st.integers(0, 5))
def test_a_score_stays_within_its_scale(marks: list[Mark], claims: int) -> None:
    assert 0 <= score_of(tuple(marks), (claim(),) * claims) <= 100


@given(MARKS, st.sampled_from(Verdict))
def test_a_bonus_can_only_raise(marks: list[Mark], verdict: Verdict) -> None:
    bonus = mark(verdict, Weight.BONUS)
    assert score_of((*marks, bonus)) >= score_of(tuple(marks))


@given(MARKS, st.data())
def test_a_better_verdict_never_lowers_a_score(marks: list[Mark], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(marks) - 1))
    better = marks[place].model_copy(update={"verdict": Verdict.MET})
    raised = (*marks[:place], better, *marks[place + 1 :])
    assert score_of(raised) >= score_of(tuple(marks))


def test_no_score_without_a_criterion_that_counts() -> None:
    with pytest.raises(ValueError, match="no criterion to score"):
        score_of((mark(Verdict.MET, Weight.BONUS),))


def test_bands_begin_where_they_are_said_to() -> None:
    scores = [0, 39.9, 40, 64.9, 65, 84.9, 85, 100]
    assert [Band.of(score).value for score in scores] == [
        "weak",
        "weak",
        "thin",
        "thin",
        "solid",
        "solid",
        "strong",
        "strong",
    ]


def test_a_grade_refuses_a_score_that_its_marks_do_not_add_up_to() -> None:
    with pytest.raises(ValidationError, match="what its marks add up to"):
        Grade(status="graded", score=75, marks=(mark(Verdict.MET),), grader=GRADER, rubric="r")


@pytest.mark.parametrize(
    "fields", [{"score": 0.0}, {"marks": (mark(Verdict.MISSED),)}, {"reason": None}]
)
def test_an_ungraded_answer_has_no_number(fields: dict[str, object]) -> None:
    well = {"status": "ungraded", "reason": "timeout", "grader": GRADER, "rubric": "r"}
    assert Grade.model_validate(well).score is None
    with pytest.raises(ValidationError, match="neither score nor marks"):
        Grade.model_validate({**well, **fields})


def test_a_blank_answer_misses_everything() -> None:
    rubric = Rubric(criteria=(Criterion(id="a", expects="Says a."),))
    grade = blank_grade(rubric, GRADER)
    assert (grade.status, grade.score) == ("blank", 0)
    assert "Says a." in grade.improve


@given(st.text())
def test_blank_means_no_letter_and_no_digit(text: str) -> None:
    assert is_blank(text) == (not any(character.isalnum() for character in text))


def test_the_hash_changes_with_whatever_an_answer_is_marked_by() -> None:
    base = Criterion(id="a", expects="Says a.")
    others = [
        Criterion(id="b", expects="Says a."),
        Criterion(id="a", expects="Says b."),
        Criterion(id="a", expects="Says a.", weight=Weight.ESSENTIAL),
        Criterion(id="a", expects="Says a.", shape=Shape.STORY),
        Criterion(id="a", expects="Says a.", signals=(("x",),)),
    ]
    hashes = [Rubric(criteria=(criterion,)).hash for criterion in [base, *others]]
    assert len(set(hashes)) == 6
    assert Rubric(criteria=(base,)).hash == hashes[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"shape": "any"}, "need goes with shape any"),
        ({"need": 1}, "need goes with shape any"),
        ({"shape": "any", "need": 3, "signals": ["a", "b"]}, "there are 2 signals"),
        ({"shape": "trade-off", "signals": ["a"]}, "two signals"),
        ({"shape": "ordered", "signals": ["a"]}, "two signals or more"),
        ({"signals": [" | "]}, "at least one phrase"),
        ({"expects": "  "}, "at least 1 character"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Criterion.model_validate({"id": "a", "expects": "Says a.", **fields})


def test_a_rubric_needs_distinct_ids_and_one_criterion_that_counts() -> None:
    one = Criterion(id="a", expects="Says a.")
    with pytest.raises(ValidationError, match="two criteria have the id 'a'"):
        Rubric(criteria=(one, one))
    with pytest.raises(ValidationError, match="not a bonus"):
        Rubric(criteria=(one.model_copy(update={"weight": Weight.BONUS}),))
