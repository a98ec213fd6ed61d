"""What the check of a bank finds in its phrases."""

from __future__ import annotations

import pytest

from rubrics.bank import Bank
from rubrics.checking import check_bank
from tests.fakes import small_bank


def with_signal(signal: str) -> Bank:
    """The small bank, the first criterion of its first question with another signal too."""
    raw = small_bank(questions=4).model_dump(mode="json")
    raw["sections"][0]["questions"][0]["criteria"][2]["signals"] = [
        f"steep minutes | {signal}".split(" | ")
    ]
    return Bank.model_validate(raw)


def found(signal: str) -> list[str]:
    faults = [str(finding) for finding in check_bank(with_signal(signal))]
    return [fault for fault in faults if fault.startswith("tea-1") and "phrase" in fault]


@pytest.mark.parametrize(
    ("signal", "fault"),
    [
        ("how you make tea", "'how you make tea' holds only words of the question"),
        ("in the kettle", "of the phrase 'in the kettle' only 'kettl' is compared"),
        ("Steep minutes", "the phrase 'Steep minutes' stands there twice"),
    ],
)
def test_phrases_that_do_not_do_what_they_seem_to(signal: str, fault: str) -> None:
    assert [fault in text for text in found(signal)] == [True]


@pytest.mark.parametrize("signal", ["kettle", "kettle lid", "no kettle", "in the carafe"])
def test_phrases_that_are_well(signal: str) -> None:
    assert found(signal) == []


def test_criteria_that_changed_since_they_were_frozen_are_named() -> None:
    raw = small_bank().model_dump(mode="json")
    question = raw["sections"][0]["questions"][0]
    now = small_bank().question("tea-1").rubric.hash
    for frozen, told in ((None, []), (now, []), ("0123456789abcdef", [f"frozen: '{now}'"])):
        question["frozen"] = frozen
        findings = [str(finding) for finding in check_bank(Bank.model_validate(raw))]
        about = [text for text in findings if "frozen" in text]
        assert [words in text for words, text in zip(told, about, strict=True)] == [True] * len(
            told
        )


def changed(**values: object) -> list[str]:
    """What is said of the small bank once its first question has other values."""
    raw = small_bank(questions=4).model_dump(mode="json")
    before = {str(finding) for finding in check_bank(Bank.model_validate(raw))}
    raw["sections"][0]["questions"][0].update(values)
    after = [str(finding) for finding in check_bank(Bank.model_validate(raw))]
    return [text for text in after if text not in before]


def with_criterion(**values: object) -> list[dict[str, object]]:
    criteria = small_bank().model_dump(mode="json")["sections"][0]["questions"][0]["criteria"]
    return [*criteria[:2], {**criteria[2], **values}]


LONG = "Fresh water goes into a clean kettle, it boils, and the warm pot waits for its leaves. "


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"ask": "Which way do you weigh leaves, water, time and heat on a mountain?"},
            "",
        ),
        ({"ask": "How would you make tea for 2 people??"}, "asks the same as tea-1"),
        (
            {"hint": "Boil fresh water, warm the pot, let it steep, and pour it."},
            "",
        ),
        (
            {"criteria": with_criterion(expects="Says that fresh water has been boiled first.")},
            "criterion time overlaps boil",
        ),
        (
            {"criteria": with_criterion(expects="Says that it steeps, and names the minutes.")},
            "criterion time joins two statements",
        ),
        (
            {"criteria": with_criterion(expects="Says that it steeps. It takes minutes.")},
            "criterion time joins two statements",
        ),
        (
            {"criteria": with_criterion(expects="Says that it steeps " + "long " * 50)},
            "criterion time has 54 words",
        ),
        ({"criteria": with_criterion()[:1]}, "one criterion alone marks all or nothing"),
        (
            {"hint": "Boil fresh water, warm the pot, strain leaves with a fine sieve."},
            "no criterion covers this of the hint: “strain leaves with a fine sieve”",
        ),
        ({"hint": "Three good points: boil water; warm the pot; steep for minutes."}, ""),
        ({"model_answer": ""}, "no model answer"),
        ({"minutes": 0.5, "model_answer": LONG * 6}, "0.5 min for 102 words; it takes 1.5"),
        ({"minutes": 30, "model_answer": LONG * 6}, "30 min for 102 words; 10 are enough"),
    ],
)  # fmt: skip
def test_what_makes_a_question_unfit(values: dict[str, object], told: str) -> None:
    texts = [text for text in changed(**values) if "estimate gives" not in text]
    if told:
        assert any(told in text for text in texts), texts
    else:
        assert [text for text in texts if text.startswith("tea-1")] == []


def test_questions_that_are_nearly_the_same() -> None:
    raw = small_bank(questions=4).model_dump(mode="json")
    first, second = raw["sections"][0]["questions"][:2]
    first["ask"] = "Why does hard water spoil a pot of green tea, and what helps?"
    second["ask"] = "Why does very hard water spoil a pot of green tea, and what helps?"
    texts = [str(finding) for finding in check_bank(Bank.model_validate(raw))]
    assert "tea-2: asks nearly the same as tea-1" in texts
    assert "tea-2: has the same hint as tea-1" in texts


def test_signals_that_match_other_questions_answers() -> None:
    raw = small_bank(questions=4).model_dump(mode="json")
    texts = [str(finding) for finding in check_bank(Bank.model_validate(raw))]
    # All of them have the same model answer.
    assert any("criterion boil: its signals match the model answers of tea-2" in t for t in texts)
    assert any("passes here too, so that the signals tell nothing" in text for text in texts)


def test_each_blank_is_named() -> None:
    raw = small_bank().model_dump(mode="json")
    raw["sections"][0]["blanks"] = [{"number": 3, "question": {"hint": "Pour from high up."}}]
    texts = [str(finding) for finding in check_bank(Bank.model_validate(raw))]
    assert "tea/3: a blank: no question is worded for “Pour from high up.”" in texts
