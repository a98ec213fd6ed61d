"""The line of keys at the foot of a screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyBar(Footer):
    """A footer that is made anew only when the keys that it shows have changed.

    Textual's own is made anew, three times over, each time the focus moves, and styles each key
    twice: on a full screen that is half of what a press of Tab costs.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """A key for each command, in the order of the bindings; the first where it has several."""
        if self._shown is None:  # the screen cannot say yet which commands can be given
            return
        seen = set()
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in seen:
                seen.add(binding.action)
                shown = self.app.get_key_display(binding)
                key = FooterKey(
                    binding.key, shown, binding.description, binding.action, not enabled, tooltip
                )
                key.set_reactive(FooterKey.compact, False)
                yield key

    def bindings_changed(self, screen: Screen[object]) -> None:
        """The screen has other bindings, or the same ones again."""
        shown = [
            (active.binding, active.enabled, active.tooltip)
            for active in screen.active_bindings.values()
            if active.binding.show
        ]
        if shown != self._shown and screen.app.app_focus and screen is self.screen:
            self._shown = shown
            super().bindings_changed(screen)
