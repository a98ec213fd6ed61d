"""``interviewer progress``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from typing import Any

import click

from interviewer.config.settings import Settings
from interviewer.progress_words import labels, progress_lines, sources_of
from interviewer.services import Services
from rubrics.bank import nearest
from rubrics.errors import InterviewerError
from rubrics.text import printable
from sessions.history import read_history
from sessions.means import Source
from sessions.progress import INTERVIEWS, Group, Progress
from sessions.progress import progress as work_out
from sessions.schedule import Schedule
from sessions.summary import SessionSummary
from sessions.telling import tells_scores


@click.command()
@click.option("--bank", default="", help="Id of the bank; else that of the last interview.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def progress(bank: str, as_json: bool) -> None:
    """See how your scores develop, what is weakest and what is due.

    Estimates, your own marks and grades by different models are never averaged together.
    """
    with closing(Services.open(Settings.load())) as services:
        summaries = services.store.sessions(INTERVIEWS)
        titles = {bank_id: title for one in summaries for bank_id, title in one.titles.items()}
        name = _choose(bank, titles)
        found = _figures(services, summaries, name)
        schedule = _schedule(services, name)
    names = labels(sources_of(found))
    if as_json:
        click.echo(json.dumps(_record(name, found, schedule, names), ensure_ascii=False, indent=2))
    elif not found.series:
        click.echo("No answer has a score yet. Begin an interview: interviewer start")
    else:
        for line in progress_lines(titles[name], found, schedule, names):
            click.echo(printable(line))


def _choose(bank: str, titles: Mapping[str, str]) -> str:
    if bank and bank not in titles:
        raise InterviewerError(
            f"There is no interview of a bank {bank!r}.",
            nearest(bank, list(titles)) if titles else "Begin one: interviewer start",
        )
    return bank or next(iter(titles), "")


def _figures(services: Services, summaries: list[SessionSummary], bank: str) -> Progress:
    hide = services.settings.hide_scores
    return work_out(
        [one for one in summaries if tells_scores(one, hide)],
        read_history(services.store.path, newest=INTERVIEWS),
        bank,
        services.time.wall().astimezone(),
    )


def _schedule(services: Services, bank: str) -> Schedule | None:
    """What is due of a bank, where it is still there."""
    for name in dict.fromkeys((services.settings.bank, *services.banks())):
        with suppress(InterviewerError):
            found = services.bank(name)
            if found.id == bank:
                return services.scheduling(found)()
    return None


def _record(
    bank: str, found: Progress, schedule: Schedule | None, names: Mapping[Source, str]
) -> dict[str, Any]:
    """The figures as plain values."""

    def source(one: Source) -> dict[str, Any]:
        grader = None if one.grader is None else one.grader.model_dump()
        return {"origin": one.origin, "grader": grader, "name": names[one]}

    def groups(them: tuple[Group, ...]) -> list[dict[str, Any]]:
        return [
            {
                "title": group.title,
                "means": [
                    {"source": source(one), **asdict(mean)} for one, mean in group.means.items()
                ],
            }
            for group in them
        ]

    return {
        "bank": bank,
        "interviews": found.interviews,
        "answers": found.answers,
        "series": [
            {
                "source": source(series.source),
                "recent": asdict(series.recent),
                "interviews": series.interviews,
                "change": None if series.change is None else asdict(series.change),
                "points": [
                    {"session": point.session, "at": point.at.isoformat(), **asdict(point.mean)}
                    for point in series.points
                ],
            }
            for series in found.series
        ],
        "by_section": groups(found.by_section),
        "by_tag": groups(found.by_tag),
        "weakest": [
            {
                "session": weak.session,
                "turn": weak.turn,
                "ask": weak.ask,
                "criterion": weak.criterion,
                "expects": weak.expects,
                "weight": weak.weight.value,
                "verdict": weak.verdict.value,
                "source": source(weak.source),
                "missed": weak.missed,
                "asked": weak.asked,
            }
            for weak in found.weakest
        ],
        "calendar": {
            "first": found.calendar.first.isoformat(),
            "answers": list(found.calendar.answers),
        },
        "due": None
        if schedule is None
        else [
            {"question": one.question, "recall": round(one.recall, 3), "last": one.last.score}
            for one in schedule.due
        ],
    }
