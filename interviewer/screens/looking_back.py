"""What leads from an answer to the others: the same point missed, the same question, its grades."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import BindingType
from textual.screen import ScreenResultType

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramScreen
from rubrics.errors import InterviewerError
from rubrics.grade import is_blank
from sessions.session import Session, Turn

if TYPE_CHECKING:
    from interviewer.app import InterviewerApp
    from rubrics.bank import Bank
    from sessions.holding import Held


@dataclass(frozen=True)
class Place:
    """An answer that is looked at.

    Attributes:
        session: id of the session.
        bank_title: of the bank that the question is from.
        turn: the turn in which the question was asked.
        criterion: id of the point that is looked at; None where it is the whole answer.
    """

    session: str
    bank_title: str
    turn: Turn
    criterion: str | None = None

    @classmethod
    def of(cls, session: Session, turn_id: int, criterion: str | None = None) -> Place:
        """A turn of a session; of a follow-up, the one that it follows."""
        turn = session.exchange(turn_id)[0]
        return cls(session.id, session.bank_title_of(turn), turn, criterion)


_COMMANDS = {
    "misses": (
        "Every miss",
        "Every time this point was missed, and others of its kind",
        "every_miss",
    ),
    "attempts": ("Attempts", "All your answers to this question side by side", "attempts"),
    "answer_again": ("Answer again", "Practise this one question now", "practise_again"),
    "regrade": (
        "Grade again",
        "Have the answer graded by another grader; both grades are kept",
        "grade_again",
    ),
    "grades": ("Grades", "Every grade of this answer side by side", "grades"),
}


def looking_back_keys(noun: str, *, show: bool = False, **keys: str) -> list[BindingType]:
    """The keys of a screen for what leads from an answer to others.

    Args:
        noun: of the screen, with which the ids of its commands begin.
        show: whether the footer has room for them.
        keys: the keys of each command that the screen has, by its action.
    """
    bindings: list[BindingType] = []
    for action, pressed in keys.items():
        label, words, verb = _COMMANDS[action]
        bindings.append(key(pressed, action, label, words, f"{noun}.{verb}", show=show))
    return bindings


class LooksBack(ProgramScreen[ScreenResultType]):
    """A screen on which an answer is looked at that was given before."""

    @property
    @abstractmethod
    def looked_at(self) -> Place | None:
        """What is looked at, where its marks may be told."""

    def hold(self, session: Session) -> Held | None:
        """Open a session for a grade that is to come; None where that failed, and was told."""
        try:
            return self.app.services.hold(session)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return None

    def can_look_back(self, action: str) -> bool:
        """Whether one of the commands here can be given."""
        place = self.looked_at
        if place is None:
            return False
        if action == "grades":
            return place.turn.grade is not None
        if action == "regrade":
            return place.turn.answer is not None and not is_blank(place.turn.answer)
        return action in _COMMANDS

    def action_misses(self) -> None:
        """Show every time the point was missed."""
        from interviewer.screens.misses import MissesScreen
        from sessions.misses import kinds

        if place := self.looked_at:
            question = place.turn.question
            criterion = next((one for one in question.criteria if one.id == place.criterion), None)
            self.app.push_screen(MissesScreen(kinds(place.turn.bank, question, criterion)))

    def action_attempts(self) -> None:
        """Show all answers to the question."""
        from interviewer.screens.side_by_side import AttemptsScreen

        if place := self.looked_at:
            at = (place.session, place.turn.id)
            self.app.push_screen(AttemptsScreen(place.turn.bank, place.turn.question.id, at))

    def action_grades(self) -> None:
        """Show every grade of the answer."""
        from interviewer.screens.side_by_side import GradesScreen

        if place := self.looked_at:
            self.app.push_screen(GradesScreen(place.session, place.turn.id))

    def action_regrade(self) -> None:
        """Ask who is to grade again, and have it done."""
        from interviewer.screens.regrading import ask_to_regrade

        if place := self.looked_at:
            ask_to_regrade(self, place.session, place.turn.id)

    async def action_answer_again(self) -> None:
        """Practise the one question."""
        if place := self.looked_at:
            self.app.practise(await _bank(self.app, place), place.turn.question.id)


async def _bank(app: InterviewerApp, place: Place) -> Bank:
    """The bank with the question as it is now, or one that holds it as it was then."""
    from rubrics.bank import Bank, Section

    name = place.turn.bank if place.turn.bank in app.bank_names else app.bank_names[0]
    try:
        bank = await app.bank(name)
        if bank.id == place.turn.bank:
            bank.question(place.turn.question.id)
            return bank
    except InterviewerError:
        pass  # It is gone or was changed; what was asked is still known.
    section = Section(id="kept", title=place.turn.section, questions=(place.turn.question,))
    return Bank(
        id=place.turn.bank,
        title=place.bank_title,
        about="One question, as it was asked before.",
        sections=(section,),
    )
