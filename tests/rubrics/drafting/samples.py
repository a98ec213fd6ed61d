"""A hint, and a reply that drafts a question from it."""

from __future__ import annotations

import copy
from typing import Any

from rubrics.drafting import Sketch
from rubrics.grade import GraderId

HINT = (
    "First fresh water is boiled, and the pot is warmed. Any two of: time the brew, take the "
    "leaves out, pour through a strainer. (Hard water spoils it.)"
)
SKETCH = Sketch(hint=HINT, section="Hot Drinks: Tea")
DRAFTER = GraderId(name="model", version="1", model="test/model", prompt="draft-v1")

REPLY: dict[str, Any] = {
    "criteria": [
        {
            "covers": ["First fresh water is boiled"],
            "id": "fresh-water",
            "expects": "Says that fresh water is brought to the boil first.",
            "weight": "essential",
            "shape": "all",
            "need": None,
            "signals": ["boil fresh water | freshly boiled | bring to the boil"],
        },
        {
            "covers": ["the pot is warmed"],
            "id": "warm-pot",
            "expects": "Says that the pot is warmed before the leaves go in.",
            "weight": "important",
            "shape": "all",
            "need": None,
            "signals": ["warm the pot | preheat | rinse the pot with hot water"],
        },
        {
            "covers": [
                "Any two of: time the brew, take the leaves out, pour through a strainer."
            ],
            "id": "two-of-three",
            "expects": "Does at least two of: timing the brew, taking the leaves out, and pouring "
            "through a strainer.",
            "weight": "important",
            "shape": "any",
            "need": 2,
            "signals": [
                "time the brew | three minutes | set a timer",
                "take the leaves out | remove the leaves",
                "strainer | sieve",
            ],
        },
        {
            "covers": ["(Hard water spoils it.)"],
            "id": "hard-water",
            "expects": "Warns that hard water spoils the taste.",
            "weight": "bonus",
            "shape": "all",
            "need": None,
            "signals": ["hard water | limescale | filtered water"],
        },
    ],
    "ask": "How do you make a good cup of it, and what do you watch?",
    "model_answer": "I boil fresh water, filtered where hard water would spoil the taste.\n\nThen "
    "I warm the pot, set a timer for three minutes, and pour through a strainer.",
    "follow_ups": ["What changes for green leaves?", "How would you make it for forty people?"],
    "minutes": 3,
    "tags": ["Kitchen", "hot drinks"],
    "id": "a-good-cup",
}  # fmt: skip


def reply(**changes: Any) -> dict[str, Any]:
    """The reply, some of its fields changed."""
    return copy.deepcopy(REPLY) | changes


def with_criterion(place: int, **changes: Any) -> dict[str, Any]:
    """The reply, one of its criteria changed."""
    said = reply()
    said["criteria"][place] |= changes
    return said


def with_criteria(*places: int) -> dict[str, Any]:
    """The reply with these of its criteria."""
    return reply(criteria=[copy.deepcopy(REPLY["criteria"][place]) for place in places])
