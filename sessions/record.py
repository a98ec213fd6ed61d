"""A session with all that belongs to it: what is carried from one machine to another."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from rubrics.grade import Grade
from rubrics.rubric import Frozen
from sessions.delivery import Delivery, deliveries
from sessions.drafts import DraftStep, fold, step, well_formed
from sessions.session import Session
from sessions.time import Moment


class GivenGrade(Frozen):
    """A grade that a turn was given at some time.

    Attributes:
        turn: id of the turn.
        at: date and time, UTC.
    """

    turn: int
    at: Moment
    grade: Grade


class Journal(Frozen):
    """How the draft of a turn was typed; ``drafts.states`` plays it."""

    turn: int
    steps: tuple[DraftStep, ...]


class SessionRecord(Frozen):
    """A session, every grade that its turns were ever given, and how its drafts were typed.

    Attributes:
        session: as it stands; the grade in force of a turn is one of ``grades``.
        grades: in the order in which they were given.
        drafts: a journal for each draft that was begun, in the order of the turns' ids. It leads
            to the draft as it stands.
    """

    session: Session
    grades: tuple[GivenGrade, ...] = ()
    drafts: tuple[Journal, ...] = ()

    @model_validator(mode="after")
    def _all_fits(self) -> Self:
        turns = {turn.id: turn for turn in self.session.turns}
        given: dict[int, list[Grade]] = {turn_id: [] for turn_id in turns}
        for one in self.grades:
            if one.turn not in turns:
                raise ValueError(f"there is no turn {one.turn} for a grade")
            given[one.turn].append(one.grade)
        journals = self.journals
        if len(journals) < len(self.drafts) or not journals.keys() <= turns.keys():
            raise ValueError("each journal belongs to a turn of its own")
        for turn in turns.values():
            if turn.grade is not None and turn.grade not in given[turn.id]:
                raise ValueError(f"the grade in force of turn {turn.id} is none that it was given")
            if fold(journals.get(turn.id, ())) != well_formed(turn.draft):
                raise ValueError(f"the journal of turn {turn.id} does not lead to its draft")
        return self

    @property
    def journals(self) -> dict[int, tuple[DraftStep, ...]]:
        """How each draft was typed, by id of the turn."""
        return {journal.turn: journal.steps for journal in self.drafts}

    @classmethod
    def of(cls, session: Session) -> SessionRecord:
        """The record of a session of which nothing more is known.

        A grade in force was given when its answer was handed in, and a draft came in one piece.
        """
        return cls(
            session=session,
            grades=tuple(
                GivenGrade(
                    turn=turn.id, at=turn.submitted_at or session.created_at, grade=turn.grade
                )
                for turn in session.turns
                if turn.grade is not None
            ),
            drafts=tuple(
                Journal(turn=turn.id, steps=(change,))
                for turn in sorted(session.turns, key=lambda turn: turn.id)
                if (change := step("", well_formed(turn.draft), turn.used)) is not None
            ),
        )


def told_of(session: Session | SessionRecord) -> tuple[Session, dict[int, Delivery]]:
    """A session, and how its answers were given; of the typing only a record tells."""
    if isinstance(session, SessionRecord):
        return session.session, deliveries(session.session, session.journals)
    return session, deliveries(session, {})
