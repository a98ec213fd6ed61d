"""Keys: how they are bound, how they are shown, and the commands that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

PALETTE = "program.everything"
"""The command that opens the palette, which does not list itself."""

_NAMES = {
    "escape": "Esc",
    "backslash": "\\",
    "right_square_bracket": "]",
    "underscore": "_",
    "slash": "/",
    "question_mark": "?",
}


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
    return Binding(
        keys,
        action,
        label,
        key_display=key_name(keys.partition(",")[0]),
        tooltip=tooltip,
        id=id,
        show=show,
        priority=priority,
    )


def key_name(key: str) -> str:
    """A key as it is shown: ``F2``, ``Ctrl+N``, ``Esc``, ``m``."""
    *modifiers, last = key.split("+")
    shown = _NAMES.get(last) or (last.upper() if modifiers else last)
    if len(last) > 1 and last not in _NAMES:
        shown = last.capitalize()
    return "+".join([*map(str.capitalize, modifiers), shown])


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Everything that can be done now by a key that has a name, as ``noun: verb``."""
    told = {PALETTE}
    for node, binding, enabled, tooltip in screen.active_bindings.values():
        if enabled and binding.id is not None and binding.id not in told:
            told.add(binding.id)
            yield SystemCommand(
                binding.id.replace("_", " ").replace(".", ": "),
                f"{tooltip or binding.description} ({app.get_key_display(binding)})",
                partial(app.run_action, binding.action, node),
            )
