"""What other programs, and the sudden end of one, do to a store. Each is a real process."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from sessions.store import SessionBusy, Store
from tests.sessions.sample import new_session

ROOT = Path(__file__).parents[2]

# Answers the first question over and over, and says after each answer that it is kept.
WRITER = """
import sys
from pathlib import Path
from sessions.interview import Interview
from sessions.store import Store
from sessions.time import SystemTime

store = Store.open(Path(sys.argv[1]))
session = store.session(sys.argv[2])
claim = store.claim(session.id)
interview = Interview(session, SystemTime(), store.recorder(session))
interview.begin()
print("open", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    if number:
        interview.again()
    for part in ("", " and", " and more"):
        interview.type(f"answer {number}{part}")
        interview.save_draft()
    interview.submit()
    print(number, flush=True)
"""

OPENER = """
import sys
from pathlib import Path
from sessions.store import Store

sys.stdin.readline()
with Store.open(Path(sys.argv[1])) as store:
    print(len(store.sessions()), flush=True)
"""


def start(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def create(home: Path, name: str) -> str:
    with Store.open(home) as store:
        store.create(new_session().model_copy(update={"id": name}))
    return name


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_loses_no_answer_that_was_acknowledged(home: Path, seed: int) -> None:
    name = create(home, "killed")
    process = start(WRITER, home, name, "100000")
    stdin, stdout = pipes(process)
    with stdin, stdout:
        assert stdout.readline() == "open\n"
        stdin.write("go\n")
        stdin.flush()
        for _ in range(random.Random(seed).randint(0, 25)):
            stdout.readline()
        process.kill()
        rest = stdout.read().split("\n")
        process.wait()
    # The last line may have been cut off by the end of the process.
    acknowledged = max((int(line) for line in rest[:-1]), default=-1)
    with Store.open(home) as store:
        session = store.session(name)
        with store.claim(name):
            pass
    answers = [turn.answer for turn in session.turns if turn.number == 1 and turn.state.answered]
    assert len(answers) >= acknowledged + 1
    assert answers == [f"answer {number} and more" for number in range(len(answers))]
    assert sound(home / "interviewer.db")


def test_two_programs_write_side_by_side(home: Path) -> None:
    names = [create(home, "one"), create(home, "two")]
    processes = [start(WRITER, home, name, "40") for name in names]
    for process in processes:
        assert pipes(process)[1].readline() == "open\n"
    with Store.open(home) as store:
        for name in names:
            with pytest.raises(SessionBusy):
                store.claim(name)
    for process in processes:
        stdin, _ = pipes(process)
        stdin.write("go\n")
        stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with Store.open(home) as store:
        for name in names:
            answers = [turn.answer for turn in store.session(name).turns if turn.number == 1]
            assert answers == [f"answer {number} and more" for number in range(40)]
            store.claim(name).release()
    assert sound(home / "interviewer.db")


def test_programs_that_make_the_store_at_the_same_time(home: Path) -> None:
    processes = [start(OPENER, home) for _ in range(3)]
    for process in processes:
        stdin, _ = pipes(process)
        stdin.write("go\n")
        stdin.flush()
    for process in processes:
        output, _ = process.communicate()
        assert (process.returncode, output) == (0, "0\n")


def test_a_second_look_in_this_program_leaves_what_is_written_to_others(home: Path) -> None:
    """Opening a store twice in one program must not cost the first its locks on the file."""
    session = new_session()
    with Store.open(home) as store:
        store.create(session)
        with Store.open(home):
            pass
        opener = start(OPENER, home)
        assert opener.communicate("\n", timeout=60)[0] == "1\n"
        kept = session.model_copy(update={"used": 7.0})
        store.recorder(session).keep(kept, ())
        with Store.open(home) as other:
            assert other.session(session.id).used == 7.0
        later = start(OPENER, home)
        assert later.communicate("\n", timeout=60)[0] == "1\n"
    with Store.open(home) as again:
        assert again.session(session.id).used == 7.0
