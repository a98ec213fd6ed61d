"""Asking for a key, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from interviewer.keyboard.command_table import Command
from interviewer.keyboard.key_names import read_key
from interviewer.keyboard.keymap import Keymap
from interviewer.keyboard.keys import command_name, key_name
from interviewer.screens.base import ProgramDialog
from interviewer.screens.dialogs import Choice, ChoiceDialog
from rubrics.errors import InterviewerError

INSTEAD, BESIDE, ANOTHER = "instead", "beside", "another"


class KeyDialog(ProgramDialog[str | None]):
    """Takes the next key that is pressed. The result is that key, or None after Esc.

    Args:
        command: whose key it is to be.
        keymap: the keys in force.
    """

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""
    TAKES_EVERY_KEY = True

    def __init__(self, command: Command, keymap: Keymap) -> None:
        super().__init__()
        self._command = command
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Press the new key for {command_name(self._command.id)}", id="asks")
            yield Static(Content(f"{self._command.words}.\nNow: {self._now}."), markup=False)
            yield Static("", id="refused", markup=False)
            yield _Mouse("Esc  leave it as it is", id="cancel", compact=True)

    @property
    def _now(self) -> str:
        return shown_keys(self._keymap.keys[self._command.id])

    def on_key(self, event: events.Key) -> None:
        """Take the key, where it can be used."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        try:
            key = read_key(event.key)
        except InterviewerError as error:
            self._refuse(error.message)
            return
        if why := self._command.refuses(key):
            self._refuse(f"{key_name(key)} cannot be used, because {why}. Press another.")
        else:
            self.dismiss(key)

    def _refuse(self, words: str) -> None:
        self.query_one("#refused", Static).update(Content.styled(words, "$text-error"))

    @on(Button.Pressed, "#cancel")
    def _cancelled(self) -> None:
        self.dismiss(None)


class _Mouse(Button, can_focus=False):
    """A button for the mouse only: every key is taken."""


def use_dialog(command: Command, key: str, keymap: Keymap, then: Keymap) -> ChoiceDialog:
    """Asks what to do with a key; the result is ``instead``, ``beside`` or ``another``.

    Args:
        command: whose key it is to be.
        key: what was pressed.
        keymap: the keys as they are.
        then: the keys as they would be.
    """
    new, now = key_name(key), shown_keys(keymap.keys[command.id])
    losses = [
        f"{new} is taken from {command_name(other.id)}, which then has "
        f"{shown_keys(then.keys[other.id])}."
        for other in keymap.holders(command, key)
    ]
    choices = [Choice(INSTEAD, f"{new} instead of {now}" if keymap.keys[command.id] else new)]
    if keymap.keys[command.id] and key not in keymap.keys[command.id]:
        choices.append(Choice(BESIDE, f"{new} as well as {now}"))
    choices.append(Choice(ANOTHER, "Press another key"))
    return ChoiceDialog(
        f"{new} for {command_name(command.id)}", " ".join(losses) or "It is free.", choices
    )


def shown_keys(keys: Sequence[str]) -> str:
    """Keys as people read them."""
    return ", ".join(map(key_name, keys)) or "no key"
