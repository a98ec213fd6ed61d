"""The user's own banks: copied, taken away so that they can come back, and put back."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from interviewer.banks.bank_writing import put_all
from interviewer.banks.importing import refuse_bad_id, target_of
from interviewer.banks.shelf import Shelf
from rubrics.errors import BankError, InterviewerError
from rubrics.loading import BANK_FILE
from rubrics.reading import Reader, text_of

_ID = re.compile(r"id:[^#]*?(\s+#.*)?$")


@dataclass(frozen=True)
class Deleted:
    """A bank that was taken away.

    Attributes:
        root: the file or folder that it was.
        backup: where that is now.
    """

    root: Path
    backup: Path


def files_of(path: Path) -> list[Path]:
    """The files of a bank, that in which it begins first; its YAML may have mistakes."""
    if path.name == BANK_FILE:
        beside = sorted(path.parent.glob("*.yaml"))
        return [path, *(other for other in beside if other != path and other.is_file())]
    files = [path]
    with suppress(BankError):
        raw = Reader().read(path)
        sections = raw.get("sections") if isinstance(raw, dict) else None
        for section in sections if isinstance(sections, list) else ():
            if isinstance(section, str) and (path.parent / section).is_file():
                files.append(path.parent / section)
    return files


def free_name(shelf: Shelf, name: str) -> str:
    """A name for a copy of a bank that no bank has: ``tea-copy``, ``tea-copy-2``."""
    taken = shelf.names()
    name = f"{name[:50]}-copy"
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def copy_bank(shelf: Shelf, path: Path, name: str) -> Path:
    """Copy a bank among the user's own, under another name, which becomes its id.

    Args:
        shelf: of the user's banks.
        path: the file in which it begins.
        name: of the copy.

    Returns:
        The file in which the copy begins.

    Raises:
        InterviewerError: the name is none or is taken, or the bank cannot be read or written.
    """
    refuse_bad_id(name)
    target = target_of(shelf, name, None, replace=False).path
    files = files_of(path)
    texts = {file.name: text_of(file) for file in files}
    texts[path.name] = _with_id(texts[path.name], path, name)
    if len(files) == 1:
        contents = {target: texts[path.name]}
    else:
        target = shelf.own / name / BANK_FILE
        contents = {
            target.with_name(BANK_FILE if file == path else file.name): texts[file.name]
            for file in files
        }
    try:
        shelf.own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InterviewerError(f"{shelf.own} cannot be made ({error.strerror}).") from None
    put_all(contents)
    return target


def _with_id(text: str, path: Path, name: str) -> str:
    """The YAML of a bank with another id, every other line as it was.

    Raises:
        BankError: it is not YAML, or its id does not stand on a line of its own.
    """
    reader = Reader()
    raw = reader.parse(text, path)
    place = reader.keys.get((id(raw), "id"))
    if isinstance(raw, dict) and place is not None:
        lines = text.splitlines(keepends=True)
        line = lines[place[1] - 1]
        end = line[len(line.rstrip("\r\n")) :]
        lines[place[1] - 1] = _ID.sub(rf'id: "{name}"\1', line.rstrip("\r\n")) + end
        changed = "".join(lines)
        with suppress(BankError):
            if Reader().parse(changed, path) == {**raw, "id": name}:
                return changed
    raise BankError(
        f"{path} has no id that can be changed for a copy.", "Mend it first: interviewer bank check"
    )


def delete_bank(shelf: Shelf, path: Path) -> Deleted:
    """Take one of the user's own banks away; it is kept aside.

    Raises:
        InterviewerError: it is not among them, or cannot be moved.
    """
    if not shelf.is_own(path):
        raise InterviewerError(
            f"{path} does not lie among your own banks, so it is not deleted from here."
        )
    whole_folder = path.name == BANK_FILE and path.parent != shelf.own
    root = path.parent if whole_folder else path
    return Deleted(root, put_aside(shelf, root))


def put_aside(shelf: Shelf, root: Path) -> Path:
    """Move a file or folder to where deleted things are kept.

    Returns:
        Where it is now.

    Raises:
        InterviewerError: it cannot be moved.
    """
    number = 1
    while (backup := shelf.deleted / f"{root.name}.{number}").exists():
        number += 1
    try:
        shelf.deleted.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(root, backup)
    except OSError as error:
        raise InterviewerError(
            f"{root} cannot be moved ({error.strerror}).", "It is where it was."
        ) from None
    return backup


def restore_bank(deleted: Deleted) -> None:
    """Put a bank back where it was.

    Raises:
        InterviewerError: something else is there now, or it cannot be moved.
    """
    if deleted.root.exists():
        raise InterviewerError(
            f"{deleted.root} is there again.", f"The deleted one is kept: {deleted.backup}"
        )
    try:
        shutil.move(deleted.backup, deleted.root)
    except OSError as error:
        raise InterviewerError(
            f"{deleted.backup} cannot be moved ({error.strerror}).", "It is where it was."
        ) from None
