"""Putting what was imported among the user's banks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from interviewer.banks.bank_writing import put_all
from interviewer.banks.drafting import Job, Outcome, jobs_of, parts_of, with_parts
from interviewer.banks.shelf import Shelf
from rubrics.drafting import Draft, RuleDrafter
from rubrics.errors import InterviewerError
from rubrics.importing import Imported, SourceError, outline_of
from rubrics.loading import shipped_banks
from rubrics.outline import Outline
from rubrics.rubric import Identifier
from rubrics.writing import bank_text


@dataclass(frozen=True)
class Target:
    """Where a new bank goes.

    Attributes:
        path: the file.
        backup: where a bank goes that lies there already; None where none does.
    """

    path: Path
    backup: Path | None = None


def outlined(imported: Imported, bank_id: str | None, title: str | None) -> Outline:
    """The outline of a new bank.

    Args:
        imported: what was read.
        bank_id: of the bank; None for one made from its title.
        title: of the bank; None for that of the source.

    Raises:
        InterviewerError: the id is none.
    """
    refuse_bad_id(bank_id)
    try:
        return outline_of(imported, bank_id or "", title or "")
    except ValidationError as error:
        raise SourceError(f"{imported.source} makes no bank: {error.errors()[0]['msg']}.") from None


def refuse_bad_id(bank_id: str | None) -> None:
    """Make sure that an id, where one is given, can be one.

    Raises:
        InterviewerError: it cannot.
    """
    try:
        TypeAdapter(Identifier | None).validate_python(bank_id)
    except ValidationError:
        raise InterviewerError(
            f"{bank_id!r} cannot be an id.",
            "An id is a letter or digit, then letters, digits, “-”, “_”, “.”; 64 at most.",
        ) from None


def target_of(shelf: Shelf, bank_id: str, to: Path | None, replace: bool) -> Target:
    """Where a new bank goes; nothing is written yet.

    Args:
        shelf: of the user's banks.
        bank_id: of the bank.
        to: a file that the user named.
        replace: whether a bank that lies there may be put aside.

    Raises:
        InterviewerError: a bank of this name came with the program, or lies there already.
    """
    if to is None and bank_id in shipped_banks():
        raise InterviewerError(
            f"A bank {bank_id} came with the program.", "Name yours otherwise: --id NAME"
        )
    path = to or shelf.own / f"{bank_id}.yaml"
    if path.is_dir() or (to is None and (shelf.own / bank_id).exists()):
        raise InterviewerError(f"{path.with_suffix('')} is a folder.", "Name a file: --to FILE")
    if not (path.exists() or path.is_symlink()):
        return Target(path)
    if not replace:
        raise InterviewerError(
            f"There is a bank already: {path}",
            "Name the new one otherwise (--id NAME), or put it in its place (--replace): the old "
            "one is kept beside it.",
        )
    return Target(path, _backup(path))


def _backup(path: Path) -> Path:
    """A free name beside a bank, which is no bank's."""
    number = 1
    while (backup := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    return backup


async def filled_by_rules(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes, with drafts by rules in place of those that a model did not give."""
    rules = RuleDrafter()
    return [
        got if isinstance(got, Draft) else await rules.draft(job.sketch)
        for job, got in zip(jobs, outcomes, strict=True)
    ]


async def made_by_rules(outline: Outline) -> Any:
    """The bank as plain values; what it lacks is made by rules. Nothing is sent anywhere."""
    jobs = jobs_of(outline, (), again=False)
    missing = [InterviewerError("Nobody was asked for a draft.") for _ in jobs]
    return whole_bank(outline, jobs, await filled_by_rules(jobs, missing))


def blanks_in(whole: Mapping[str, Any]) -> int:
    """How many questions of a bank, as plain values, have no wording."""
    return sum("ask" not in one for section in whole["sections"] for one in section["questions"])


def whole_bank(outline: Outline, jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> Any:
    """The bank as plain values, with what was drafted.

    Nobody read the rubrics yet, so none is frozen.
    """
    parts = parts_of(outline, list(zip(jobs, outcomes, strict=True)))
    whole = with_parts(outline, parts)
    for section in whole["sections"]:
        section["questions"] = [
            {key: value for key, value in question.items() if value and key != "frozen"}
            for question in section["questions"]
        ]
    return whole


def put(whole: Mapping[str, Any], target: Target, remark: str) -> None:
    """Write a bank.

    Args:
        whole: the bank as plain values.
        target: where it goes.
        remark: a line to stand above it.

    Raises:
        InterviewerError: it cannot be written; then everything is as it was.
    """
    text = bank_text(whole, " ".join(remark.split()))
    contents = {target.path: text}
    try:
        target.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.backup is not None:
            contents = {
                target.backup: target.path.read_bytes().decode("utf-8", "replace"),
                **contents,
            }
    except OSError as error:
        raise InterviewerError(f"{target.path} cannot be written ({error.strerror}).") from None
    put_all(contents)
