"""Review: every interview that was kept, to be read again."""

from __future__ import annotations

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Input, OptionList, Static

from interviewer.screens.looking_back import LooksBack, Place
from interviewer.screens.own_marks import OwnMarks
from interviewer.screens.reading import ReadingScreen
from interviewer.screens.review_keys import KEYS
from interviewer.widgets.filter_line import FilterLine
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.session_list import SessionList
from interviewer.widgets.session_pane import SessionPane
from interviewer.widgets.transcript import Transcript
from interviewer.widgets.transcript_blocks import Wanted, blocks_of
from rubrics.errors import InterviewerError
from sessions.delivery import Delivery, deliveries
from sessions.session import Phase, Session
from sessions.store import SessionSummary
from sessions.telling import may_tell, tells_scores

BREAKPOINTS = [(0, "-narrow"), (70, "-normal"), (110, "-wide")]

NOTHING = (
    "There is no interview yet.\n\n"
    "Go back with {review.back} and start one: everything you write in it is kept on this "
    "computer, and can be read again here, with its marks."
)


class ReviewScreen(ReadingScreen, LooksBack[None]):
    """The list of interviews left, and the text of the one under the cursor right.

    Args:
        session_id: the one to begin with; without it, the newest.
        place: turn and criterion in it at which it is opened from elsewhere: then Esc leads back
            there.
        find: what the list is filtered by at first.
    """

    WORDS = (
        "Read what was asked, what you wrote and how it was marked. The cursor in the list "
        "chooses the interview; Enter goes into its text, and Enter there opens an answer. From a "
        "point in the text {review.every_miss} leads to every time you missed it, "
        "{review.attempts} to all your answers to the question, {review.practise_again} practises "
        "it now, and {review.grade_again} has it graded by another grader. What was left "
        "unfinished goes on with {review.resume}."
    )
    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#sessions"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS = KEYS

    pane = getters.query_one("#left", SessionPane)
    sessions = getters.query_one("#sessions", SessionList)
    transcript = getters.query_one("#transcript", Transcript)
    find_session = getters.query_one("#find-session", FilterLine)
    find_text = getters.query_one("#find-text", FilterLine)

    def __init__(
        self,
        session_id: str | None = None,
        place: tuple[int, str | None] | None = None,
        find: str = "",
    ) -> None:
        super().__init__()
        self._at = session_id
        self._place = place
        self._find = find
        self._visited = place is not None
        self._marks = OwnMarks(self, self.change)
        self._summaries: list[SessionSummary] = []
        self._session: Session | None = None
        self._deliveries: dict[int, Delivery] = {}
        self._models = False
        self._deleted: list[str] = []

    def compose(self) -> ComposeResult:
        with Container(id="panes"):
            yield SessionPane(id="left")
            with Vertical(id="right"):
                yield FilterLine("any word of a question or an answer", id="find-text")
                yield Transcript(id="transcript")
        yield Static(self.app.with_keys(NOTHING), id="empty", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Filter by what was asked for."""
        if self._find:
            self.pane.filter(self._find)

    def on_screen_resume(self) -> None:
        """Paint first; then show what the store holds."""
        self.call_after_refresh(self._look)

    @on(ReadingScreen.Changed)
    def _look(self) -> None:
        """Show what the store holds now."""
        try:
            self._summaries = self.app.services.store.sessions()
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.set_class(not self._summaries, "-nothing")
        self.pane.show(self._summaries, self._at)
        self._at = self.pane.chosen
        self._show_session()
        if self._place is not None:
            self.transcript.go_to(*self._place)
            self.transcript.focus()
            self._place = None

    def _show_session(self) -> None:
        """Read the session under the cursor and show it; one that was shown stays in its place."""
        before = None if self._session is None else self._session.id
        try:
            self._session = None if self._at is None else self._read(self._at)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self._show_text(stay=before == self._at)

    def _read(self, session_id: str) -> Session:
        store = self.app.services.store
        session = store.session(session_id)
        self._deliveries = deliveries(session, store.journals(session_id))
        return session

    def _show_text(self, *, stay: bool) -> None:
        session = self._session
        scores = session is not None and tells_scores(
            session, self.app.services.settings.hide_scores
        )
        wanted = Wanted(self.find_text.value.strip(), self._models, scores, self._deliveries)
        self.transcript.show(() if session is None else blocks_of(session, wanted), stay=stay)
        misses = self.transcript.misses
        self.query_one("#right").border_title = (
            f"{misses} point{'' if misses == 1 else 's'} not met" if misses else ""
        )
        self.refresh_bindings()

    @property
    def looked_at(self) -> Place | None:
        """The answer under the cursor, where its marks may be told."""
        session, target = self._session, self.transcript.target
        if session is None or target is None or not self._can_open():
            return None
        return Place.of(session, *target)

    @on(Transcript.Moved)
    def _moved(self, event: Transcript.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    @on(Transcript.Marked)
    def _mark(self, event: Transcript.Marked) -> None:
        event.stop()
        if self._session is not None and self._can_open():
            self._marks.mark(self._session, event.turn, event.criterion, event.verdict)

    @on(Transcript.ReasonAsked)
    def _give_reason(self, event: Transcript.ReasonAsked) -> None:
        event.stop()
        if self._session is not None and self._can_open():
            self._marks.give_reason(self._session, event.turn, event.criterion)

    @on(SessionPane.Moved)
    def _looked_at(self, event: SessionPane.Moved) -> None:
        event.stop()
        self._at = self.pane.chosen
        self._show_session()
        if self.pane.found_turns:
            self.transcript.go_to(self.pane.found_turns[0])

    @on(OptionList.OptionSelected, "#sessions")
    def _into_text(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.transcript.focus()

    @on(Input.Changed, "#find-text")
    def _filter_text(self) -> None:
        self._show_text(stay=True)

    @on(FilterLine.Left)
    def _filtered(self, event: FilterLine.Left) -> None:
        event.stop()
        (self.sessions if event.control is self.find_session else self.transcript).focus()

    @on(Transcript.Opened)
    async def _opened(self, event: Transcript.Opened) -> None:
        event.stop()
        if self._session is not None and self._can_open():
            await self.open_turn(self._session, event.turn, event.criterion)

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        session = self._session
        match action:
            case "undo":
                return bool(self._deleted)
            case "delete":
                return session is not None
            case "resume":
                return session is not None and session.phase is not Phase.ENDED
            case "report" | "export":
                return session is not None and session.phase is Phase.ENDED
            case "open":
                return self._can_open()
            case "misses" | "attempts" | "answer_again" | "regrade" | "grades":
                return self.can_look_back(action)
            case "undo_marks":
                return self._marks.can_undo
            case "miss":
                return session is not None and self.transcript.misses > 0
            case "replay":
                target = self.transcript.target
                return bool(session and target and session.turn(target[0]).draft.strip())
            case "filter" | "models":
                return session is not None or bool(self._summaries)
        return True

    def _can_open(self) -> bool:
        session, target = self._session, self.transcript.target
        if session is None or target is None:
            return False
        return may_tell(session, session.turn(target[0]))

    def action_resume(self) -> None:
        """Go on with an unfinished interview."""
        if self._session is not None:
            self.app.open_interview(self._session)

    def action_report(self) -> None:
        """Open the report."""
        if self._session is not None:
            self.app.open_report(self._session.id)

    def action_open(self) -> None:
        """Open the answer under the cursor."""
        self.transcript.action_open()

    def action_replay(self) -> None:
        """Play the answer under the cursor as it was typed."""
        from interviewer.screens.replay import ReplayScreen

        if self._session is not None and self.transcript.target is not None:
            self.app.push_screen(ReplayScreen(self._session, self.transcript.target[0]))

    def action_miss(self, step: int) -> None:
        """Go to the next miss, or to the one before."""
        if self.transcript.go_to_miss(step):
            self.transcript.focus()

    def action_undo_marks(self) -> None:
        """Undo the last change to the candidate's own marks."""
        self._marks.undo()

    def action_models(self) -> None:
        """Show or hide the model answers."""
        self._models = not self._models
        self._show_text(stay=True)

    def action_export(self) -> None:
        """Write a file."""
        if self._session is not None:
            self.ask_for_export(self._session)

    def action_filter(self) -> None:
        """Filter what has the focus."""
        (self.find_text if self.focused is self.transcript else self.find_session).open()

    def action_delete(self) -> None:
        """Take the session away."""
        session_id = self._at
        store = self.app.services.store
        if session_id is None:
            return

        def delete() -> None:
            with store.claim(session_id):
                store.delete(session_id)

        if self.attempt(delete):
            self._deleted.append(session_id)
            self._look()
            self.notify(self.app.with_keys("Deleted. {review.undo_delete} brings it back."))

    def action_undo(self) -> None:
        """Bring back what was deleted last."""
        session_id = self._deleted[-1]
        if self.attempt(lambda: self.app.services.store.restore(session_id)):
            self._deleted.pop()
            self._at = session_id
            self._look()

    def action_back(self) -> None:
        """Back to the list; from there, show all again; from there, leave."""
        if self.focused is self.transcript:
            if self.find_text.value:
                self.find_text.action_close()
            elif self._visited:
                self.dismiss()
            else:
                self.sessions.focus()
        elif self.find_session.value:
            self.find_session.action_close()
        else:
            self.dismiss()
