"""Sessions and turns as rows of the store, and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

from pydantic import ValidationError

from rubrics.bank import Question
from rubrics.grade import Grade
from sessions.drafts import well_formed
from sessions.problems import StoreError
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.summary import SessionSummary, summary

SUMMARY_COLUMNS = (
    "id, bank, bank_title, mode, phase, created_at, ended_at, end_reason, questions, answered, "
    "skipped, ungraded, position_number, scores, graders"
)


def stamp(moment: datetime | None) -> str | None:
    """A date and time as text that sorts by time."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(text: str | None) -> datetime | None:
    """The date and time that ``stamp`` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def session_row(session: Session) -> dict[str, Any]:
    """The columns of a session, its figures among them."""
    figures = summary(session)
    return {
        "id": session.id,
        "bank": session.bank,
        "bank_title": session.bank_title,
        "mode": session.mode.value,
        "seed": session.seed,
        "time_limit": session.limit,
        "rounds": session.rounds,
        "used": session.used,
        "phase": session.phase.value,
        "position": session.position,
        "turns": json.dumps([turn.id for turn in session.turns]),
        "created_at": stamp(session.created_at),
        "ended_at": stamp(session.ended_at),
        "end_reason": session.end_reason,
        "grader": session.grader,
        "questions": figures.questions,
        "answered": figures.answered,
        "skipped": figures.skipped,
        "ungraded": figures.ungraded,
        "position_number": figures.position_number,
        "scores": json.dumps(figures.scores),
        "graders": json.dumps(figures.graders),
    }


def turn_row(session_id: str, turn: Turn, question: str, grade: int | None) -> dict[str, Any]:
    """The columns of a turn. The draft is not among them: it has its journal.

    Args:
        question: hash of the question's content.
        grade: number of the grade in force.
    """
    return {
        "session": session_id,
        "id": turn.id,
        "number": turn.number,
        "attempt": turn.attempt,
        "round": turn.round,
        "asks": turn.asks,
        "bank": turn.bank,
        "section": turn.section,
        "question": question,
        "allotted": turn.allotted,
        "state": turn.state.value,
        "answer": None if turn.answer is None else well_formed(turn.answer),
        "used": turn.used,
        "first_word": turn.first_word,
        "edits": turn.edits,
        "flagged": turn.flagged,
        "hinted": turn.hinted,
        "handed_in": turn.handed_in,
        "asked_at": stamp(turn.asked_at),
        "submitted_at": stamp(turn.submitted_at),
        "grade": grade,
        "self_marks": json.dumps(
            {name: own.model_dump(mode="json") for name, own in turn.self_marks.items()}
        ),
        "note": well_formed(turn.note),
        "score": turn.score,
        "origin": turn.origin,
        "grader": None if turn.grade is None else turn.grade.grader.model_dump_json(),
    }


def question_row(question: Question) -> tuple[str, str]:
    """Hash and content of a question."""
    content = question.model_dump_json()
    return hashlib.sha256(content.encode()).hexdigest(), content


def mark_rows(session_id: str, turn: Turn, question: str) -> list[tuple[str, int, str, str, str]]:
    """The rows of the verdicts in force on an answer; a blank one has none.

    Args:
        question: hash of the question's content.
    """
    if turn.state is TurnState.BLANK:
        return []
    return [(session_id, turn.id, question, mark.id, mark.verdict.value) for mark in turn.marks]


def insert(table: str, row: dict[str, Any]) -> str:
    """The statement that adds a row."""
    return (
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
    )


def assignments(row: dict[str, Any]) -> str:
    """``column = :column`` for each column."""
    return ", ".join(f"{name} = :{name}" for name in row)


def read_session(row: sqlite3.Row, turns: list[sqlite3.Row], drafts: dict[int, str]) -> Session:
    """The session as it was kept.

    Args:
        row: the session's.
        turns: the rows of its turns, with ``question_content`` and ``grade_content``.
        drafts: the text of each draft that was begun, by id of the turn.

    Raises:
        StoreError: what is stored makes no session.
    """
    try:
        by_id = {turn["id"]: read_turn(turn, drafts.get(turn["id"], "")) for turn in turns}
        return Session(
            id=row["id"],
            bank=row["bank"],
            bank_title=row["bank_title"],
            mode=row["mode"],
            seed=row["seed"],
            limit=row["time_limit"],
            rounds=row["rounds"],
            used=row["used"],
            phase=row["phase"],
            position=row["position"],
            turns=tuple(by_id[turn_id] for turn_id in json.loads(row["turns"])),
            created_at=row["created_at"],
            ended_at=row["ended_at"],
            end_reason=row["end_reason"],
            grader=row["grader"],
        )
    except (ValidationError, ValueError, KeyError) as error:
        raise StoreError(
            f"Session {row['id']} is damaged in the store and cannot be shown.",
            "It was left as it is; the other sessions are not touched by it.",
        ) from error


@lru_cache(maxsize=512)
def _question(content: str) -> Question:
    """The question; the same one is asked in many sessions, and read once."""
    return Question.model_validate_json(content)


def read_turn(row: sqlite3.Row, draft: str) -> Turn:
    """The turn as it was kept.

    Raises:
        ValueError: what is stored makes no turn.
    """
    return Turn(
        id=row["id"],
        number=row["number"],
        attempt=row["attempt"],
        round=row["round"],
        asks=row["asks"],
        bank=row["bank"],
        section=row["section"],
        question=_question(row["question_content"]),
        allotted=row["allotted"],
        state=row["state"],
        draft=draft,
        answer=row["answer"],
        used=row["used"],
        first_word=row["first_word"],
        edits=row["edits"],
        flagged=bool(row["flagged"]),
        hinted=bool(row["hinted"]),
        handed_in=row["handed_in"],
        asked_at=unstamp(row["asked_at"]),
        submitted_at=unstamp(row["submitted_at"]),
        grade=None
        if row["grade_content"] is None
        else Grade.model_validate_json(row["grade_content"]),
        self_marks=json.loads(row["self_marks"]),
        note=row["note"],
    )


def in_force(
    what: Literal["score", "origin"], question: str, grade: str | None, self_marks: str
) -> float | str | None:
    """Score or origin of a turn, from what its row holds; None where that is damaged."""
    try:
        turn = Turn(
            id=0,
            number=1,
            bank="",
            section="",
            question=Question.model_validate_json(question),
            allotted=1,
            grade=None if grade is None else Grade.model_validate_json(grade),
            self_marks=json.loads(self_marks),
        )
    except ValueError:
        return None
    return turn.score if what == "score" else turn.origin


def read_summary(row: sqlite3.Row) -> SessionSummary:
    """The summary as it was kept at the last write of the session."""
    return SessionSummary(
        id=row["id"],
        bank=row["bank"],
        bank_title=row["bank_title"],
        mode=Mode(row["mode"]),
        phase=Phase(row["phase"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        ended_at=unstamp(row["ended_at"]),
        end_reason=row["end_reason"],
        questions=row["questions"],
        answered=row["answered"],
        skipped=row["skipped"],
        ungraded=row["ungraded"],
        position_number=row["position_number"],
        scores={name: (mean, count) for name, (mean, count) in json.loads(row["scores"]).items()},
        graders=json.loads(row["graders"]),
    )
