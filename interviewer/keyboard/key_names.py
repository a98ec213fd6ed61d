"""Reading keys as people write them: ``Ctrl+N``, ``f2``, ``Esc``, ``/``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from interviewer.keyboard.keys import SIGNS, key_name
from rubrics.errors import InterviewerError

_MODIFIERS = ("alt", "ctrl", "shift", "super")
_NAMED = (
    *(f"f{number}" for number in range(1, 25)),
    *("escape", "enter", "tab", "space", "backspace", "delete", "insert"),
    *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
    *SIGNS,
)
_ALIASES = {
    "control": "ctrl",
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    **{sign: name for name, sign in SIGNS.items()},
}
_ARRIVES_AS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}


def read_keys(written: str) -> tuple[str, ...]:
    """The keys of a list with commas, as Textual calls them; none where nothing is written.

    Raises:
        InterviewerError: one of them cannot be pressed.
    """
    parts = [part.strip() for part in written.split(",")]
    return tuple(dict.fromkeys(read_key(part) for part in parts if part))


def read_key(written: str) -> str:
    """A key as Textual calls it.

    Raises:
        InterviewerError: it cannot be pressed; the advice names the nearest that can.
    """
    modifiers, last = _parts(written)
    if last == "" or not (_is_key(last) and set(modifiers) <= set(_MODIFIERS)):
        meant = [_near(name, _MODIFIERS) for name in modifiers]
        meant.append(last if _is_key(last) else _near(last.lower(), _NAMED))
        near = f"Did you mean {'+'.join(meant)}?" if all(meant) else "Keys are such as f2, ctrl+n."
        raise InterviewerError(f"There is no key {written!r}.", near)
    if len(last) == 1 and modifiers:
        last = last.lower()
        if modifiers == ["shift"]:
            return last.upper()
    key = "+".join([*sorted(set(modifiers)), last])
    if key in _ARRIVES_AS:
        name = key_name(_ARRIVES_AS[key])
        raise InterviewerError(f"{key_name(key)} arrives as {name}.", "Terminals know no other.")
    return key


def _parts(written: str) -> tuple[list[str], str]:
    """Modifiers and key; the key itself may be ``+``."""
    written = written.strip()
    before, _, last = written.rpartition("+")
    if (not last and before.endswith("+")) or written == "+":
        before, last = before.rstrip("+"), "+"
    modifiers = [_known(name) for name in before.split("+") if name]
    return modifiers, _known(last)


def _known(name: str) -> str:
    name = name.strip()
    return _ALIASES.get(name.lower(), name if len(name) == 1 else name.lower())


def _is_key(name: str) -> bool:
    return name in _NAMED or (len(name) == 1 and name.isalnum())


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), "")
