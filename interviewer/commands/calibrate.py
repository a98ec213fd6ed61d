"""``interviewer calibrate``: how far graders agree with labelled answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from interviewer.bulk.progress import Progress, Waits
from interviewer.bulk.tally import Tally
from interviewer.calibration.asking import Ask, Asking, Candidate, asks_of
from interviewer.calibration.gathering import gather
from interviewer.calibration.kept import Calibrations, Run
from interviewer.calibration.outcome import Outcome, Result
from interviewer.calibration.screen import lines
from interviewer.commands import options
from interviewer.commands.choosing import chosen
from interviewer.commands.marking import run
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS, INTERRUPTED
from interviewer.exporting import write_private
from interviewer.graders import budget_of, model_of, open_grader
from interviewer.wording import who_marks
from rubrics.errors import InterviewerError
from rubrics.text import printable


@click.command()
@click.option(
    "--grader",
    "graders",
    multiple=True,
    metavar="NAME",
    help="Who is measured: estimate, or provider/model; repeatable. Else who marks now.",
)
@click.option("--bank", metavar="BANK", help="A bank by name, folder or file; else the one in use.")
@click.option(
    "--repeat",
    type=click.IntRange(1, 10),
    default=2,
    show_default=True,
    metavar="K",
    help="Ask one answer of each question K times, and in two other ways; 1: none of that.",
)
@click.option(
    "--half",
    type=click.Choice(["a", "b"]),
    help="Only answers to half of the questions; the estimate was tuned on a. Nothing is kept.",
)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Only N answers, drawn.")
@click.option("--mine", is_flag=True, help="Marks that you have set count as labels, apart.")
@click.option("--seed", type=int, default=0, show_default=True, help="For all that is drawn.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="A page as well.")
@click.option("--force", is_flag=True, help="Write over a page that is there.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.no_cache
@options.budget
@options.jobs
@options.yes
@click.pass_context
def calibrate(
    ctx: click.Context,
    graders: tuple[str, ...],
    bank: str | None,
    repeat: int,
    half: str | None,
    sample: int | None,
    mine: bool,
    seed: int,
    html: Path | None,
    force: bool,
    as_json: bool,
    no_cache: bool,
    budget: float | None,
    jobs: int,
    yes: bool,
) -> None:
    """Measure how far graders agree with labelled answers.

    What that will cost is said before it begins. However it ends, the same command goes on: what
    was paid for comes from the cache. What a run over 100 answers or more came to is kept, and its
    word stands beside the grader's name from then on. Exit code 1: some answers are ungraded.
    """
    settings = Settings.load()
    if budget is not None:
        settings = replace(settings, budget=budget)
    if html is not None and html.exists() and not force:
        raise InterviewerError(f"{html} is there already.", "Nothing was asked; add --force.")
    answers = gather(
        settings, bank or settings.bank, half=half, sample=sample, mine=mine, seed=seed
    )
    candidates = _candidates(settings, graders, use_cache=not no_cache)
    asks = [*asks_of(answers.drawn, repeat, seed), *map(Ask, answers.mine or ())]
    if not (_introduced(candidates, asks, no_cache=no_cache) or yes or _may_send()):
        click.echo("Nothing was sent.", err=True)
        ctx.exit(DONE)
    progress = Progress(Tally(), Waits(), shown=sys.stderr.isatty())
    asking = Asking(candidates, asks, progress)
    run(asking.run(jobs), asking.close, progress)
    if not asking.whole:
        click.echo(printable(_interrupted(progress, no_cache)), err=True)
        ctx.exit(INTERRUPTED)
    results = [Result.of(candidate, answers.mine, seed=seed) for candidate in candidates]
    outcome = Outcome.of(answers, results, seed=seed)
    now = datetime.now(UTC)
    if as_json:
        click.echo(json.dumps(outcome.values(), ensure_ascii=False, indent=2))
    else:
        for line in lines(outcome):
            click.echo(printable(line))
    if html is not None:
        from interviewer.calibration.page import page

        write_private(html, page(outcome, now), force)
        click.echo(printable(f"Written: {html}"), err=True)
    calibrations = Calibrations(settings.home)
    for result in results:
        if half is None and result.labels is not None and result.word is not None:
            calibrations.keep(Run.of(result.who, answers.bank, now, result.labels))
            click.echo(printable(f"{result.name}: {result.word.value}. Kept."), err=True)
    ctx.exit(FINDINGS if progress.tally.statuses["ungraded"] else DONE)


def _candidates(
    settings: Settings, names: Sequence[str], *, use_cache: bool
) -> Sequence[Candidate]:
    """The graders that are named, or the one that marks now. They share one budget.

    Raises:
        InterviewerError: a name means nothing, or stands twice.
    """
    choices = [
        chosen(settings, name, warn=not number) for number, name in enumerate(names or (None,))
    ]
    names = [choice.name for choice in choices]
    for name in names:
        if names.count(name) > 1:
            raise InterviewerError(f"The grader {name} is named twice.", "Nothing was asked.")
    budget = budget_of(settings)
    return [
        Candidate(choice, open_grader(choice, settings, use_cache=use_cache, budget=budget))
        for choice in choices
    ]


def _introduced(candidates: Sequence[Candidate], asks: Sequence[Ask], *, no_cache: bool) -> bool:
    """Say who is measured, where answers go and what that costs; whether none of it is sent."""
    free = True
    for candidate in candidates:
        click.echo(printable(who_marks(candidate.choice)), err=True)
        model = model_of(candidate.grader)
        if model is not None:
            from interviewer.bulk.sizing import size_of

            free = False
            size = size_of((ask.task for ask in asks), model)
            count = f"{len(asks)} answer{'s' * (len(asks) != 1)} to mark"
            click.echo(printable(f"{candidate.choice.name}: {count}, {size}."), err=True)
    if not (free or no_cache):
        click.echo("What was paid for before comes from the cache.", err=True)
    return free


def _may_send() -> bool:
    """Ask somebody who is there."""
    return not options.asks() or click.confirm("Go on?", err=True)


def _interrupted(progress: Progress, no_cache: bool) -> str:
    done = f"Interrupted: {progress.tally.done} of {progress.total} were asked."
    if no_cache:
        return f"{done} Nothing was kept."
    return f"{done} The same command goes on; what was paid for comes from the cache."
