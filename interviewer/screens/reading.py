"""What Report and Review share: a session is read, exported, graded, and its answers opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from textual.message import Message
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from interviewer.screens.base import ProgramScreen
from rubrics.errors import InterviewerError
from sessions.events import Event
from sessions.interview import Interview
from sessions.session import Session
from sessions.store import Claim


@dataclass
class _Held:
    """A session that is open for marks and grades, and how many things need it so."""

    interview: Interview
    claim: Claim
    deaf: Callable[[], None]
    users: int = 0


class ReadingScreen(ProgramScreen[None]):
    """A screen over sessions that the store holds. It opens one for writing only while it must."""

    class Changed(Message):
        """A session that is being read got a mark or a grade."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, _Held] = {}

    async def open_turn(self, session: Session, turn_id: int, criterion: str | None = None) -> None:
        """Open the Feedback of a turn, with the cursor on a criterion where one is named."""
        from interviewer.screens.feedback import FeedbackScreen

        interview = self._take(session)
        if interview is None:
            return
        screen = FeedbackScreen(interview, turn_id, live=False)
        await self.app.push_screen(screen, lambda _: self._give_back_later(session.id))
        if criterion is not None:
            screen.criteria.highlighted = screen.criteria.get_option_index(criterion)

    def grade_turns(self, session: Session, turn_ids: list[int]) -> None:
        """Have these answers graded; ``Changed`` tells of each grade."""
        interview = self._take(session)
        if interview is None:
            return
        for turn_id in turn_ids:
            self.app.grade(interview, turn_id)
        self._give_back_later(session.id)

    def ask_for_export(self, session: Session) -> None:
        """Ask in which form, write the file, and say where it is."""
        from interviewer.exporting import Form, export_session
        from interviewer.screens.dialogs import Choice, ChoiceDialog

        forms: dict[str, Form] = {"md": "md", "json": "json"}

        def chosen(value: str | None) -> None:
            if value is None:
                return
            try:
                path = export_session(session, forms[value])
            except InterviewerError as error:
                self.app.tell_problem(error)
                return
            self.notify(str(path), title="Written", timeout=10, markup=False)

        self.app.push_screen(
            ChoiceDialog(
                "Export this interview",
                "The file goes into the folder you started in; only you can read it.",
                (Choice("md", "Markdown, to read"), Choice("json", "JSON, for programs")),
            ),
            chosen,
        )

    def _take(self, session: Session) -> Interview | None:
        held = self._held.get(session.id)
        if held is None:
            try:
                interview, claim = self.app.services.open_interview(session)
            except InterviewerError as error:
                self.app.tell_problem(error)
                return None
            deaf = interview.subscribe(self._hear)
            held = self._held[session.id] = _Held(interview, claim, deaf)
        held.users += 1
        return held.interview

    def _hear(self, fact: Event) -> None:
        self.post_message(self.Changed())

    def _give_back_later(self, session_id: str) -> None:
        """Let the session go once no grade is on its way into it."""
        gradings = self.app.gradings(session_id)
        if not gradings:
            self._give_back(session_id)
            return
        # The app waits, so that leaving this screen loses no grade.
        self.app.run_worker(
            self._wait(gradings, session_id), name=f"wait {session_id}", exit_on_error=False
        )

    async def _wait(self, gradings: list[Worker[None]], session_id: str) -> None:
        for grading in gradings:
            with suppress(WorkerFailed, WorkerCancelled):
                await grading.wait()
        self._give_back(session_id)

    def _give_back(self, session_id: str) -> None:
        held = self._held[session_id]
        held.users -= 1
        if not held.users:
            del self._held[session_id]
            held.deaf()
            held.claim.release()
