"""Replay: an answer as it was typed."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramScreen
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import one_line
from interviewer.widgets.typed_text import TypedText
from interviewer.widgets.typing_strip import LEGEND, TypingStrip
from interviewer.wording import clock_text
from rubrics.errors import InterviewerError
from sessions.replay import Player, Recording
from sessions.session import Session

TICK = 0.1
"""Seconds between two looks at the clock."""

SEEK = 5.0
"""Seconds that an arrow key goes."""


class ReplayScreen(ProgramScreen[None]):
    """Plays the draft of one answer from its journal; nothing can be changed.

    Args:
        session: a session that the store holds.
        turn_id: id of a turn in which something was typed.
    """

    WORDS = (
        "The answer as it was typed, from the first key to the moment it was handed in. The strip "
        "shows along the clock when you typed, deleted and thought. {replay.play} plays and "
        "pauses, {replay.back_a_little} and {replay.on_a_little} go five seconds back and on, "
        "{replay.to_start} and {replay.to_end} to the start and the end."
    )
    CSS_PATH = "replay.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("space,f2,ctrl+n", "play", "Play", "Play, or pause", "replay.play"),
        key("f3,minus,ctrl+r", "speed(-1)", "Slower", "Half the speed", "replay.slower"),
        key("f4,plus,ctrl+g", "speed(1)", "Faster", "Twice the speed, up to 16×", "replay.faster"),
        key(
            "f5,g,ctrl+t",
            "gaps",
            "Gaps",
            "Pass over long times of thinking, or sit through them",
            "replay.gaps",
        ),
        key(
            "left",
            f"seek(-{SEEK})",
            "Back 5 s",
            "Go five seconds back",
            "replay.back_a_little",
            show=False,
        ),
        key(
            "right",
            f"seek({SEEK})",
            "On 5 s",
            "Go five seconds on",
            "replay.on_a_little",
            show=False,
        ),
        key("home", "start", "To the start", "Go to the start", "replay.to_start", show=False),
        key("end", "end", "To the end", "Go to the end", "replay.to_end", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("escape", "back", "Back", tooltip="Go back", id="replay.back"),
    ]

    text = getters.query_one("#text", TypedText)
    strip = getters.query_one("#strip", Static)
    state = getters.query_one("#state", Static)

    def __init__(self, session: Session, turn_id: int) -> None:
        super().__init__()
        self._session_id = session.id
        self._turn = session.turn(turn_id)
        self.player = Player(Recording(()))
        self._looked = 0.0

    def compose(self) -> ComposeResult:
        ask = Content(one_line(self._turn.ask, 400)).stylize("bold")
        label = Content.styled(f"{self._turn.label}. ", "bold $text-accent")
        yield Static(label + ask, id="asked", markup=False)
        yield TypedText(id="text")
        yield Static("", id="state", markup=False)
        yield Static("", id="strip", markup=False)
        yield Static("", id="legend", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the journal and begin to play."""
        try:
            steps = self.app.services.store.draft_history(self._session_id, self._turn.id)
        except InterviewerError as error:
            self.app.tell_problem(error)
            steps = []
        self._looked = self.app.services.time.steady()
        self._show(Player(Recording(steps, self._turn.used)).toggled())
        self.set_interval(TICK, self.look)

    def look(self) -> None:
        """Go on by as much time as has passed since the last look."""
        now = self.app.services.time.steady()
        passed, self._looked = now - self._looked, now
        if self.player.playing:
            self._show(self.player.advanced(passed))

    def _show(self, player: Player) -> None:
        before, self.player = self.player, player
        if player == before:
            return
        self.text.show(player.text, player.recording.place_at(player.at))
        self.strip.update(TypingStrip(player))
        self.state.update(self._state())
        if player.skips != before.skips or player.recording is not before.recording:
            self.query_one("#legend", Static).update(self._legend())

    def _state(self) -> Content:
        player = self.player
        if not player.recording:
            return Content("How this answer was typed was not kept.")
        words = len(player.text.split())
        sign, doing = ("▶", "playing") if player.playing else ("■", "paused")
        if player.over:
            sign, doing = "■", "as it was handed in" if self._turn.answer is not None else "the end"
        return Content.assemble(
            (f"{sign} {doing}", "bold $text-accent"),
            f" · {player.speed}× · {clock_text(player.at)} of {clock_text(player.recording.length)}"
            f" · {words:,} word{'' if words == 1 else 's'}",
        )

    def _legend(self) -> Content:
        idle = self.player.recording.idle
        gaps = ""
        if idle:
            what = "passed over" if self.player.skips else "played as they were"
            gaps = f"   gaps ({clock_text(idle)}) {what}"
        return Content(LEGEND + gaps)

    # Commands

    def action_play(self) -> None:
        """Play, or pause; at the end, play again."""
        self.look()
        self._show(self.player.toggled())

    def action_speed(self, step: int) -> None:
        """Another speed."""
        self.look()
        self._show(self.player.faster(step))

    def action_gaps(self) -> None:
        """Pass over long gaps, or not."""
        self.look()
        self._show(self.player.skipping())

    def action_seek(self, seconds: float) -> None:
        """Go some seconds on or back."""
        self.look()
        self._show(self.player.sought(self.player.at + seconds))

    def action_start(self) -> None:
        """Go to the start."""
        self._show(self.player.sought(0.0))

    def action_end(self) -> None:
        """Go to the end."""
        self._show(self.player.sought(self.player.recording.length))

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.text.scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
