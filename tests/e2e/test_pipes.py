"""The real program without a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from sessions.session import Phase
from sessions.store import Store
from tests.e2e.stored import kept


def run(*arguments: str, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """``interviewer`` with text as its standard input, and no terminal."""
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
        check=False,
    )


def begun(home: Path) -> subprocess.Popen[str]:
    """An interview of one question by lines, under way."""
    return subprocess.Popen(
        [sys.executable, "-m", "interviewer", "start", "--plain", "-n", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
    )


def test_five_questions_from_a_file_of_answers(home: Path) -> None:
    answers = "".join(f"This is answer {number}, in words.\n.\n" for number in range(1, 6))
    done = run("start", "--plain", "-n", "5", "--seed", "3", home=home, stdin=answers)
    assert (done.returncode, done.stderr) == (0, "")
    assert "over 5 of 5" in done.stdout
    session = kept(home)
    assert session.phase is Phase.ENDED
    assert [turn.answer for turn in session.turns] == [
        f"This is answer {number}, in words." for number in range(1, 6)
    ]


@pytest.mark.parametrize("command", [[], ["start"], ["resume"]])
def test_without_a_terminal_the_way_on_is_said(home: Path, command: list[str]) -> None:
    done = run(*command, home=home)
    assert done.returncode == 3
    assert "needs a terminal" in done.stderr
    assert "--plain" in done.stderr
    assert not home.exists()


def test_lines_that_were_typed_survive_a_kill(home: Path) -> None:
    process = begun(home)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("first line\nsecond line\n")
    process.stdin.flush()
    while process.stdout.readline().strip() == "":
        pass
    deadline = time.monotonic() + 20
    while kept(home).turns[0].draft != "first line\nsecond line":
        assert time.monotonic() < deadline, "the lines were never kept"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    assert kept(home).turns[0].draft == "first line\nsecond line"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_keeps_everything_and_says_how_to_go_on(home: Path, name: str) -> None:
    process = begun(home)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("a thought\n/show\n")
    process.stdin.flush()
    while process.stdout.readline() != "a thought\n":
        pass
    process.send_signal(getattr(signal, name))
    rest = process.stdout.read()
    assert process.wait(timeout=20) == 130
    process.stdin.close()
    process.stdout.close()
    assert f"Go on: interviewer resume {kept(home).id}" in rest
    assert kept(home).turns[0].draft == "a thought"


def test_a_home_that_cannot_be_written_is_a_clear_refusal(home: Path) -> None:
    home.write_text("a file, not a folder")
    done = run("start", "--plain", "-n", "1", home=home)
    assert done.returncode == 3
    assert str(home) in done.stderr
    assert "Traceback" not in done.stderr
    assert home.read_text() == "a file, not a folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_home_is_a_clear_refusal(home: Path) -> None:
    home.mkdir(mode=0o500)
    done = run("start", "--plain", "-n", "1", home=home)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_store_of_a_newer_version_is_left_alone(home: Path) -> None:
    assert run("review", "--plain", home=home).returncode == 0
    with Store.open(home) as store:
        path = store.path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO migration VALUES (9999, 'later', '')")
    before = path.read_bytes()
    done = run("start", "--plain", "-n", "1", home=home)
    assert done.returncode == 3
    assert "newer" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output_is_a_clear_error(home: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, "-c", f"{sys.executable} -m interviewer bank list > /dev/full"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
