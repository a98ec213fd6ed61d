"""``interviewer export``: interviews as files to read, for programs, and for another machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click

from interviewer.commands.counting import counting
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS
from interviewer.exporting import Form, write_private, written
from interviewer.services import Services
from rubrics.errors import InterviewerError
from rubrics.text import printable
from sessions.record import SessionRecord


@click.command()
@click.argument("sessions", metavar="[SESSION]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every interview.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "csv", "json"]),
    default=None,
    help="md and html are to read, csv is for spreadsheets, json for programs and for "
    "`interviewer import`.  [default: md; json with --all]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File or folder to write; else stdout."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--unfinished", is_flag=True, help="JSON of exams that are not over too, with their marks."
)
@click.option(
    "--labels", is_flag=True, help="Your own verdicts as labelled answers, in JSON Lines."
)
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema of --format json.")
def export(
    sessions: tuple[str, ...],
    every: bool,
    form: Form | None,
    output: Path | None,
    force: bool,
    unfinished: bool,
    labels: bool,
    as_schema: bool,
) -> int:
    """Write interviews as Markdown, HTML, CSV or JSON.

    SESSION is an id, the beginning of one, or "last". Several become one table (csv), one file
    with a line for each (json), or a file each in the folder named by -o (md, html).
    """
    if as_schema:
        from sessions.export import schema

        _write([json.dumps(schema(), indent=2) + "\n"], output, force)
        return DONE
    if bool(sessions) == every and not (labels and not sessions):
        raise click.UsageError("Name interviews, or say --all.")
    with closing(Services.open(Settings.load())) as services:
        if every or not sessions:
            ids = [summary.id for summary in reversed(services.store.sessions())]
            if not ids:
                raise InterviewerError("There is no interview yet.", "Begin one: interviewer start")
        else:
            ids = list(dict.fromkeys(services.find(name).id for name in sessions))
        job = _Job(services, unfinished)
        if labels:
            from sessions.export import to_labels

            labelled = to_labels(record.session for record in job.read(ids))
            _write(labelled, _in_folder(output, "labels.jsonl"), force)
        else:
            _export(job, ids, form or ("json" if every else "md"), every, output, force)
    return FINDINGS if job.left_out else DONE


class _Job:
    """Reads interviews one by one, and says which had to be left out."""

    def __init__(self, services: Services, unfinished: bool) -> None:
        self.store = services.store
        self.hide = services.settings.hide_scores
        self.unfinished = unfinished
        self.left_out = 0

    def read(self, ids: Sequence[str]) -> Iterator[SessionRecord]:
        """The interviews that can be read."""
        for session_id in counting(ids, "interviews"):
            try:
                yield self.store.record(session_id)
            except InterviewerError as error:
                self.leave_out(error)

    def written(self, record: SessionRecord, form: Form, line: bool = False) -> Iterable[str]:
        """The text of one."""
        return written(
            record,
            form,
            hide_scores=self.hide,
            unfinished=self.unfinished,
            line=line,
        )

    def lines(self, ids: Sequence[str]) -> Iterator[str]:
        """Each as a line of an archive."""
        for record in self.read(ids):
            try:
                yield from self.written(record, "json", line=True)
            except InterviewerError as error:
                self.leave_out(error)

    def leave_out(self, error: InterviewerError) -> None:
        """Say which is not in what is written, and why."""
        self.left_out += 1
        click.echo(printable(f"Left out: {error.message} {error.advice}".rstrip()), err=True)


def _export(
    job: _Job, ids: Sequence[str], form: Form, every: bool, output: Path | None, force: bool
) -> None:
    several = every or len(ids) > 1
    if form == "csv":
        from sessions.export import to_csv

        _write(to_csv(job.read(ids), job.hide), _in_folder(output, "interviews.csv"), force)
    elif not several:
        text = job.written(job.store.record(ids[0]), form)
        _write(text, _in_folder(output, f"interview-{ids[0]}.{form}"), force)
    elif form == "json":
        _write(job.lines(ids), _in_folder(output, "interviews.jsonl"), force)
    elif output is None:
        raise click.UsageError(f"Several interviews as {form} need a folder: -o FOLDER.")
    else:
        _fill(output, job, ids, form, force)


def _fill(folder: Path, job: _Job, ids: Sequence[str], form: Form, force: bool) -> None:
    """Write a file for each interview into a folder, which is made where it is missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InterviewerError(f"{folder} cannot be used ({error.strerror}).") from None
    number = 0
    for record in job.read(ids):
        path = folder / f"interview-{record.session.id}.{form}"
        write_private(path, job.written(record, form), force)
        number += 1
    click.echo(f"Written: {number} file{'s' * (number != 1)} in {folder}", err=True)


def _in_folder(output: Path | None, name: str) -> Path | None:
    """Where to write: the file that was named, or one of this name in the folder that was."""
    return output / name if output is not None and output.is_dir() else output


def _write(text: Iterable[str], output: Path | None, force: bool) -> None:
    if output is None:
        for piece in text:
            sys.stdout.write(piece)
        return
    write_private(output, text, force)
    click.echo(f"Written: {output}", err=True)
