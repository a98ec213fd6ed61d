from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.bank import Bank
from rubrics.errors import BankError
from sessions.plan import PlanError, drill_questions, plan_session
from sessions.schedule import Review, Schedule, schedule
from sessions.session import Mode, Phase
from sessions.setup import Setup, plan_setup
from tests.fakes import FakeTime, small_bank


def test_all_questions_of_all_sections_without_a_choice() -> None:
    session = plan_session(small_bank(3), FakeTime(), seed=7)
    assert [turn.section for turn in session.turns] == ["Tea"] * 3 + ["Coffee"] * 3
    assert [turn.id for turn in session.turns] == list(range(6))
    assert [turn.number for turn in session.turns] == list(range(1, 7))
    assert session.limit == 6 * (120 + 45)
    assert (session.phase, session.position) == (Phase.READY, 0)
    assert re.fullmatch(r"20260102-030405-[0-9a-f]{4}", session.id)


def test_the_same_seed_makes_the_same_choice() -> None:
    def chosen(seed: int) -> list[str]:
        session = plan_session(small_bank(9), FakeTime(), number=5, seed=seed)
        return [turn.question.id for turn in session.turns]

    assert chosen(3) == chosen(3)
    assert len({tuple(chosen(seed)) for seed in range(20)}) > 5


def test_a_seed_is_drawn_and_kept() -> None:
    drawn = plan_session(small_bank(9), FakeTime(), number=5)
    again = plan_session(small_bank(9), FakeTime(), number=5, seed=drawn.seed)
    assert again.turns == drawn.turns


@given(size=st.integers(1, 8), data=st.data())
def test_questions_are_distinct_and_in_proportion(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 2 * size))
    session = plan_session(small_bank(size), FakeTime(), number=number)
    ids = [turn.question.id for turn in session.turns]
    assert len(set(ids)) == len(ids) == number
    shares = Counter(turn.section for turn in session.turns)
    assert abs(shares["Tea"] - shares["Coffee"]) <= 1


def test_one_section_alone() -> None:
    session = plan_session(small_bank(3), FakeTime(), sections=["coffee"])
    assert {turn.section for turn in session.turns} == {"Coffee"}
    assert len(session.turns) == 3


def test_named_questions_in_the_order_given() -> None:
    session = plan_session(small_bank(), FakeTime(), questions=["coffee-2", "tea-1"])
    assert [turn.question.id for turn in session.turns] == ["coffee-2", "tea-1"]


def test_times_can_be_set() -> None:
    session = plan_session(
        small_bank(), FakeTime(), mode=Mode.EXAM, minutes=5, question_minutes=1.5
    )
    assert session.limit == 300
    assert {turn.allotted for turn in session.turns} == {90.0}
    assert session.mode is Mode.EXAM


@pytest.mark.parametrize("minutes", [0, -1, 601, float("nan"), float("inf")])
@pytest.mark.parametrize("which", ["minutes", "question_minutes"])
def test_times_that_cannot_be_are_refused(which: str, minutes: float) -> None:
    with pytest.raises(PlanError, match="minutes"):
        plan_session(small_bank(), FakeTime(), **{which: minutes})  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, -3, 5])
def test_numbers_that_cannot_be_are_refused(number: int) -> None:
    with pytest.raises(PlanError, match=str(abs(number))):
        plan_session(small_bank(), FakeTime(), number=number)


def test_an_unknown_section_is_answered_with_the_nearest() -> None:
    with pytest.raises(PlanError, match="Did you mean coffee"):
        plan_session(small_bank(), FakeTime(), sections=["cofee"])


def test_an_unknown_question_is_answered_with_the_nearest() -> None:
    with pytest.raises(BankError, match="Did you mean tea-1"):
        plan_session(small_bank(), FakeTime(), questions=["tea1"])


MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


def standing(**days_and_scores: tuple[float, float]) -> Schedule:
    """How questions stand that were answered once, so many days ago with such a score."""
    return schedule(
        (
            Review(name.replace("_", "-"), MONDAY - timedelta(days=days), score, "graded")
            for name, (days, score) in days_and_scores.items()
        ),
        MONDAY,
    )


STANDING = standing(
    tea_1=(0, 100), tea_2=(9, 90), tea_3=(0, 30), coffee_1=(30, 20), coffee_2=(3, 20), gone=(9, 0)
)
"""Due are coffee-1, coffee-2 and tea-2, in this order; tea-3 is weak; coffee-3 is new."""


@pytest.mark.parametrize(
    ("wishes", "questions"),
    [
        ({}, ["coffee-1", "coffee-2", "tea-2"]),
        ({"number": 2}, ["coffee-1", "coffee-2"]),
        ({"number": 9}, ["coffee-1", "coffee-2", "tea-2", "tea-3", "tea-1"]),
        ({"number": 5, "new": True}, ["coffee-1", "coffee-2", "tea-2", "tea-3", "coffee-3"]),
        ({"new": True}, ["coffee-1", "coffee-2", "tea-2"]),
        ({"sections": ["tea"]}, ["tea-2"]),
        ({"sections": ["tea"], "number": 9, "new": True}, ["tea-2", "tea-3", "tea-1"]),
    ],
)
def test_a_drill_asks_what_is_due_then_what_is_weak(
    wishes: dict[str, Any], questions: list[str]
) -> None:
    assert drill_questions(small_bank(3), STANDING, **wishes) == questions


@pytest.mark.parametrize(
    ("found", "wishes", "message"),
    [
        (standing(), {}, "None of these questions was answered"),
        (standing(), {"number": 3}, "None of these questions was answered"),
        (standing(gone=(9, 0)), {"number": 3}, "None of these questions was answered"),
        (standing(tea_1=(0, 20)), {}, "Nothing is due; next tomorrow: 1.*With a number"),
        (STANDING, {"number": 0}, "at least one question"),
        (STANDING, {"sections": ["cofee"]}, "Did you mean coffee"),
    ],
)
def test_where_there_is_nothing_to_drill(
    found: Schedule, wishes: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        drill_questions(small_bank(3), found, **wishes)


def test_a_setup_is_planned_as_it_says() -> None:
    session = plan_setup(
        Setup(mode=Mode.EXAM, sections=("tea",), number=2, minutes=5, question_minutes=1),
        small_bank(3),
        FakeTime(),
        not_asked_for,
        seed=3,
        grader="openai/gpt",
    )
    assert {turn.section for turn in session.turns} == {"Tea"}
    assert [turn.allotted for turn in session.turns] == [60.0, 60.0]
    assert (session.mode, session.limit, session.seed) == (Mode.EXAM, 300, 3)
    assert session.grader == "openai/gpt"


def test_the_setup_of_a_drill_asks_how_the_questions_stand() -> None:
    drill = Setup(mode=Mode.DRILL, number=2)
    session = plan_setup(drill, small_bank(3), FakeTime(), lambda: STANDING)
    assert session.mode is Mode.DRILL
    assert [turn.question.id for turn in session.turns] == ["coffee-1", "coffee-2"]


def not_asked_for() -> Schedule:
    raise AssertionError("only a drill asks how the questions stand")


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_time_for_follow_ups_is_part_of_the_whole(rounds: int) -> None:
    session = plan_session(small_bank(), FakeTime(), number=2, rounds=rounds)
    assert session.rounds == rounds
    assert session.limit == 2 * (120 + rounds * 45)
    assert plan_session(small_bank(), FakeTime(), rounds=rounds, minutes=3).limit == 180


@pytest.mark.parametrize("rounds", [-1, 3])
def test_a_number_of_follow_ups_that_cannot_be(rounds: int) -> None:
    with pytest.raises(PlanError, match="0 to 2 follow-ups"):
        plan_session(small_bank(), FakeTime(), rounds=rounds)


def tagged_bank() -> Bank:
    """The small bank: what is about coffee is hard, and the second of each is for guests."""
    whole = small_bank().model_dump(mode="json")
    for section in whole["sections"]:
        section["questions"][1]["tags"] = ["guests"]
        if section["id"] == "coffee":
            for question in section["questions"]:
                question["difficulty"] = "hard"
    return Bank.model_validate(whole)


@pytest.mark.parametrize(
    ("tags", "sections", "ids"),
    [
        (["guests"], [], ["coffee-2", "tea-2"]),
        (["hard"], [], ["coffee-1", "coffee-2"]),
        (["guests", "hard"], [], ["coffee-1", "coffee-2", "tea-2"]),
        (["guests"], ["tea"], ["tea-2"]),
    ],
)
def test_questions_are_chosen_by_tag_or_difficulty(
    tags: list[str], sections: list[str], ids: list[str]
) -> None:
    session = plan_session(tagged_bank(), FakeTime(), tags=tags, sections=sections, seed=1)
    assert sorted(turn.question.id for turn in session.turns) == ids


def test_a_tag_that_no_question_has() -> None:
    with pytest.raises(PlanError, match="Did you mean guests"):
        plan_session(tagged_bank(), FakeTime(), tags=["guest"])
    with pytest.raises(PlanError, match="No question has this tag"):
        plan_session(tagged_bank(), FakeTime(), tags=["hard"], sections=["tea"])
    with pytest.raises(PlanError, match="nothing to drill"):
        drill_questions(tagged_bank(), STANDING, tags=["hard"], sections=["tea"])


def test_a_question_without_a_difficulty_is_written_as_ever() -> None:
    [question, *_] = small_bank().questions()
    assert "difficulty" not in question.model_dump_json()
