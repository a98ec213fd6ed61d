"""``interviewer doctor`` and ``interviewer locate``."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict

import click

from interviewer.banks.shelf import Shelf
from interviewer.calibration.kept import CALIBRATION_FILE
from interviewer.checks.calibration import calibration
from interviewer.checks.finding import Finding
from interviewer.checks.machine import examine_machine, examine_program
from interviewer.config.preferences import FILE
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS
from interviewer.graders import ABILITIES_FILE, CACHE_FILE, NOTHING_FOUND, Choice, choose
from rubrics.errors import InterviewerError
from rubrics.loading import SHIPPED
from rubrics.text import printable
from sessions.store import STORE_FILE

SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


@click.command()
@click.option("--model", metavar="NAME", help="Look at this model instead of the one that marks.")
@click.option("--offline", is_flag=True, help="Look at this machine only; nothing is sent.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def doctor(ctx: click.Context, model: str | None, offline: bool, as_json: bool) -> None:
    """Check that everything works here, and say what to do where it does not.

    Where a model marks, two small requests are sent to it; with the models that a key alone
    chooses they cost less than a cent.
    """
    if offline and model is not None:
        raise click.UsageError("--offline looks at no model; leave out --model or --offline.")
    findings = []
    for finding in examine(model, offline, _tell if sys.stdout.isatty() else lambda words: None):
        findings.append(finding)
        if not as_json:
            click.echo(printable(f"{SIGNS[finding.state]}  {finding.what}: {finding.text}"))
            if finding.advice:
                click.echo(printable(f"         {finding.advice}"))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    ctx.exit(FINDINGS if any(finding.state == "problem" for finding in findings) else DONE)


def _tell(words: str) -> None:
    click.echo(printable(f"...      {words}"), err=True)


def examine(named: str | None, offline: bool, tell: Callable[[str], None]) -> Iterator[Finding]:
    """Look at this machine, then at who marks.

    Args:
        named: the model to look at; else the one that marks.
        offline: whether the estimate is all there is to look at.
        tell: told what is going to be sent, before it is.
    """
    yield from examine_program()
    try:
        settings = Settings.load()
    except InterviewerError as error:
        yield Finding("settings", "problem", error.message, error.advice)
        return
    yield from examine_machine(settings)
    try:
        choice = Choice(why="--offline") if offline else choose(settings, named, by="--model")
    except InterviewerError as error:
        yield Finding("grader", "problem", error.message, error.advice)
        return
    yield _grader(choice, settings)
    yield from calibration(choice, settings)
    if not choice.offline:
        from interviewer.checks.model import examine_model, what_is_sent

        tell(what_is_sent(choice))
        try:
            yield from _one_by_one(examine_model(choice, settings))
        except InterviewerError as error:
            yield Finding("grade", "problem", error.message, error.advice)


def _one_by_one(findings: AsyncIterator[Finding]) -> Iterator[Finding]:
    async def next_one() -> Finding | None:
        return await anext(findings, None)

    with asyncio.Runner() as runner:
        while (finding := runner.run(next_one())) is not None:
            yield finding


def _grader(choice: Choice, settings: Settings) -> Finding:
    if not choice.offline:
        where = f" at {choice.base_url}" if choice.base_url else ""
        return Finding("grader", "ok", f"{choice.name}{where} ({choice.why})")
    text = f"offline estimate ({choice.why})"
    if choice.why != NOTHING_FOUND:
        return Finding("grader", "ok", text)
    if settings.environ.get("OPENAI_BASE_URL") and settings.environ.get("OPENAI_API_KEY"):
        advice = "OPENAI_BASE_URL is a server of another than OpenAI: name one of its models."
    else:
        advice = (
            "For marks by a model, set a provider's key or run Ollama: docs/models.md says how."
        )
    return Finding("grader", "ok", text, advice)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def locate(as_json: bool) -> None:
    """Say where everything lies. To delete it is enough to leave no trace."""
    settings = Settings.load()
    places = {
        "home": settings.home,
        "store": settings.home / STORE_FILE,
        "grades": settings.home / CACHE_FILE,
        "abilities": settings.home / ABILITIES_FILE,
        "calibration": settings.home / CALIBRATION_FILE,
        "settings": settings.home / FILE,
        "variables": settings.home / ".env",
        "own banks": Shelf.of(settings).own,
        "banks": SHIPPED,
    }
    if as_json:
        click.echo(json.dumps({name: str(path) for name, path in places.items()}, indent=2))
        return
    notes = {
        "home": "everything that is kept; deleting it is enough",
        "store": "interviews, answers and grades",
        "grades": "what models replied, so that none is paid for twice; interviewer cache",
        "abilities": "how servers of models want to be asked; it only saves requests",
        "calibration": "how far graders can be believed; interviewer calibrate",
        "settings": "what was saved in Settings, and keys of your own (see docs/configuration.md)",
        "variables": "keys of providers and other variables, where you wrote any",
        "own banks": "questions of your own, where you imported any; interviewer bank list",
        "banks": "the questions that came with the program",
    }
    for name, path in places.items():
        there = "" if path.exists() else " (not there yet)"
        click.echo(printable(f"{name + ':':12} {path}{there}\n             {notes[name]}"))
