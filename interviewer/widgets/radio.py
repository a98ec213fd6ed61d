"""A radio button that says without colours whether it is pressed."""

from __future__ import annotations

from textual.widgets import RadioButton


class Radio(RadioButton):
    """Shows its dot only while it is pressed."""

    def __init__(self, label: str, value: bool, *, id: str) -> None:
        self.BUTTON_INNER = _dot(value)
        super().__init__(label, value, id=id)

    def watch_value(self) -> None:
        """Show or hide the dot, and tell of the change."""
        self.BUTTON_INNER = _dot(self.value)
        super().watch_value()


def _dot(value: bool) -> str:
    return RadioButton.BUTTON_INNER if value else " "
