"""``interviewer review``: read an interview again."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from datetime import datetime

import click

from interviewer.commands.start import has_terminal, open_app
from interviewer.config.settings import Settings
from interviewer.exporting import Form, written
from interviewer.services import Services
from rubrics.text import printable
from sessions.session import Session
from sessions.telling import tells_scores


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
            click.echo(_list_json(services) if found is None else _as(found, "json", services))
            return
        if plain or not has_terminal():
            click.echo(_list_text(services) if found is None else _as(found, "md", services))
            return
    open_app(review=found.id if found else "")


def _as(session: Session, form: Form, services: Services) -> str:
    hide = services.settings.hide_scores
    return "".join(written(services.store.record(session.id), form, hide_scores=hide)).rstrip("\n")


def _list_json(services: Services) -> str:
    hide = services.settings.hide_scores
    return json.dumps(
        [
            asdict(summary) | ({} if tells_scores(summary, hide) else {"scores": {}})
            for summary in services.store.sessions()
        ],
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
