from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.exporting import write_private
from sessions.export import to_json
from sessions.store import Store
from tests.interviewer.command import Shell
from tests.interviewer.test_export import kept


@pytest.fixture
def archive(interviewer: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sessions that another home exported."""
    there, target = tmp_path / "there", tmp_path / "all.jsonl"
    with monkeypatch.context() as patch:
        patch.setenv("INTERVIEWER_HOME", str(there))
        for name in ("one", "two"):
            kept(there, name)
        assert interviewer("export", "--all", "-o", str(target)).code == 0
    return target


def test_all_of_a_home_comes_into_another(
    home: Path, interviewer: Shell, archive: Path, tmp_path: Path
) -> None:
    outcome = interviewer("import", str(archive))
    assert (outcome.code, outcome.err) == (0, "")
    assert "Taken in: one  2026-01-02 03:04  practice  1 of 2 answered" in outcome.out
    assert "2 interviews came in." in outcome.out
    with Store.open(home) as here, Store.open(tmp_path / "there") as there:
        for name in ("one", "two"):
            assert here.record(name) == there.record(name)
            assert len(here.record(name).grades) == len(here.draft_history(name, 0)) == 2
        assert here.sessions() == there.sessions()
    assert interviewer("export", "--all").out == archive.read_text()


def test_what_is_there_is_told_and_left(interviewer: Shell, archive: Path) -> None:
    interviewer("import", str(archive))
    again = interviewer("import", str(archive))
    assert again.code == 0
    assert "There already: one" in again.out
    assert "0 interviews came in; 2 there already." in again.out


def test_other_content_is_refused_and_may_be_kept_beside(
    home: Path, interviewer: Shell, archive: Path
) -> None:
    ours = kept(home, "one")
    with Store.open(home) as store:
        store.delete("one")
        store.restore("one")
        changed = ours.model_copy(update={"seed": 77})
    write_private(archive.with_name("one.json"), to_json(changed))
    path = str(archive.with_name("one.json"))
    refused = interviewer("import", path)
    assert refused.code == 3
    assert "There is an interview one with other content." in refused.err
    assert "--as-copy" in refused.err
    copied = interviewer("import", path, "--as-copy")
    assert copied.code == 0
    assert "Taken in as a copy: one-2" in copied.out
    assert "There already: one-2" in interviewer("import", path, "--as-copy").out
    with Store.open(home) as store:
        assert store.session("one") == ours
        assert store.session("one-2") == changed.model_copy(update={"id": "one-2"})


def test_a_deleted_one_is_put_back(home: Path, interviewer: Shell, archive: Path) -> None:
    interviewer("import", str(archive))
    with Store.open(home) as store:
        store.delete("two")
    outcome = interviewer("import", str(archive))
    assert "Put back, it was deleted: two" in outcome.out
    with Store.open(home) as store:
        assert {summary.id for summary in store.sessions()} == {"one", "two"}


def test_a_damaged_line_is_named_and_spoils_no_other(
    home: Path, interviewer: Shell, archive: Path
) -> None:
    first, second = archive.read_text().splitlines()
    broken = json.loads(first)
    broken["grades"][1]["grade"]["score"] = 99
    lost = json.loads(first)
    lost["drafts"][0]["steps"].pop()
    archive.write_text(
        "\n".join((json.dumps(broken), "", json.dumps(lost), first[:500], second)) + "\n"
    )
    outcome = interviewer("import", str(archive), "--json")
    assert outcome.code == 1
    assert f"{archive}, line 1: The session is damaged: grades.1.grade" in outcome.err
    assert "line 3: The session is damaged: its parts" in outcome.err
    assert "line 4: This is not JSON" in outcome.err
    found = json.loads(outcome.out)
    assert [one["how"] for one in found] == ["refused", "refused", "refused", "new"]
    with Store.open(home) as store:
        assert [summary.id for summary in store.sessions()] == ["two"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("edits", 10**30, "a number too large"),
        ("submitted_at", "0001-01-01T00:00:00Z", "submitted_at: Input should be greater"),
        ("submitted_at", "2026-01-02T03:04:05", "submitted_at: Input should have timezone"),
        ("section", "a\ud800", "half a letter"),
        ("self_marks", {"boil": "perfect"}, "self_marks.boil"),
    ],
)
def test_a_session_comes_in_whole_or_not_at_all(
    home: Path, interviewer: Shell, archive: Path, name: str, value: object, words: str
) -> None:
    content = json.loads(archive.read_text().splitlines()[0])
    content["session"]["turns"][1][name] = value
    archive.write_text(json.dumps(content))
    outcome = interviewer("import", str(archive))
    assert outcome.code == 3
    assert words in outcome.err
    with Store.open(home) as store:
        assert store.sessions() == []
        assert not store.holds("one")


def test_a_file_of_the_first_version_is_read(home: Path, interviewer: Shell, archive: Path) -> None:
    content = json.loads(archive.read_text().splitlines()[0])
    content["version"] = 1
    del content["grades"], content["drafts"]
    archive.write_text(json.dumps(content, indent=2))
    assert "Taken in: one" in interviewer("import", str(archive)).out
    assert "There already: one" in interviewer("import", str(archive)).out
    with Store.open(home) as store:
        assert len(store.record("one").grades) == len(store.draft_history("one", 0)) == 1


def test_stdin_is_read(interviewer: Shell, archive: Path) -> None:
    assert "2 interviews came in." in interviewer("import", "-", stdin=archive.read_text()).out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "It cannot be read (No such file or directory)"),
        (b"", "There is nothing in it."),
        (b"\xff\xfe{", "It cannot be read (it is not UTF-8 text)"),
        (b"{}", "This is not a session of Interviewer."),
        (b"\x1b[31m{", "This is not JSON"),
        (b'{"format": "interviewer-session", "version": 9}', "Update Interviewer to read it."),
    ],
)
def test_what_is_no_session_is_refused_in_words(
    interviewer: Shell, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_bytes(content)
    outcome = interviewer("import", str(path))
    assert outcome.code == 3
    assert words in outcome.err
    assert "\x1b" not in outcome.err
    assert "1 refused" in outcome.out


def test_a_file_of_something_else_is_refused_in_a_few_lines(
    interviewer: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n" * 1000)
    outcome = interviewer("import", str(path))
    assert outcome.code == 3
    assert len(outcome.err.splitlines()) == 11
    assert "990 more lines refused" in outcome.err
