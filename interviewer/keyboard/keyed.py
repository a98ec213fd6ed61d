"""An app whose commands can be moved to other keys, and which always names the keys in force."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from interviewer.keeping import KeepingApp
from interviewer.keyboard.keys import KEY_OF, NO_KEY, commands, default_keys, key_name
from rubrics.errors import InterviewerError


class KeyedApp(KeepingApp):
    """An app with keys that the user can change.

    Attributes:
        key_faults: what the user wrote about keys and cannot be followed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.key_faults: Sequence[InterviewerError] = ()
        self._first_keys: dict[str, str] = {}

    async def read_keys(self, written: Mapping[str, str]) -> None:
        """Use the keys that the user wrote before the program began."""
        if written:
            # It knows every screen, so it takes a moment to load.
            await asyncio.to_thread(import_module, "interviewer.keyboard.keymap")
            self.use_keys(written)

    def use_keys(self, written: Mapping[str, str]) -> None:
        """Have the commands on the keys that the user wrote, and the others on their own."""
        if not written:
            self.set_keymap({})
            self._first_keys, self.key_faults = {}, ()
            return
        from interviewer.keyboard.keymap import Keymap

        keymap = Keymap.of(written)
        pressed = keymap.for_textual()
        self.set_keymap(pressed)
        self._first_keys = {name: keys.partition(",")[0] for name, keys in pressed.items()}
        self.key_faults = keymap.faults

    def key_of(self, command: str, *nodes: DOMNode) -> str:
        """The key of a command, as the footer shows it.

        Args:
            command: its id.
            nodes: where it may be bound, besides the open screen, what is on it, and the app.
        """
        everywhere = (*nodes, self.screen, self, *self.screen.walk_children())
        pressed = self._first_keys.get(command) or default_keys(command, everywhere)
        return key_name(pressed.partition(",")[0] or NO_KEY)

    def with_keys(self, words: str) -> str:
        """The words with the key of a command where they name it: ``{interview.hand_in}``."""
        return KEY_OF.sub(lambda found: self.key_of(found[1]), words)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that can be done now, as ``noun: verb``."""
        yield from commands(self, screen)
        yield SystemCommand("theme: choose", "Choose among all themes", self.action_change_theme)

    def get_key_display(self, binding: Binding) -> str:
        """``F2`` and ``Ctrl+N`` rather than ``f2`` and ``^n``."""
        return binding.key_display or key_name(binding.key)
