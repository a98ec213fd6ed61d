"""Two texts side by side where there is room, else one under the other."""

from __future__ import annotations

from itertools import zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from interviewer.widgets.barred import Barred

SIDE_BY_SIDE = 64
"""Columns from which on both have room: those of a transcript in a terminal of 100."""

GAP = 2


class Beside(Visual):
    """Two texts with a bar and a heading each."""

    def __init__(self, left: tuple[str, Content], right: tuple[str, Content]) -> None:
        self._sides = [
            (Content.styled(head, "bold $text-accent"), Barred(body))
            for head, body in (left, right)
        ]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        sides = []
        room = self._room(width)
        for head, body in self._sides:
            lines = [
                *head.truncate(room, ellipsis=True).render_strips(room, 1, style, options),
                *body.render_strips(room, None, style, options),
            ]
            sides.append([line.adjust_cell_length(room, style.rich_style) for line in lines])
        left, right = sides
        if room == width:
            return [*left, *right]
        blank = Strip.blank(room, style.rich_style)
        gap = Strip.blank(GAP, style.rich_style)
        pairs = zip_longest(left, right, fillvalue=blank)
        return [Strip.join([one, gap, other]) for one, other in pairs]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        room = self._room(width)
        heights = [1 + body.get_height(rules, room) for _, body in self._sides]
        return sum(heights) if room == width else max(heights)

    def _room(self, width: int) -> int:
        """Columns for each of the two."""
        return width if width < SIDE_BY_SIDE else (width - GAP) // 2
