"""A session as JSON that loses nothing and can be read back.

The form::

    {
      "format": "interviewer-session",
      "version": 2,
      "session": {...},
      "grades": [{"turn": 0, "at": "2026-01-02T03:04:05Z", "grade": {...}}, ...],
      "drafts": [{"turn": 0, "steps": [[1.5, 0, 0, "I b"], ...]}, ...],
      "results": [{"turn": 0, "score": 74.0, "band": "solid", "origin": "estimated",
                   "deliveries": [{"turn": 0, "words": 158, ...}]}, ...]
    }

``session`` holds every field of ``sessions.session.Session`` under its own name, turns with their
question, answer, draft, grade and the candidate's own marks; times are seconds, dates ISO 8601 in
UTC. A follow-up is a turn whose ``round`` is not 0, behind the one that it follows, which holds the
grade of both. ``grades`` is every grade that was ever given, ``drafts`` how each answer was typed:
after so many seconds, at this place, so many characters went and these came (``DraftStep``).
``results`` is what follows from the session, for programs that only want the scores (``score``,
``band`` and ``origin`` are null where there is no score); it is not read back. A follow-up has no
result of its own; how its answer was given stands in ``deliveries``.
``schema`` is all that as a JSON Schema.

An archive is a file with such a session on each line.
"""

from __future__ import annotations

import json
import math
from typing import Any, Literal, NoReturn

from pydantic import ValidationError

from rubrics.errors import InterviewerError
from rubrics.grade import Band
from rubrics.rubric import Frozen
from sessions.record import GivenGrade, Journal, SessionRecord, told_of
from sessions.session import Origin, Session

FORMAT: Literal["interviewer-session"] = "interviewer-session"
VERSION: Literal[2] = 2

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class TranscriptError(InterviewerError):
    """A file is not a session in JSON that this version can read."""


class Given(Frozen):
    """How an answer was given (``sessions.delivery``); None is what is not known.

    ``typing_share`` is 0 to 1.
    """

    turn: int
    words: int
    seconds_used: float
    seconds_allotted: float
    seconds_to_first_word: float | None
    words_a_minute: float | None
    typing_share: float | None
    edits: int | None
    seconds_spoken: float


class Result(Frozen):
    """The score in force of a turn, None where there is none, and how all answers to it were given:
    the first one and those to its follow-ups.
    """

    turn: int
    score: float | None
    band: Band | None
    origin: Origin | None
    deliveries: tuple[Given, ...]


class SessionFile(Frozen):
    """A session of Interviewer with all that belongs to it."""

    format: Literal["interviewer-session"]
    version: Literal[2]
    session: Session
    grades: tuple[GivenGrade, ...]
    drafts: tuple[Journal, ...]
    results: tuple[Result, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema that every session in JSON fits."""
    return {
        "$schema": SCHEMA_DIALECT,
        **SessionFile.model_json_schema(mode="serialization"),
    }


def to_json(session: Session | SessionRecord, line: bool = False) -> str:
    """The session as JSON in ASCII, so that no letter in it can steer a terminal.

    Args:
        session: what to write. Of a session alone, its grades in force are all the history there
            is; ``Store.record`` has the rest.
        line: whether to write it on one line, as one of an archive.
    """
    record = session if isinstance(session, SessionRecord) else SessionRecord.of(session)
    _, given = told_of(session)
    content = SessionFile(
        format=FORMAT,
        version=VERSION,
        session=record.session,
        grades=record.grades,
        drafts=record.drafts,
        results=tuple(
            Result(
                turn=turn.id,
                score=turn.score,
                band=turn.band,
                origin=turn.origin,
                deliveries=tuple(
                    Given.model_validate({"turn": one.id, **given[one.id].figures()})
                    for one in record.session.exchange(turn.id)
                    if one.id in given
                ),
            )
            for turn in record.session.turns
            if not turn.round
        ),
    ).model_dump(mode="json")
    text = json.dumps(content, separators=(",", ":")) if line else json.dumps(content, indent=2)
    # DEL is the one control character that JSON leaves bare.
    return text.replace("\x7f", "\\u007f") + "\n"


def from_json(text: str) -> SessionRecord:
    """The session that ``to_json`` wrote, in this version of the form or an older one.

    Raises:
        TranscriptError: it is something else, of a newer version, or damaged.
    """
    try:
        content = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise TranscriptError(f"This is not JSON: {error}.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise TranscriptError(
            "This is not a session of Interviewer.", f'It would begin with "format": "{FORMAT}".'
        )
    version = content.get("version")
    if version not in (1, VERSION):
        raise TranscriptError(
            f"This session was written in version {version!r} of the format; "
            f"this program reads version {VERSION} and older.",
            "Update Interviewer to read it.",
        )
    try:
        if version == 1:
            return SessionRecord.of(Session.model_validate(content.get("session")))
        # Anything but what is read back is left aside: the results follow from the session.
        parts = {name: content.get(name) for name in SessionRecord.model_fields}
        return SessionRecord.model_validate(parts)
    except ValidationError as error:
        first = error.errors()[0]
        whole = ("session",) if version == 1 else ()
        place = ".".join(str(part) for part in (*whole, *first["loc"])) or "its parts"
        raise TranscriptError(f"The session is damaged: {place}: {first['msg']}.") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _finite(word: str) -> float:
    number = float(word)
    return number if math.isfinite(number) else _no_number(word)
