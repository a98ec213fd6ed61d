from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rubrics.grade import Verdict
from sessions.database import connect
from sessions.interview import Interview
from sessions.migrations import MIGRATIONS, migrate, version_of
from sessions.misses import Kind
from sessions.problems import StoreError
from sessions.rows import insert, question_row, session_row, turn_row
from sessions.schedule import Review
from sessions.store import Store
from tests.fakes import FakeTime
from tests.sessions.sample import ESTIMATE, MODEL, grade_of, new_session, own, ungraded

SECOND = (
    "colour of a session",
    """
    ALTER TABLE session ADD COLUMN colour TEXT NOT NULL DEFAULT 'none; really';
    CREATE INDEX session_colour ON session (colour);
    """,
)
BROKEN = ("a step that fails half way", "CREATE TABLE half (x); CREATE TABLE session (x)")


@pytest.fixture
def path(home: Path) -> Path:
    """A store of the present version with a session in it."""
    with Store.open(home) as store:
        store.create(new_session())
        return store.path


def steps(path: Path) -> list[tuple[int, str]]:
    with closing(connect(path)) as connection:
        return [tuple(row) for row in connection.execute("SELECT number, name FROM migration")]


def test_a_new_store_records_its_steps(path: Path) -> None:
    assert steps(path) == [(number, name) for number, (name, _) in enumerate(MIGRATIONS, 1)]


def test_a_new_store_needs_no_backup(path: Path) -> None:
    assert list(path.parent.glob("*.backup*")) == []


def test_a_new_step_is_taken_once_and_after_a_backup(path: Path) -> None:
    newer = (*MIGRATIONS, SECOND)
    with closing(connect(path)) as connection:
        for _ in range(2):
            migrate(connection, path, FakeTime().wall(), newer)
        assert version_of(connection, path) == len(newer)
        assert connection.execute("SELECT colour FROM session").fetchone()[0] == "none; really"
    backup = path.with_name(f"interviewer.db.v{len(MIGRATIONS)}.backup")
    assert [file.name for file in path.parent.glob("*.backup*")] == [backup.name]
    if os.name == "posix":
        assert backup.stat().st_mode & 0o777 == 0o600
    with closing(connect(backup)) as connection:
        assert version_of(connection, backup) == len(MIGRATIONS)
        assert connection.execute("SELECT count(*) FROM turn").fetchone()[0] == 4


def test_a_backup_holds_what_is_only_in_the_log_yet(home: Path) -> None:
    with Store.open(home) as store:
        store.create(new_session())
        with closing(connect(store.path)) as connection:
            migrate(connection, store.path, FakeTime().wall(), (*MIGRATIONS, SECOND))
        backup = store.path.with_name(f"interviewer.db.v{len(MIGRATIONS)}.backup")
        with closing(connect(backup)) as connection:
            assert connection.execute("SELECT count(*) FROM session").fetchone()[0] == 1


def test_a_backup_can_be_put_in_the_place_of_the_store(path: Path) -> None:
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), (*MIGRATIONS, SECOND))
    path.with_name(f"interviewer.db.v{len(MIGRATIONS)}.backup").replace(path)
    with Store.open(path.parent) as store:
        assert store.session(store.sessions()[0].id).turns == new_session().turns


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path) -> None:
    with closing(connect(path)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(connection, path, FakeTime().wall(), (*MIGRATIONS, SECOND, BROKEN))
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "half" not in tables
    assert "session_colour" not in tables
    assert len(steps(path)) == len(MIGRATIONS)


def test_a_newer_store_is_refused(path: Path) -> None:
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), (*MIGRATIONS, SECOND))
    with pytest.raises(StoreError, match=f"its step {len(MIGRATIONS) + 1}, this one knows"):
        Store.open(path.parent)


def test_a_store_of_the_first_version_still_opens(home: Path) -> None:
    """The first step is never changed: a store made by it alone holds these tables for good."""
    home.mkdir()
    path = home / "interviewer.db"
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), MIGRATIONS[:1])
        tables = {
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert tables == {"migration", "question", "session", "grade", "turn", "draft"}
    with Store.open(home) as store:
        store.create(new_session())
        assert len(store.sessions()) == 1


def put(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Add a row to a table that may not have all of the present columns yet."""
    known = {column["name"] for column in connection.execute(f"PRAGMA table_info({table})")}
    row = {name: value for name, value in row.items() if name in known}
    connection.execute(insert(table, row), row)


def test_scores_of_answers_that_were_kept_before_are_worked_out(home: Path) -> None:
    """A store without scores holds answers graded, marked by hand, ungraded, and damaged."""
    step = [name for name, _ in MIGRATIONS].index("the score in force beside each answer")
    home.mkdir()
    path = home / "interviewer.db"
    now = FakeTime().wall()
    session = new_session()
    graded, marked, failed, _ = session.turns
    grades = [
        grade_of(graded, Verdict.MET, grader=MODEL).model_dump_json(),
        grade_of(marked, Verdict.MET).model_dump_json(),
        ungraded(failed).model_dump_json(),
        "{}",
    ]
    with closing(connect(path)) as connection:
        migrate(connection, path, now, MIGRATIONS[:step])
        put(connection, "session", session_row(session))
        for turn, grade in zip(session.turns, grades, strict=True):
            question, content = question_row(turn.question)
            kept = turn.model_copy(update={"submitted_at": now})
            connection.execute("INSERT INTO question VALUES (?, ?)", (question, content))
            connection.execute(
                "INSERT INTO grade VALUES (?, ?, ?, '', ?)", (turn.id, session.id, turn.id, grade)
            )
            row = turn_row(session.id, kept, question, turn.id)
            # So marks were written before there were reasons.
            by_hand = json.dumps({"warm": "met"} if turn is marked else {})
            put(connection, "turn", {**row, "self_marks": by_hand})
    with Store.open(home) as store:
        assert store.reviews(session.bank) == [
            Review(graded.question.id, now, 60.0, "graded"),
            Review(marked.question.id, now, 100.0, "self-marked"),
        ]
    with closing(connect(path)) as connection:
        marks = connection.execute("SELECT turn, criterion, verdict FROM mark ORDER BY 1, 2")
        assert [tuple(mark) for mark in marks] == [
            (graded.id, "boil", "met"),
            (graded.id, "time", "missed"),
            (graded.id, "warm", "missed"),
            (marked.id, "boil", "met"),
            (marked.id, "time", "missed"),
            (marked.id, "warm", "met"),
        ]
        graders = [row[0] for row in connection.execute("SELECT grader FROM turn ORDER BY id")]
        assert graders == [
            MODEL.model_dump_json(),
            ESTIMATE.model_dump_json(),
            MODEL.model_dump_json(),
            None,
        ]


def test_a_session_of_before_there_were_follow_ups_is_read_and_goes_on(home: Path) -> None:
    home.mkdir()
    path = home / "interviewer.db"
    question = new_session().turns[0].question
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), MIGRATIONS[:1])
        connection.execute("INSERT INTO question VALUES ('q', ?)", (question.model_dump_json(),))
        connection.execute(
            "INSERT INTO session VALUES ('old', 'hot-drinks', 'Drinks', 'practice', 1, 120.0, 9.0, "
            "'answering', 0, '[0]', '2026-01-02T03:04:05.000000+00:00', NULL, NULL, 'estimate', "
            "NULL, 1, 0, 0, 0, 1, '{}')"
        )
        connection.execute(
            "INSERT INTO turn VALUES ('old', 0, 1, 1, 'Tea', 'q', 120.0, 'drafting', NULL, 9.0, "
            "1.0, 0, 0, 0, NULL, '2026-01-02T03:04:05.000000+00:00', NULL, NULL, '{}', '')"
        )
        connection.execute("INSERT INTO draft VALUES ('old', 0, 0, 1.0, 0, 0, 'I boil')")
    with Store.open(home) as store:
        assert (home / "interviewer.db.v1.backup").exists()
        session = store.session("old")
        assert session.rounds == 0
        [turn] = session.turns
        assert (turn.round, turn.asks, turn.label, turn.draft) == (0, None, "1", "I boil")
        interview = Interview(session, FakeTime(), store.recorder(session))
        interview.reopen()
        interview.submit()
        assert store.session("old") == interview.session


def test_own_marks_verdicts_and_graders_of_before_are_carried_over(home: Path) -> None:
    """A store without marks of their own holds bare verdicts, and grades by two graders."""
    step = [name for name, _ in MIGRATIONS].index("the verdicts in force")
    home.mkdir()
    path = home / "interviewer.db"
    session = new_session()
    first, second, third, broken = session.turns
    other = MODEL.model_copy(update={"version": "9"})
    kept = [
        (first, grade_of(first, Verdict.MET, grader=MODEL).model_dump_json(), "{}"),
        (second, grade_of(second, Verdict.MET, grader=other).model_dump_json(), "{}"),
        (third, grade_of(third).model_dump_json(), '{"boil": "met"}'),
        (broken, "no JSON", "{}"),
    ]
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), MIGRATIONS[:step])
        put(connection, "session", session_row(session))
        for turn, grade, by_hand in kept:
            question, content = question_row(turn.question)
            connection.execute("INSERT INTO question VALUES (?, ?)", (question, content))
            connection.execute(
                "INSERT INTO grade VALUES (?, ?, ?, '', ?)", (turn.id, session.id, turn.id, grade)
            )
            row = turn_row(session.id, turn, question, turn.id) | {"self_marks": by_hand}
            row |= {"origin": "graded" if turn in (first, second) else None, "state": "graded"}
            put(connection, "turn", row)
    with Store.open(home) as store:
        assert store.misses(Kind()).of == 9
        assert store.misses(Kind()).count == 6
        assert store.sessions()[0].graders == {"graded": 2}
        store.recorder(session).keep(session, [broken])
        assert store.session(session.id).turns[2].self_marks == own(boil=Verdict.MET)


def test_turns_of_before_they_had_a_bank_are_of_that_of_their_session(home: Path) -> None:
    step = [name for name, _ in MIGRATIONS].index("the bank of each question")
    home.mkdir()
    path = home / "interviewer.db"
    session = new_session()
    graded = session.turns[0]
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeTime().wall(), MIGRATIONS[:step])
        put(connection, "session", session_row(session))
        for turn in session.turns:
            question, content = question_row(turn.question)
            connection.execute("INSERT INTO question VALUES (?, ?)", (question, content))
            row = turn_row(session.id, turn, question, None)
            if turn is graded:
                row |= {"score": 60.0, "origin": "graded"}
                row |= {"submitted_at": "2026-01-02T03:04:05.000000+00:00"}
            put(connection, "turn", row)
    with Store.open(home) as store:
        assert store.session(session.id).turns[1:] == session.turns[1:]
        assert [review.question for review in store.reviews("hot-drinks")] == [graded.question.id]
        assert store.reviews("") == []
