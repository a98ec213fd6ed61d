"""A question, its clock, and the editor for the answer: what there is to see in an interview."""

from __future__ import annotations

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.screens.base import ProgramScreen
from interviewer.widgets.clock import STANDING, BigClock, face
from interviewer.widgets.editor import AnswerEditor
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import one_line
from interviewer.widgets.top_line import TopLine
from interviewer.widgets.turn_strip import TurnStrip
from interviewer.wording import follows_text, grading_text
from rubrics.grader import Waiting
from sessions.interview import Interview
from sessions.session import Phase
from sessions.telling import tells_scores

LOOKED_AT_EVERY = 0.25
"""Seconds between two looks at the clock."""


class AnswerScreen(ProgramScreen[None]):
    """Shows the open question of an interview, and hands it what is typed."""

    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = "#answer"

    top = getters.query_one(TopLine)
    clock = getters.query_one(BigClock)
    question = getters.query_one("#question", Static)
    hint = getters.query_one("#hint", Static)
    strip = getters.query_one("#strip", TurnStrip)

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        # Where there is room, the clock is large. Textual types these as no class's.
        self.HORIZONTAL_BREAKPOINTS = [(100, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(30, "-tall")]
        self.interview = interview
        self.answer = AnswerEditor(id="answer")
        self._shown: int | None = None
        self._problem: str | None = None
        self._kept = False

    def compose(self) -> ComposeResult:
        yield TopLine()
        with HorizontalGroup():
            with VerticalScroll(id="asked"):
                yield Static("", id="follows", markup=False)
                yield Static("", id="question", markup=False)
                yield Static("", id="hint", markup=False)
            yield BigClock()
        words = "Answer as you would say it. {interview.hand_in} hands it in."
        self.answer.placeholder = self.app.with_keys(words)
        yield self.answer
        yield TurnStrip(id="strip")
        yield Static("", id="waits", markup=False)
        yield KeyBar()

    def start_looking(self) -> None:
        """From now on look at the clock several times a second."""
        self.set_interval(LOOKED_AT_EVERY, self.look)

    def look(self) -> None:
        """Let the interview look at its clocks, and show what changed."""
        if self._kept:
            return
        self.take_text()
        self.attempt(self.interview.tick)
        self._show_clock()
        self._show_saved()
        self._show_waits()
        over = self.interview.phase is Phase.ENDED
        self.strip.show(
            self.interview.turns,
            None if over else self.interview.current.id,
            tell=tells_scores(self.interview.session, self.app.services.settings.hide_scores),
        )

    def _show_clock(self) -> None:
        interview = self.interview
        shown = STANDING
        if interview.running:
            shown = face(interview.question_left, interview.current.allotted)
        self.top.show(interview, shown)
        self.clock.show(shown)

    @on(AnswerEditor.Changed)
    def _typed(self) -> None:
        self.take_text()
        self._show_saved()

    def on_key(self, event: events.Key) -> None:
        """A letter typed while the question has the focus belongs to the answer."""
        if event.is_printable and event.character and self.focused is not self.answer:
            event.stop()
            self.answer.focus()
            self.answer.insert(event.character)

    def take_text(self) -> None:
        """Hand the interview what stands in the editor, where it is of the open question."""
        if self._shown == self.interview.current.id and self.interview.allows("type"):
            self.interview.type(self.answer.text)

    def show_turn(self) -> None:
        """Show the question that is open, and its draft."""
        turn = self.interview.current
        self._shown = turn.id
        follows = self.query_one("#follows", Static)
        follows.display = bool(turn.round)
        words = follows_text(self.interview.session, turn)
        follows.update(Content(f"{words}: {one_line(turn.question.ask, 200)}"))
        self.question.update(Content(one_line(turn.ask, 2000)))
        self.hint.display = False
        self.hint.update(Content.assemble(("Hint: ", "bold"), one_line(turn.question.hint, 2000)))
        self.query_one("#asked").scroll_home(animate=False)
        self.answer.load(turn.draft)

    def _show_waits(self) -> None:
        """Why a grade is late, for as long as it is; the interview does not wait for it."""
        waits = [
            f"{turn.label}: {grading_text(self.interview, turn.id)}"
            for turn in self.interview.turns
            if isinstance((self.interview.progress(turn.id) or (None,))[0], Waiting)
        ]
        line = self.query_one("#waits", Static)
        line.display = bool(waits)
        if waits:
            line.update(Content(" · ".join(waits)))

    def _show_saved(self) -> None:
        problem = self.interview.draft_problem
        self.answer.show_state(
            self.interview.current.words, saved=self.interview.saved, problem=bool(problem)
        )
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
