"""What each command and fact makes of a session: from one value to the next, without any clock.

The session that is handed in already says what its clocks show at this moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, Verdict, is_blank
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    GradeFailed,
    GradeReady,
    GradingStarted,
    QuestionAsked,
    QuestionSkipped,
    SelfMarked,
    SessionEnded,
    TurnChanged,
)
from sessions.session import Phase, Session, Turn, TurnState

EndReason = Literal["finished", "ended early", "time was up"]


class InterviewError(InterviewerError):
    """The interview does not allow this now."""


@dataclass(frozen=True)
class Step:
    """A session as it is to be, and the facts to tell once it is kept."""

    session: Session
    facts: tuple[Event, ...] = ()

    def after(self, *facts: Event) -> Step:
        """The same step with these facts told before its own."""
        return Step(self.session, (*facts, *self.facts))


def with_turn(session: Session, turn_id: int, **changes: Any) -> Session:
    """The session with one turn changed."""
    return session.model_copy(
        update={
            "turns": tuple(
                turn.model_copy(update=changes) if turn.id == turn_id else turn
                for turn in session.turns
            )
        }
    )


def in_phase(session: Session, phase: Phase, fact: Event) -> Step:
    """Nothing but the phase changes."""
    return Step(session.model_copy(update={"phase": phase}), (fact,))


def ask(session: Session, turn: Turn, now: datetime) -> Step:
    """Open a question; the one that is open is put aside with its draft, to be come back to."""
    aside = session.current
    facts: tuple[Event, ...] = ()
    if aside.id != turn.id and aside.state.open:
        session = with_turn(session, aside.id, state=TurnState.SKIPPED)
        facts = (QuestionSkipped(aside.id),)
    session = with_turn(
        session,
        turn.id,
        state=TurnState.DRAFTING if turn.draft else TurnState.ASKED,
        asked_at=turn.asked_at or now,
    ).model_copy(update={"position": turn.id, "phase": Phase.ANSWERING})
    return Step(session, (*facts, QuestionAsked(turn.id)))


def ask_again(session: Session, now: datetime) -> Step:
    """Open a new attempt at the question just answered, beside the old one."""
    old = session.current
    places = [place for place, turn in enumerate(session.turns) if turn.number == old.number]
    new = Turn(
        id=max(turn.id for turn in session.turns) + 1,
        number=old.number,
        attempt=max(session.turns[place].attempt for place in places) + 1,
        section=old.section,
        question=old.question,
        allotted=old.allotted,
    )
    place = places[-1] + 1
    turns = (*session.turns[:place], new, *session.turns[place:])
    return ask(session.model_copy(update={"turns": turns}), new, now)


def hand_in(session: Session, by: Literal["hand", "clock"], now: datetime) -> Step:
    """Hand in the draft as it stands: feedback follows, in an exam what comes next."""
    session = _answered(session, by, now)
    fact = AnswerSubmitted(session.position, by)
    if session.mode.tells_at_once:
        return in_phase(session, Phase.FEEDBACK, fact)
    return go_on(session, now).after(fact)


def skip(session: Session, now: datetime) -> Step:
    """Pass the open question over."""
    turn = session.position
    return go_on(with_turn(session, turn, state=TurnState.SKIPPED), now).after(
        QuestionSkipped(turn)
    )


def go_on(session: Session, now: datetime) -> Step:
    """Ask what was not asked yet; where nothing is left, close or end."""
    for turn in session.turns:
        if turn.state is TurnState.PLANNED:
            return ask(session, turn, now)
    if session.mode.tells_at_once and any(
        turn.state is TurnState.SKIPPED for turn in session.turns
    ):
        return in_phase(session, Phase.CLOSING, Closing(session.position))
    return _ended(session, "finished", now)


def end(session: Session, now: datetime) -> Step:
    """End the interview by hand. A draft that was begun is handed in."""
    facts: tuple[Event, ...] = ()
    if session.current.state.open and not is_blank(session.current.draft):
        session = _answered(session, "end", now)
        facts = (AnswerSubmitted(session.position, "end"),)
    early = any(turn.state is TurnState.PLANNED or turn.state.open for turn in session.turns)
    return _ended(session, "ended early" if early else "finished", now).after(*facts)


def time_up(session: Session, now: datetime) -> Step:
    """End an exam whose time is over, with the draft handed in as it stands."""
    session = _answered(session, "clock", now)
    return _ended(session, "time was up", now).after(AnswerSubmitted(session.position, "clock"))


def mark(session: Session, turn_id: int, criterion: str, verdict: Verdict | None) -> Step:
    """Set the candidate's own verdict on a criterion, or take it back with None."""
    turn = session.turn(turn_id)
    if not turn.state.answered:
        raise InterviewError(f"Question {turn.label} has no answer to mark yet.")
    if criterion not in [known.id for known in turn.question.criteria]:
        raise InterviewError(f"Question {turn.label} has no criterion {criterion!r}.")
    own = {name: mark for name, mark in turn.self_marks.items() if name != criterion}
    if verdict is not None:
        own[criterion] = verdict
    return Step(
        with_turn(session, turn_id, self_marks=own), (SelfMarked(turn_id, criterion, verdict),)
    )


def change(session: Session, turn_id: int, **changes: Any) -> Step:
    """Change a flag, a note or whether the hint was shown."""
    return Step(with_turn(session, turn_id, **changes), (TurnChanged(turn_id),))


def grading(session: Session, turn_id: int) -> Step:
    """Note that an answer is with the grader."""
    return Step(with_turn(session, turn_id, state=TurnState.GRADING), (GradingStarted(turn_id),))


def graded(session: Session, turn_id: int, grade: Grade) -> Step:
    """Put the grade of an answer in force; one that failed never takes the place of one that is."""
    turn = session.turn(turn_id)
    if not turn.state.answered:
        raise InterviewError(f"Question {turn.label} has no answer to grade.")
    if grade.score is None and turn.grade is not None and turn.grade.score is not None:
        return Step(session, (GradeFailed(turn_id, grade.failure),))
    state = {"ungraded": TurnState.UNGRADED, "blank": TurnState.BLANK}.get(
        grade.status, TurnState.GRADED
    )
    return Step(
        with_turn(session, turn_id, grade=grade, state=state), (GradeReady(turn_id, grade),)
    )


def _answered(session: Session, by: Literal["hand", "clock", "end"], now: datetime) -> Session:
    """The session with the open draft as the answer."""
    draft = session.current.draft
    return with_turn(
        session,
        session.position,
        answer=draft,
        state=TurnState.BLANK if is_blank(draft) else TurnState.SUBMITTED,
        handed_in=by,
        submitted_at=now,
    )


def _ended(session: Session, reason: EndReason, now: datetime) -> Step:
    over = {"phase": Phase.ENDED, "ended_at": now, "end_reason": reason}
    return Step(session.model_copy(update=over), (SessionEnded(session.position, reason),))
