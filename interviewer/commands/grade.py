"""``interviewer grade``: the same grader for programs."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any, TextIO

import click

from interviewer.batch import BadLine, Batch, numbered
from interviewer.drafters import drafter_beside
from interviewer.exit_codes import DONE, FINDINGS
from interviewer.graders import open_grader
from interviewer.settings import Settings
from interviewer.wording import GLYPHS
from rubrics.errors import InterviewerError
from rubrics.grade import Verdict
from rubrics.loading import load_bank
from rubrics.text import printable


@click.command()
@click.argument("file", metavar="FILE.jsonl")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; else stdout.")
@click.option("--grader", help="Who marks: estimate, or provider/model.")
@click.option("--no-cache", is_flag=True, help="Pay again for answers that were graded before.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=16, show_default=True, help="Answers at once."
)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, on a terminal too.")
@click.option("--force", is_flag=True, help="Write over an output file that is there.")
@click.pass_context
def grade(
    ctx: click.Context,
    file: str,
    output: Path | None,
    grader: str | None,
    no_cache: bool,
    jobs: int,
    as_json: bool,
    force: bool,
) -> None:
    """Grade the answers of FILE.jsonl (- for stdin), a line of JSON each.

    A line is {"id", "answer"} with "question_id" (and "bank"), or with "question" and "hint" (and
    "criteria"). The results come out in the same order, a line each. Exit code 1 says that some
    lines could not be read; they are named on stderr, and the rest is graded.
    """
    settings = Settings.load()
    chosen = grader or settings.model
    marker = open_grader(chosen, settings, use_cache=not no_cache)
    batch = Batch(marker, load_bank, settings.bank, drafter=drafter_beside(marker))
    counts: Counter[str] = Counter()
    for_people = output is None and not as_json and sys.stdout.isatty()
    with _input(file) as source, _output(output, force, Path(file)) as target:
        for record in _records(batch, source, file, jobs):
            counts["bad" if record is None else record["status"]] += 1
            if record is not None:
                target.write((_row(record) if for_people else _json_line(record)) + "\n")
    summary = {"lines": counts.total(), **dict(sorted(counts.items())), "grader": chosen}
    if as_json and output is not None:
        click.echo(json.dumps(summary))
    else:
        parts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        where = "" if output is None else f" Written: {output}"
        click.echo(f"{counts.total()} lines: {parts or 'none'}.{where}", err=True)
    ctx.exit(FINDINGS if counts["bad"] else DONE)


def _json_line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def _row(record: dict[str, Any]) -> str:
    """A record in a line for people."""
    score = "–" if record["score"] is None else f"{record['score']:g}"
    verdicts = "".join(GLYPHS[Verdict(item["verdict"])] for item in record["criteria"])
    text = record["reason"] or record["improve"]
    return printable(f"{record['id']!s:12.12} {score:>4} {record['status']:9} {verdicts}  {text}")


def _records(batch: Batch, source: TextIO, name: str, jobs: int) -> Iterator[dict[str, Any] | None]:
    """A record for each line, in order, or None for one that was refused and named on stderr.

    Some lines are graded at once; a line is read only when there is room for it.
    """
    show_progress = sys.stderr.isatty()
    waiting: deque[asyncio.Task[dict[str, Any]]] = deque()
    lines = numbered(source)
    with asyncio.Runner() as runner:
        try:
            for done in count(1):
                for number, text in islice(lines, jobs - len(waiting)):
                    loop = runner.get_loop()
                    waiting.append(loop.create_task(batch.grade(number, text)))
                if not waiting:
                    break
                try:
                    record = runner.run(_first(waiting))
                except BadLine as error:
                    _clear(show_progress)
                    click.echo(printable(f"{name}: {error}"), err=True)
                    record = None
                if show_progress and (done % 20 == 0 or jobs > 1):
                    click.echo(f"\r{done} graded ", nl=False, err=True)
                yield record
        finally:
            runner.run(batch.close())
    _clear(show_progress)


async def _first(waiting: deque[asyncio.Task[dict[str, Any]]]) -> dict[str, Any]:
    return await waiting.popleft()


def _clear(shown: bool) -> None:
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


# A byte that is no text spoils its own line and no other: it is refused there, with its number.
_READ: dict[str, Any] = {"encoding": "utf-8", "errors": "surrogateescape"}


@contextmanager
def _input(file: str) -> Iterator[TextIO]:
    if file == "-":
        sys.stdin.reconfigure(**_READ)  # type: ignore[union-attr]
        yield sys.stdin
        return
    try:
        source = open(file, **_READ)  # noqa: SIM115 - closed below, after the yield
    except OSError as error:
        raise InterviewerError(f"{file} cannot be read ({error.strerror}).") from None
    with source:
        yield source


@contextmanager
def _output(path: Path | None, force: bool, source: Path) -> Iterator[TextIO]:
    """Stdout, or a file that is there only once it is whole."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    if path.exists() and (not force or path.samefile(source)):
        advice = (
            "Nothing was graded; name another file" + ("" if force else ", or add --force") + "."
        )
        raise InterviewerError(f"{path} is there already.", advice)
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as target:
            yield target
        part.replace(path)
    except OSError as error:
        raise InterviewerError(f"{path} cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
