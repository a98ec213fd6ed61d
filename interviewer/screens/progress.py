"""Progress: whether it gets better, how sure that is, and where to begin."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from interviewer.keyboard.keys import key
from interviewer.progress_words import (
    NOTHING,
    counted_text,
    labels,
    practised_text,
    series_text,
    signs,
    sources_of,
)
from interviewer.screens.base import ProgramScreen
from interviewer.screens.home_keys import DRILL, REVIEW, START
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.practice_calendar import practice_calendar
from interviewer.widgets.progress_list import Drill, Find, ProgressList, Read
from interviewer.widgets.section_bars import joined
from interviewer.widgets.signs import one_line
from interviewer.widgets.trend_plot import TrendPlot
from rubrics.bank import Bank
from rubrics.errors import InterviewerError
from sessions.history import History, read_history
from sessions.progress import INTERVIEWS, Progress, progress
from sessions.schedule import Schedule
from sessions.summary import SessionSummary
from sessions.telling import tells_scores

BREAKPOINTS = [(0, "-narrow"), (70, "-normal")]
HEIGHTS = [(0, "-short"), (30, "-tall")]
SHORT, TALL = 9, 16
"""Lines of the plot."""


class ProgressScreen(ProgramScreen[None]):
    """How it goes with one bank, over all interviews of it that are told."""

    WORDS = (
        "Each column is an interview: its average, and along the line where the average of all "
        "answers like these lies with 95 % confidence. Estimates, your own marks and grades are "
        "never put together, nor are grades by different models: each has a sign. Only first "
        "attempts count. Under the plot stands the average of the last interviews, and how much "
        "that is above as many before them. Sections and tags go by the newest answer to each "
        "question."
    )
    CSS_PATH = "progress.tcss"
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        START,
        key(
            "f3,ctrl+r,b",
            "next_bank",
            "Other bank",
            "Look at how it goes with the next bank",
            "progress.next_bank",
        ),
        DRILL,
        REVIEW,
        Binding("escape", "back", "Back", tooltip="Go back", id="progress.back"),
    ]

    title_line = getters.query_one("#title", Static)
    trend = getters.query_one("#trend", Static)
    calendar = getters.query_one("#calendar", Static)
    list = getters.query_one("#list", ProgressList)

    def __init__(self) -> None:
        super().__init__()
        self._banks: dict[str, str] = {}
        self._bank = ""
        self._progress: Progress | None = None
        self._schedule: Schedule | None = None
        self._asks: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("Progress", id="title", markup=False)
            yield Static("", id="counted", markup=False)
        with Horizontal(id="figures"):
            yield Static("", id="trend", markup=False)
            yield Static("", id="calendar", markup=False)
        yield Static("", id="series", markup=False)
        yield ProgressList(id="list")
        yield Static(NOTHING, id="empty", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Paint first; then work out what the store holds now."""
        self.call_after_refresh(self._look)

    def on_resize(self) -> None:
        """A high screen has a high plot."""
        self._draw()

    def _look(self) -> None:
        try:
            summaries = self.app.services.store.sessions()
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self._banks = {name: title for one in summaries for name, title in one.titles.items()}
        if self._bank not in self._banks:
            self._bank = next(iter(self._banks), "")
        hide = self.app.services.settings.hide_scores
        told = [one for one in summaries[:INTERVIEWS] if tells_scores(one, hide)]
        self._work_out(told)

    @work(group="progress", exclusive=True, exit_on_error=False)
    async def _work_out(self, told: Sequence[SessionSummary]) -> None:
        services, bank_id = self.app.services, self._bank
        now = services.time.wall().astimezone()

        def figures() -> tuple[Progress, History]:
            history = read_history(services.store.path, newest=INTERVIEWS)
            return progress(told, history, bank_id, now), history

        try:
            self._progress, history = await asyncio.to_thread(figures)
            self._asks = {question.id: question.ask for question in history.questions.values()}
            self._show()
            bank = await self._find_bank(bank_id)
            self._schedule = None
            if bank is not None:
                self._schedule = await asyncio.to_thread(services.scheduling(bank))
            self._show()
        except InterviewerError as error:
            self.app.tell_problem(error)

    async def _find_bank(self, bank_id: str) -> Bank | None:
        """The bank of these answers, where it is still there."""
        for name in self.app.bank_names:
            try:
                bank = await self.app.bank(name)
            except InterviewerError:
                continue
            if bank.id == bank_id:
                return bank
        return None

    def _show(self) -> None:
        found = self._progress
        if found is None:
            return
        self.set_class(not found.series, "-nothing")
        self.title_line.update(f"Progress · {one_line(self._banks.get(self._bank, ''), 30)}")
        self.query_one("#counted", Static).update(
            joined((counted_text(found), practised_text(found.calendar)))
        )
        sources = sources_of(found)
        sign, name = signs(sources), labels(sources)
        self.query_one("#series", Static).update(
            Content("\n").join(
                Content.assemble(
                    (f"{sign[one.source]} ", "bold $text-accent"),
                    f"{one_line(name[one.source], 34)}: {series_text(one)}",
                )
                for one in found.series
            )
        )
        self.calendar.update(practice_calendar(found.calendar))
        if found.series:
            self.list.show(found, self._schedule, self._asks, sign)
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        if self._progress is not None:
            sign = signs(sources_of(self._progress))
            height = TALL if self.size.height >= HEIGHTS[1][0] else SHORT
            self.trend.update(TrendPlot(self._progress.series, sign, height))

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        match action:
            case "next_bank":
                return len(self._banks) > 1
            case "drill":
                return self._schedule is not None and bool(self._schedule.standings)
            case "review":
                return bool(self._banks)
        return True

    @on(ProgressList.Opened)
    def _opened(self, event: ProgressList.Opened) -> None:
        event.stop()
        match event.target:
            case Drill():
                self.action_drill()
            case Read(session, turn, criterion):
                self.app.open_review(session, (turn, criterion))
            case Find(filter):
                self.app.open_review(find=filter)

    def action_start(self) -> None:
        """Set up an interview."""
        from interviewer.screens.setup import SetupScreen

        self.app.push_screen(SetupScreen())

    def action_next_bank(self) -> None:
        """Look at the next bank."""
        banks = [*self._banks]
        self._bank = banks[(banks.index(self._bank) + 1) % len(banks)]
        self._schedule = None
        self._look()

    def action_drill(self) -> None:
        """Set up a drill of what is due; where nothing is, of the weakest."""
        from interviewer.screens.setup import SetupScreen
        from sessions.presets import drill_setup

        if self._schedule is not None:
            self.app.push_screen(SetupScreen(drill_setup(self._schedule)))

    def action_review(self) -> None:
        """Open Review."""
        self.app.open_review()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
