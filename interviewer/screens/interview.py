"""The Interview screen: one question after the other, with the clock running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Static
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from interviewer.screens.base import ProgramScreen
from interviewer.screens.dialogs import Choice, ChoiceDialog
from interviewer.widgets.clock import Clock
from interviewer.widgets.editor import AnswerEditor
from interviewer.widgets.signs import FLAG, about_minutes, one_line
from interviewer.widgets.turn_strip import TurnStrip
from rubrics.errors import InterviewerError
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    Paused,
    QuestionAsked,
    Resumed,
    SessionEnded,
    TimeExpired,
)
from sessions.grading import ungraded_turns
from sessions.interview import Command, Interview
from sessions.session import Mode, Phase, Turn
from sessions.store import Claim

LOOKED_AT_EVERY = 0.25
"""Seconds between two looks at the clock."""


class InterviewScreen(ProgramScreen[None]):
    """Shows an interview and gives it commands; what happens, the interview decides."""

    WORDS = (
        "Answer the question in your own words and hand it in with F2. In practice, feedback "
        "follows each answer and time may run over; in an exam the clock hands in what is there "
        "at zero, and feedback comes at the end. Esc leaves: everything is kept, and Home takes "
        "you back to the same word."
    )
    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = "#answer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+n",
            "hand_in",
            "Hand in",
            key_display="F2",
            tooltip="Hand in the answer as it stands",
            id="interview.hand_in",
        ),
        Binding(
            "f3,ctrl+l",
            "skip",
            "Skip",
            key_display="F3",
            tooltip="Pass this question over; its draft is kept",
            id="interview.skip",
        ),
        Binding(
            "f4,ctrl+g",
            "flag",
            "Flag",
            key_display="F4",
            show=False,
            tooltip="Flag the question to come back to, or take the flag away",
            id="interview.flag",
        ),
        Binding(
            "f5,ctrl+t",
            "hint",
            "Hint",
            key_display="F5",
            tooltip="Show or hide what the interviewer hopes to hear; that it was shown is kept",
            id="interview.hint",
        ),
        Binding(
            "f6,ctrl+backslash",
            "pause",
            "Pause",
            key_display="F6",
            tooltip="Stop the clock; question and answer are hidden",
            id="interview.pause",
        ),
        Binding(
            "f7,ctrl+r",
            "go_back",
            "Go back",
            key_display="F7",
            show=False,
            tooltip="Go back to a question that was skipped",
            id="interview.go_back",
        ),
        Binding(
            "f8,ctrl+right_square_bracket",
            "end",
            "End",
            key_display="F8",
            show=False,
            tooltip="End the interview now; it asks first",
            id="interview.end",
        ),
        Binding(
            "escape",
            "leave",
            "Leave",
            key_display="Esc",
            show=False,
            tooltip="Leave for now; everything is kept, and Home takes you back",
            id="interview.leave",
        ),
    ]

    where = getters.query_one("#where", Static)
    question = getters.query_one("#question", Static)
    hint = getters.query_one("#hint", Static)
    clock = getters.query_one("#clock", Clock)
    strip = getters.query_one("#strip", TurnStrip)

    @dataclass
    class Happened(Message):
        """The interview told of a fact."""

        fact: Event

    def __init__(self, interview: Interview, claim: Claim) -> None:
        super().__init__()
        self.interview = interview
        self.answer = AnswerEditor(id="answer")
        self._claim = claim
        self._shown: int | None = None
        self._gradings: list[Worker[None]] = []
        self._problem: str | None = None
        self._kept = False
        self._deaf = interview.subscribe(self._hear)

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("", id="where", markup=False)
            yield Clock(id="clock")
        with VerticalScroll(id="asked"):
            yield Static("", id="question", markup=False)
            yield Static("", id="hint", markup=False)
        yield self.answer
        yield TurnStrip(id="strip")
        yield Footer(show_command_palette=False)

    # Coming and going

    def on_mount(self) -> None:
        """Begin, or go on where it was left."""
        self.set_interval(LOOKED_AT_EVERY, self.look)
        for turn_id in ungraded_turns(self.interview):
            self._gradings.append(self.app.grade(self.interview, turn_id))
        phase = self.interview.phase
        if phase is Phase.READY:
            self.attempt(self.interview.begin)
        elif phase is Phase.ANSWERING:
            self.attempt(self.interview.reopen)
        else:
            self._show_turn()
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
            self._take_text()
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
            self._claim.release()

    # What happens

    def _hear(self, fact: Event) -> None:
        self.post_message(self.Happened(fact))

    @on(Happened)
    def _apply(self, message: Happened) -> None:
        match message.fact:
            case QuestionAsked():
                self._show_turn()
                self.answer.focus()
            case AnswerSubmitted(turn=turn_id, by=by):
                self._gradings.append(self.app.grade(self.interview, turn_id))
                if by == "clock":
                    label = self.interview.session.turn(turn_id).label
                    self.notify(f"Time was up: question {label} was handed in as it stood.")
                if self.interview.phase is Phase.FEEDBACK:
                    self._open_feedback()
            case Paused():
                self._ask_whether_to_go_on()
            case Resumed():
                self.answer.focus()
            case TimeExpired(scope="session") if self.interview.mode is Mode.PRACTICE:
                self.notify("The time for the whole interview is used up. Take what you need.")
            case Closing():
                self._ask_what_is_left()
            case SessionEnded():
                self._to_report()
        self.look()
        self.refresh_bindings()

    def look(self) -> None:
        """Let the interview look at its clocks, and show what changed."""
        if self._kept:
            return
        self._take_text()
        self.attempt(self.interview.tick)
        session = self.interview
        if session.running:
            self.clock.show(session.question_left, session.current.allotted)
        else:
            self.clock.stand()
        self._show_saved()
        tell = session.mode is Mode.PRACTICE or session.phase is Phase.ENDED
        now = session.current.id if session.phase is not Phase.ENDED else None
        self.strip.show(session.turns, now, tell=tell)
        self._show_where()

    @on(AnswerEditor.Changed)
    def _typed(self) -> None:
        self._take_text()
        self._show_saved()

    def on_key(self, event: events.Key) -> None:
        """A letter typed while the question has the focus belongs to the answer."""
        if event.is_printable and event.character and self.focused is not self.answer:
            event.stop()
            self.answer.focus()
            self.answer.insert(event.character)

    def _take_text(self) -> None:
        """Hand the interview what stands in the editor, where it is of the open question."""
        if self._shown == self.interview.current.id and self.interview.allows("type"):
            self.interview.type(self.answer.text)

    # What is shown

    def _show_turn(self) -> None:
        turn = self.interview.current
        self._shown = turn.id
        self.question.update(Content(one_line(turn.question.ask, 2000)))
        self.hint.display = False
        self.hint.update(Content.assemble(("Hint: ", "bold"), one_line(turn.question.hint, 2000)))
        self.query_one("#asked").scroll_home(animate=False)
        self.answer.load(turn.draft)

    def _show_where(self) -> None:
        session = self.interview.session
        turn = session.current
        count = len({other.number for other in session.turns})
        parts = [
            one_line(session.bank_title, 40),
            f"{f'{FLAG} ' if turn.flagged else ''}{turn.label} of {count}",
            one_line(turn.section, 30),
        ]
        if session.mode is Mode.EXAM:
            parts.insert(0, "exam")
            if session.limit:
                parts.append(f"{about_minutes(self.interview.session_left)} left in all")
        text = " · ".join(parts)
        if str(self.where.content) != text:
            self.where.update(Content(text))

    def _show_saved(self) -> None:
        problem = self.interview.draft_problem
        words = self.interview.current.words
        state = "NOT SAVED" if problem else "saved" if self.interview.saved else "saving"
        count = f"{words:,} word{'' if words == 1 else 's'}"
        title = f"your answer · {count} · {state}"
        if self.answer.border_title != title:
            self.answer.border_title = title
            self.answer.set_class(bool(problem), "-not-saved")
        if problem and problem != self._problem:
            self.notify(
                f"{one_line(problem, 400)} Your text stays in the editor, and keeping it is "
                "tried again and again.",
                title="Not saved",
                severity="error",
                timeout=12,
                markup=False,
            )
        self._problem = problem

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
        self._take_text()
        return self.attempt(command)

    def action_hand_in(self) -> None:
        """Hand in the answer."""
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

        skipped = self.interview.skipped
        self.app.push_screen(
            ChoiceDialog("Go back to a skipped question", "", _turn_choices(skipped)), chosen
        )

    def action_end(self) -> None:
        """Ask once, then end."""
        drafted = "" if not self.answer.text.strip() else " What is written here is handed in."
        unasked = sum(not turn.state.answered for turn in self.interview.turns)
        rest = f" {unasked} of {len(self.interview.turns)} have no answer yet." if unasked else ""

        def answered(value: str | None) -> None:
            if value == "end":
                self._command(self.interview.end)

        self.app.push_screen(
            ChoiceDialog(
                "End the interview?",
                f"It cannot be taken up again after that.{rest}{drafted}",
                (Choice("stay", "Go on answering"), Choice("end", "End it and see the report")),
            ),
            answered,
        )

    def action_leave(self) -> None:
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
                self.action_leave()

        self.app.push_screen(
            FeedbackScreen(self.interview, self.interview.current.id, live=True), closed
        )

    def _ask_whether_to_go_on(self) -> None:
        def answered(value: str | None) -> None:
            if value == "leave":
                self.action_leave()
            elif not self.attempt(self.interview.resume):
                self._ask_whether_to_go_on()

        self.app.push_screen(
            ChoiceDialog(
                "Paused",
                "The clock stands. Question and answer are hidden until you go on.",
                (Choice("resume", "Go on"), Choice("leave", "Leave; everything is kept")),
                hide=True,
            ),
            answered,
        )

    def _ask_what_is_left(self) -> None:
        def answered(value: str | None) -> None:
            if value is None:
                self.action_leave()
            elif not self.attempt(
                self.interview.end if value == "end" else lambda: self.interview.go_to(int(value))
            ):
                self._ask_what_is_left()

        skipped = self.interview.skipped
        were = "1 was skipped" if len(skipped) == 1 else f"{len(skipped)} were skipped"
        self.app.push_screen(
            ChoiceDialog(
                "Every question was asked",
                f"{were}. Answer it now with the time it had left, or end the interview."
                if len(skipped) == 1
                else f"{were}. Answer them now with the time they had left, or end the interview.",
                (*_turn_choices(skipped), Choice("end", "End it and see the report")),
                hide=True,
            ),
            answered,
        )

    def _to_report(self) -> None:
        self.run_worker(self._report(), name="to the report", exclusive=True)

    async def _report(self) -> None:
        """Wait for the last grades, then put the report in the place of this screen."""
        self.answer.disabled = True
        for grading in self._gradings:
            try:
                await grading.wait()
            except (WorkerFailed, WorkerCancelled):
                continue
        while self.app.screen is not self:
            await self.app.pop_screen()
        session_id = self.interview.session.id
        self._let_go()
        self.app.open_report(session_id, instead=True)


def _turn_choices(turns: tuple[Turn, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(turn.id), f"{turn.label}  {one_line(turn.question.ask, 50)}") for turn in turns
    )
