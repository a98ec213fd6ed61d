"""A look at this machine: program, terminal, settings, store, disk, banks and the estimate."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from interviewer.banks.shelf import Shelf
from interviewer.banks.words import bank_size
from interviewer.checks.finding import Finding, attempted
from interviewer.config.settings import Settings
from interviewer.wording import spent_text
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grader import GradingTask
from rubrics.loading import shipped_banks
from sessions.store import Store

ENOUGH_SPACE = 50_000_000
"""Bytes; with less, a long interview might not fit."""


def examine_program() -> Iterator[Finding]:
    """Look at what runs, before anything is known of settings."""
    yield Finding("python", "ok", f"{sys.version.split()[0]}, interviewer {version('interviewer')}")
    yield _packages()
    yield _terminal()


def examine_machine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that works without a model."""
    yield Finding("settings", "ok", f"bank {settings.bank}, theme {settings.theme}")
    for fault in (*settings.faults, *_key_faults(settings)):
        yield Finding("settings", "note", fault.message, fault.advice)
    for exposure in settings.exposures():
        yield Finding("keys", "note", exposure.message, exposure.advice)
    yield attempted("store", lambda: _store(settings.home))
    yield _space(settings.home)
    shelf = Shelf.of(settings)
    for name in dict.fromkeys([*shelf.names(), settings.bank]):
        yield attempted(f"bank {name}", partial(_bank, shelf, name))
    yield attempted("estimate", lambda: _estimate(shelf, settings.bank))


def _packages() -> Finding:
    found = []
    for name in ("textual", "pydantic", "openai", "litellm", "tenacity"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return Finding("packages", "problem", f"{name} is missing", "Install interviewer anew.")
    return Finding("packages", "ok", ", ".join(found))


def _key_faults(settings: Settings) -> Sequence[InterviewerError]:
    if not settings.keys:
        return ()
    from interviewer.keyboard.keymap import Keymap

    return Keymap.of(settings.keys).faults


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
        cost = spent_text(store.spent())
        words = f"{count} interview{'s' * (count != 1)} in {store.path}"
        return f"{words}. {cost} in all" if cost else words


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


def _bank(shelf: Shelf, name: str) -> str:
    return bank_size(shelf.bank(name))


def _estimate(shelf: Shelf, name: str) -> str:
    banks = (shelf.bank(bank) for bank in (name, *shipped_banks()))
    question = next(one for bank in banks for one in bank.questions() if one.model_answer)
    grade = Estimator().estimate(GradingTask.of(question, question.model_answer))
    if grade.score is None:
        raise InterviewerError(f"The estimate gave no score: {grade.reason}.")
    return f"works offline; a model answer gets {grade.score:g} of 100"
