"""A line in three parts: the middle one gives way where the width is short."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


@dataclass(frozen=True)
class Row(Visual):
    """One line: ``left`` as it is, ``middle`` cut to what is left over, ``right`` at the end."""

    left: Content
    middle: Content
    right: Content = field(default_factory=Content)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.fitted(width).render_strips(width, 1, style, options)

    def fitted(self, width: int) -> Content:
        """The line at this width."""
        right = self.right if self.left.cell_length + self.right.cell_length < width else Content()
        room = width - self.left.cell_length - right.cell_length
        middle = self.middle.truncate(max(0, room), ellipsis=True, pad=True)
        return (self.left + middle + right).truncate(width)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.left.cell_length + self.middle.cell_length + self.right.cell_length

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1
