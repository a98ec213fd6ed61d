"""A store that cannot be used says so in words, and leaves what is there as it is."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from filelock import FileLock

from sessions.interview import Interview
from sessions.migrations import MIGRATIONS
from sessions.problems import in_words
from sessions.session import Session
from sessions.store import Store, StoreError
from tests.fakes import FakeTime
from tests.sessions.sample import new_session

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files are of POSIX")


def begun(store: Store) -> Interview:
    session = new_session()
    store.create(session)
    interview = Interview(session, FakeTime(), store.recorder(session))
    interview.begin()
    return interview


@POSIX
def test_only_the_owner_can_read_it(home: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(home / "deep") as store:
            begun(store)
            store.claim(store.sessions()[0].id).release()
            modes = {
                path.relative_to(home / "deep").as_posix(): path.stat().st_mode & 0o777
                for path in (home / "deep").rglob("*")
            }
            folder = (home / "deep").stat().st_mode & 0o777
    finally:
        os.umask(before)
    assert folder == 0o700
    assert {"interviewer.db", "interviewer.db-wal", "interviewer.db-shm"} <= modes.keys()
    assert modes.pop("locks") == 0o700
    assert set(modes.values()) == {0o600}


@POSIX
def test_a_store_that_others_could_read_is_closed_to_them(home: Path) -> None:
    Store.open(home).close()
    (home / "interviewer.db").chmod(0o644)
    Store.open(home).close()
    assert (home / "interviewer.db").stat().st_mode & 0o777 == 0o600


@POSIX
def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    Store.open(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_store_of_a_newer_version_is_left_untouched(home: Path) -> None:
    Store.open(home).close()
    path = home / "interviewer.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO migration VALUES (?, 'of the future', 'x')", (len(MIGRATIONS) + 1,)
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version of Interviewer") as caught:
        Store.open(home)
    assert "Update Interviewer" in caught.value.advice
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look" * 9])
def test_a_file_that_is_no_store_is_left_untouched(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "interviewer.db").write_bytes(content)
    with pytest.raises(StoreError, match="damaged, or is not a store"):
        Store.open(home)
    assert (home / "interviewer.db").read_bytes() == content


def test_a_database_of_another_program_is_left_untouched(home: Path) -> None:
    home.mkdir()
    path = home / "interviewer.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE song (name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="of another program"):
        Store.open(home)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(home: Path) -> None:
    home.mkdir()
    (home / "interviewer.db").touch()
    with Store.open(home) as store:
        assert store.sessions() == []


def test_a_file_where_the_folder_should_be(home: Path) -> None:
    home.write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be used"):
        Store.open(home)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_a_folder_that_cannot_be_written(
    home: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match="cannot be written") as caught:
        Store.open(home)
    assert "INTERVIEWER_HOME" in caught.value.advice


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_that_is_read_only(home: Path) -> None:
    home.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(home)


def test_a_full_disk_while_writing_leaves_everything_as_it_was(home: Path) -> None:
    with Store.open(home) as store:
        interview = begun(store)
        before = store.session(interview.session.id)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        interview.type("I boil water. " * 5000)
        with pytest.raises(StoreError, match="disk is full"):
            interview.submit()
        assert interview.allows("submit")
        assert store.session(interview.session.id) == before
        store._connection.execute("PRAGMA max_page_count = 100000")
        interview.submit()
        assert store.session(interview.session.id) == interview.session


def test_a_disk_that_fills_up_between_two_drafts(home: Path) -> None:
    time = FakeTime()
    with Store.open(home) as store:
        session = new_session()
        store.create(session)
        interview = Interview(session, time, store.recorder(session))
        interview.begin()
        interview.type("I boil")
        time.pass_(1)
        interview.tick()
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        interview.type("I boil" + " water" * 5000)
        time.pass_(1)
        before = store.session(session.id)
        interview.tick()
        assert interview.draft_problem is not None
        assert "disk is full" in interview.draft_problem
        assert before.current.draft == "I boil"
        assert store.session(session.id) == before
        store._connection.execute("PRAGMA max_page_count = 100000")
        time.pass_(1)
        interview.tick()
        assert interview.draft_problem is None
        assert store.session(session.id) == interview.session


def test_a_store_that_became_read_only(home: Path) -> None:
    with Store.open(home) as store:
        interview = begun(store)
        store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="read-only"):
            interview.submit()


def test_a_store_that_is_locked_for_too_long(home: Path) -> None:
    with Store.open(home) as store:
        interview = begun(store)
        store._connection.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"held .* for too long"):
            interview.submit()
        other.execute("ROLLBACK")
        other.close()
        interview.submit()


def test_a_store_that_another_program_is_opening(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(home).close()
    monkeypatch.setattr("sessions.store.BUSY_SECONDS", 0.01)
    with (
        FileLock(home / "locks" / "opening"),
        pytest.raises(StoreError, match=r"has been opening .* for too long"),
    ):
        Store.open(home)
    Store.open(home).close()


def damaged(home: Path) -> Session:
    with Store.open(home) as store:
        return begun(store).session


def test_a_session_that_makes_no_sense_is_named(home: Path) -> None:
    session = damaged(home)
    with sqlite3.connect(home / "interviewer.db") as connection:
        connection.execute("UPDATE question SET content = '{}'")
    connection.close()
    with (
        Store.open(home) as store,
        pytest.raises(StoreError, match=f"Session {session.id} is damaged"),
    ):
        store.session(session.id)


def test_a_store_with_broken_pages(home: Path) -> None:
    session = damaged(home)
    path = home / "interviewer.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), Store.open(home) as store:
        store.session(session.id)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (OSError(errno.EIO, "input/output error"), "input/output error"),
        (sqlite3.OperationalError("odd"), "could not be used: odd"),
    ],
)
def test_words(problem: Exception, words: str) -> None:
    with pytest.raises(StoreError, match=words), in_words(Path("store")):
        raise problem


def test_a_store_that_vanished(home: Path) -> None:
    Store.open(home).close()
    shutil.rmtree(home)
    with Store.open(home) as store:
        assert store.sessions() == []
