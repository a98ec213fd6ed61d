"""Text from people and models, made safe to show and to write."""

from __future__ import annotations

import re

ESCAPES = re.compile(
    r"\x1b(?:"
    r"\[[0-?]*[ -/]*[@-~]"  # colours, cursor moves
    r"|[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links, device strings
    r"|[ -/]*[0-~]"  # everything shorter
    r")"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
"""Sequences that steer a terminal."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, overrides, isolates
    "\ufeff\ud800-\udfff]"  # byte order mark; half characters, which no file can hold
)


def printable(text: str) -> str:
    """The text without anything that could steer a terminal or turn the order of what is read.

    Escape sequences, control characters (C0 and C1) and bidirectional controls go; newlines and
    tabs stay, and so do letters of every script, emoji and combining marks. ``\\r\\n`` and ``\\r``
    become ``\\n``.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", ESCAPES.sub("", text))


_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|hf|AIza|AKIA)[-_]?[A-Za-z0-9_-]{12,}")


def without_keys(text: str) -> str:
    """The text with what looks like a key taken out: one may stand in the wrong place."""
    return _KEY.sub("(a key)", text)
