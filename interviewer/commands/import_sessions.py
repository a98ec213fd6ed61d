"""``interviewer import``: interviews that were exported as JSON, into the store of this machine."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

import click

from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FAILED, FINDINGS
from interviewer.services import Services
from rubrics.errors import InterviewerError
from rubrics.text import printable
from sessions.export import TranscriptError
from sessions.importing import Found, Taken, read_sessions, take
from sessions.record import SessionRecord
from sessions.store import Store
from sessions.telling import tells_marks

TOLD_AT_MOST = 10
"""Of so many refused lines of a file it is said why."""

_WORDS = {
    "new": "Taken in",
    "there": "There already",
    "restored": "Put back, it was deleted",
    "copied": "Taken in as a copy",
}


@click.command(name="import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--as-copy",
    is_flag=True,
    help="Where an interview of the same id and other content is there, keep both.",
)
@click.option("--json", "as_json", is_flag=True, help="What became of each, as JSON.")
def import_(files: tuple[str, ...], as_copy: bool, as_json: bool) -> int:
    """Take in interviews from FILEs that `interviewer export --format json` wrote.

    FILE may be "-" for stdin. Each interview comes in whole, with every grade and how it was
    typed, or not at all; nothing that is here is changed.
    """
    outcomes: list[dict[str, object]] = []
    with closing(Services.open(Settings.load())) as services:
        for name in files:
            outcomes += _take_file(services.store, name, as_copy, quiet=as_json)
    counts = Counter(str(outcome["how"]) for outcome in outcomes)
    if as_json:
        click.echo(json.dumps(outcomes, indent=2))
    else:
        click.echo(_summary(counts))
    if not counts["refused"]:
        return DONE
    return FINDINGS if len(counts) > 1 else FAILED


def _take_file(store: Store, name: str, as_copy: bool, *, quiet: bool) -> list[dict[str, object]]:
    outcomes = []
    file = "stdin" if name == "-" else name
    for found in _sessions_in(name):
        place = file if found.line is None else f"{file}, line {found.line}"
        outcomes.append(_take_one(store, place, found.content, as_copy, quiet=quiet))
    refused = [outcome for outcome in outcomes if outcome["how"] == "refused"]
    for outcome in refused[:TOLD_AT_MOST]:
        click.echo(printable(f"{outcome['file']}: {outcome['why']}"), err=True)
    if len(refused) > TOLD_AT_MOST:
        click.echo(f"{file}: {len(refused) - TOLD_AT_MOST} more lines refused.", err=True)
    return outcomes


def _sessions_in(name: str) -> Iterator[Found]:
    """What a file holds; that it cannot be read any further is the last of it."""
    try:
        with _opened(name) as lines:
            yield from read_sessions(lines)
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        yield Found(None, TranscriptError(f"It cannot be read ({why})."))


def _take_one(
    store: Store,
    place: str,
    content: SessionRecord | TranscriptError,
    as_copy: bool,
    *,
    quiet: bool,
) -> dict[str, object]:
    try:
        if isinstance(content, TranscriptError):
            raise content
        taken = take(store, content, as_copy)
    except InterviewerError as error:
        why = f"{error.message} {error.advice}".rstrip()
        return {"file": place, "session": None, "how": "refused", "why": why}
    if not quiet:
        click.echo(printable(_line(content, taken)))
    return {"file": place, "session": taken.id, "how": taken.how}


def _line(record: SessionRecord, taken: Taken) -> str:
    session = record.session
    answered = len({turn.number for turn in session.turns if turn.state.answered})
    waits = "" if tells_marks(session) else ", not over"
    return (
        f"{_WORDS[taken.how]}: {taken.id}  {session.created_at:%Y-%m-%d %H:%M}  "
        f"{session.mode}{waits}  {answered} of {session.questions} answered  "
        f"{session.bank_title}"
    )


def _summary(counts: Counter[str]) -> str:
    came = counts["new"] + counts["copied"] + counts["restored"]
    parts = [f"{came} interview{'s' * (came != 1)} came in"]
    if counts["there"]:
        parts.append(f"{counts['there']} there already")
    if counts["refused"]:
        parts.append(f"{counts['refused']} refused, and nothing of it was kept")
    return "; ".join(parts) + "."


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    with Path(name).open(encoding="utf-8-sig") as file:
        yield file
