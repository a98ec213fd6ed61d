"""Text that is safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("bell\x07 null\x00", "bell null"),
        ("left\u202eright\u2066x\u2069", "leftrightx"),
        ("[bold]stays[/bold] ]", "[bold]stays[/bold] ]"),
        ("עברית 漢字 é 👩‍💻", "עברית 漢字 é 👩‍💻"),
        ("half \ud800 done", "half  done"),
        ("\x1b[31", "31"),
        ("open \x1b]0;title", "open 0;title"),
    ],
)
def test_what_is_left(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_no_control_is_left(text: str) -> None:
    shown = printable(text)
    assert not any(
        (character < " " and character not in "\n\t") or "\x7f" <= character <= "\x9f"
        for character in shown
    )
    assert printable(shown) == shown
