"""Sessions as files that only their owner can read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

from rubrics.errors import InterviewerError
from sessions.session import Session
from sessions.store import Store

Form = Literal["md", "json"]


def export_session(session: Session, form: Form, store: Store) -> Path:
    """Write a session of the store into the current folder, under a name not taken there.

    Returns:
        The file, which only its owner can read.

    Raises:
        InterviewerError: it cannot be written.
    """
    try:
        folder = Path.cwd()
    except OSError as error:
        raise InterviewerError(
            f"The current folder cannot be used ({error.strerror}).",
            "Nothing was written. Start the program in another folder.",
        ) from None
    path = free_name(folder, f"interview-{session.id}", form)
    write_private(path, exported(session, form, store))
    return path


def exported(session: Session, form: Form, store: Store) -> str:
    """A session of the store as Markdown or JSON.

    Raises:
        StoreError: how it was typed cannot be read.
    """
    from sessions.export import to_json, to_markdown

    journals = store.journals(session.id)
    return to_markdown(session, journals) if form == "md" else to_json(session, journals)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """``stem.suffix`` in the folder, or ``stem-2.suffix`` and so on where that is taken."""
    path = folder / f"{stem}.{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}.{suffix}"
        number += 1
    return path


def write_private(path: Path, text: str, force: bool = False) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        InterviewerError: the file is there already, or cannot be written.
    """
    if path.exists() and not force:
        raise InterviewerError(f"{path} is there already.", "Nothing was written; --force does it.")
    part = path.with_name(path.name + ".part")
    try:
        with open(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InterviewerError(f"{path} cannot be written ({error.strerror}).") from None
