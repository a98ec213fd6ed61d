"""Ids made from texts."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import category, normalize

NAME_AT_MOST = 48

_NOT_IN_NAMES = re.compile(r"[\W_]+")


def name_of(text: str) -> str:
    """A text as an id: lower-case words with hyphens, cut between words; empty without a word."""
    words = [word for word in _NOT_IN_NAMES.split(plain_figures(text).lower()) if word]
    name = ""
    for word in words:
        if len(name) + len(word) >= NAME_AT_MOST:
            break
        name = f"{name}-{word}" if name else word
    return name or (words[0][:NAME_AT_MOST] if words else "")


def plain_figures(text: str) -> str:
    """The text with figures that no id may hold, such as "¼", written out or taken out."""
    if text.isascii():
        return text
    return "".join(" " if category(one) == "No" else one for one in normalize("NFKC", text))


def free_name(name: str, taken: Collection[str | None]) -> str:
    """The name, with a number behind it where it is taken."""
    number = 2
    free = name
    while free in taken:
        free = f"{name}-{number}"
        number += 1
    return free
