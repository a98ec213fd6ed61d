"""What each command and fact makes of a session: from one value to the next, without any clock.

The session that is handed in already says what its clocks show at this moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, is_blank
from rubrics.grader import GradingTask
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
from sessions.follow_ups import allowance, next_follow_up, passed_over, task_of
from sessions.own_marks import OwnMark
from sessions.session import Phase, Session, Turn, TurnState

Instant = Callable[[GradingTask], Grade]
"""Marks an answer without any wait, as the estimate does."""

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
    number, allotted = session.current.number, session.current.allotted
    attempts = [turn for turn in session.turns if turn.number == number]
    attempt = max(turn.attempt for turn in attempts) + 1
    return _ask_another(session, attempts[-1], now, attempt=attempt, allotted=allotted)


def follow(session: Session, now: datetime) -> Step:
    """Ask a follow-up to the answer just given; one that was skipped is opened again."""
    aside = passed_over(session, session.position)
    step = ask(session, aside, now) if aside else _follow_up(session, session.position, now)
    if step is None:
        raise InterviewError(f"There is no follow-up to question {session.current.label}.")
    return step


def hand_in(
    session: Session, by: Literal["hand", "clock"], now: datetime, instant: Instant | None = None
) -> Step:
    """Hand in the draft as it stands: feedback follows, in an exam what comes next.

    Args:
        instant: who marks it in this very step, so that an exam can follow it up without a wait.
    """
    session = _answered(session, by, now)
    fact = AnswerSubmitted(session.position, by)
    if session.mode.tells_at_once:
        return _to_feedback(session, fact)
    marked = Step(session) if instant is None else _marked(session, instant)
    return go_on(marked.session, now).after(fact, *marked.facts)


def skip(session: Session, now: datetime) -> Step:
    """Pass the open question over; from a follow-up it leads back to the feedback it came from."""
    turn = session.current
    session = with_turn(session, turn.id, state=TurnState.SKIPPED)
    fact = QuestionSkipped(turn.id)
    if turn.round and session.mode.tells_at_once:
        return _to_feedback(session, fact)
    return go_on(session, now).after(fact)


def go_on(session: Session, now: datetime) -> Step:
    """Ask what was not asked yet; where nothing is left, close or end.

    In an exam the follow-ups come first to which the grades have led; none is waited for.
    """
    for turn in () if session.mode.tells_at_once else session.turns:
        if step := _follow_up(session, turn.id, now):
            return step
    for turn in session.turns:
        if turn.state is TurnState.PLANNED:
            return ask(session, turn, now)
    if session.mode.tells_at_once and skipped(session):
        return in_phase(session, Phase.CLOSING, Closing(session.position))
    return _ended(session, "finished", now)


def skipped(session: Session) -> tuple[Turn, ...]:
    """The questions that were passed over."""
    return tuple(
        turn for turn in session.turns if turn.state is TurnState.SKIPPED and not turn.round
    )


def end(session: Session, now: datetime) -> Step:
    """End the interview by hand. A draft that was begun is handed in."""
    facts: tuple[Event, ...] = ()
    if session.current.state.open and not is_blank(session.current.draft):
        session = _answered(session, "end", now)
        facts = (AnswerSubmitted(session.position, "end"),)
    early = any(
        turn.state is TurnState.PLANNED or turn.state.open
        for turn in session.turns
        if not turn.round
    )
    return _ended(session, "ended early" if early else "finished", now).after(*facts)


def time_up(session: Session, now: datetime) -> Step:
    """End an exam whose time is over, with the draft handed in as it stands."""
    session = _answered(session, "clock", now)
    return _ended(session, "time was up", now).after(AnswerSubmitted(session.position, "clock"))


def mark(session: Session, turn_id: int, criterion: str, own: OwnMark | None) -> Step:
    """Set the candidate's own mark on a criterion, or take it back with None."""
    turn = session.turn(turn_id)
    if turn.round:
        raise InterviewError(
            f"Question {turn.label} is marked with question {turn.number}, as one."
        )
    if not turn.state.answered:
        raise InterviewError(f"Question {turn.label} has no answer to mark yet.")
    if criterion not in [known.id for known in turn.question.criteria]:
        raise InterviewError(f"Question {turn.label} has no criterion {criterion!r}.")
    marks = {name: mark for name, mark in turn.self_marks.items() if name != criterion}
    if own is not None:
        marks[criterion] = own
    return Step(
        with_turn(session, turn_id, self_marks=marks), (SelfMarked(turn_id, criterion, own),)
    )


def change(session: Session, turn_id: int, **changes: Any) -> Step:
    """Change a flag, a note or whether the hint was shown."""
    return Step(with_turn(session, turn_id, **changes), (TurnChanged(turn_id),))


def grading(session: Session, turn_id: int) -> Step:
    """Note that an answer, and what was said to its follow-ups, is with the grader."""
    before = session
    for turn in session.exchange(turn_id):
        if turn.state in (TurnState.SUBMITTED, TurnState.UNGRADED):
            session = with_turn(session, turn.id, state=TurnState.GRADING)
    return Step(session, () if session is before else (GradingStarted(turn_id),))


def graded(session: Session, turn_id: int, grade: Grade) -> Step:
    """Put the grade of an answer in force; one that failed never takes the place of one that is.

    It is also that of the follow-ups that were with the grader. Where it failed, they stay out of
    the grade in force, and one of them holds why.
    """
    turn, *others = session.exchange(turn_id)
    if turn.id != turn_id or not turn.state.answered:
        label = session.turn(turn_id).label
        raise InterviewError(f"Question {label} has no answer to grade by itself.")
    failed = grade.score is None
    stays = failed and turn.grade is not None and turn.grade.score is not None
    if not stays:
        state = {"ungraded": TurnState.UNGRADED, "blank": TurnState.BLANK}.get(
            grade.status, TurnState.GRADED
        )
        session = with_turn(session, turn_id, grade=grade, state=state)
    state = TurnState.UNGRADED if failed else TurnState.GRADED
    for other in others:
        if other.state is TurnState.GRADING:
            session = with_turn(session, other.id, state=state, grade=grade if stays else None)
    fact = GradeFailed(turn_id, grade.failure) if stays else GradeReady(turn_id, grade)
    return Step(session, (fact,))


def _ask_another(session: Session, behind: Turn, now: datetime, **fields: Any) -> Step:
    """Open a new turn behind another one to the same question."""
    new = Turn(
        id=max(turn.id for turn in session.turns) + 1,
        number=behind.number,
        bank=behind.bank,
        section=behind.section,
        question=behind.question,
        **fields,
    )
    place = session.turns.index(behind) + 1
    turns = (*session.turns[:place], new, *session.turns[place:])
    return ask(session.model_copy(update={"turns": turns}), new, now)


def _follow_up(session: Session, turn_id: int, now: datetime) -> Step | None:
    """Open the next follow-up to the answer of a turn, where there is one to ask."""
    text = next_follow_up(session, turn_id)
    if text is None:
        return None
    exchange = session.exchange(turn_id)
    return _ask_another(
        session,
        exchange[-1],
        now,
        attempt=exchange[0].attempt,
        round=len(exchange),
        asks=text,
        allotted=allowance(exchange[0].allotted),
    )


def _to_feedback(session: Session, fact: Event) -> Step:
    """To the feedback on the answer that was given, or that the open follow-up is to."""
    first = session.exchange(session.position)[0]
    there = {"phase": Phase.FEEDBACK, "position": first.id}
    return Step(session.model_copy(update=there), (fact,))


def _marked(session: Session, instant: Instant) -> Step:
    """The answer just given with its grade, where it can be followed up."""
    if not session.rounds or session.current.state is TurnState.BLANK:
        return Step(session)
    first = session.exchange(session.position)[0].id
    try:
        grade = instant(task_of(session, first))
    except Exception:
        # It has no grade yet: whoever grades in the background tries again, and tells.
        return Step(session)
    begun = grading(session, first)
    return graded(begun.session, first, grade).after(*begun.facts)


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
