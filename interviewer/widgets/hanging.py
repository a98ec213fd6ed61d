"""Text that hangs behind a sign: its further lines begin where its first one does."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """A sign and, right of it, text that wraps in its own column."""

    def __init__(self, sign: Content, body: Content) -> None:
        self.sign = sign
        self.body = body
        self._indent = sign.cell_length

    @property
    def plain(self) -> str:
        """The whole as text."""
        return self.sign.plain + self.body.plain

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        room = max(1, width - self._indent)
        sign = self.sign.render_strips(self._indent, 1, style, options)
        blank = Strip.blank(self._indent, style.rich_style)
        return [
            Strip.join([sign[0] if index == 0 else blank, line])
            for index, line in enumerate(self.body.render_strips(room, height, style, options))
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._indent + self.body.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.body.get_height(rules, max(1, width - self._indent))
