"""The keys of Settings."""

from __future__ import annotations

from textual.binding import BindingType

from interviewer.keyboard.keys import key

KEYS: list[BindingType] = [
    key("f2,ctrl+n", "save", "Save", "Keep what was changed, and go back", "settings.save"),
    key(
        "f3,ctrl+r",
        "check",
        "Check model",
        "See whether the model that would mark can be used; it asks first",
        "settings.check_model",
    ),
    key("f4,ctrl+g", "undo", "Undo", "Take back the last change", "settings.undo"),
    key(
        "f5,ctrl+t",
        "own_key",
        "Own keys",
        "Give the command under the cursor its own keys again",
        "settings.own_key",
    ),
    key(
        "f6,ctrl+l",
        "all_own_keys",
        "All own keys",
        "Give every command its own keys again",
        "settings.all_own_keys",
        show=False,
    ),
    key(
        "escape",
        "leave",
        "Leave",
        "Go back; it asks first where something was changed",
        "settings.leave",
        show=False,
    ),
]
