"""What Report and Review share: a session is read, exported, graded, and its answers opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from interviewer.screens.base import ProgramScreen
from rubrics.errors import InterviewerError
from sessions.events import Event, GradeFailed, GradingProgressed
from sessions.holding import Held
from sessions.interview import Interview
from sessions.session import Session


@dataclass
class _Heard:
    """A session that is open for marks and grades, and how many things here need it so."""

    held: Held
    deaf: Callable[[], None]
    users: int = 0


class ReadingScreen(ProgramScreen[None]):
    """A screen over sessions that the store holds. It opens one for writing only while it must."""

    class Changed(Message):
        """A session that is being read got a mark or a grade."""

    def __init__(self) -> None:
        super().__init__()
        self._heard: dict[str, _Heard] = {}

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

    def change(self, session: Session, do: Callable[[Interview], None]) -> bool:
        """Make a change in a session; whether that went well. Else the user was told why."""
        interview = self._take(session)
        if interview is None:
            return False
        try:
            return self.attempt(lambda: do(interview))
        finally:
            self._give_back_later(session.id)

    def hold(self, session: Session) -> Held | None:
        """Open a session for a grade that is to come, and hear of it."""
        if self._take(session) is None:
            return None
        held = self._heard[session.id].held.share()
        self._give_back_later(session.id)
        return held

    def grade_turns(self, session: Session, turn_ids: list[int]) -> None:
        """Have these answers graded; ``Changed`` tells of each grade."""
        interview = self._take(session)
        if interview is None:
            return
        self.app.services.queue.put(self._heard[session.id].held.share(), *turn_ids)
        self._give_back_later(session.id)

    def ask_for_export(self, session: Session) -> None:
        """Ask in which form, write the file, and say where it is."""
        from interviewer.exporting import Form, export_session
        from interviewer.screens.dialogs import Choice, ChoiceDialog

        forms: dict[str, Form] = {"html": "html", "md": "md", "csv": "csv", "json": "json"}
        services = self.app.services

        def chosen(value: str | None) -> None:
            if value is None:
                return
            try:
                path = export_session(
                    services.store, session, forms[value], services.settings.hide_scores
                )
            except InterviewerError as error:
                self.app.tell_problem(error)
                return
            self.notify(str(path), title="Written", timeout=10, markup=False)

        self.app.push_screen(
            ChoiceDialog(
                "Export this interview",
                "The file goes into the folder you started in; only you can read it.",
                (
                    Choice("html", "HTML, to read in any browser and to print"),
                    Choice("md", "Markdown, to read"),
                    Choice("csv", "CSV, a line for each answer"),
                    Choice("json", "JSON, for programs and another machine"),
                ),
            ),
            chosen,
        )

    def _take(self, session: Session) -> Interview | None:
        heard = self._heard.get(session.id)
        if heard is None:
            try:
                held = self.app.services.hold(session)
            except InterviewerError as error:
                self.app.tell_problem(error)
                return None
            deaf = held.interview.subscribe(self._hear)
            heard = self._heard[session.id] = _Heard(held, deaf)
        heard.users += 1
        return heard.held.interview

    def _hear(self, fact: Event) -> None:
        match fact:
            case GradeFailed():
                self.app.tell_failed_grade(fact)
            case GradingProgressed():
                return  # Nothing was kept that could be read.
        self.post_message(self.Changed())

    def _give_back_later(self, session_id: str) -> None:
        """Hear of the session until no grade is on its way into it."""
        # The app waits, so that a grade that comes after this screen was left is no loss.
        self.app.run_worker(self._wait(session_id), name=f"wait {session_id}", exit_on_error=False)

    async def _wait(self, session_id: str) -> None:
        try:
            await self.app.services.queue.settled(session_id)
        finally:
            heard = self._heard[session_id]
            heard.users -= 1
            if not heard.users:
                del self._heard[session_id]
                heard.deaf()
                heard.held.release()
