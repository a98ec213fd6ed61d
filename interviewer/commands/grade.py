"""``interviewer grade``: the same grader for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from interviewer.banks.drafters import drafter_beside
from interviewer.banks.shelf import Shelf
from interviewer.bulk.batch import Batch
from interviewer.bulk.file_grading import FileGrading
from interviewer.bulk.progress import Progress
from interviewer.bulk.results import (
    LASTING,
    Journal,
    Printed,
    Record,
    Results,
    json_line,
    open_journal,
)
from interviewer.bulk.tally import Tally
from interviewer.commands import options
from interviewer.commands.choosing import grader_option
from interviewer.commands.marking import Marking
from interviewer.exit_codes import DONE, FINDINGS, INTERRUPTED
from interviewer.graders import made_by
from interviewer.wording import GLYPHS
from rubrics.errors import InterviewerError
from rubrics.grade import Verdict
from rubrics.text import printable


@click.command()
@click.argument("file", metavar="FILE.jsonl")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; else stdout.")
@grader_option
@options.no_cache
@options.budget
@options.jobs
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and a summary in JSON.")
@click.option("--force", is_flag=True, help="Write over an output file that is there.")
@click.pass_context
def grade(
    ctx: click.Context,
    file: str,
    output: Path | None,
    grader: str | None,
    no_cache: bool,
    budget: float | None,
    jobs: int,
    as_json: bool,
    force: bool,
) -> None:
    """Grade the answers of FILE.jsonl (- for stdin), a line of JSON each.

    A line is {"id", "answer"} with "question_id" (and "bank"), or with "question" and "hint" (and
    "criteria"). The results come out in the same order, a line each. Exit code 1 says that some
    lines could not be read, which are named on stderr, or that some answers are ungraded.

    With -o, results are kept in OUT.jsonl.part until all are there. However it ends, the same
    command goes on.
    """
    marking = Marking.open(grader, budget, use_cache=not no_cache)
    progress = marking.progress
    batch = Batch(
        marking.grader,
        Shelf.of(marking.settings).bank,
        marking.settings.bank,
        drafter_beside(marking.grader),
        made_by(marking.grader),
        progress.waits.hear,
    )
    marking.introduce()
    with (
        _input(file) as source,
        _results(output, force, file, _shown(as_json, progress)) as results,
    ):
        work = FileGrading(file, source, batch, results, progress)
        marking.run(work.run(jobs), batch.close)
        if not work.whole:
            click.echo(printable(_interrupted(work, progress.total, results)), err=True)
            ctx.exit(INTERRUPTED)
        if isinstance(results, Journal) and output is not None:
            results.finish(output)
    tally = progress.tally
    if as_json:
        summary = {"lines": tally.done, **tally.values(), "grader": marking.choice.name}
        click.echo(json.dumps(summary), err=output is None)
    else:
        for line in _summary(tally, output, no_cache):
            click.echo(printable(line), err=True)
    ctx.exit(FINDINGS if tally.statuses["bad"] or tally.statuses["ungraded"] else DONE)


def _summary(tally: Tally, output: Path | None, no_cache: bool) -> Iterator[str]:
    """What it came to, for people."""
    yield f"{tally.words('line')}." + ("" if output is None else f" Written: {output}")
    if tally.spent():
        yield f"{tally.spent()}."
    for reason, detail in tally.details.items():
        yield f"Ungraded, {reason}: {detail}"
    if not no_cache and not tally.reasons.keys() <= LASTING:
        force = "" if output is None else " with --force"
        yield (
            f"The same command{force} tries what is ungraded again; "
            "all else comes from the cache then."
        )


def _interrupted(work: FileGrading, total: int | None, results: Results) -> str:
    of = "" if total is None else f" of {total}"
    if isinstance(results, Journal):
        kept = f"{work.kept}{of} are graded and kept in {results.path}."
        return f"Interrupted: {kept} The same command goes on."
    assert isinstance(results, Printed)
    return f"Interrupted: {results.count}{of} are written, in order and whole."


def _shown(as_json: bool, progress: Progress) -> Callable[[Record], None]:
    """What writes a record to stdout: for people on a terminal, otherwise for programs."""

    def write(record: Record) -> None:
        sys.stdout.write(json_line(record) + "\n")
        sys.stdout.flush()

    if not sys.stdout.isatty():
        return write
    return lambda record: progress.show(json_line(record) if as_json else _row(record))


def _row(record: dict[str, Any]) -> str:
    """A record in a line for people."""
    score = "–" if record["score"] is None else f"{record['score']:g}"
    verdicts = "".join(GLYPHS[Verdict(item["verdict"])] for item in record["criteria"])
    text = record["reason"] or record["improve"]
    return f"{record['id']!s:12.12} {score:>4} {record['status']:9} {verdicts}  {text}"


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
def _results(
    path: Path | None, force: bool, source: str, show: Callable[[Record], None]
) -> Iterator[Results]:
    """Stdout, or a file that is there only once it is whole."""
    if path is None:
        yield Printed(show)
        return
    advice = ""
    try:
        with open_journal(path) as journal:
            # Only now: nobody else can finish it any more.
            _refuse_to_overwrite(path, force, source)
            advice = f"What was graded is kept in {journal.path}; the same command goes on."
            yield journal
    except OSError as error:
        raise InterviewerError(f"{path} cannot be written ({error.strerror}).", advice) from None


def _refuse_to_overwrite(path: Path, force: bool, source: str) -> None:
    if path.exists() and not (force and (source == "-" or not path.samefile(source))):
        way = "name another file" + ("" if force else ", or add --force")
        raise InterviewerError(f"{path} is there already.", f"Nothing was graded; {way}.")
