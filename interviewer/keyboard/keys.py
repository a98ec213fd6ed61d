"""Keys: how they are bound, written and shown, and the commands that follow from them."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.screen import Screen

PALETTE = "program.everything"
"""The command that opens the palette, which does not list itself."""

NO_KEY = "none"
"""Stands in a keymap for a command that no key is left for."""

_NAMES = {"escape": "Esc", NO_KEY: "–"}
KEY_OF = re.compile(r"\{(\w+\.\w+)\}")
"""Stands in words for the key of a command: ``{interview.hand_in}``."""


def _character_name(character: str) -> str:
    """What Textual calls the key of a character: ``/`` is ``slash``."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


SIGNS = {_character_name(sign): sign for sign in string.punctuation}
"""Signs by the name of their key."""


def key(
    keys: str,
    action: str,
    label: str,
    tooltip: str,
    id: str,
    *,
    show: bool = True,
    priority: bool = False,
) -> Binding:
    """A binding.

    Args:
        keys: with commas between them; the first is shown in the footer.
        action: what it does.
        label: for the footer.
        tooltip: for Help and the palette.
        id: ``noun.verb``, from which the palette takes its words.
        show: whether the footer has room for it.
        priority: whether it comes before what the focused widget does with the key.
    """
    return Binding(keys, action, label, tooltip=tooltip, id=id, show=show, priority=priority)


OPEN_SETTINGS = key(
    "f7,ctrl+backslash",
    "settings",
    "Settings",
    "Change who marks, times, looks and keys",
    "settings.open",
    show=False,
)
"""Of each screen that leads to Settings."""


def key_name(key: str) -> str:
    """A key as it is shown: ``F2``, ``Ctrl+N``, ``Esc``, ``m``."""
    *modifiers, last = key.split("+")
    if last in SIGNS:
        shown = SIGNS[last]
    elif len(last) > 1:
        shown = _NAMES.get(last) or last.capitalize()
    else:
        shown = last.upper() if modifiers else last
    return "+".join([*map(str.capitalize, modifiers), shown])


def command_name(command: str) -> str:
    """The id of a command as people read it: ``interview: hand in``."""
    return command.replace("_", " ").replace(".", ": ")


def default_keys(command: str, nodes: Iterable[DOMNode]) -> str:
    """The keys that a command has by itself on one of these, first found; else nothing."""
    for node in nodes:
        for binding in type(node).BINDINGS:
            if isinstance(binding, Binding) and binding.id == command:
                return binding.key
    return ""


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Everything that can be done now by a key that has a name, as ``noun: verb``."""
    told = {PALETTE}
    for node, binding, enabled, tooltip in screen.active_bindings.values():
        if enabled and binding.id is not None and binding.id not in told:
            told.add(binding.id)
            yield SystemCommand(
                command_name(binding.id),
                f"{tooltip or binding.description} ({app.get_key_display(binding)})",
                partial(app.run_action, binding.action, node),
            )
