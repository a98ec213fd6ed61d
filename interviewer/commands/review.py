"""``interviewer review`` and ``interviewer export``."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Literal

import click
from sessions.export import to_json, to_markdown

from interviewer.commands.start import has_terminal
from interviewer.services import Services
from interviewer.settings import Settings
from rubrics.errors import InterviewerError
from rubrics.text import printable


@click.command()
@click.argument("session", default="")
@click.option("--plain", is_flag=True, help="Print to stdout instead of opening the app.")
@click.option("--json", "as_json", is_flag=True, help="The list of interviews as JSON.")
def review(session: str, plain: bool, as_json: bool) -> None:
    """Read SESSION again, or choose from the list of all interviews.

    SESSION is an id, the beginning of one, or "last".
    """
    with closing(Services.open(Settings.load())) as services:
        found = services.find(session) if session else None
        if as_json:
            click.echo(_list_json(services) if found is None else to_json(found))
        elif plain or not has_terminal():
            click.echo(_list_text(services) if found is None else to_markdown(found))
        else:
            from interviewer.app import InterviewerApp

            InterviewerApp(services, review=found.id if found else "").run()


def _list_json(services: Services) -> str:
    return json.dumps(
        [summary.model_dump(mode="json") for summary in services.store.sessions()],
        ensure_ascii=False,
        indent=2,
    )


def _list_text(services: Services) -> str:
    summaries = services.store.sessions()
    if not summaries:
        return "No interview yet. Begin one: interviewer start"
    lines = []
    for summary in summaries:
        scores = " · ".join(
            f"{origin} {mean:.0f} over {count}" for origin, (mean, count) in summary.scores.items()
        )
        lines.append(
            f"{summary.id}  {summary.created_at:%Y-%m-%d %H:%M}  {summary.mode}  "
            f"{summary.answered} of {summary.questions} answered  {summary.phase}  "
            f"{scores or 'no score'}  {printable(summary.bank_title)}"
        )
    return "\n".join(lines)


@click.command()
@click.argument("session")
@click.option(
    "--format", "form", type=click.Choice(["md", "json"]), default="md", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; else stdout.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export(session: str, form: Literal["md", "json"], output: Path | None, force: bool) -> None:
    """Write SESSION as Markdown or JSON.

    SESSION is an id, the beginning of one, or "last".
    """
    with closing(Services.open(Settings.load())) as services:
        found = services.find(session)
    text = to_markdown(found) if form == "md" else to_json(found)
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    write_private(output, text, force)
    click.echo(f"Written: {output}", err=True)


def write_private(path: Path, text: str, force: bool = False) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        InterviewerError: the file is there already, or cannot be written.
    """
    if path.exists() and not force:
        raise InterviewerError(f"{path} is there already.", "Nothing was written; --force does it.")
    part = path.with_name(path.name + ".part")
    try:
        with open(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InterviewerError(f"{path} cannot be written ({error.strerror}).") from None
