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
