"""``interviewer doctor`` and ``interviewer locate``."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import click

from interviewer.exit_codes import DONE, FINDINGS
from interviewer.settings import Settings
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grader import GradingTask
from rubrics.loading import SHIPPED, load_bank, shipped_banks
from rubrics.text import printable
from sessions.store import STORE_FILE, Store

ENOUGH_SPACE = 50_000_000
"""Bytes; with less, a long interview might not fit."""


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    what: str
    state: Literal["ok", "note", "problem"]
    text: str
    advice: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check that everything works here, and say what to do where it does not."""
    findings = list(examine())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        signs = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}
        for finding in findings:
            click.echo(printable(f"{signs[finding.state]}  {finding.what}: {finding.text}"))
            if finding.advice:
                click.echo(printable(f"         {finding.advice}"))
    ctx.exit(FINDINGS if any(finding.state == "problem" for finding in findings) else DONE)


def examine() -> Iterator[Finding]:
    """Look at Python, packages, terminal, settings, store, disk, banks and grader."""
    yield _python()
    yield _packages()
    yield _terminal()
    try:
        settings = Settings.load()
    except InterviewerError as error:
        yield Finding("settings", "problem", error.message, error.advice)
        return
    yield Finding("settings", "ok", f"bank {settings.bank}, theme {settings.theme}")
    yield _try("store", lambda: _store(settings.home))
    yield _space(settings.home)
    for name in dict.fromkeys([*shipped_banks(), settings.bank]):
        yield _try(f"bank {name}", partial(_bank, name))
    yield _try("grader", lambda: _estimate(settings.bank))


def _try(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "ok", look())
    except InterviewerError as error:
        return Finding(what, "problem", error.message, error.advice)


def _python() -> Finding:
    return Finding(
        "python", "ok", f"{sys.version.split()[0]}, interviewer {version('interviewer')}"
    )


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "").lower()
    text = f"{size.columns}×{size.lines}, {encoding or 'no encoding'}"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding("terminal", "note", "none here", "Plain mode works: start --plain")
    if encoding not in ("utf-8", "utf8"):
        return Finding("terminal", "note", text, "Signs such as ● need UTF-8: set LANG=C.UTF-8")
    if size.columns < 80 or size.lines < 24:
        return Finding("terminal", "note", text, "The screens are made for 80×24 and more.")
    return Finding("terminal", "ok", text)


def _store(home: Path) -> str:
    with closing(Store.open(home)) as store:
        count = len(store.sessions())
        return f"{count} interview{'s' * (count != 1)} in {store.path}"


def _space(home: Path) -> Finding:
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        return Finding("disk", "problem", f"{home}: {error.strerror}")
    if free < ENOUGH_SPACE:
        return Finding(
            "disk", "problem", f"{free / 1e6:.0f} MB free in {home}", "Make room before you begin."
        )
    return Finding("disk", "ok", f"{free / 1e9:.1f} GB free")


def _bank(name: str) -> str:
    bank = load_bank(name)
    questions = sum(1 for _ in bank.questions())
    return f"{questions} questions in {len(bank.sections)} sections"


def _estimate(bank: str) -> str:
    question = next(load_bank(bank).questions())
    grade = Estimator().estimate(GradingTask.of(question, question.model_answer))
    if grade.score is None:
        raise InterviewerError(f"The estimate gave no score: {grade.reason}.")
    return f"offline estimate; a model answer gets {grade.score:g} of 100"


def _packages() -> Finding:
    found = []
    for name in ("textual", "pydantic", "openai", "litellm", "tenacity"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return Finding("packages", "problem", f"{name} is missing", "Install interviewer anew.")
    return Finding("packages", "ok", ", ".join(found))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def locate(as_json: bool) -> None:
    """Say where everything lies. To delete it is enough to leave no trace."""
    settings = Settings.load()
    places = {
        "home": settings.home,
        "store": settings.home / STORE_FILE,
        "settings": settings.home / ".env",
        "banks": SHIPPED,
    }
    if as_json:
        click.echo(json.dumps({name: str(path) for name, path in places.items()}, indent=2))
        return
    notes = {
        "home": "everything that is kept; deleting it is enough",
        "store": "interviews, answers and grades",
        "settings": "variables, where you wrote any (see .env.example)",
        "banks": "the questions that came with the program",
    }
    for name, path in places.items():
        there = "" if path.exists() else " (not there yet)"
        click.echo(printable(f"{name + ':':10}{path}{there}\n          {notes[name]}"))
