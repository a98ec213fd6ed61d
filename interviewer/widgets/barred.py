"""Text with a bar along its left side: what was said, apart from what is said about it."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from interviewer.widgets.hanging import Hanging


class Barred(Hanging):
    """Text that wraps beside a bar, which stands before each of its lines."""

    def __init__(self, body: Content, bar: str = "│ ") -> None:
        super().__init__(Content.styled(bar, "$quiet"), body)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        room = max(1, width - self.sign.cell_length)
        bar = self.sign.render_strips(self.sign.cell_length, 1, style, options)
        return [
            Strip.join([*bar, line])
            for line in self.body.render_strips(room, height, style, options)
        ]
