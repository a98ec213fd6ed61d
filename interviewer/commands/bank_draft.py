"""``interviewer bank draft``: what questions lack, drafted from their hints and shown as a diff."""

from __future__ import annotations

import asyncio
import difflib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from interviewer.banks.bank_writing import targets_of, write
from interviewer.banks.drafters import drafter_beside
from interviewer.banks.drafting import (
    Job,
    Outcome,
    draft_all,
    jobs_of,
    parts_of,
    size_of,
    with_parts,
)
from interviewer.commands.choosing import chosen, grader_option
from interviewer.commands.start import has_terminal
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FAILED, FINDINGS, INTERRUPTED
from interviewer.graders import open_grader
from rubrics.bank import Bank
from rubrics.checking import check_bank
from rubrics.drafting import Draft, Drafter, ModelDrafter
from rubrics.errors import InterviewerError
from rubrics.grade import total
from rubrics.grader import Grader, Progress, Waiting
from rubrics.loading import load_outline
from rubrics.models.model import ModelFailure
from rubrics.outline import Outline
from rubrics.rewriting import BankFiles, Place
from rubrics.text import printable

KEPT = "What a model drafted is kept: running this again costs nothing."


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
    outline = load_outline(bank)
    files = BankFiles.read(bank)
    targets = targets_of(files, output)
    jobs = jobs_of(outline, questions, again)
    if not jobs:
        click.echo("Nothing is missing. --again drafts criteria and answers anew.", err=True)
        return
    files.refuse_unwritable([job.place for job in jobs])
    asks = not yes and has_terminal()
    marker = open_grader(chosen(settings, grader), settings)
    outcomes = _carried_out(jobs, marker, asks)
    if outcomes is None:
        return
    parts = parts_of(outline, list(zip(jobs, outcomes, strict=True)))
    changed = files.with_parts(parts)
    _show(files, changed, targets)
    whole = Outline.model_validate(with_parts(outline, parts))
    lacking = [*_failed(jobs, outcomes), *_lacking(jobs, whole)]
    for told in (*_spent(outcomes), *lacking, *_findings(whole, parts)):
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


def _carried_out(jobs: Sequence[Job], marker: Grader, asks: bool) -> list[Outcome] | None:
    """What comes of each job; None where nobody wants to pay for it."""
    drafter = drafter_beside(marker)
    with asyncio.Runner() as runner:
        try:
            if isinstance(drafter, ModelDrafter) and not _worth_it(drafter, jobs, asks):
                click.echo("Nothing was sent.", err=True)
                return None
            return runner.run(_drafted(drafter, jobs))
        except KeyboardInterrupt:
            click.echo(f"Interrupted. Nothing was written. {KEPT}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        finally:
            runner.run(drafter.close())
            runner.run(marker.close())


def _worth_it(drafter: ModelDrafter, jobs: Sequence[Job], asks: bool) -> bool:
    """Say what drafting by a model will take, and ask where somebody can answer."""
    new = [job for job in jobs if not drafter.is_kept(job.sketch)]
    kept = len(jobs) - len(new)
    told = f"{_count(len(new))}, " + (f"{kept} kept from before, " if kept else "")
    told += f"{_cost(drafter, new)} with {drafter.parameters.name}"
    if asks and new:
        return click.confirm(printable(f"{told}: go on?"), default=True, err=True)
    click.echo(printable(f"{told}."), err=True)
    return True


def _count(drafts: int) -> str:
    return f"{drafts} draft{'s' * (drafts != 1)}"


def _cost(drafter: ModelDrafter, jobs: Sequence[Job]) -> str:
    """About what drafting takes: tokens, and dollars where the price is known."""
    from rubrics.models.names import place
    from rubrics.models.prices import Prices

    tokens = size_of(jobs)
    model = drafter.parameters
    dollars = Prices().cost(place(model.name, model.base_url), tokens)
    return f"about {_thousands(tokens.prompt + tokens.completion)} tokens, {_dollars(dollars)}"


def _thousands(tokens: int) -> str:
    return f"{tokens / 1000:.0f}k" if tokens >= 10_000 else f"{tokens / 1000:.1f}k"


def _dollars(dollars: float | None) -> str:
    if dollars is None:
        return "price unknown"
    return f"${dollars:.2f}" if dollars >= 0.01 or not dollars else "less than $0.01"


async def _drafted(drafter: Drafter, jobs: Sequence[Job]) -> list[Outcome]:
    """Draft, with a line on a terminal that says how far it is and what it waits for."""
    shown = sys.stderr.isatty()
    done = 0

    def tell(more: str = "") -> None:
        if shown:
            click.echo(f"\r\x1b[K{done} of {_count(len(jobs))}{more}", nl=False, err=True)

    def on_done() -> None:
        nonlocal done
        done += 1
        tell()

    def on_progress(progress: Progress) -> None:
        if isinstance(progress, Waiting):
            again = f"again in {progress.seconds:.0f} s"
            tell(f": {progress.reason}, {again}, {progress.attempt} of {progress.attempts}")

    tell()
    try:
        return await draft_all(drafter, jobs, on_done, on_progress)
    finally:
        if shown:
            click.echo("\r\x1b[K", nl=False, err=True)


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


def _failed(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> Iterator[str]:
    for job, got in zip(jobs, outcomes, strict=True):
        if isinstance(got, ModelFailure):
            detail = f" ({got.detail})" if got.detail else ""
            yield f"{job.label}: not drafted: {got.reason}{detail}"
        elif isinstance(got, InterviewerError):
            yield f"{job.label}: not drafted: {got}"


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


def _spent(outcomes: Sequence[Outcome]) -> Iterator[str]:
    usages = [got.usage for got in outcomes if isinstance(got, Draft | ModelFailure)]
    spent = total(usage for usage in usages if usage is not None)
    if spent is not None and spent.prompt_tokens + spent.completion_tokens:
        tokens = _thousands(spent.prompt_tokens + spent.completion_tokens)
        yield f"It took {tokens} tokens, {_dollars(spent.cost_usd)}."
