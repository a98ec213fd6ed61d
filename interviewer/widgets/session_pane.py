"""The list of interviews with the line that filters it, and what is wrong with the filter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from interviewer.app import InterviewerApp
from interviewer.widgets.filter_line import FilterLine
from interviewer.widgets.session_list import SessionList, described
from interviewer.widgets.signs import one_line
from rubrics.errors import InterviewerError
from sessions.filters import Filter, FilterError, parse
from sessions.search import Found, Search
from sessions.summary import SessionSummary
from sessions.telling import tells_scores

FILTER_HELP = (
    "Type what an interview has to have; all of it has to be there.\n"
    'any word or "some words" in a question, an answer or a note\n'
    "bank:drinks mode:exam section:advanced tag:caching\n"
    "score<50 of one answer, mean>=85 of the interview\n"
    "missed:trade-off a point that an answer did not meet\n"
    "since:2026-11-01 until:2026-11 since:7d\n"
    "flagged hinted noted blank skipped ungraded unfinished\n"
    "-word what must not be there\n"
    "What is said of an answer has to be true of one and the same. Enter keeps what was found, "
    "{filter.show_all} shows everything again."
)


NONE_FOUND = "No interview has all of this. {filter.show_all} shows everything again."


class SessionPane(Vertical):
    """All interviews, or those that the filter finds. Answers are looked through in a thread."""

    app = getters.app(InterviewerApp)
    line = getters.query_one("#find-session", FilterLine)
    fault = getters.query_one("#fault", Static)
    list = getters.query_one("#sessions", SessionList)

    @dataclass
    class Moved(Message):
        """Another interview is looked at, or other answers in it were found."""

        pane: SessionPane

        @property
        def control(self) -> SessionPane:
            """Where it happened."""
            return self.pane

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._summaries: Sequence[SessionSummary] = ()
        self._search: Search | None = None
        self._found: dict[str, Found] | None = None
        self._wanted: list[Filter] = []
        self._finding = False
        self._told: tuple[str | None, tuple[int, ...]] = (None, ())

    def compose(self) -> ComposeResult:
        yield FilterLine("words, score<50, bank:…", id="find-session", help=FILTER_HELP)
        fault = Static("", id="fault", markup=False)
        fault.display = False
        yield fault
        yield SessionList(id="sessions")

    @property
    def chosen(self) -> str | None:
        """Id of the interview under the cursor."""
        return self.list.chosen

    @property
    def found_turns(self) -> tuple[int, ...]:
        """Ids of the answers in it that were found; none where no filter is about answers."""
        found = (self._found or {}).get(self.chosen or "")
        return found.turns if found else ()

    def show(self, summaries: Sequence[SessionSummary], at: str | None) -> None:
        """Show these, with the cursor on one of them; then look through them, if there is a filter.

        Args:
            summaries: what the store holds now.
            at: id of one of them, or None.
        """
        hide = self.app.services.settings.hide_scores
        self._summaries = summaries
        self._search = Search(
            self.app.services.store.path,
            summaries,
            lambda summary: described(summary, tells_scores(summary, hide)),
            lambda summary: tells_scores(summary, hide),
        )
        self._list(at)
        self._told = (self.chosen, self.found_turns)
        self._filter()

    def filter(self, text: str) -> None:
        """Filter by this."""
        self.line.display = True
        self.line.value = text

    @on(Input.Changed, "#find-session")
    def _filter(self) -> None:
        if self._search is None:
            return  # There is nothing to look through yet.
        today = self.app.services.time.wall().astimezone().date()
        try:
            wanted = parse(self.line.value, today)
        except FilterError as error:
            self._say(str(error))  # what was found before stays
            return
        self._say("")
        if wanted:
            self._wanted.append(wanted)
            if not self._finding:
                self.run_worker(self._find(), name="find", exit_on_error=False)
        else:
            self._wanted.clear()
            self._take(None)

    async def _find(self) -> None:
        """Look for what was wanted last; what was wanted meanwhile is left out."""
        self._finding = True
        try:
            while self._wanted:
                wanted = self._wanted.pop()
                self._wanted.clear()
                found = await asyncio.to_thread(self._look_through, wanted)
                if not self._wanted and self.line.value:
                    self._take(found)
        except InterviewerError as error:
            self.app.tell_problem(error)
        finally:
            self._finding = False

    def _look_through(self, wanted: Filter) -> Sequence[Found]:
        return () if self._search is None else self._search.find(wanted)

    def _take(self, found: Sequence[Found] | None) -> None:
        before = self._found
        self._found = None if found is None else {one.summary.id: one for one in found}
        if self._found != before:
            self._list(self.chosen or self._told[0])
        self._say(self.app.with_keys(NONE_FOUND) if self._found == {} else "")
        self._tell()

    def _list(self, at: str | None) -> None:
        """List what was found of what there is."""
        found = self._found
        shown = [one for one in self._summaries if found is None or one.id in found]
        with self.prevent(OptionList.OptionHighlighted):
            self.list.show(shown, at)
        count = len(self._summaries)
        total = f"{count} interview{'' if count == 1 else 's'}"
        self.border_title = total if found is None else f"{len(shown)} of {total}"

    def _say(self, words: str) -> None:
        """Say below the line what is wrong or was not found; nothing for empty words."""
        self.fault.update(one_line(words))
        self.fault.display = bool(words)

    @on(OptionList.OptionHighlighted, "#sessions")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        now = (self.chosen, self.found_turns)
        if now != self._told:
            self._told = now
            self.post_message(self.Moved(self))
