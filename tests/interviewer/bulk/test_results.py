"""The journal: what is kept, what is taken up, and what comes out whole."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewer.bulk.results import Journal, Record, open_journal
from rubrics.errors import InterviewerError


def key(name: object) -> str:
    return hashlib.sha256(str(name).encode()).hexdigest()


def record(name: object, status: str = "graded", reason: str | None = None) -> Record:
    return {"id": name, "status": status, "reason": reason}


@contextmanager
def journal(path: Path) -> Iterator[Journal]:
    with open_journal(path) as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    return folder / "out.jsonl"


@pytest.fixture
def part(out: Path) -> Path:
    return out.with_name("out.jsonl.part")


def test_results_come_in_as_they_like_and_come_out_in_order(out: Path, part: Path) -> None:
    with journal(out) as opened:
        for name in (2, 3, 1):
            opened.keep(key(name), record(name))
        for name in (1, 2, 3):
            opened.put(key(name), record(name))
        assert not out.exists()
        opened.finish(out)
    assert [json.loads(line) for line in out.read_text().splitlines()] == [
        record(name) for name in (1, 2, 3)
    ]
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_what_was_kept_is_there_again(out: Path, part: Path) -> None:
    with journal(out) as opened:
        opened.keep(key(1), record(1))
        assert [json.loads(line)["id"] for line in part.read_text().splitlines()] == [1]
    with journal(out) as opened:
        assert (len(opened), key(1) in opened) == (1, True)
        assert opened.kept(key(1)) == record(1)
        assert opened.kept(key(2)) is None
        opened.keep(key(2), record(2))
        opened.put(key(2), record(2))
        opened.put(key(1), record(1))
        opened.finish(out)
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == [2, 1]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_cut_off_is_dropped(out: Path, part: Path, cut: int) -> None:
    with journal(out) as opened:
        opened.keep(key(1), record(1))
        opened.keep(key(2), record("zwei €"))
    whole = part.read_bytes()
    part.write_bytes(whole[:-cut])
    with journal(out) as opened:
        assert opened.kept(key(1)) == record(1)
        assert opened.kept(key(2)) is None
        opened.keep(key(2), record("zwei €"))
        assert opened.kept(key(2)) == record("zwei €")
    assert part.read_bytes() == whole


@pytest.mark.parametrize(
    ("reason", "again"),
    [
        ("rate limited", True),
        ("budget", True),
        ("key refused", True),
        ("timeout", True),
        ("refused", False),
        ("unreadable reply", False),
    ],
)
def test_what_failed_for_a_passing_reason_is_not_taken_up(
    out: Path, reason: str, again: bool
) -> None:
    failed = record(1, "ungraded", reason)
    with journal(out) as opened:
        opened.keep(key(1), failed)
        assert opened.kept(key(1)) == failed
    with journal(out) as opened:
        assert opened.kept(key(1)) == (None if again else failed)


def test_the_newest_result_counts(out: Path) -> None:
    with journal(out) as opened:
        opened.keep(key(1), record(1, "ungraded", "timeout"))
        opened.keep(key(1), record(1))
    with journal(out) as opened:
        assert opened.kept(key(1)) == record(1)


def test_half_a_character_is_kept(out: Path) -> None:
    half = record("half \ud83d, “whole” €")
    for _ in range(2):
        with journal(out) as opened:
            opened.keep(key(1), half)
    with journal(out) as opened:
        assert opened.kept(key(1)) == half
        opened.put(key(1), half)
        opened.finish(out)
    assert json.loads(out.read_text()) == half


@pytest.mark.parametrize("content", ["mine", '{"name": "mine"}\n', "\n"])
def test_a_file_of_somebody_else_is_left_alone(out: Path, part: Path, content: str) -> None:
    part.write_text(content)
    with pytest.raises(InterviewerError, match="holds no results"), journal(out):
        pass
    assert part.read_text() == content


def test_lines_that_make_no_sense_are_passed_over(out: Path, part: Path) -> None:
    with journal(out) as opened:
        opened.keep(key(1), record(1))
    with part.open("a") as file:
        file.write('{"id": 5}\n\x00\x00\n[]\n')
    with journal(out) as opened:
        opened.keep(key(2), record(2))
    with journal(out) as opened:
        assert [opened.kept(key(name)) for name in (1, 2)] == [record(1), record(2)]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_only_the_owner_can_read_it(out: Path, part: Path) -> None:
    part.touch(0o644)
    with journal(out) as opened:
        opened.keep(key(1), record(1))
        assert {path.stat().st_mode & 0o777 for path in out.parent.iterdir()} == {0o600}
        opened.finish(out)
    assert out.stat().st_mode & 0o777 == 0o600


def test_two_programs_do_not_write_the_same_file(out: Path) -> None:
    with journal(out) as first:
        with pytest.raises(InterviewerError, match="Another program is writing"), journal(out):
            pass
        first.keep(key(1), record(1))
    with journal(out) as second:
        assert second.kept(key(1)) == record(1)


def test_nothing_is_left_where_nothing_was_kept(out: Path) -> None:
    with journal(out):
        pass
    assert list(out.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(out: Path) -> None:
    with pytest.raises(FileNotFoundError), journal(out.parent / "no" / "out.jsonl"):
        pass
    assert list(out.parent.iterdir()) == []
