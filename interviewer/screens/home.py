"""Home: start, resume, look back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from interviewer.screens.base import ProgramScreen
from interviewer.screens.home_keys import KEYS
from interviewer.screens.home_words import (
    first_words,
    grader_words,
    last_words,
    options,
    where_answers_go,
)
from interviewer.widgets.home_trend import HomeTrend
from interviewer.widgets.key_bar import KeyBar
from rubrics.errors import InterviewerError

# Home is painted before anything else is imported.
if TYPE_CHECKING:
    from rubrics.bank import Bank
    from sessions.schedule import Schedule
    from sessions.summary import SessionSummary

BREAKPOINTS = [(0, "-narrow"), (72, "-normal")]
"""Columns from which on Home looks so."""


class HomeScreen(ProgramScreen[None]):
    """Where the app begins, and what every other screen leads back to."""

    WORDS = (
        "Start an interview, take up the one you left, or read an earlier one again. "
        "Everything you type is kept on this computer as you type it."
    )
    AUTO_FOCUS = "#menu"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS = KEYS

    menu = getters.query_one("#menu", OptionList)
    last = getters.query_one("#last", Static)
    due = getters.query_one("#due", Static)

    def __init__(self) -> None:
        super().__init__()
        self._looked = False
        self._latest: SessionSummary | None = None
        self._unfinished: SessionSummary | None = None
        self._bank: Bank | None = None
        self._schedule: Schedule | None = None
        self._deaf: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("Interviewer", id="name")
            yield Static("", id="grader", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            with Horizontal(id="middle"):
                yield OptionList(
                    *options(None, None, None, self.app.key_of),
                    id="menu",
                    markup=False,
                    compact=True,
                )
                with Vertical(id="side"):
                    yield Static("", id="last", markup=False)
                    yield HomeTrend(id="trend")
                    due = Static("", id="due", markup=False)
                    due.display = False
                    yield due
            yield Static("", id="bank", markup=False)
            who = Static("", id="who", markup=False)
            who.display = False
            yield who
        yield KeyBar()

    def on_mount(self) -> None:
        """Paint first; open the store and read the bank after that."""
        self.menu.highlighted = 0
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        self.run_worker(self._begin(painted), name="begin")

    async def _begin(self, painted: asyncio.Event) -> None:
        await painted.wait()
        if await self.app.ready():
            self._deaf = self.app.services.queue.subscribe(self._graded)
            for warning in (*self.app.services.warnings(), *self.app.key_faults):
                self.app.tell_problem(warning, "warning")
            self._look()
            self.app.open_what_was_asked_for()
            self.app.go_on_grading()
            await self._read_bank()

    def on_unmount(self) -> None:
        """Hear no more of the queue."""
        if self._deaf is not None:
            self._deaf()

    def on_screen_resume(self) -> None:
        """What is kept may have changed meanwhile."""
        if self._looked:
            self.call_after_refresh(self._look)
            self.run_worker(self._read_bank(), name="read bank", exit_on_error=False)

    def _look(self) -> None:
        self._looked = True
        store = self.app.services.store
        try:
            self._latest, self._unfinished = store.latest(), store.unfinished()
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        choice = self.app.services.choice
        self._tell_grader()
        who = self.query_one("#who", Static)
        who.update(where_answers_go(choice))
        who.display = not choice.offline  # an estimate sends nothing
        self._fill_menu()
        self.menu.highlighted = 0
        self._show_last()
        self._work_out()

    def _tell_grader(self) -> None:
        words = grader_words(self.app.services, self._bank)
        self.query_one("#grader", Static).update(words)

    def _fill_menu(self) -> None:
        """Offer what there is now; the cursor stays where it was."""
        before = self.menu.highlighted_option
        self.menu.clear_options()
        self.menu.add_options(
            options(self._unfinished, self._latest, self._schedule, self.app.key_of)
        )
        names = [option.id for option in self.menu.options]
        self.menu.highlighted = names.index(before.id) if before and before.id in names else 0
        self.refresh_bindings()

    def _graded(self) -> None:
        """An answer was put to the grader, or is done with."""
        self._show_last()
        if self.is_current and not len(self.app.services.queue):
            self._work_out()

    def _work_out(self) -> None:
        # Another screen that is open comes first; this one looks again when it is seen again.
        if not self.is_current or self._latest is None:
            return
        self.query_one("#trend", HomeTrend).look(self._latest)
        if self._bank is not None:
            self._work_out_due(self._bank)

    @work(group="due", exclusive=True)
    async def _work_out_due(self, bank: Bank) -> None:
        """What is due of the bank that is offered first; nothing waits for it."""
        try:
            scheduling = self.app.services.scheduling(bank)
            self._schedule = await asyncio.to_thread(scheduling)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.due.update(self._schedule.words)
        self.due.display = not self._schedule.due  # else the menu says so
        self._fill_menu()

    def _show_last(self) -> None:
        """The last interview as it stands now, and how many answers are being graded."""
        if not self.is_current:
            return
        try:
            latest = self.app.services.store.latest()
            words = (
                first_words(self.app.services.choice)
                if latest is None
                else last_words(latest, self._headline(latest))
            )
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        count = len(self.app.services.queue)
        if count:
            answers = "1 answer is" if count == 1 else f"{count} answers are"
            words = Content.assemble(words, (f"\n\n… {answers} being graded", "$quiet"))
        self.last.update(words)

    def _headline(self, latest: SessionSummary) -> str:
        from sessions.session import Phase

        if latest.phase is not Phase.ENDED:
            return f"Left at question {latest.position_number} of {latest.questions}."
        from sessions.report import report

        return report(self.app.services.store.session(latest.id)).headline()

    async def _read_bank(self) -> None:
        from interviewer.widgets.signs import one_line

        try:
            bank = await self.app.bank(self.app.bank_names[0])
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self._bank = bank
        self._tell_grader()
        self._work_out()
        questions = sum(1 for _ in bank.questions())
        sections = " · ".join(
            f"{one_line(section.title, 30)} {len(section.questions)}" for section in bank.sections
        )
        self.query_one("#bank", Static).update(
            Content.assemble(
                (f"{one_line(bank.title, 60)}, {questions} questions", "bold"), f"\n{sections}"
            )
        )

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what there is can be resumed or opened."""
        if action == "resume":
            return self._unfinished is not None
        if action in ("last", "review", "progress"):
            return self._latest is not None
        if action == "drill":
            return self._schedule is not None and bool(self._schedule.standings)
        return True

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.run_action(str(event.option_id))

    async def action_start(self) -> None:
        """Set up an interview."""
        if await self.app.ready():
            from interviewer.screens.setup import SetupScreen

            self.app.push_screen(SetupScreen())

    def action_resume(self) -> None:
        """Go on with what was left."""
        unfinished = self._unfinished
        if unfinished is None:
            return
        self.attempt(
            lambda: self.app.open_interview(self.app.services.store.session(unfinished.id))
        )

    def action_drill(self) -> None:
        """Set up a drill of what is due; where nothing is, of the weakest."""
        from interviewer.screens.setup import SetupScreen
        from sessions.presets import drill_setup

        if self._schedule is not None:
            self.app.push_screen(SetupScreen(drill_setup(self._schedule)))

    def action_last(self) -> None:
        """Open the last report."""
        if self._latest is not None:
            self.app.open_report(self._latest.id)

    def action_review(self) -> None:
        """Open Review."""
        self.app.open_review()

    def action_progress(self) -> None:
        """Open Progress."""
        self.app.open_progress()

    async def action_banks(self) -> None:
        """Open Banks."""
        if await self.app.ready():
            from interviewer.screens.banks import BanksScreen

            self.app.push_screen(BanksScreen())

    async def action_settings(self) -> None:
        """Open Settings."""
        if await self.app.ready():
            self.app.open_settings()
