"""``interviewer calibrate``: what it says, keeps, refuses, and how it goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from interviewer.calibration.kept import Calibrations
from interviewer.commands import options
from rubrics.grade import Verdict
from sessions.interview import Interview
from sessions.store import Store
from tests.fakes import FakeTime, small_bank
from tests.interviewer.command import Outcome, Shell
from tests.labelled import ANSWERS, SENTENCES, label_file, replies, write_bank

Run = Callable[..., Outcome]

ENOUGH = 13
"""Questions a section with which there are answers enough for a word."""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write_bank(tmp_path)


@pytest.fixture
def run(interviewer: Shell, bank: Path) -> Run:
    """``calibrate`` over the small bank."""
    return lambda *more: interviewer("calibrate", "--bank", str(bank), *more)


def scripted(folder: Path, name: str = "model", *before: dict[str, Any]) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps([*before, *replies(small_bank())]))
    return f"scripted/{path}"


def graders(outcome: Outcome, code: int = 0) -> list[dict[str, Any]]:
    assert outcome.code == code, outcome.err
    found = json.loads(outcome.out)["graders"]
    assert isinstance(found, list)
    return found


def test_two_graders_side_by_side_on_a_screen(run: Run, tmp_path: Path) -> None:
    model = scripted(tmp_path)
    outcome = run("--grader", "estimate", "--grader", model)
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Hot Drinks Engineer: 16 labelled answers to 4 questions"
    assert lines[1].split() == ["estimate", "model.json"]
    assert any(
        re.match(r" accuracy +1\.00 \[1\.00, 1\.00\] +1\.00 \[1\.00, 1\.00\]$", line)
        for line in lines
    )
    assert [line.split()[:2] for line in lines].count(["attacks", "through"]) == 1
    assert "No word on estimate: 16 graded answers; a word takes 100." in lines
    assert "estimate, by kind of answer" in lines
    # One answer of each question is asked again, in another order, and laid out anew.
    assert f"{model}: 28 answers to mark, about" in outcome.err
    assert "price unknown.\n" in outcome.err


def test_json_holds_every_figure_and_what_it_took(run: Run, tmp_path: Path) -> None:
    [found] = graders(run("--grader", scripted(tmp_path), "--json", "--repeat", "3"))
    assert found["labels"]["answers"] == 16
    assert found["labels"]["figures"]["qwk"] == {
        "value": 1,
        "low": pytest.approx(1),
        "high": pytest.approx(1),
    }
    assert found["labels"]["attacks"] == [4, 0]
    assert found["labels"]["verdicts"]["counts"][0] == [24, 0, 0, 0]
    assert {name: one["answers"] for name, one in found["stability"].items()} == {
        "again": 8,
        "reordered": 4,
        "reformatted": 4,
    }
    assert all(one["same"]["value"] == 1 for one in found["stability"].values())
    assert found["spent"]["prompt_tokens"] == 32 * 1000
    assert found["latency"]["answers"] == 32
    assert found["word"] is None


def test_the_same_command_pays_for_nothing_twice(run: Run, tmp_path: Path) -> None:
    model = scripted(tmp_path)
    graders(run("--grader", model, "--json"))
    [again] = graders(run("--grader", model, "--json"))
    assert again["spent"]["from_cache"] == 28
    assert again["spent"]["prompt_tokens"] == 0
    assert again["latency"] is None
    [more] = graders(run("--grader", model, "--json", "--repeat", "3"))
    assert more["spent"]["prompt_tokens"] == 4 * 1000


def test_asking_again_is_not_answered_from_the_cache(run: Run, tmp_path: Path) -> None:
    """A model that says something else the second time is seen to."""
    text = ANSWERS["strong"][0]
    first = {
        "when": f"\n{text}\n",
        "json": {
            "criteria": [
                {"id": name, "evidence": [], "reasoning": "r", "verdict": "missed"}
                for name in SENTENCES
            ],
            "false_claims": [],
            "strongest": "",
            "improve": "",
            "follow_up": None,
            "confidence": None,
        },
    }
    model = scripted(tmp_path, "fickle", *[first] * 4)
    [found] = graders(run("--grader", model, "--json", "--jobs", "1"))
    kinds = found["labels"]["groups"]["kind"]
    assert kinds["strong"]["figures"]["accuracy"]["value"] == 0
    again = found["stability"]["again"]["same"]["value"]
    assert again < 1


def test_what_fails_is_counted_and_in_no_figure(run: Run, tmp_path: Path) -> None:
    text = ANSWERS["partial"][0]
    refusal = {"when": f"\n{text}\n", "refusal": "No.", "again": True}
    [found] = graders(
        run("--grader", scripted(tmp_path, "shy", refusal), "--json", "--repeat", "1"), code=1
    )
    assert found["labels"]["ungraded"] == {"refused": 4}
    assert found["labels"]["answers"] == 12
    assert found["labels"]["figures"]["accuracy"]["value"] == 1


def test_the_page_holds_the_tables_and_no_markup_of_others(
    interviewer: Shell, tmp_path: Path
) -> None:
    labels = label_file(small_bank())
    nasty = labels["questions"][0]["answers"][0]
    nasty["answer"] = "<script>alert(1)</script>\x1b[31m & nothing else"
    path, target = write_bank(tmp_path, labels=labels), tmp_path / "page.html"
    arguments = ("calibrate", "--bank", str(path), "--grader", "estimate", "--html", str(target))
    assert interviewer(*arguments).code == 0
    page = target.read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\x1b" not in page
    assert "://" not in page
    assert "default-src 'none'" in page
    assert page.count("<table>") > 6
    assert "QWK over bands" in page
    assert target.stat().st_mode & 0o077 == 0
    refused = interviewer(*arguments)
    assert refused.code == 3
    assert "is there already" in refused.err
    assert interviewer(*arguments, "--force").code == 0


def test_a_full_run_is_kept_and_its_word_is_told_until_something_changes(
    interviewer: Shell, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_bank(tmp_path, ENOUGH)
    arguments = ("calibrate", "--bank", str(path), "--grader", "estimate", "--repeat", "1")
    assert not Calibrations(home).runs()
    interviewer(*arguments, "--sample", "99")
    assert not Calibrations(home).runs()
    assert "estimate: trusted. Kept." in interviewer(*arguments).err
    interviewer(*arguments)
    [kept] = Calibrations(home).runs()
    assert (kept.answers, kept.bank) == (104, "hot-drinks")
    assert (home / "calibration.json").stat().st_mode & 0o077 == 0

    monkeypatch.setenv("INTERVIEWER_BANK", str(path))

    def found() -> dict[str, str]:
        for finding in json.loads(interviewer("doctor", "--json", "--offline").out):
            if finding["what"] == "calibration":
                return dict(finding)
        raise AssertionError

    assert found()["text"].startswith("trusted, over 104 answers to hot-drinks on 2")
    said = interviewer("start", "--plain", "-n", "1", stdin="I boil it.\n.\n").out
    assert "offline estimate (INTERVIEWER_MODEL, trusted)." in said

    raw = yaml.safe_load(path.read_text())
    raw["sections"][1]["questions"][2]["criteria"][0]["expects"] = "Says something else."
    path.write_text(yaml.safe_dump(raw))
    assert found()["text"] == "not calibrated on hot-drinks"


def test_own_marks_are_labels_apart(
    interviewer: Shell, tmp_path: Path, home: Path, bank: Path
) -> None:
    answers = f"{ANSWERS['strong'][0]}\n.\n{ANSWERS['good'][0]}\n.\n"
    begun = interviewer("start", "--plain", "--bank", str(bank), "-n", "2", stdin=answers)
    assert begun.code == 0, begun.err

    with Store.open(home) as store:
        latest = store.latest()
        assert latest is not None
        session = store.session(latest.id)
        interview = Interview(session, FakeTime(), store.recorder(session))
        first = interview.session.turns[0]
        for name, verdict in (("boil", Verdict.MET), ("warm", Verdict.MISSED)):
            interview.mark(first.id, name, verdict)
    [found] = graders(
        interviewer("calibrate", "--bank", str(bank), "--grader", "estimate", "--mine", "--json")
    )
    assert found["mine"]["answers"] == 1
    # Two criteria have a mark of the user's own; the estimate agrees on one of them.
    assert sum(map(sum, found["mine"]["verdicts"]["counts"])) == 2
    assert found["mine"]["figures"]["accuracy"]["value"] == 0.5
    assert found["mine"]["figures"]["mae"]["value"] is None
    assert found["labels"]["answers"] == 16


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--grader", "nobody"), 3, "nobody"),
        (("--grader", "estimate", "--grader", "estimate"), 3, "named twice"),
        (("--sample", "0"), 2, "--sample"),
        (("--repeat", "0"), 2, "--repeat"),
        (("--budget", "-1"), 2, "number of dollars"),
        (("--bank", "no-such-bank"), 3, "no-such-bank"),
    ],
)
def test_wrong_usage_is_named(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == code
    assert words in outcome.err
    assert not outcome.out


def test_a_bank_without_labels_says_where_they_would_stand(
    interviewer: Shell, tmp_path: Path, bank: Path
) -> None:
    folder = tmp_path / "calibration" / "hot-drinks"
    (folder / "labels.yaml").unlink()
    outcome = interviewer("calibrate", "--bank", str(bank))
    assert outcome.code == 3
    assert "There are no labelled answers to the bank hot-drinks." in outcome.err
    assert str(folder) in outcome.err
    assert "neither labelled answers" in interviewer("calibrate", "--bank", str(bank), "--mine").err


def test_broken_labels_are_named_with_file_and_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "calibration" / "hot-drinks" / "labels.yaml"
    file.write_text("bank: hot-drinks\nquestions: [")
    outcome = run()
    assert outcome.code == 3
    assert f"{file}:3: not YAML" in outcome.err


def test_labels_that_are_all_stale_are_said_to_be(interviewer: Shell, tmp_path: Path) -> None:
    labels = label_file(small_bank())
    for entry in labels["questions"]:
        entry["criteria"] = "0" * 16
    path = write_bank(tmp_path, labels=labels)
    assert "All 16 labelled answers" in interviewer("calibrate", "--bank", str(path)).err


def test_somebody_who_is_there_is_asked_before_a_model_is(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "asks", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    outcome = run("--grader", scripted(tmp_path))
    assert outcome.code == 0
    assert "Nothing was sent." in outcome.err
    assert not outcome.out
    assert run("--grader", scripted(tmp_path), "--yes").out
    assert run("--grader", "estimate").out
