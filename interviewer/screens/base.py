"""What every screen of the app has."""

from __future__ import annotations

from collections.abc import Callable

from textual import getters
from textual.screen import ModalScreen, Screen, ScreenResultType

from interviewer.app import InterviewerApp
from rubrics.errors import InterviewerError


class ProgramScreen(Screen[ScreenResultType]):
    """A screen of the interviewer; ``WORDS`` says in Help what it is for."""

    app = getters.app(InterviewerApp)
    WORDS = ""

    def attempt(self, command: Callable[[], object]) -> bool:
        """Give a command; where it fails, say so, and return False."""
        try:
            command()
        except InterviewerError as error:
            self.app.tell_problem(error)
            return False
        return True

    def keep(self) -> InterviewerError | None:
        """Keep what is not kept yet, because the program ends. Returns what went wrong."""
        return None


class ProgramDialog(ModalScreen[ScreenResultType]):
    """A screen over another one that wants an answer; Esc gives none."""

    app = getters.app(InterviewerApp)
    WORDS = ""
