"""The shape of the store, as numbered steps that are recorded in the store itself."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sessions.problems import StoreError
from sessions.rows import in_force

FIRST = """
CREATE TABLE question (
    hash TEXT PRIMARY KEY,           -- SHA-256 of the content
    content TEXT NOT NULL            -- the question as JSON
);
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    bank TEXT NOT NULL,
    bank_title TEXT NOT NULL,
    mode TEXT NOT NULL,
    seed INTEGER NOT NULL,
    time_limit REAL NOT NULL,        -- seconds, 0 for none
    used REAL NOT NULL,              -- seconds
    phase TEXT NOT NULL,
    position INTEGER NOT NULL,       -- id of a turn
    turns TEXT NOT NULL,             -- ids of the turns in the order of asking, as JSON
    created_at TEXT NOT NULL,        -- ISO 8601, UTC, microseconds: sorts as text
    ended_at TEXT,
    end_reason TEXT,
    grader TEXT NOT NULL,
    deleted_at TEXT,
    -- What lists show, worked out at each write so that no list reads an answer.
    questions INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    ungraded INTEGER NOT NULL,
    position_number INTEGER NOT NULL,
    scores TEXT NOT NULL             -- JSON: origin -> [mean, count]
);
CREATE INDEX session_newest ON session (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX session_unfinished ON session (created_at DESC, id DESC)
    WHERE deleted_at IS NULL AND phase <> 'ended';
CREATE TABLE grade (                 -- only ever added to
    id INTEGER PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL            -- the grade as JSON
);
CREATE INDEX grade_of_turn ON grade (session, turn);
CREATE TABLE turn (
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    section TEXT NOT NULL,
    question TEXT NOT NULL REFERENCES question (hash),
    allotted REAL NOT NULL,          -- seconds
    state TEXT NOT NULL,
    answer TEXT,
    used REAL NOT NULL,              -- seconds
    first_word REAL,                 -- seconds
    edits INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    hinted INTEGER NOT NULL,
    handed_in TEXT,
    asked_at TEXT,
    submitted_at TEXT,
    grade INTEGER REFERENCES grade (id),  -- the one in force
    self_marks TEXT NOT NULL,        -- JSON: criterion id -> verdict
    note TEXT NOT NULL,
    PRIMARY KEY (session, id)
);
CREATE TABLE draft (                 -- only ever added to
    session TEXT NOT NULL,
    turn INTEGER NOT NULL,
    seq INTEGER NOT NULL,            -- from 0 in each turn
    at REAL NOT NULL,                -- seconds on the question's clock
    position INTEGER NOT NULL,       -- in code points, as is removed
    removed INTEGER NOT NULL,
    inserted TEXT NOT NULL,
    PRIMARY KEY (session, turn, seq),
    FOREIGN KEY (session, turn) REFERENCES turn (session, id) ON DELETE CASCADE
);
"""

WAITS_FOR_GRADE = (
    "(turn.state IN ('submitted', 'grading') OR (turn.state = 'blank' AND turn.grade IS NULL "
    "AND turn.round = 0))"
)
"""Which rows of ``turn`` hold an answer that no grader has spoken on."""

SECOND = """
CREATE INDEX turn_waiting ON turn (session)
    WHERE state IN ('submitted', 'grading') OR (state = 'blank' AND grade IS NULL);
"""

SCORES = """
ALTER TABLE turn ADD COLUMN score REAL;  -- the one in force
ALTER TABLE turn ADD COLUMN origin TEXT; -- who that is from
UPDATE turn SET
    score = in_force('score', (SELECT content FROM question WHERE hash = turn.question),
        (SELECT content FROM grade WHERE id = turn.grade), self_marks),
    origin = in_force('origin', (SELECT content FROM question WHERE hash = turn.question),
        (SELECT content FROM grade WHERE id = turn.grade), self_marks)
    WHERE grade IS NOT NULL OR self_marks <> '{}';
CREATE INDEX turn_scored ON turn (session, submitted_at, question, score, origin, hinted)
    WHERE score IS NOT NULL;
"""

SETUPS = """
CREATE TABLE setup (
    bank TEXT PRIMARY KEY,
    content TEXT NOT NULL            -- the last setup as JSON
);
"""

FOLLOW_UPS = """
ALTER TABLE session ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN asks TEXT;  -- the wording of a follow-up
DROP INDEX turn_waiting;
CREATE INDEX turn_waiting ON turn (session)
    WHERE state IN ('submitted', 'grading') OR (state = 'blank' AND grade IS NULL AND round = 0);
"""

MARKS = """
CREATE TABLE mark (                     -- the verdicts in force on answers that are not blank
    session TEXT NOT NULL,
    turn INTEGER NOT NULL,
    question TEXT NOT NULL,             -- hash, as in turn
    criterion TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (session, turn, criterion),
    FOREIGN KEY (session, turn) REFERENCES turn (session, id) ON DELETE CASCADE
) WITHOUT ROWID;
INSERT INTO mark
    SELECT session, turn.id, question, key, json_each.value
    FROM turn, json_each(self_marks) WHERE state <> 'blank';
INSERT OR IGNORE INTO mark
    SELECT turn.session, turn.id, turn.question, json_extract(value, '$.id'),
        json_extract(value, '$.verdict')
    FROM turn JOIN grade ON grade.id = turn.grade,
        json_each(CASE WHEN json_valid(content) THEN content ELSE '{}' END, '$.marks')
    WHERE state <> 'blank';
"""

GRADERS = """
ALTER TABLE turn ADD COLUMN grader TEXT; -- who made the grade in force, as JSON
UPDATE turn SET grader = (
    SELECT json_extract(CASE WHEN json_valid(content) THEN content ELSE '{}' END, '$.grader')
    FROM grade WHERE id = turn.grade
) WHERE grade IS NOT NULL;
"""

REASONS = """
UPDATE turn SET self_marks = (      -- JSON: criterion id -> verdict and reason
    SELECT json_group_object(
        key, CASE type WHEN 'text' THEN json_object('verdict', value, 'reason', '')
            ELSE json(value) END)
    FROM json_each(self_marks)
) WHERE self_marks <> '{}';
CREATE INDEX mark_of_point ON mark (question, criterion, session, turn, verdict);
CREATE INDEX turn_question ON turn (question);
ALTER TABLE session ADD COLUMN graders TEXT NOT NULL DEFAULT '{}';  -- JSON: origin -> how many
UPDATE session SET graders = (
    SELECT json_group_object(origin, count) FROM (
        SELECT origin, count(DISTINCT json_extract(content, '$.grader')) AS count
        FROM turn JOIN grade ON grade.id = turn.grade
        WHERE turn.session = session.id AND attempt = 1 AND round = 0
            AND CASE WHEN json_valid(content) THEN json_extract(content, '$.status') END = origin
        GROUP BY origin)
    WHERE count > 1);
"""

BANKS = """
ALTER TABLE turn ADD COLUMN bank TEXT NOT NULL DEFAULT '';  -- id
UPDATE turn SET bank = (SELECT bank FROM session WHERE id = turn.session);
DROP INDEX turn_scored;
CREATE INDEX turn_scored ON turn (bank, session, submitted_at, question, score, origin, hinted)
    WHERE score IS NOT NULL;
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("sessions, turns, grades and drafts", FIRST),
    ("answers that wait for a grade; grades with details", SECOND),
    ("the score in force beside each answer", SCORES),
    ("how the last interview of a bank was set up", SETUPS),
    ("follow-ups to an answer", FOLLOW_UPS),
    ("the verdicts in force", MARKS),
    ("who made the grade in force beside each answer", GRADERS),
    ("reasons for one's own marks; by how many graders an average is", REASONS),
    ("the bank of each question", BANKS),
)
"""Name and statements of each step. Steps are added at the end and never changed.

Statements may call ``rows.in_force``.
"""


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """How many steps the store has taken; 0 for an empty file.

    Raises:
        StoreError: it is a database, but of another program.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if not {"migration", "session"} <= tables:
        raise StoreError(
            f"{path} is a database of another program.",
            "It was left as it is. Move it away, or set INTERVIEWER_HOME to another folder.",
        )
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()
    return int(number)


def refuse_newer(version: int, known: int, path: Path) -> None:
    """Do nothing for a store of this version or an older one.

    Raises:
        StoreError: a newer version of the program made the store.
    """
    if version > known:
        raise StoreError(
            f"{path} was made by a newer version of Interviewer "
            f"(its step {version}, this one knows {known}).",
            "It was left as it is. Update Interviewer, or set INTERVIEWER_HOME to another folder.",
        )


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    now: datetime,
    migrations: Sequence[tuple[str, str]] = MIGRATIONS,
) -> None:
    """Take the steps that are missing, all or none; a store with content is copied first.

    Args:
        connection: open, in no transaction. The caller sees to it that nobody else migrates.
        path: its file; the copy is put beside it as ``interviewer.db.v1.backup``.
        now: date and time, UTC.

    Raises:
        StoreError: the store is newer than this program, or of another program.
    """
    version = version_of(connection, path)
    refuse_newer(version, len(migrations), path)
    if version == len(migrations):
        return
    if version:
        back_up(connection, path.with_name(f"{path.name}.v{version}.backup"))
    connection.create_function("in_force", 4, in_force, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration "
            "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
        )
        for number, (name, statements) in enumerate(migrations[version:], version + 1):
            # executescript would commit what came before.
            for statement in _statements(statements):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO migration VALUES (?, ?, ?)", (number, name, now.isoformat())
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a whole store to a file that only its owner can read; an older copy is replaced."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(unfinished)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    os.replace(unfinished, target)


def _statements(script: str) -> list[str]:
    """The single statements of a script."""
    statements, begun = [], ""
    for part in re.split("(?<=;)", script):
        begun += part
        if sqlite3.complete_statement(begun):
            statements.append(begun)
            begun = ""
    return [*statements, begun] if begun.strip() else statements
