"""``interviewer bank draft``: what questions lack, drafted from their hints and shown as a diff."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from interviewer.banks.bank_writing import targets_of, write
from interviewer.banks.drafting import (
    Job,
    jobs_of,
    parts_of,
    with_parts,
)
from interviewer.banks.shelf import Shelf
from interviewer.commands.choosing import chosen, grader_option
from interviewer.commands.drafting import KEPT, carried_out, failed, spent
from interviewer.commands.start import has_terminal
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FAILED, FINDINGS
from interviewer.graders import open_grader
from rubrics.bank import Bank
from rubrics.checking import check_bank
from rubrics.outline import Outline
from rubrics.rewriting import BankFiles, Place
from rubrics.text import printable


@click.command()
@click.argument("bank", metavar="BANK")
@click.option(
    "--question", "questions", multiple=True, metavar="ID", help="Only this one; repeatable."
)
@click.option("--again", is_flag=True, help="Draft criteria, model answer, follow-ups anew.")
@grader_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write a copy: a file, or a folder where the bank is one.",
)
@click.option("--yes", is_flag=True, help="Go on and write without asking.")
@click.pass_context
def draft(
    ctx: click.Context,
    bank: str,
    questions: tuple[str, ...],
    again: bool,
    grader: str | None,
    output: Path | None,
    yes: bool,
) -> None:
    """Draft what the questions of BANK lack from their hints, and show it as a diff.

    Only hints have to be there. By a model everything is drafted; without one, criteria by rules.
    A question without an id is called by section and number: tea/2. Exit code 1 says that
    something is still missing.
    """
    settings = Settings.load()
    shelf = Shelf.of(settings)
    path = shelf.locate(bank)
    outline = shelf.outline(path)
    files = BankFiles.read(path)
    targets = targets_of(files, output)
    jobs = jobs_of(outline, questions, again)
    if not jobs:
        click.echo("Nothing is missing. --again drafts criteria and answers anew.", err=True)
        return
    files.refuse_unwritable([job.place for job in jobs])
    asks = not yes and has_terminal()
    marker = open_grader(chosen(settings, grader), settings)
    outcomes = carried_out(jobs, marker, asks)
    if outcomes is None:
        return
    parts = parts_of(outline, list(zip(jobs, outcomes, strict=True)))
    changed = files.with_parts(parts)
    _show(files, changed, targets)
    whole = Outline.model_validate(with_parts(outline, parts))
    lacking = [*failed(jobs, outcomes), *_lacking(jobs, whole)]
    for told in (*spent(outcomes), *lacking, *_findings(whole, parts)):
        click.echo(printable(told), err=True)
    if not changed:
        ctx.exit(FAILED)
    if yes or (asks and click.confirm("Write this?", err=True)):
        write(files, changed, targets)
        click.echo(printable(f"Written: {output or files.path}"), err=True)
    else:
        why = "" if asks else " Not on a terminal that takes --yes."
        click.echo(f"Nothing was written.{why} {KEPT}", err=True)
    ctx.exit(FINDINGS if lacking else DONE)


def _show(files: BankFiles, changed: Mapping[Path, str], targets: Mapping[Path, Path]) -> None:
    """Print what changes as a unified diff, in colours on a terminal."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    plain = "NO_COLOR" in os.environ or not sys.stdout.isatty()
    for path, new in changed.items():
        old = files.texts[path].splitlines()
        names = str(path), str(targets[path])
        for text in difflib.unified_diff(old, new.splitlines(), *names, lineterm=""):
            shown = printable(text)
            click.echo(shown if plain else click.style(shown, fg=colours.get(shown[:1])))


def _lacking(jobs: Sequence[Job], whole: Outline) -> Iterator[str]:
    """What the questions still lack; the same is said once."""
    by_missing: dict[str, list[str]] = {}
    for job in jobs:
        section, number = job.place
        missing = ", ".join(whole.sections[section].questions[number].missing)
        if missing:
            by_missing.setdefault(missing, []).append(job.label)
    for missing, labels in by_missing.items():
        yield f"Still without {missing}: {', '.join(labels)}"


def _findings(whole: Outline, parts: Mapping[Place, Any]) -> Iterator[str]:
    """What ``bank check`` says of the questions that were drafted, once the bank is whole."""
    try:
        bank = Bank.model_validate(whole.model_dump(exclude_none=True))
    except ValidationError:
        return
    drafted = {whole.sections[section].questions[number].id for section, number in parts}
    for finding in check_bank(bank):
        if finding.question in drafted:
            yield f"Look at {finding}"
