"""Sessions as files that only their owner can read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rubrics.errors import InterviewerError
from sessions.session import Session
from sessions.telling import EXAM_WAITS, tells_marks

if TYPE_CHECKING:
    from sessions.record import SessionRecord
    from sessions.store import Store

Form = Literal["md", "html", "csv", "json"]


def export_session(store: Store, session: Session, form: Form, hide_scores: bool = False) -> Path:
    """Write a session into the current folder, under a name not taken there.

    Returns:
        The file, which only its owner can read.

    Raises:
        InterviewerError: it cannot be written, or tells what may not be told yet.
    """
    try:
        folder = Path.cwd()
    except OSError as error:
        raise InterviewerError(
            f"The current folder cannot be used ({error.strerror}).",
            "Nothing was written. Start the program in another folder.",
        ) from None
    path = free_name(folder, f"interview-{session.id}", form)
    write_private(path, written(store.record(session.id), form, hide_scores=hide_scores))
    return path


def written(
    record: SessionRecord,
    form: Form,
    *,
    hide_scores: bool = False,
    unfinished: bool = False,
    line: bool = False,
) -> Iterable[str]:
    """The text of a session in a form.

    Args:
        record: what to write.
        form: the form. All but JSON leave out what may not be told yet.
        hide_scores: whether scores wait for the end of any interview.
        unfinished: whether an exam that is not over may be written as JSON, marks and all.
        line: whether to write JSON on one line.

    Raises:
        InterviewerError: an exam that is not over cannot be written so.
    """
    from sessions import export

    match form:
        case "md":
            return [export.to_markdown(record, hide_scores)]
        case "html":
            return [export.to_html(record, hide_scores)]
        case "csv":
            return export.to_csv([record], hide_scores)
        case "json":
            if not unfinished and not tells_marks(record.session):
                raise InterviewerError(
                    f"Interview {record.session.id} is an exam that is not over. {EXAM_WAITS}",
                    "JSON holds them all. Finish it first, or carry it as it is: "
                    "interviewer export --format json --unfinished",
                )
            return [export.to_json(record, line)]


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """``stem.suffix`` in the folder, or ``stem-2.suffix`` and so on where that is taken."""
    path = folder / f"{stem}.{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}.{suffix}"
        number += 1
    return path


def write_private(path: Path, text: str | Iterable[str], force: bool = False) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Args:
        path: where to.
        text: what to write, at once or in pieces.
        force: whether to write over a file that is there.

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
            file.writelines([text] if isinstance(text, str) else text)
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise InterviewerError(f"{path} cannot be written ({error.strerror}).") from None
        raise
