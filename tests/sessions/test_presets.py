from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rubrics.bank import Bank
from sessions.mix import Mix
from sessions.plan import PlanError
from sessions.presets import Preset, presets, setup_of, weakest_section
from sessions.schedule import Review, Schedule, schedule
from sessions.session import Mode, Origin
from sessions.setup import Setup
from tests.docs import table
from tests.fakes import small_bank

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
NOTHING = schedule([], NOW)


def standing(*answers: tuple[str, float, Origin], days: float = 30) -> Schedule:
    """How questions stand that were answered once, so many days ago."""
    at = NOW - timedelta(days=days)
    return schedule(
        [Review(question, at, score, origin) for question, score, origin in answers], NOW
    )


def behavioral_bank(section: str = "behavioral", tag: str = "kitchen") -> Bank:
    """The small bank with the id of its second section and the tag of its questions changed."""
    bank = small_bank()
    tea, coffee = bank.sections
    questions = tuple(
        question.model_copy(update={"tags": ("people", tag)}) for question in coffee.questions
    )
    changed = coffee.model_copy(update={"id": section, "questions": questions})
    return bank.model_copy(update={"sections": (tea, changed)})


def named(bank: Bank, found: Schedule = NOTHING) -> dict[str, Preset]:
    return {preset.name: preset for preset in presets(bank, found)}


def test_every_preset_has_a_setup_or_says_what_it_lacks() -> None:
    for found in named(small_bank()).values():
        assert (found.setup is None) == bool(found.lacks)
        assert found.title
        assert found.words


def test_the_docs_list_the_presets() -> None:
    told = [name.strip("`") for name, _ in table("practising.md", "Presets")]
    assert told == list(named(small_bank()))


def test_the_screen_is_a_short_exam() -> None:
    screen = Setup(mode=Mode.EXAM, number=5, minutes=15, question_minutes=3, rounds=0)
    assert named(small_bank(9))["screen"].setup == screen
    assert named(small_bank(2))["screen"].setup == screen.model_copy(update={"number": 4})


def test_the_full_loop_is_the_whole_bank() -> None:
    found = named(small_bank(25))["full-loop"]
    assert found.title == "Full loop, 50 questions"
    assert found.setup == Setup(mode=Mode.EXAM)


@pytest.mark.parametrize(
    ("bank", "sections"),
    [
        (behavioral_bank(), ("behavioral",)),
        (behavioral_bank("people", tag="behavioral"), ("people",)),
        (behavioral_bank("people"), None),
    ],
    ids=["by id", "by tag", "none"],
)
def test_behavioral_questions_are_found_by_section_or_tag(
    bank: Bank, sections: tuple[str, ...] | None
) -> None:
    found = named(bank)["behavioral"]
    assert found.setup == (None if sections is None else Setup(sections=sections))
    assert found.lacks == ("This bank has no behavioral section." if sections is None else "")


def test_the_drill_needs_something_that_is_due() -> None:
    bank = small_bank()
    due = standing(("tea-1", 20, "graded"))
    assert named(bank, due)["drill"].setup == Setup(mode=Mode.DRILL)
    today = standing(("tea-1", 20, "graded"), days=0)
    assert named(bank, today)["drill"].lacks == "Nothing is due; next tomorrow: 1."
    assert named(bank)["drill"].lacks == "Nothing was answered and marked yet."
    gone = standing(("a-question-that-is-gone", 20, "graded"))
    assert named(bank, gone)["drill"].lacks == "Nothing was answered and marked yet."


def test_the_weakest_section_is_the_one_with_the_lowest_scores() -> None:
    found = standing(("tea-1", 20, "graded"), ("tea-2", 90, "graded"), ("coffee-1", 50, "graded"))
    assert named(small_bank(), found)["weakest"].title == "Weakest section: Coffee"
    assert named(small_bank(), found)["weakest"].setup == Setup(sections=("coffee",))


def test_scores_of_different_origin_are_not_compared() -> None:
    answers: list[tuple[str, float, Origin]] = [
        ("tea-1", 20, "estimated"),
        ("tea-2", 90, "graded"),
        ("coffee-1", 80, "graded"),
        ("coffee-2", 95, "estimated"),
    ]
    weakest = weakest_section(Mix.of(small_bank()), standing(*answers))
    assert weakest is not None
    assert weakest.name == "coffee"
    weakest = weakest_section(Mix.of(small_bank()), standing(*answers[::3], answers[1]))
    assert weakest is not None
    assert weakest.name == "tea"
    assert weakest_section(Mix.of(small_bank()), standing(*answers[:2])) is None
    assert named(small_bank())["weakest"].title == "Weakest section"


def test_a_preset_by_name() -> None:
    assert setup_of("full-loop", small_bank(), NOTHING) == Setup(mode=Mode.EXAM)
    with pytest.raises(PlanError, match="Did you mean screen"):
        setup_of("scren", small_bank(), NOTHING)
    with pytest.raises(PlanError, match="no behavioral section"):
        setup_of("behavioral", small_bank(), NOTHING)
