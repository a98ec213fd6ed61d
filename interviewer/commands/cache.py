"""``interviewer cache``: what was paid for and is kept, and forgetting it."""

from __future__ import annotations

import json
import os

import click

from interviewer.commands import options
from interviewer.config.settings import Settings
from interviewer.graders import open_cache
from rubrics.errors import InterviewerError
from rubrics.judge import CacheStats, GradeCache
from rubrics.text import printable


@click.group()
def cache() -> None:
    """What models replied, kept so that it is not paid for twice: grades, and drafts of rubrics."""


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(as_json: bool) -> None:
    """Say how much is kept, in how many bytes, and where."""
    kept = _open()
    found = kept.stats()
    kept.close()
    if as_json:
        values = {
            "grades": found.grades,
            "drafts": found.drafts,
            "size": found.size,
            "path": str(kept.path),
        }
        click.echo(json.dumps(values))
        return
    click.echo(printable(f"{_words(found)}, {_size(found.size)}, in {kept.path}"))


@cache.command()
@options.yes
def clear(yes: bool) -> None:
    """Forget all that is kept. Interviews keep their grades; only asking again costs again."""
    kept = _open()
    found = kept.stats()
    if not found.grades + found.drafts:
        click.echo("Nothing is kept.")
        return
    if not yes and options.asks():
        question = f"Forget {_words(found)}? Asking for the same again will cost again."
        if not click.confirm(question, err=True):
            click.echo("Nothing was forgotten.")
            return
    kept.clear()
    left = kept.stats()
    kept.close()
    if left.grades + left.drafts:
        raise InterviewerError(f"{kept.path} could not be cleared.", "Nothing was forgotten.")
    click.echo(f"{_words(found)} forgotten.")


def _open() -> GradeCache:
    """The cache.

    Raises:
        InterviewerError: it is there and cannot be used.
    """
    kept = open_cache(Settings.load())
    if kept.path.exists() and not os.access(kept.path, os.R_OK | os.W_OK):
        raise InterviewerError(f"{kept.path} cannot be read and written.")
    return kept


def _words(found: CacheStats) -> str:
    """``12 grades``, or ``12 grades and 1 draft``."""
    parts = [f"{found.grades} grade{'s' * (found.grades != 1)}"]
    if found.drafts:
        parts.append(f"{found.drafts} draft{'s' * (found.drafts != 1)}")
    return " and ".join(parts)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
