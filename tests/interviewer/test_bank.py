from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from rubrics.loading import SHIPPED
from tests.fakes import small_bank
from tests.interviewer.command import Shell


def write_bank(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "bank.yaml"
    path.write_text(yaml.safe_dump(small_bank().model_dump(mode="json"), sort_keys=False))
    return path


def test_list_names_the_shipped_bank_and_its_sections(interviewer: Shell) -> None:
    [bank] = json.loads(interviewer("bank", "list", "--json").out)
    assert bank["title"] == "AI Embedding Systems Engineer"
    assert [(section["title"], len(section["questions"])) for section in bank["sections"]] == [
        ("Beginner", 5),
        ("Intermediate", 10),
        ("Advanced", 10),
        ("Scenario-Based", 10),
        ("AI Workflow & Tools", 10),
        ("Behavioral", 5),
    ]
    assert "50 questions" in interviewer("bank", "list").out


def test_show_gives_a_question_with_its_rubric(interviewer: Shell, tmp_path: Path) -> None:
    path = write_bank(tmp_path / "bank")
    shown = interviewer("bank", "show", str(path), "tea-1").out
    for text in ("How would you make tea", "Hint", "essential, all", "Model answer", "hard?"):
        assert text in shown
    assert "coffee-2" in interviewer("bank", "show", str(path)).out
    assert (
        json.loads(interviewer("bank", "show", str(path), "tea-1", "--json").out)["id"] == "tea-1"
    )


def test_show_offers_the_nearest_id(interviewer: Shell, tmp_path: Path) -> None:
    path = write_bank(tmp_path / "bank")
    outcome = interviewer("bank", "show", str(path), "tee-1")
    assert outcome.code == 3
    assert "Did you mean tea-1" in outcome.err


def test_check_finds_the_shipped_bank_well(interviewer: Shell) -> None:
    outcome = interviewer("bank", "check")
    assert (outcome.code, outcome.out) == (
        0,
        "ai-embedding-systems-engineer: 50 questions in 6 sections, all well.\n",
    )


def test_check_names_file_and_line(interviewer: Shell, tmp_path: Path) -> None:
    path = write_bank(tmp_path / "bank")
    text = path.read_text()
    path.write_text(text.replace("minutes: 2.0", "minuts: 2.0", 1))
    line = text[: text.index("minutes: 2.0")].count("\n") + 1
    outcome = interviewer("bank", "check", str(path))
    assert outcome.code == 3
    assert f"bank.yaml:{line}: " in outcome.out
    assert "Did you mean minutes?" in outcome.out


def test_check_finds_what_the_form_allows(interviewer: Shell, tmp_path: Path) -> None:
    path = write_bank(tmp_path / "bank")
    [told] = json.loads(interviewer("bank", "check", str(path), "--json").out).values()
    [short, *_] = [one for one in told["findings"] if "should have 80 to 200" in one["text"]]
    line = path.read_text().split("model_answer:")[0].count("\n") + 1
    assert (short["question"], short["key"]) == ("tea-1", "model_answer")
    assert short["where"] == f"{path}:{line}"
    assert told["errors"] == []


def test_a_bank_that_is_not_there_cannot_be_checked(interviewer: Shell) -> None:
    outcome = interviewer("bank", "check", "nowhere")
    assert outcome.code == 3
    assert "There is no bank 'nowhere'" in outcome.out


def test_what_holds_for_many_questions_is_said_once(interviewer: Shell, tmp_path: Path) -> None:
    raw = small_bank(questions=3).model_dump(mode="json")
    for section in raw["sections"]:
        for question in section["questions"]:
            question["model_answer"] = ""
    path = tmp_path / "bank.yaml"
    path.write_text(yaml.safe_dump(raw, sort_keys=False))
    outcome = interviewer("bank", "check", str(path))
    assert outcome.code == 1
    [line] = [line for line in outcome.out.splitlines() if "no model answer" in line]
    assert "6 questions: no model answer" in line


def test_editors_get_a_schema_that_the_shipped_bank_keeps(interviewer: Shell) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    outcome = interviewer("bank", "schema")
    schema = json.loads(outcome.out)
    check = jsonschema.Draft202012Validator(schema)
    files = list(SHIPPED.glob("*/*.yaml"))
    assert files
    for file in files:
        assert [
            error.message for error in check.iter_errors(yaml.safe_load(file.read_text()))
        ] == []
    wrong = yaml.safe_load(files[0].read_text()) | {"titel": "x"}
    assert not check.is_valid(wrong)
