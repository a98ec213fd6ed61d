"""A small look at how it goes, on Home: the last averages, what is weakest, and how often."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from interviewer.app import InterviewerApp

# Home is painted before anything else is imported.
if TYPE_CHECKING:
    from sessions.progress import Progress
    from sessions.summary import SessionSummary

NEWEST = 30
"""How many interviews it is worked out from."""

WEAK = 2
"""How many tags are named."""


class HomeTrend(VerticalGroup):
    """Three lines of trend and two of words; nothing while no answer has a score."""

    app = getters.app(InterviewerApp)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._looks = 0

    def compose(self) -> ComposeResult:
        yield Static("", id="small-trend", markup=False)
        yield Static("", id="weakest", markup=False)

    def on_mount(self) -> None:
        """It is there once there is something to show."""
        self.display = False

    @work(group="home trend", exit_on_error=False)
    async def look(self, latest: SessionSummary) -> None:
        """Show how it goes with the bank of the last interview, the first of several."""
        from rubrics.errors import InterviewerError
        from sessions.history import read_history
        from sessions.progress import progress
        from sessions.telling import tells_scores

        self._looks += 1
        look, services = self._looks, self.app.services
        now = services.time.wall().astimezone()
        try:
            newest = services.store.sessions(NEWEST)
            told = [one for one in newest if tells_scores(one, services.settings.hide_scores)]
            history = await asyncio.to_thread(read_history, services.store.path, newest=NEWEST)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        if look == self._looks:  # else another look has begun, which sees more
            self._show(progress(told, history, next(iter(latest.titles)), now))

    def _show(self, progress: Progress) -> None:
        from interviewer.progress_words import practised_text, signs, sources_of
        from interviewer.widgets.signs import one_line
        from interviewer.widgets.trend_plot import SmallTrend

        self.display = bool(progress.series)
        if not progress.series:
            return
        series = progress.series[0]
        trend = self.query_one("#small-trend", Static)
        trend.display = len(series.points) > 1
        trend.update(SmallTrend(series, signs(sources_of(progress))[series.source]))
        weak = [
            f"{one_line(group.title, 24)} ({group.means[series.source].value:.0f})"
            for group in progress.by_tag[:WEAK]
            if series.source in group.means and len(progress.by_tag) > 1
        ]
        words = f"weakest: {', '.join(weak)}\n" if weak else ""
        self.query_one("#weakest", Static).update(
            Content(f"{words}{practised_text(progress.calendar)}")
        )
