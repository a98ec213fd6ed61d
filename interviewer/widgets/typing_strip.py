"""When an answer was thought about, typed and deleted, along its clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from sessions.replay import Player, Stretch

BARS = "▁▂▃▄▅▆▇█"
THINKING = "·"
DELETED = "×"
LEGEND = f"{BARS[3]} typed  {DELETED} deleted  {THINKING} thinking"


@dataclass(frozen=True)
class TypingStrip(Visual):
    """Three lines: what was typed, where something was deleted, and where one is."""

    player: Player

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lines = list(self.lines(width))[:height]
        return [strip for line in lines for strip in line.render_strips(width, 1, style, options)]

    def lines(self, width: int) -> Iterator[Content]:
        """The lines at this width."""
        stretches = self.player.recording.stretches(max(1, width))
        yield _typed(stretches)
        yield Content.styled(
            "".join(DELETED if part.deleted else " " for part in stretches), "$text-error"
        )
        length = self.player.recording.length
        at = round((len(stretches) - 1) * self.player.at / length) if length else 0
        yield Content.assemble(
            ("━" * at, "$text-accent"),
            ("●", "bold $text-accent"),
            ("─" * (len(stretches) - 1 - at), "$quiet"),
        )

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 3


def _typed(stretches: tuple[Stretch, ...]) -> Content:
    """How much was typed in each stretch, the busiest being the highest."""
    counts = sorted(part.typed for part in stretches if part.typed)
    # One text that was pasted in would press all else down.
    most = counts[int(0.9 * (len(counts) - 1))] if counts else 1
    signs = [
        (BARS[min(len(BARS) - 1, (len(BARS) * part.typed - 1) // most)], "$text-success")
        if part.typed
        else (" " if part.deleted else THINKING, "$quiet")
        for part in stretches
    ]
    return Content.assemble(*signs)
