from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.interviewer.command import Shell


@pytest.fixture
def done(interviewer: Shell) -> Shell:
    """A shell in a home with one interview of one answer."""
    outcome = interviewer("start", "--plain", "-n", "1", "--seed", "1", stdin="My answer.\n.\n")
    assert outcome.code == 0, outcome.err
    return interviewer


def test_without_an_interview_the_way_to_one_is_said(interviewer: Shell) -> None:
    assert "interviewer start" in interviewer("review", "--plain").out
    outcome = interviewer("export", "last")
    assert outcome.code == 3
    assert "interviewer start" in outcome.err


def test_the_list_and_the_transcript_are_there_to_read(done: Shell) -> None:
    [summary] = json.loads(done("review", "--json").out)
    assert summary["answered"] == 1
    assert summary["id"] in done("review", "--plain").out
    assert "My answer." in done("review", summary["id"][:10]).out


@pytest.mark.parametrize("name", ["last", "2"])
def test_export_finds_the_interview_by_a_part_of_its_id(done: Shell, name: str) -> None:
    assert "My answer." in done("export", name).out
    exported = json.loads(done("export", name, "--format", "json").out)
    assert exported["session"]["turns"][0]["answer"] == "My answer."


def test_a_file_is_private_and_not_written_over(done: Shell, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    assert done("export", "last", "-o", str(target)).code == 0
    assert target.stat().st_mode & 0o777 == 0o600
    kept = target.read_text()
    again = done("export", "last", "--format", "json", "-o", str(target))
    assert again.code == 3
    assert "is there already" in again.err
    assert target.read_text() == kept
    assert done("export", "last", "--format", "json", "-o", str(target), "--force").code == 0
    assert json.loads(target.read_text())


def test_a_folder_that_is_not_there_is_named(done: Shell, tmp_path: Path) -> None:
    outcome = done("export", "last", "-o", str(tmp_path / "no" / "out.md"))
    assert outcome.code == 3
    assert "cannot be written (No such file or directory)" in outcome.err


def test_an_unknown_interview_is_refused(done: Shell) -> None:
    outcome = done("export", "1999")
    assert outcome.code == 3
    assert "There is no interview '1999'" in outcome.err


def test_a_beginning_that_fits_two_asks_which(done: Shell) -> None:
    done("start", "--plain", "-n", "1", stdin="")
    outcome = done("export", "2")
    assert outcome.code == 3
    assert "2 interviews begin with '2'" in outcome.err


def test_an_interview_that_is_over_is_not_resumed(done: Shell) -> None:
    nothing = done("resume", "--plain")
    assert nothing.code == 3
    assert "no interview to go on with" in nothing.err
    over = done("resume", "last", "--plain")
    assert over.code == 3
    assert "is over" in over.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-n", "0"], "at least one question"),
        (["-n", "51"], "there are 50 to choose from"),
        (["-s", "beginer"], "Did you mean beginner"),
        (["-q", "nothing"], "has no question 'nothing'"),
        (["--minutes", "0"], "more than 0"),
        (["--question-minutes", "nan"], "more than 0"),
        (["--follow-ups", "3"], "An answer has 0 to 2 follow-ups, not 3"),
        (["--bank", "nowhere"], "There is no bank 'nowhere'"),
    ],
)
def test_a_choice_that_cannot_be_is_explained(
    interviewer: Shell, arguments: list[str], words: str
) -> None:
    outcome = interviewer("start", "--plain", *arguments)
    assert outcome.code == 3
    assert words in outcome.err
    assert json.loads(interviewer("review", "--json").out) == []


@pytest.mark.parametrize(
    ("arguments", "rounds"),
    [([], 1), (["--exam"], 0), (["--exam", "--follow-ups", "2"], 2), (["--follow-ups", "0"], 0)],
)
def test_an_exam_from_a_file_has_no_follow_ups_unless_they_are_asked_for(
    interviewer: Shell, arguments: list[str], rounds: int
) -> None:
    assert interviewer("start", "--plain", "-n", "1", *arguments).code == 0
    kept = json.loads(interviewer("review", "last", "--json").out)
    assert kept["session"]["rounds"] == rounds


@pytest.mark.parametrize("arguments", [["--nonsense"], ["-n", "many"], ["sing"]])
def test_wrong_usage_is_code_two(interviewer: Shell, arguments: list[str]) -> None:
    command = arguments if arguments == ["sing"] else ["start", *arguments]
    assert interviewer(*command).code == 2
