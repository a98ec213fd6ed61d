"""Phrases for the estimate, made from an item of a list."""

from __future__ import annotations

from itertools import pairwise

from rubrics.estimate.words import words_of

SHORT = 2
"""Content words up to which an item is one phrase as it stands."""

MOST_PHRASES = 12


def phrases_of(item: str) -> tuple[str, ...]:
    """Ways to say an item: its words where they are few, else each two that stand together.

    A name in it (capitals or digits inside) stands for the item alone. An item without any word
    is its own phrase, which nothing will match.
    """
    words = [word for word in words_of(item) if word.content]
    raw = [item[word.start : word.end] for word in words]
    if len(words) <= SHORT:
        return (" ".join(raw) or item.strip()[:80] or "-",)
    phrases = [f"{left} {right}" for left, right in pairwise(raw)]
    names = [text for text in raw if len(text) > 1 and text[1:].lower() != text[1:]]
    return tuple(dict.fromkeys([*names, *phrases]))[:MOST_PHRASES]
