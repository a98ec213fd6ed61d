from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.config.preferences import FILE
from tests.interviewer.command import Shell


def findings(interviewer: Shell, code: int = 0) -> dict[str, dict[str, str]]:
    outcome = interviewer("doctor", "--json")
    assert outcome.code == code
    return {finding["what"]: finding for finding in json.loads(outcome.out)}


def test_all_is_well_on_a_new_machine(interviewer: Shell) -> None:
    found = findings(interviewer)
    assert {finding["state"] for finding in found.values()} <= {"ok", "note"}
    assert found["store"]["text"].startswith("0 interviews in ")
    assert found["bank ai-embedding-systems-engineer"]["text"] == "50 questions in 6 sections"
    assert found["estimate"]["text"].startswith("works offline")
    assert found["grader"]["text"] == "offline estimate (INTERVIEWER_MODEL)"
    assert found["terminal"]["state"] == "note"
    assert "store: 0 interviews" in interviewer("doctor").out


def test_a_foreign_database_is_a_problem_with_a_way_out(interviewer: Shell, home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "interviewer.db")) as connection, connection:
        connection.execute("CREATE TABLE recipes (name)")
    found = findings(interviewer, code=1)
    assert found["store"]["state"] == "problem"
    assert "another program" in found["store"]["text"]
    assert "INTERVIEWER_HOME" in found["store"]["advice"]


def test_an_unreadable_bank_is_a_problem(
    interviewer: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text("id: [")
    monkeypatch.setenv("INTERVIEWER_BANK", str(bank))
    found = findings(interviewer, code=1)
    assert f"{bank}:" in found[f"bank {bank}"]["text"]
    assert found["estimate"]["state"] == "problem"


def test_settings_that_mean_nothing_end_the_examination(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_THEME", "mauve")
    found = findings(interviewer, code=1)
    assert found["settings"]["state"] == "problem"
    assert "store" not in found


def test_locate_names_every_place_and_makes_none(interviewer: Shell, home: Path) -> None:
    places = json.loads(interviewer("locate", "--json").out)
    assert places["home"] == str(home)
    assert Path(places["store"]).parent == home
    assert Path(places["banks"]).is_dir()
    assert not home.exists()
    assert "(not there yet)" in interviewer("locate").out


def test_everything_that_is_kept_lies_in_the_home(interviewer: Shell, home: Path) -> None:
    before = set(home.parent.rglob("*"))
    interviewer("start", "--plain", "-n", "1", stdin="An answer.\n.\n")
    made = set(home.parent.rglob("*")) - before
    assert made
    assert all(path == home or home in path.parents for path in made)
    for path in made:
        assert path.stat().st_mode & 0o077 == 0, path


def test_what_the_file_says_wrongly_is_a_note_each(interviewer: Shell, home: Path) -> None:
    home.mkdir()
    (home / FILE).write_text("them = 'light'\n[keys]\n'interview.skip' = 'crtl+n'\n")
    outcome = interviewer("doctor", "--json")
    notes = [one for one in json.loads(outcome.out) if one["what"] == "settings"][1:]
    assert [one["state"] for one in notes] == ["note", "note"]
    assert "there is no setting them" in notes[0]["text"]
    assert "Did you mean ctrl+n?" in notes[1]["advice"]


def test_locate_names_the_file_of_settings(interviewer: Shell, home: Path) -> None:
    places = json.loads(interviewer("locate", "--json").out)
    assert places["settings"] == str(home / FILE)
    assert places["variables"] == str(home / ".env")
