"""Sessions as a table for spreadsheets: one line a turn, in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from rubrics.grade import Grade, Verdict
from rubrics.text import printable
from sessions.record import SessionRecord, told_of
from sessions.session import Session, Turn
from sessions.telling import may_ask, may_tell, tells_scores

COLUMNS = (
    "session",
    "date",
    "bank",
    "mode",
    "label",
    "number",
    "attempt",
    "round",
    "section",
    "question",
    "asked",
    "state",
    "score",
    "band",
    "origin",
    *(verdict.value for verdict in Verdict),
    "words",
    "seconds_used",
    "seconds_allotted",
    "seconds_to_first_word",
    "words_a_minute",
    "typing_share",
    "edits",
    "seconds_spoken",
    "handed_in",
    "flagged",
    "hinted",
    "grader",
    "grader_version",
    "prompt",
    "rubric",
    "ungraded",
    "cost_usd",
)
"""The columns, in order. The four verdicts are counts of criteria in force."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may take for a formula."""


def to_csv(sessions: Iterable[Session | SessionRecord], hide_scores: bool = False) -> Iterator[str]:
    """The turns of sessions as lines of CSV, the names of the columns first.

    A text that a spreadsheet could take for a formula gets an apostrophe before it.

    Args:
        sessions: what to write; records tell of the typing too. Of one that is not over only what
            may be told is written.
        hide_scores: whether scores wait for the end of any interview, not only of an exam.
    """
    yield _line(COLUMNS)
    for one in sessions:
        session, given = told_of(one)
        scores = tells_scores(session, hide_scores)
        for turn in session.turns:
            row = _row(session, turn) | _marks(session, turn, scores)
            if turn.id in given:
                row |= _rounded(given[turn.id].figures())
            yield _line(_cell(row.get(name)) for name in COLUMNS)


def _row(session: Session, turn: Turn) -> dict[str, Any]:
    return {
        "session": session.id,
        "date": f"{session.created_at:%Y-%m-%d %H:%M:%S}",
        "bank": turn.bank,
        "mode": session.mode.value,
        "label": turn.label,
        "number": turn.number,
        "attempt": turn.attempt,
        "round": turn.round,
        "section": turn.section,
        "question": turn.question.id,
        "asked": turn.ask if may_ask(session, turn) else None,
        "state": turn.state.value,
        "words": turn.words,
        "seconds_used": round(turn.used, 1),
        "seconds_allotted": turn.allotted,
        "handed_in": turn.handed_in,
        "flagged": turn.flagged,
        "hinted": turn.hinted,
        "rubric": turn.question.rubric.hash,
    }


def _marks(session: Session, turn: Turn, scores: bool) -> dict[str, Any]:
    """What a grader or the candidate said, as far as it may be told."""
    if not may_tell(session, turn):
        return {}
    told: dict[str, Any] = {}
    if turn.marks:
        verdicts = [mark.verdict for mark in turn.marks]
        told |= {verdict.value: verdicts.count(verdict) for verdict in Verdict}
    if scores:
        told |= {"score": turn.score, "band": turn.band, "origin": turn.origin}
    return told | (_grade(turn.grade) if turn.grade is not None else {})


def _grade(grade: Grade) -> dict[str, Any]:
    return {
        "grader": grade.grader.label,
        "grader_version": grade.grader.version,
        "prompt": grade.grader.prompt,
        "rubric": grade.rubric,
        "ungraded": grade.failure,
        "cost_usd": grade.usage.cost_usd if grade.usage else None,
    }


def _rounded(figures: dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 2) for name, value in figures.items()}


def _cell(value: object) -> object:
    """A value as a cell: yes and no in words, text on one line and never a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    text = " ".join(printable(value).split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
