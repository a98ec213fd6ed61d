"""``interviewer review`` and ``interviewer export``."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from interviewer.commands.start import has_terminal, open_app
from interviewer.config.settings import Settings
from interviewer.exporting import Form, exported, write_private
from interviewer.services import Services
from interviewer.telling import tells_scores
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
            click.echo(exported(found, "json", services.store) if found else _list_json(services))
            return
        if plain or not has_terminal():
            click.echo(exported(found, "md", services.store) if found else _list_text(services))
            return
    open_app(review=found.id if found else "")


def _list_json(services: Services) -> str:
    return json.dumps(
        [asdict(summary) for summary in services.store.sessions()],
        default=datetime.isoformat,
        ensure_ascii=False,
        indent=2,
    )


def _list_text(services: Services) -> str:
    summaries = services.store.sessions()
    hide = services.settings.hide_scores
    if not summaries:
        return "No interview yet. Begin one: interviewer start"
    lines = []
    for summary in summaries:
        scores = " · ".join(
            f"{origin} {mean:g} over {count}"
            for origin, (mean, count) in summary.scores.items()
            if tells_scores(summary, hide)
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
def export(session: str, form: Form, output: Path | None, force: bool) -> None:
    """Write SESSION as Markdown or JSON.

    SESSION is an id, the beginning of one, or "last".
    """
    with closing(Services.open(Settings.load())) as services:
        text = exported(services.find(session), form, services.store)
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    write_private(output, text, force)
    click.echo(f"Written: {output}", err=True)
