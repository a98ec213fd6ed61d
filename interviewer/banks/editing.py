"""Editing a bank in a copy, which takes the bank's place only when it is right."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from interviewer.banks.bank_writing import put_all
from interviewer.banks.own_banks import files_of, put_aside
from interviewer.banks.shelf import Shelf
from rubrics.bank import Bank
from rubrics.errors import BankError, InterviewerError
from rubrics.loading import BANK_FILE, load_bank, question_places
from rubrics.reading import text_of


@dataclass(frozen=True)
class WorkingCopy:
    """The files of a bank while they are edited; the bank itself stays as it is and in use.

    Attributes:
        bank: the file in which the bank begins.
        folder: where the files are: as they were in ``before``, as they are edited in ``now``.
    """

    bank: Path
    folder: Path

    @classmethod
    def of(cls, shelf: Shelf, path: Path) -> WorkingCopy:
        """That of the bank that begins in this file; it may not be there yet."""
        path = path.absolute()
        name = path.parent.name if path.name == BANK_FILE else path.stem
        mark = hashlib.sha256(str(path).encode()).hexdigest()[:8]
        return cls(path, shelf.edited / f"{name}-{mark}")

    @property
    def exists(self) -> bool:
        """Whether something was edited that is not right yet."""
        return self.folder.is_dir()

    @property
    def file(self) -> Path:
        """The file in which it begins."""
        return self._now / self.bank.name

    @property
    def _now(self) -> Path:
        return self.folder / "now"

    @property
    def _before(self) -> Path:
        return self.folder / "before"

    def begin(self) -> None:
        """Copy the files of the bank; what is there already from an earlier time is gone on with.

        Raises:
            InterviewerError: they cannot be read or copied.
        """
        if self.exists:
            return
        part = self.folder.with_name(f"{self.folder.name}.part")
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.mkdir(mode=0o700)
            for side in ("before", "now"):
                (part / side).mkdir(mode=0o700)
                for file in files_of(self.bank):
                    copied = part / side / file.name
                    copied.write_bytes(file.read_bytes())
                    copied.chmod(0o600)
            part.rename(self.folder)
        except OSError as error:
            raise InterviewerError(
                f"{self.bank} cannot be copied to be edited ({error.strerror}).",
                "It is as it was.",
            ) from None

    def place_of(self, question: str | None) -> tuple[Path, int]:
        """File and line of a question; of the first mistake, where it cannot be read."""
        try:
            load_bank(self.file)
            where = question_places(self.file).get((question or "", ""), "")
        except BankError as error:
            where = ":".join(error.message.split(": ", 1)[0].rsplit(":", 1))
        name, _, line = where.rpartition(":")
        known = Path(name).parent == self._now and line.isdecimal()
        return (Path(name), int(line)) if known else (self.file, 1)

    def changed(self) -> bool:
        """Whether anything differs from how it was."""
        return _contents(self._now) != _contents(self._before)

    def read(self) -> Bank:
        """The bank as it is now.

        Raises:
            BankError: it has mistakes; files are named without their folders.
        """
        try:
            return load_bank(self.file)
        except BankError as error:
            message = error.message.replace(f"{self._now}/", "")
            raise BankError(message, "The bank in use is as it was.") from None

    def put_back(self) -> None:
        """Have what was edited take the place of the bank.

        Raises:
            InterviewerError: the bank was changed by somebody else meanwhile, or cannot be
                written; then all is as it was.
        """
        before, now = _contents(self._before), _contents(self._now)
        changed = {name: text for name, text in now.items() if before.get(name) != text}
        for name in changed:
            if _content(self.bank.with_name(name)) != before.get(name):
                raise InterviewerError(
                    f"{self.bank.with_name(name)} was changed meanwhile by another program.",
                    f"It is as it is there; what you edited is kept: {self._now / name}",
                )
        put_all({self.bank.with_name(name): text_of(self._now / name) for name in changed})
        self.end()

    def end(self) -> None:
        """Let the copy go: it says the same as the bank."""
        with suppress(OSError):
            shutil.rmtree(self.folder)

    def put_aside(self, shelf: Shelf) -> Path:
        """Take what was edited away; it is kept aside.

        Raises:
            InterviewerError: it cannot be moved.
        """
        return put_aside(shelf, self.folder)


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {path.name: _content(path) for path in sorted(folder.glob("*.yaml"))}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
