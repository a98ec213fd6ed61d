"""Where a changed bank goes, and putting it there whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rubrics.errors import InterviewerError
from rubrics.loading import SHIPPED
from rubrics.reading import text_of
from rubrics.rewriting import BankFiles


def targets_of(files: BankFiles, output: Path | None) -> dict[Path, Path]:
    """Where each file of a bank goes: to itself, or to a copy, which is a folder for several files.

    Raises:
        InterviewerError: the bank came with the program and no copy is asked for, or something
            stands where the copy should go.
    """
    if output is None:
        if files.path.is_relative_to(SHIPPED):
            raise InterviewerError(
                "A bank that came with the program is never changed where it lies.",
                "Write a copy with -o FOLDER.",
            )
        return {path: path for path in files.texts}
    if output.exists() or output.is_symlink():
        raise InterviewerError(f"{output} is there already.", "Name a new file or folder with -o.")
    if len(files.texts) == 1:
        return {files.path: output}
    return {path: output / path.name for path in files.texts}


def write(files: BankFiles, changed: Mapping[Path, str], targets: Mapping[Path, Path]) -> None:
    """Write the changed texts of a bank, and for a copy the others as well.

    Raises:
        InterviewerError: a file was changed by somebody else meanwhile, or cannot be written;
            then the bank is as it was.
    """
    contents = {
        target: changed.get(path, files.texts[path])
        for path, target in targets.items()
        if path in changed or path != target
    }
    for path in changed:
        if text_of(path) != files.texts[path]:
            raise InterviewerError(
                f"{path} was changed meanwhile.",
                "Nothing was written. Run it again: what a model drafted is kept.",
            )
    put_all(contents)


def put_all(contents: Mapping[Path, str]) -> None:
    """Write some files whole, or none of them.

    Raises:
        InterviewerError: one cannot be written; then all are as they were.
    """
    parts: dict[Path, Path] = {}
    try:
        for target, text in contents.items():
            # A link stays one: what it leads to is changed.
            parts[target.resolve()] = _part(target.resolve(), text)
        for target, part in parts.items():
            part.replace(target)
    except OSError as error:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
        where = error.filename or next(iter(contents))
        raise InterviewerError(f"{where} cannot be written ({error.strerror}).") from None


def _part(target: Path, text: str) -> Path:
    """The text in a file beside its target, with the rights of that, or for its owner only."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    part = target.with_name(target.name + ".part")
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(text.encode("utf-8"))
    part.chmod(mode)
    return part
