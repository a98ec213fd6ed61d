"""``interviewer bank import``: a page, a table or a deck becomes a bank."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from interviewer.banks.drafting import Job, Outcome, jobs_of
from interviewer.banks.importing import (
    Target,
    blanks_in,
    filled_by_rules,
    outlined,
    put,
    target_of,
    whole_bank,
)
from interviewer.banks.preview import preview_lines, preview_values
from interviewer.banks.shelf import Shelf
from interviewer.banks.words import count_of
from interviewer.commands.choosing import chosen, grader_option
from interviewer.commands.drafting import KEPT, carried_out, failed, spent
from interviewer.commands.start import has_terminal
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS
from interviewer.graders import open_grader
from rubrics.drafting import Draft
from rubrics.importing import Column, ColumnsUnclear, Format, Imported, Source, import_source
from rubrics.importing.columns import read_told
from rubrics.outline import Outline
from rubrics.text import printable


@click.command("import")
@click.argument("source", metavar="SOURCE")
@click.option("--id", "bank_id", metavar="ID", help="Of the bank; else made from its title.")
@click.option("--title", help="Of the bank; else that of the page, or the name of the file.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([form.value for form in Format]),
    help="What SOURCE is, where that is guessed wrongly.",
)
@click.option(
    "--columns",
    metavar="PAIRS",
    help="Of a table: question=Frage,hint=Answer; also answer, section, tags. By name or number.",
)
@click.option("--to", type=click.Path(path_type=Path), help="Write this file instead.")
@click.option("--replace", is_flag=True, help="A bank of this name is put aside.")
@grader_option
@click.option("--dry-run", is_flag=True, help="Show what was read, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Show it as JSON, with every line.")
@click.option("--yes", is_flag=True, help="Go on and write without asking.")
@click.pass_context
def import_bank(
    ctx: click.Context,
    source: str,
    bank_id: str | None,
    title: str | None,
    format_name: str | None,
    columns: str | None,
    to: Path | None,
    replace: bool,
    grader: str | None,
    dry_run: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Make a bank of SOURCE: a page of hints or questions, a table, an Anki deck (- for stdin).

    Text, HTML, Markdown, PDF, CSV, TSV, JSON, JSONL, .apkg and Anki's text are read. What is
    missing is drafted, by a model where there is one; rules make rubrics, and what has no question
    then is a blank. Exit code 1 says that there is something to look at.
    """
    settings = Settings.load()
    asks = not yes and has_terminal()
    read = Source.piped(sys.stdin.buffer) if source == "-" else Source.file(Path(source))
    told = read_told(columns) if columns else None
    imported = _read(read, Format(format_name) if format_name else None, told, asks)
    outline = outlined(imported, bank_id, title)
    if as_json:
        values = preview_values(imported, outline)
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        for line in preview_lines(imported, outline):
            click.echo(line)
    if dry_run:
        ctx.exit(FINDINGS if imported.notices else DONE)
    target = target_of(Shelf.of(settings), outline.id, to, replace)
    if not (yes or asks):
        click.echo("Nothing was written. Not on a terminal that takes --yes.", err=True)
        ctx.exit(FINDINGS if imported.notices else DONE)
    _make(ctx, imported, outline, target, settings, grader, asks)


def _read(
    source: Source, format: Format | None, told: dict[Column, str] | None, asks: bool
) -> Imported:
    """What a source holds; where its columns tell nothing, somebody is asked for them."""
    try:
        return import_source(source, format, told)
    except ColumnsUnclear as unclear:
        if not asks or told:
            raise
        return import_source(source, format, _asked_columns(unclear))


def _asked_columns(unclear: ColumnsUnclear) -> dict[Column, str]:
    click.echo(printable(unclear.message), err=True)
    for number, name in enumerate(unclear.names, 1):
        sample = " ".join(unclear.samples[name].split())[:60]
        click.echo(printable(f"  {number}  {name}: {sample}"), err=True)
    told: dict[Column, str] = {}
    for column, words in (
        (Column.HINT, "what a good answer holds"),
        (Column.QUESTION, "the question"),
        (Column.SECTION, "the section"),
        (Column.TAGS, "tags"),
    ):
        number = click.prompt(
            f"Which column holds {words}? (0 for none)",
            type=click.IntRange(0, len(unclear.names)),
            default=0,
            err=True,
        )
        if number:
            told[column] = unclear.names[number - 1]
    return told


def _make(
    ctx: click.Context,
    imported: Imported,
    outline: Outline,
    target: Target,
    settings: Settings,
    grader: str | None,
    asks: bool,
) -> None:
    """Draft what is missing, and write the bank."""
    jobs = jobs_of(outline, (), again=False)
    marker = open_grader(chosen(settings, grader), settings)
    outcomes = carried_out(jobs, marker, asks)
    if outcomes is None:
        click.echo("By rules nothing is sent: --grader estimate", err=True)
        return
    for told in (*spent(outcomes), *failed(jobs, outcomes)):
        click.echo(printable(told), err=True)
    lacking = [got for got in outcomes if not isinstance(got, Draft)]
    whole = whole_bank(outline, jobs, asyncio.run(filled_by_rules(jobs, outcomes)))
    if lacking:
        click.echo(f"{count_of(len(lacking), 'rubric')} made by rules instead.", err=True)
    if asks and not click.confirm(printable(f"Write {target.path}?"), default=True, err=True):
        click.echo(f"Nothing was written. {_kept(jobs, outcomes)}".strip(), err=True)
        return
    put(whole, target, f"Imported from {imported.source}.")
    blanks = blanks_in(whole)
    for told in _written(outline, target, blanks):
        click.echo(printable(told), err=True)
    ctx.exit(FINDINGS if imported.notices or lacking or blanks else DONE)


def _kept(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> str:
    by_model = any(isinstance(got, Draft) and got.drafter.name == "model" for got in outcomes)
    return KEPT if jobs and by_model else ""


def _written(outline: Outline, target: Target, blanks: int) -> list[str]:
    told = [f"Written: {target.path}"]
    if target.backup is not None:
        told.append(f"The one before: {target.backup}")
    name = outline.id if target.path.stem == outline.id else str(target.path)
    total = sum(1 for _ in outline.questions())
    if blanks:
        told.append(
            f"{count_of(blanks, 'hint')} of {total} without a question: these are blanks. Word "
            f"them (ask:), or have them drafted by a model: interviewer bank draft {name}"
        )
    if blanks < total:
        told.append(f"Begin: interviewer start --bank {name}")
    told.append(f"Check: interviewer bank check {name}")
    return told
