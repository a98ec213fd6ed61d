"""The Interview screen: one question after the other, with the clock running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.message import Message

from interviewer.screens.answering import AnswerScreen
from interviewer.screens.interview_parts import (
    END,
    KEYS,
    LEAVE,
    PauseDialog,
    closing_dialog,
    ending_dialog,
    leaving_dialog,
    skipped_dialog,
)
from interviewer.wording import stood_text
from rubrics.errors import InterviewerError
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    GradeFailed,
    Paused,
    QuestionAsked,
    QuestionSkipped,
    Resumed,
    SessionEnded,
    StoodStill,
    TimeExpired,
)
from sessions.grading import ungraded_turns
from sessions.holding import Held
from sessions.interview import Command
from sessions.session import Phase

JUST_ASKED = 1.0
"""Seconds for which a blank answer is not handed in: the key was pressed twice."""


class InterviewScreen(AnswerScreen):
    """Shows an interview and gives it commands; what happens, the interview decides."""

    WORDS = (
        "Answer the question in your own words and hand it in with {interview.hand_in}. In "
        "practice, feedback follows each answer and time may run over; in an exam the clock hands "
        "in what is there at zero, and feedback comes at the end. A follow-up has a short clock of "
        "its own, and its answer is graded together with the one before. {interview.leave} leaves: "
        "everything is kept, and Home takes you back to the same word."
    )
    BINDINGS = KEYS

    @dataclass
    class Happened(Message):
        """The interview told of a fact."""

        fact: Event

    def __init__(self, held: Held) -> None:
        super().__init__(held.interview)
        self._held = held
        self._deaf = held.interview.subscribe(self._hear)

    # Coming and going

    def on_mount(self) -> None:
        """Begin, or go on where it was left."""
        self.start_looking()
        self._grade(*ungraded_turns(self.interview))
        phase = self.interview.phase
        if phase is Phase.READY:
            self.attempt(self.interview.begin)
        elif phase is Phase.ANSWERING:
            self.attempt(self.interview.reopen)
        else:
            self.show_turn()
            {
                Phase.PAUSED: self._ask_whether_to_go_on,
                Phase.FEEDBACK: self._open_feedback,
                Phase.CLOSING: self._ask_what_is_left,
                Phase.ENDED: self._to_report,
            }[phase]()

    def on_unmount(self) -> None:
        """Whatever way the screen goes, everything is kept."""
        self.keep()
        self._let_go()

    def keep(self) -> InterviewerError | None:
        """Stop the clocks, keep everything, and let the session go. Returns what went wrong."""
        if self._kept:
            return None
        try:
            self.take_text()
            if self.interview.phase is not Phase.ENDED:
                self.interview.leave()
        except InterviewerError as error:
            return error
        self._let_go()
        return None

    def _let_go(self) -> None:
        if not self._kept:
            self._kept = True
            self._deaf()
            self._held.release()  # The queue holds the session as long as it grades.

    def _grade(self, *turn_ids: int) -> None:
        self.app.services.queue.put(self._held.share(), *turn_ids)

    # What happens

    def _hear(self, fact: Event) -> None:
        self.post_message(self.Happened(fact))

    @on(Happened)
    def _apply(self, message: Happened) -> None:
        match message.fact:
            case QuestionAsked():
                self.show_turn()
                self.answer.focus()
            case AnswerSubmitted(turn=turn_id, by=by):
                self._grade(*ungraded_turns(self.interview))
                if by == "clock":
                    label = self.interview.session.turn(turn_id).label
                    self.notify(f"Time was up: question {label} was handed in as it stood.")
                if self.interview.phase is Phase.FEEDBACK:
                    self._open_feedback()
            case QuestionSkipped() if self.interview.phase is Phase.FEEDBACK:
                self._open_feedback()
            case Paused():
                self._ask_whether_to_go_on()
            case Resumed():
                self.answer.focus()
            case TimeExpired(scope="session") if self.interview.mode.tells_at_once:
                self.notify("The time for the whole interview is used up. Take what you need.")
            case StoodStill(seconds=seconds):
                self.notify(stood_text(seconds))
            case GradeFailed():
                self.app.tell_failed_grade(message.fact)
            case Closing():
                self._ask_what_is_left()
            case SessionEnded():
                self._to_report()
        self.look()
        self.refresh_bindings()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the interview allows now is what the footer shows."""
        asks: dict[str, Command] = {
            "hand_in": "submit",
            "skip": "skip",
            "hint": "hint",
            "pause": "pause",
            "go_back": "go_to",
            "end": "end",
        }
        if action in asks:
            return self.interview.allows(asks[action])
        return self.interview.allows("type") if action == "flag" else True

    def _command(self, command: Callable[[], object]) -> bool:
        self.take_text()
        return self.attempt(command)

    def action_hand_in(self) -> None:
        """Hand in the answer. Pressed twice, the key does not hand in the next one blank."""
        used = self.interview.current.allotted - self.interview.question_left
        if self.answer.text.strip() or used >= JUST_ASKED:
            self._command(self.interview.submit)

    def action_skip(self) -> None:
        """Pass the question over."""
        self._command(self.interview.skip)

    def action_flag(self) -> None:
        """Set or take away the flag."""
        self._command(lambda: self.interview.flag(self.interview.current.id))

    def action_hint(self) -> None:
        """Show the hint, or hide it."""
        if self.hint.display:
            self.hint.display = False
        elif self._command(self.interview.hint):
            self.hint.display = True

    def action_pause(self) -> None:
        """Stop the clocks."""
        self._command(self.interview.pause)

    def action_go_back(self) -> None:
        """Choose a skipped question to go back to."""

        def chosen(value: str | None) -> None:
            if value is not None:
                self._command(lambda: self.interview.go_to(int(value)))

        self.app.push_screen(skipped_dialog(self.interview.skipped), chosen)

    def action_end(self) -> None:
        """Ask once, then end."""

        def answered(value: str | None) -> None:
            if value == END:
                self._command(self.interview.end)

        self.app.push_screen(ending_dialog(self.interview, self.answer.text), answered)

    def action_leave(self) -> None:
        """Leave; an exam, which has no pause, asks once."""

        def answered(value: str | None) -> None:
            if value == LEAVE:
                self._leave()

        if self.interview.mode.tells_at_once:
            self._leave()
        else:
            self.app.push_screen(leaving_dialog(), answered)

    def _leave(self) -> None:
        """Leave; everything is kept."""
        problem = self.keep()
        if problem is not None:
            self.app.tell_problem(problem)
            return
        self.dismiss()
        self.app.notify("Everything is kept. Resume takes you back to this question.")

    # What lies over it

    def _open_feedback(self) -> None:
        from interviewer.screens.feedback import FeedbackScreen

        def closed(left: bool | None) -> None:
            if left:
                self._leave()

        self.app.push_screen(
            FeedbackScreen(self.interview, self.interview.current.id, live=True), closed
        )

    def _ask_whether_to_go_on(self) -> None:
        def answered(value: str | None) -> None:
            if value == LEAVE:
                self._leave()
            elif not self.attempt(self.interview.resume):
                self._ask_whether_to_go_on()

        self.app.push_screen(PauseDialog(), answered)

    def _ask_what_is_left(self) -> None:
        def answered(value: str | None) -> None:
            if value is None:
                self._leave()
            elif not self.attempt(
                self.interview.end if value == END else lambda: self.interview.go_to(int(value))
            ):
                self._ask_what_is_left()

        self.app.push_screen(closing_dialog(self.interview.skipped), answered)

    def _to_report(self) -> None:
        self.run_worker(self._report(), name="to the report", exclusive=True)

    async def _report(self) -> None:
        """Put the report in the place of this screen; it fills in as the last grades come."""
        self.answer.disabled = True
        while self.app.screen is not self:
            await self.app.pop_screen()
        session_id = self.interview.session.id
        self._let_go()
        self.app.open_report(session_id, instead=True)
