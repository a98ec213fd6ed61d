from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from rubrics.grade import Verdict
from sessions.interview import Interview
from sessions.session import Mode, Session
from sessions.store import Store
from tests.fakes import FakeTime
from tests.interviewer.command import Shell
from tests.sessions.sample import MODEL, grade_of, new_session, ungraded


def kept(home: Path, name: str, mode: Mode = Mode.PRACTICE, *, end: bool = True) -> Session:
    """A session in the store whose first answer was graded twice, once in vain."""
    with Store.open(home, FakeTime()) as store:
        session = new_session(mode, questions=2).model_copy(update={"id": name})
        store.create(session)
        interview = Interview(session, time := FakeTime(), store.recorder(session))
        interview.begin()
        interview.type("I warm it")
        time.pass_(3)
        interview.tick()
        interview.type("I boil it.")
        interview.submit()
        interview.graded(0, ungraded(interview.turns[0]))
        interview.graded(0, grade_of(interview.turns[0], Verdict.MET, grader=MODEL))
        if mode is not Mode.EXAM:
            interview.mark(0, "warm", Verdict.PARTLY)
        if end:
            interview.end()
        return store.session(name)


def test_every_form_is_written_with_its_kind_of_text(home: Path, interviewer: Shell) -> None:
    kept(home, "one")
    assert interviewer("export", "one").out.startswith("# Hot Drinks Engineer")
    assert interviewer("export", "one", "--format", "html").out.startswith("<!doctype html>")
    assert interviewer("export", "one", "--format", "csv").out.startswith("session,date,")
    content = json.loads(interviewer("export", "one", "--format", "json").out)
    assert [given["grade"]["status"] for given in content["grades"]] == ["ungraded", "graded"]
    assert content["drafts"][0]["steps"] == [[3.0, 0, 0, "I warm it"], [3.0, 2, 7, "boil it."]]


def test_the_schema_that_is_printed_fits_what_is_written(home: Path, interviewer: Shell) -> None:
    kept(home, "one")
    schema = json.loads(interviewer("export", "--schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(interviewer("export", "one", "--format", "json").out)
    jsonschema.validate(content, schema)
    content["session"]["turns"][0]["state"] = "lost"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema)


def test_all_of_them_are_a_line_each_and_a_table_is_one(home: Path, interviewer: Shell) -> None:
    for name in ("one", "two"):
        kept(home, name)
    lines = interviewer("export", "--all").out.splitlines()
    assert [json.loads(line)["session"]["id"] for line in lines] == ["one", "two"]
    assert len(interviewer("export", "one", "two", "--format", "json").out.splitlines()) == 2
    table = interviewer("export", "--all", "--format", "csv").out
    assert len(list(csv.reader(table.splitlines()))) == 1 + 2 * 2


def test_several_to_read_go_into_a_folder(home: Path, interviewer: Shell, tmp_path: Path) -> None:
    for name in ("one", "two"):
        kept(home, name)
    assert interviewer("export", "--all", "--format", "html").code == 2
    folder = tmp_path / "out" / "pages"
    outcome = interviewer("export", "--all", "--format", "html", "-o", str(folder))
    assert "2 files" in outcome.err
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == ["interview-one.html", "interview-two.html"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert interviewer("export", "--all", "--format", "html", "-o", str(folder)).code == 3
    assert interviewer("export", "--all", "-o", str(folder)).code == 0
    assert (folder / "interviews.jsonl").exists()


def test_an_exam_that_is_not_over_is_carried_only_when_asked(
    home: Path, interviewer: Shell
) -> None:
    kept(home, "one")
    kept(home, "two", Mode.EXAM, end=False)
    refused = interviewer("export", "two", "--format", "json")
    assert (refused.code, refused.out) == (3, "")
    assert "is an exam that is not over" in refused.err
    assert "--unfinished" in refused.err
    assert interviewer("review", "two", "--json").code == 3
    everything = interviewer("export", "--all")
    assert everything.code == 1
    assert len(everything.out.splitlines()) == 1
    assert "Left out: Interview two is an exam" in everything.err
    assert len(interviewer("export", "--all", "--unfinished").out.splitlines()) == 2
    for arguments in (["export", "two"], ["review", "two", "--plain"]):
        read = interviewer(*arguments)
        assert read.code == 0
        assert "The marks of an exam come at its end." in read.out
        assert not any(mark in read.out for mark in ("Thin", "● met", "Point by point"))
    listed = {one["id"]: one for one in json.loads(interviewer("review", "--json").out)}
    assert listed["two"]["scores"] == {}
    assert listed["one"]["scores"]


def test_scores_wait_in_a_file_where_they_wait_in_the_app(home: Path, interviewer: Shell) -> None:
    kept(home, "one", end=False)
    assert "Solid 80" in interviewer("export", "one").out
    (home / "settings.toml").write_text("[interview]\nhide_scores = true\n")
    hidden = interviewer("export", "one").out
    assert "Scores come at the end of the interview." in hidden
    assert "80" not in hidden


def test_labels_are_lines_of_json(home: Path, interviewer: Shell, tmp_path: Path) -> None:
    kept(home, "one")
    kept(home, "two")
    target = tmp_path / "labels.jsonl"
    assert interviewer("export", "--labels", "-o", str(target)).code == 0
    labels = [json.loads(line) for line in target.read_text().splitlines()]
    assert [label["session"] for label in labels] == ["one", "two"]
    assert labels[0]["labels"] == {"warm": "partly"}
    assert labels[0]["differ"] == ["warm"]
    assert len(interviewer("export", "one", "--labels").out.splitlines()) == 1


def test_a_damaged_session_spoils_no_other(home: Path, interviewer: Shell) -> None:
    for name in ("one", "two"):
        kept(home, name)
    with closing(sqlite3.connect(home / "interviewer.db")) as connection, connection:
        connection.execute("UPDATE session SET phase = 'lost' WHERE id = 'one'")
        connection.execute("UPDATE session SET phase = 'ended', turns = '[7]' WHERE id = 'one'")
    outcome = interviewer("export", "--all")
    assert outcome.code == 1
    assert "Left out: Session one is damaged" in outcome.err
    assert len(outcome.out.splitlines()) == 1


def test_of_no_interviews_nothing_is_written(interviewer: Shell, tmp_path: Path) -> None:
    outcome = interviewer("export", "--all", "-o", str(tmp_path / "all.jsonl"))
    assert outcome.code == 3
    assert "interviewer start" in outcome.err
    assert not (tmp_path / "all.jsonl").exists()


@pytest.mark.parametrize("arguments", [[], ["last", "--all"], ["last", "--format", "pdf"]])
def test_wrong_usage_is_code_two(interviewer: Shell, arguments: list[str]) -> None:
    assert interviewer("export", *arguments).code == 2
