"""Words of a model, made fit to show."""

from __future__ import annotations

import re

from rubrics.text import printable

FOLLOW_UP_AT_MOST = 300
_QUESTION_MARKS = re.compile(r"[?？؟]+\s*")
_SPACE = re.compile(r"\s+")


def line(text: str, at_most: int) -> str:
    """Text in one line, without what could steer a terminal; cut at a word, with "…"."""
    text = _SPACE.sub(" ", printable(text[: 8 * at_most])).strip()
    if len(text) <= at_most:
        return text
    return f"{text[: at_most - 1].rsplit(' ', 1)[0].rstrip()}…"


def one_question(text: str | None) -> str | None:
    """Text that is one question of at most 300 characters, in one line; else None."""
    if text is None or len(text) > 2 * FOLLOW_UP_AT_MOST:
        return None
    asked = line(text, 2 * FOLLOW_UP_AT_MOST)
    marks = _QUESTION_MARKS.findall(asked)
    if len(asked) > FOLLOW_UP_AT_MOST or len(marks) != 1 or asked[-1:] not in "?？؟":
        return None
    return asked if any(character.isalnum() for character in asked) else None
