"""What can go wrong with the store, in words for the person in front of it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rubrics.errors import InterviewerError

KEPT = "What was saved before is still there."


class StoreError(InterviewerError):
    """The store cannot be opened, read or written. Nothing that was kept before is lost."""


class SessionBusy(StoreError):
    """Another running program has this session open."""


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into ``StoreError``.

    Mistakes in the use of the store, such as another thread's, are left as they are.
    """
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _sqlite_problem(path, error) from error
    except OSError as error:
        raise _system_problem(path, error) from error


def _sqlite_problem(path: Path, error: sqlite3.Error) -> StoreError:
    # The lower byte is the kind; what is above it only refines it.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return _read_only(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(
            f"Another program has held {path} for too long.",
            f"{KEPT} Close the other program, then try again.",
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError(
            f"{path} is damaged, or is not a store of Interviewer.",
            "It was left as it is. Move it away to begin anew, or put a backup in its place.",
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_AUTH):
        return StoreError(
            f"{path} cannot be read or written.",
            f"{KEPT} Check the disk and the rights on the folder, then try again.",
        )
    return StoreError(f"{path} could not be used: {error}.", KEPT)


def _system_problem(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(path)
    return StoreError(f"{path} cannot be used: {error.strerror or error}.", KEPT)


def _full(path: Path) -> StoreError:
    return StoreError(
        f"The disk is full: nothing more could be written to {path}.",
        f"{KEPT} Free some space, then try again.",
    )


def _read_only(path: Path) -> StoreError:
    return StoreError(
        f"{path} cannot be written: it or its folder is read-only for you.",
        f"{KEPT} Change the rights, or set INTERVIEWER_HOME to another folder.",
    )
