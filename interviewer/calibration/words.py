"""Who marked an interview, and how far that can be believed."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.calibration.kept import Calibrations, Identity
from interviewer.services import Services
from rubrics.grade import GraderId
from sessions.session import Session
from sessions.summary import first_attempts, graders


def marked_by(session: Session, services: Services) -> Iterator[str]:
    """A line for each grader whose grades stand in the averages of a session.

    A grade does not say at which server its model was. So the word is told of the grader in force
    and of the estimate; another model is named without one.
    """
    calibrations = Calibrations(services.settings.home)
    for origin in ("graded", "estimated"):
        for grader in sorted(graders(session, origin), key=lambda one: one.label):
            who = _identity(grader, services)
            asked = [
                (turn.bank, turn.question)
                for turn in first_attempts(session)
                if turn.grade is not None and turn.grade.grader == grader
            ]
            word = "" if who is None else f": {calibrations.weakest_word(who, asked)}"
            name = "the offline estimate" if grader.name == "estimate" else grader.label
            yield f"Marked by {name}{word}"


def _identity(grader: GraderId, services: Services) -> Identity | None:
    if grader == services.grader.id:
        return Identity.of(services.grader)
    return Identity(grader=grader) if grader.model is None else None
