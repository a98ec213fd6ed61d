"""A bank as it was read and checked, whatever came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.banks.shelf import Shelf
from interviewer.banks.words import count_of
from rubrics.bank import Bank
from rubrics.checking import Finding, check_bank
from rubrics.errors import BankError
from rubrics.loading import question_places


@dataclass(frozen=True)
class Checked:
    """A bank and what is wrong with it.

    Attributes:
        name: as it was called.
        path: the file in which it begins; None where there is none.
        error: why it cannot be used; None where it can.
        bank: itself; None where it cannot be used.
        findings: what to look at, each with ``file:line``; None where nobody looked.
    """

    name: str
    path: Path | None = None
    error: BankError | None = None
    bank: Bank | None = None
    findings: Sequence[tuple[str, Finding]] | None = None


def read_bank(shelf: Shelf, name: str) -> Checked:
    """Read a bank; nobody looks for findings."""
    path = None
    try:
        path = shelf.locate(name)
        return Checked(name, path, bank=shelf.bank(path))
    except BankError as error:
        return Checked(name, path, error)


def with_findings(read: Checked) -> Checked:
    """What only reading shows, in a bank that can be used. It takes seconds for a large one."""
    if read.bank is None or read.path is None:
        return read
    places = question_places(read.path)
    found = []
    for finding in check_bank(read.bank):
        whole = places.get((finding.question, ""), str(read.path))
        found.append((places.get((finding.question, finding.key), whole), finding))
    return replace(read, findings=found)


def findings_words(checked: Checked) -> str:
    """How much there is to look at: "all well", "2 things to look at"."""
    count = len(checked.findings or ())
    return f"{count_of(count, 'thing')} to look at" if count else "all well"
