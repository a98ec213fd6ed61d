"""``interviewer cache``: the grades that were paid for, and forgetting them."""

from __future__ import annotations

import json
import os

import click

from interviewer.commands import options
from interviewer.graders import open_cache
from interviewer.settings import Settings
from rubrics.errors import InterviewerError
from rubrics.judge import GradeCache
from rubrics.text import printable


@click.group()
def cache() -> None:
    """The grades by models that are kept, so that none is paid for twice."""


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(as_json: bool) -> None:
    """Say how many grades are kept, in how many bytes, and where."""
    kept = _open()
    found = kept.stats()
    kept.close()
    if as_json:
        values = {"grades": found.grades, "size": found.size, "path": str(kept.path)}
        click.echo(json.dumps(values))
        return
    click.echo(printable(f"{_grades(found.grades)}, {_size(found.size)}, in {kept.path}"))


@cache.command()
@options.yes
def clear(yes: bool) -> None:
    """Forget all grades that are kept. Interviews keep theirs; only asking again costs again."""
    kept = _open()
    count = kept.stats().grades
    if not count:
        click.echo("No grade is kept.")
        return
    if not yes and options.asks():
        question = f"Forget {_grades(count)}? Grading these answers again will cost again."
        if not click.confirm(question, err=True):
            click.echo("Nothing was forgotten.")
            return
    kept.clear()
    left = kept.stats().grades
    kept.close()
    if left:
        raise InterviewerError(f"{kept.path} could not be cleared.", "Nothing was forgotten.")
    click.echo(f"{_grades(count)} forgotten.")


def _open() -> GradeCache:
    """The cache.

    Raises:
        InterviewerError: it is there and cannot be used.
    """
    kept = open_cache(Settings.load())
    if kept.path.exists() and not os.access(kept.path, os.R_OK | os.W_OK):
        raise InterviewerError(f"{kept.path} cannot be read and written.")
    return kept


def _grades(count: int) -> str:
    return f"{count} grade{'s' * (count != 1)}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
