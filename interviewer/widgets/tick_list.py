"""A list of things to tick that says without colours which are ticked."""

from __future__ import annotations

from typing import TypeVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList
from textual.widgets.option_list import OptionDoesNotExist

Value = TypeVar("Value")


class TickList(SelectionList[Value]):
    """Shows a cross only where something is ticked."""

    def render_line(self, y: int) -> Strip:
        """One line; a cross that should not be seen is left out, not only painted over."""
        strip = super().render_line(y)
        try:
            option = self.get_option_at_index(self.scroll_offset.y + y)
        except OptionDoesNotExist:
            return strip
        if option.value in self.selected:
            return strip
        left, cross, *rest = strip
        return Strip([left, Segment(" ", cross.style, cross.control), *rest], strip.cell_length)
