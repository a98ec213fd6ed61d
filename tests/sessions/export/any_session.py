"""Sessions with anything in them that a store can hold, as hypothesis draws them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from rubrics.grade import (
    Evidence,
    FalseClaim,
    Grade,
    GraderId,
    Mark,
    Usage,
    Verdict,
    blank_grade,
    score_of,
)
from sessions.drafts import DraftStep, step
from sessions.own_marks import OwnMark
from sessions.record import GivenGrade, Journal, SessionRecord
from sessions.session import Mode, Phase, Session, Turn, TurnState
from tests.sessions.sample import new_session

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "I boil\r\nit\x00\x7f", "\u202e😀", "", "<b>&"]
)
SECONDS = st.floats(0, 1e6)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
MAYBE_MOMENTS = st.none() | MOMENTS
VERDICTS = st.sampled_from(Verdict)
GRADERS = st.builds(
    GraderId,
    name=st.sampled_from(["estimate", "judge"]),
    version=TEXTS,
    model=st.none() | TEXTS,
    prompt=st.none() | TEXTS,
)
EVIDENCE = st.builds(
    Evidence,
    quote=TEXTS,
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    terms=st.just(()) | st.just(((1, 2), (3, 4))),
)
CLAIMS = st.builds(
    FalseClaim, quote=TEXTS, why=TEXTS, severity=st.sampled_from(["minor", "serious"])
)
USAGE = st.builds(
    Usage,
    prompt_tokens=st.integers(0, 9999),
    completion_tokens=st.integers(0, 9999),
    cost_usd=st.none() | st.floats(0, 1),
)


@st.composite
def grades(draw: st.DrawFn, turn: Turn) -> Grade:
    """A grade of an answer to the question of a turn."""
    grader = draw(GRADERS)
    rubric = turn.question.rubric
    match draw(st.sampled_from(["graded", "estimated", "ungraded", "blank"])):
        case "ungraded":
            reason = draw(TEXTS.filter(bool))
            return Grade(
                status="ungraded",
                reason=reason,
                detail=draw(TEXTS),
                grader=grader,
                rubric=rubric.hash,
            )
        case "blank":
            return blank_grade(rubric, grader)
        case status:
            marks = tuple(
                Mark(
                    id=criterion.id,
                    expects=criterion.expects,
                    weight=criterion.weight,
                    verdict=draw(VERDICTS),
                    evidence=tuple(draw(st.lists(EVIDENCE, max_size=2))),
                    proved=draw(st.booleans()),
                    note=draw(TEXTS),
                )
                for criterion in rubric.criteria
            )
            claims = tuple(draw(st.lists(CLAIMS, max_size=2)))
            return Grade(
                status=status,
                score=score_of(marks, claims),
                marks=marks,
                false_claims=claims,
                strongest=draw(TEXTS),
                improve=draw(TEXTS),
                follow_up=draw(st.none() | TEXTS),
                confidence=draw(st.none() | st.floats(0, 1)),
                grader=grader,
                rubric=rubric.hash,
                usage=draw(st.none() | USAGE),
            )


@st.composite
def records(draw: st.DrawFn) -> SessionRecord:
    """A session with follow-ups, histories of grades, and drafts typed in several steps."""
    planned = new_session(questions=draw(st.integers(1, 3)))
    turns: list[Turn] = []
    given: list[GivenGrade] = []
    drafts: list[Journal] = []
    for first in planned.turns:
        for round_ in range(draw(st.integers(0, 2)) + 1):
            turn = first.model_copy(
                update={"id": len(turns), "round": round_, "asks": "And?" if round_ else None}
            )
            journal = tuple(draw(journals()))
            history = draw(st.lists(grades(turn), max_size=3))
            given += (GivenGrade(turn=turn.id, at=draw(MOMENTS), grade=one) for one in history)
            drafts += [Journal(turn=turn.id, steps=journal)] if journal else []
            turns.append(Turn.model_validate(dict(turn) | draw(happenings(journal, history))))
    given = draw(st.permutations(given))
    values = {
        "mode": draw(st.sampled_from(Mode)),
        "phase": draw(st.sampled_from(Phase)),
        "bank_title": draw(TEXTS),
        "seed": draw(st.integers(0, 2**62)),
        "limit": draw(SECONDS),
        "rounds": draw(st.integers(0, 2)),
        "used": draw(SECONDS),
        "position": draw(st.sampled_from(turns)).id,
        "turns": tuple(draw(st.permutations(turns))),
        "created_at": draw(MOMENTS),
        "ended_at": draw(MAYBE_MOMENTS),
        "end_reason": draw(st.sampled_from([None, "finished", "ended early", "time was up"])),
        "grader": draw(TEXTS),
    }
    session = Session.model_validate(dict(planned) | values)
    return SessionRecord(session=session, grades=tuple(given), drafts=tuple(drafts))


@st.composite
def journals(draw: st.DrawFn) -> list[DraftStep]:
    """How a draft was typed."""
    steps, text = [], ""
    for state in draw(st.lists(TEXTS, max_size=4)):
        change = step(text, state, draw(SECONDS))
        steps += [change] if change else []
        text = state
    return steps


@st.composite
def happenings(
    draw: st.DrawFn, journal: tuple[DraftStep, ...], history: list[Grade]
) -> dict[str, Any]:
    """What happened in a turn with this draft and these grades."""
    draft = ""
    for change in journal:
        draft = change.apply(draft)
    return {
        "section": draw(TEXTS),
        "allotted": draw(st.floats(1, 1e6)),
        "state": draw(st.sampled_from(TurnState)),
        "draft": draft,
        "answer": draw(st.none() | TEXTS),
        "used": draw(SECONDS),
        "first_word": draw(st.none() | SECONDS),
        "edits": draw(st.integers(0, 99)),
        "flagged": draw(st.booleans()),
        "hinted": draw(st.booleans()),
        "handed_in": draw(st.sampled_from([None, "hand", "clock", "end"])),
        "asked_at": draw(MAYBE_MOMENTS),
        "submitted_at": draw(MAYBE_MOMENTS),
        "grade": draw(st.sampled_from([None, *history])),
        "self_marks": draw(
            st.dictionaries(
                st.sampled_from(["boil", "warm", "time"]),
                st.builds(OwnMark, verdict=VERDICTS, reason=TEXTS),
            )
        ),
        "note": draw(TEXTS),
    }
