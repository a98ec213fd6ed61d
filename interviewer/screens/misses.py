"""Every miss: where one point, or points of a kind, were not met, over all interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Input, OptionList, Static, Tab, Tabs
from textual.widgets.option_list import Option

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramScreen
from interviewer.widgets.filter_line import FilterLine
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.row import Row
from interviewer.widgets.signs import (
    ORIGIN_SIGNS,
    VERDICT_STYLES,
    VERDICT_WORDS,
    number,
    one_line,
)
from interviewer.wording import GLYPHS, when
from rubrics.errors import InterviewerError
from sessions.misses import Kind, MissedPoint, Misses


@dataclass(frozen=True, eq=False)
class MissCard(Visual):
    """Two lines on a miss: verdict, date and score; and the point."""

    miss: MissedPoint
    tell: bool

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        miss = self.miss
        sign = f"{GLYPHS[miss.verdict]} {VERDICT_WORDS[miss.verdict]:<7}"
        score = ""
        if self.tell and miss.score is not None and miss.origin is not None:
            score = f"  {ORIGIN_SIGNS[miss.origin]} {number(miss.score)}"
        lines = (
            Row(
                Content.assemble(
                    (sign, f"bold {VERDICT_STYLES[miss.verdict]}"), f"{when(miss.at)}  "
                ),
                Content.styled(f"{miss.label}. {one_line(miss.ask)}", "$quiet"),
                Content(score),
            ).fitted(width),
            Content(f"  {one_line(miss.expects, 400)}").truncate(width, ellipsis=True),
        )
        return [
            strip
            for line in lines[:height]
            for strip in line.render_strips(width, 1, style, options)
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 2


class MissesScreen(ProgramScreen[None]):
    """A list of misses of one kind; other kinds are a key away.

    Args:
        kinds: the kinds to choose from; the list begins with the first.
    """

    WORDS = (
        "Every time a point was not met. ← and → go from this very point to points of its kind: "
        "the same form, the same tag, every point. Enter opens the answer in its interview, and "
        "{misses.find} finds any word, such as trade-off."
    )
    CSS_PATH = "misses.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "open", "Open", "Open the answer in its interview", "misses.open"),
        key(
            "f3,ctrl+r,t",
            "attempts",
            "Attempts",
            "All your answers to this question side by side",
            "misses.attempts",
        ),
        key("right", "kind(1)", "Next kind", "Points of the next kind", "misses.next_kind"),
        key(
            "left",
            "kind(-1)",
            "Previous kind",
            "Points of the kind before",
            "misses.previous_kind",
            show=False,
        ),
        key(
            "slash,f7,ctrl+backslash",
            "find",
            "Find",
            "Only points with a word in them or in their question",
            "misses.find",
        ),
        key("escape", "back", "Back", "Go back", "misses.back", show=False),
    ]

    tabs = getters.query_one(Tabs)
    title_line = getters.query_one("#title", Static)
    find_line = getters.query_one("#find-miss", FilterLine)
    list = getters.query_one("#list", OptionList)

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        self._kinds = kinds
        self._misses = Misses((), 0, 0)

    def compose(self) -> ComposeResult:
        yield Static("", id="title", markup=False)
        tabs = Tabs(
            *(
                Tab(Content(one_line(kind.title, 24)), id=f"kind-{index}")
                for index, kind in enumerate(self._kinds)
            )
        )
        tabs.can_focus = False
        yield tabs
        yield FilterLine("any word of a point or a question", id="find-miss")
        yield OptionList(id="list", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Show what the store holds now."""
        self.call_after_refresh(self._look)

    @property
    def _kind(self) -> Kind:
        index = int((self.tabs.active or "kind-0").removeprefix("kind-"))
        return replace(self._kinds[index], words=self.find_line.value.strip())

    @property
    def _miss(self) -> MissedPoint | None:
        at = self.list.highlighted
        return None if at is None else self._misses.points[at]

    @on(Tabs.TabActivated)
    @on(Input.Changed)
    def _look(self) -> None:
        before = self._miss
        try:
            misses = self._misses = self.app.services.store.misses(self._kind)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        hide = self.app.services.settings.hide_scores
        self.list.set_options(
            Option(MissCard(miss, miss.ended or not hide)) for miss in misses.points
        )
        if misses.points:
            self.list.highlighted = misses.points.index(before) if before in misses.points else 0
        self.title_line.update(Content(_title(misses, self._kind)))
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    @on(FilterLine.Left)
    def _found(self, event: FilterLine.Left) -> None:
        event.stop()
        self.list.focus()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        if action in ("open", "attempts"):
            return self._miss is not None
        return len(self._kinds) > 1 if action == "kind" else True

    def action_open(self) -> None:
        """Open the answer in its interview, at the point."""
        if miss := self._miss:
            self.app.open_review(miss.session, (miss.turn, miss.criterion))

    def action_attempts(self) -> None:
        """Show all answers to the question."""
        from interviewer.screens.side_by_side import AttemptsScreen

        if miss := self._miss:
            at = (miss.session, miss.turn)
            self.app.push_screen(AttemptsScreen(miss.bank, miss.question, at))

    def action_kind(self, step: int) -> None:
        """Show the kind so many after this one; past the end it begins anew."""
        self.tabs.action_next_tab() if step > 0 else self.tabs.action_previous_tab()

    def action_find(self) -> None:
        """Look for a word."""
        self.find_line.open()

    def action_back(self) -> None:
        """Show all again; from there, go back."""
        if self.find_line.value:
            self.find_line.action_close()
        else:
            self.dismiss()


def _title(misses: Misses, kind: Kind) -> str:
    """How often it was missed, in a sentence."""
    what = one_line(kind.title, 40)
    if not misses.of:
        return f"Missed: {what}. Nothing of this kind was marked yet."
    shown = len(misses.points)
    newest = f"; the newest {shown} are listed" if shown < misses.count else ""
    return f"Missed: {what}, {misses.count:,} of {misses.of:,} times it was marked{newest}."
