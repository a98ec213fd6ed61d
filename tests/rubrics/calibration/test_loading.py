"""Labelled answers are read strictly; a mistake is named with file and line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from rubrics.bank import Bank
from rubrics.calibration.labels import Kind
from rubrics.calibration.loading import SHIPPED_LABELS, labels_folder, load_labels
from rubrics.errors import BankError
from rubrics.grade import Verdict
from rubrics.loading import load_bank, shipped_banks
from rubrics.rubric import Rubric
from tests.fakes import small_bank
from tests.labelled import label_file, write_bank


@pytest.fixture
def bank() -> Bank:
    return small_bank()


@pytest.fixture
def raw(bank: Bank) -> dict[str, Any]:
    return label_file(bank)


def refusal(folder: Path, bank: Bank, content: str | dict[str, Any]) -> str:
    path = folder / "labels.yaml"
    text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
    path.write_text(text)
    with pytest.raises(BankError) as caught:
        load_labels(folder, bank)
    assert caught.value.message.startswith(f"{path}:")
    return caught.value.message.removeprefix(f"{path}:")


def line_of(text: str, words: str) -> int:
    return 1 + next(at for at, line in enumerate(text.splitlines()) if words in line)


def test_labels_become_cases_in_the_order_of_the_bank(
    tmp_path: Path, bank: Bank, raw: dict[str, Any]
) -> None:
    for number, entry in enumerate(reversed(raw["questions"])):
        text = yaml.safe_dump({**raw, "questions": [entry]})
        (tmp_path / f"{number}.yaml").write_text(text)
    labels = load_labels(tmp_path, bank)
    assert (len(labels.cases), labels.stale) == (16, 0)
    first = labels.cases[0]
    assert (first.question, first.section, first.kind, first.score) == (
        "tea-1",
        "Tea",
        "strong",
        100,
    )
    assert first.labels["boil"] is Verdict.MET
    assert not load_labels(tmp_path / "none", bank).cases


def test_labels_of_criteria_that_have_changed_are_left_out(
    tmp_path: Path, bank: Bank, raw: dict[str, Any]
) -> None:
    raw["questions"][1]["criteria"] = "0" * 16
    (tmp_path / "labels.yaml").write_text(yaml.safe_dump(raw))
    labels = load_labels(tmp_path, bank)
    assert (len(labels.cases), labels.stale) == (12, 4)
    assert "tea-2" not in {case.question for case in labels.cases}


def test_the_meaning_of_a_rubric_is_without_its_signals(bank: Bank) -> None:
    rubric = next(bank.questions()).rubric
    bare = Rubric(criteria=tuple(one.model_copy(update={"signals": ()}) for one in rubric.criteria))
    assert bare.meaning == rubric.meaning
    assert bare.hash != rubric.hash
    for change in ({"expects": "Something else."}, {"weight": "bonus"}, {"id": "other"}):
        other = rubric.criteria[0].model_validate({**rubric.criteria[0].model_dump(), **change})
        assert Rubric(criteria=(other, *rubric.criteria[1:])).meaning != rubric.meaning
    assert Rubric(criteria=rubric.criteria[::-1]).meaning != rubric.meaning


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: good", "kind: brilliant", "'strong', 'strong-and-short'"),
        ("kind: good", "knid: good", "unknown key. Did you mean kind or id?"),
        ("boil: met", "boil: yes", "'met', 'partly', 'missed' or 'contradicted'"),
        ("boil: met", "bowl: met", "the labels of tea-1-1 do not fit: boil, bowl"),
        ("question: tea-2", "question: tea-9", "has no question 'tea-9'"),
        ("question: tea-2", "question: tea-1", "the question 'tea-1' stands in"),
        ("id: tea-1-2", "id: tea-1-1", "the answer 'tea-1-1' stands in"),
        ("bank: hot-drinks", "bank: cold-drinks", "labels of the bank 'cold-drinks'"),
        ("kind: good", "kind: [good", "not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, bank: Bank, raw: dict[str, Any], old: str, new: str, words: str
) -> None:
    text = yaml.safe_dump(raw, sort_keys=False)
    said = refusal(tmp_path, bank, text.replace(old, new, 1))
    line, _, said = said.partition(": ")
    # Labels that do not fit are named by where they begin, broken YAML by where it breaks.
    assert abs(int(line) - line_of(text, old)) <= 1
    assert words in said


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"false_claims": [{"quote": "never said", "why": "w", "severity": "serious"}]},
            "the quote 'never said' does not stand in the answer",
        ),
        ({"false_claims": [{"quote": "boil", "why": "w", "severity": "grave"}]}, "'serious'"),
        (
            {
                "settled": [
                    {
                        "criterion": "boil",
                        "first": "met",
                        "second": "missed",
                        "settled": "missed",
                        "why": "w",
                    }
                ]
            },
            "'boil' is labelled met and was settled as missed",
        ),
        (
            {
                "settled": [
                    {
                        "criterion": None,
                        "first": "none",
                        "second": "met",
                        "settled": "none",
                        "why": "w",
                    }
                ]
            },
            "'met' is none of minor, serious",
        ),
        (
            {
                "settled": [
                    {
                        "criterion": None,
                        "first": "none",
                        "second": "minor, serious",
                        "settled": "minor",
                        "why": "w",
                    }
                ]
            },
            "the false claims are not those that were settled",
        ),
    ],
)
def test_what_does_not_fit_the_answer_is_refused(
    tmp_path: Path, bank: Bank, raw: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    raw["questions"][0]["answers"][0] |= more
    assert words in refusal(tmp_path, bank, raw)


def test_what_is_no_mapping_is_refused(tmp_path: Path, bank: Bank) -> None:
    assert "labels are a mapping" in refusal(tmp_path, bank, "- 1")


def test_the_labels_of_one_s_own_bank_lie_beside_it(tmp_path: Path, bank: Bank) -> None:
    path = write_bank(tmp_path)
    assert load_labels(labels_folder(path, bank), bank).cases
    assert labels_folder(tmp_path, bank) == labels_folder(str(path), bank)


@pytest.mark.parametrize("name", shipped_banks())
def test_shipped_labels_fit_the_bank_as_it_is(name: str) -> None:
    bank = load_bank(name)
    assert labels_folder(name, bank) == SHIPPED_LABELS / name
    assert load_labels(labels_folder(name, bank), bank).stale == 0


def test_shipped_labels_are_enough_of_every_kind() -> None:
    bank = load_bank("ai-embedding-systems-engineer")
    cases = load_labels(SHIPPED_LABELS / bank.id, bank).cases
    by_question = Counter(case.question for case in cases)
    assert min(by_question[question.id] for question in bank.questions()) >= 4
    kinds = Counter(case.kind for case in cases)
    assert min(kinds[kind] for kind in Kind) >= 12
    middle = sum(30 <= (case.score or 0) <= 70 for case in cases)
    assert middle >= len(cases) / 3
