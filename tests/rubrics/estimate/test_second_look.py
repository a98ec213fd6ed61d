"""Points made in words that no phrase foresees, and answers that deny what they speak of."""

from __future__ import annotations

import pytest

from rubrics.estimate.matching import Phrase, phrase_of
from rubrics.estimate.vocabulary import vocabularies
from rubrics.grade import Verdict
from rubrics.rubric import Shape
from tests.rubrics.estimate.samples import criterion, estimate

ASK = "How do you make tea?"
BOILS = criterion(
    "boil fresh water | kettle brings water | water bubbles | hot water from kettle | heat the pot",
    id="boils",
    expects="Brings fresh water in a kettle to a rolling boil.",
)
STEEPS = criterion(
    "leaves steep | infuse the leaves | stay three minutes | draw for minutes | loose leaves",
    id="steeps",
    expects="Lets the leaves steep for some minutes, in a pot that is covered.",
)


def verdicts(answer: str) -> list[Verdict]:
    return [mark.verdict for mark in estimate(answer, BOILS, STEEPS, ask=ASK).marks]


def test_words_of_several_phrases_make_in_part_a_point_that_none_of_them_makes() -> None:
    grade = estimate(
        "The kettle has to be hot and bubbling, fresh from the tap. Leaves go in for minutes.",
        BOILS,
        STEEPS,
        ask=ASK,
    )
    assert grade.marks[0].verdict is Verdict.PARTLY
    assert grade.marks[0].note.startswith("by single words; found: kettle")
    assert all(evidence.quote for evidence in grade.marks[0].evidence)


def test_neighbouring_sentences_make_a_point_together() -> None:
    assert verdicts("First I heat the water. The kettle bubbles.")[0] is Verdict.PARTLY
    assert verdicts("First I heat the water.")[0] is Verdict.MISSED


@pytest.mark.parametrize(
    "answer",
    [
        "The engine of my old car was hot, so the mechanic took a kettle from the shelf, opened "
        "the bonnet, and looked for the leak that had ruined our whole journey to the coast.",
        "Never a kettle, never a bubbling one, never hot, never fresh: I do not heat anything.",
    ],
)
def test_words_on_another_subject_or_denied_are_worth_nothing(answer: str) -> None:
    assert verdicts(answer)[0] in (Verdict.MISSED, Verdict.CONTRADICTED)


def test_what_is_said_in_another_order_stays_partly() -> None:
    steps = criterion(
        "boil water | kettle bubbles | hot kettle | heat the pot",
        "add leaves | leaves steep | infuse for minutes | loose leaves",
        shape=Shape.ORDERED,
        expects="Boils the water first, then adds the leaves and lets them draw.",
    )
    answer = "I add leaves to the pot. Then I boil water in a hot kettle until it bubbles."
    assert estimate(answer, steps, ask=ASK).marks[0].verdict is Verdict.PARTLY


def phrases(*texts: str) -> list[Phrase]:
    return [phrase for text in texts if (phrase := phrase_of(text, frozenset()))]


def test_a_word_weighs_by_how_many_phrases_have_it_and_how_few_criteria() -> None:
    fillers = [f"word{letter}" for letter in "abcdefghij"]
    first, second = vocabularies(
        [
            phrases("kettle boils", "kettle bubbles", "boils leaf", *fillers),
            phrases("leaf steeps", "leaf draws", *fillers),
        ],
        [frozenset(), frozenset(("steep",))],
        frozenset(("boil",)),
    )
    assert "boil" not in first  # the question's
    assert first["kettl"] > first["bubbl"]  # in two phrases
    assert second["leaf"] > first["leaf"]
    assert second["steep"] > second["draw"]  # expected
    assert sum(sorted(first.values())[-10:]) == pytest.approx(1)


def test_few_words_get_no_second_look() -> None:
    assert vocabularies([phrases("dense vector")], [frozenset()], frozenset()) == [{}]
