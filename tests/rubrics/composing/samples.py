"""A job, a resume, and what a model says of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from rubrics.composing import Order, PlannedSection, Posting, SectionPlan

JOB = """\
# Tea Master

Northwind Teas looks for a tea master to run the kitchen of our house in Hamburg.

- You brew green, black and white teas for 300 guests a day, and keep their taste the same.
- You choose water and leaves, and write down what works.
- You train two apprentices and speak with guests about what they drink.

Apply to jobs@northwind.example or call Petra Lind, +49 40 5550 1234.
"""
RESUME = """\
Jane Roe-Okafor
jane.okafor@mail.example | +44 20 7946 0018 | linkedin.com/in/janeokafor

2019-2026 Contoso Tea Rooms, Leeds: head of the kitchen.
"""
POSTING = Posting.of(JOB, RESUME)

PLAN: dict[str, Any] = {
    "title": "Tea Master",
    "about": "Brewing for many guests, water and leaves, and training apprentices.",
    "sections": [
        {
            "because": "brews for 300 guests",
            "title": "Brewing",
            "covers": "temperatures and times of green, black and white teas, brewing for many",
            "questions": 2,
        },
        {
            "because": "trains two apprentices",
            "title": "Working with people",
            "covers": "training apprentices, guests who complain, own experience in a kitchen",
            "questions": 1,
        },
    ],
}
GREEN = {
    "about": "brewing green tea for many",
    "ask": "How would you brew the leaves of a Japanese sencha for forty guests at once?",
    "hint": "Water cools to about 70 degrees before pouring. Leaves steep for ninety seconds only. "
    "Several small pots beat one large kettle. Everything is poured off completely.",
}
HARD = {
    "about": "hard water",
    "ask": "Guests say that your Darjeeling tastes flat since you moved to another town. Why?",
    "hint": "Suspects hard water first, with its calcium and magnesium. Compares a cup made with "
    "filtered bottled supplies. Measures the hardness with strips. Installs a softening cartridge.",
}
PEOPLE = {
    "about": "training",
    "ask": "Tell me about a time when an apprentice of yours kept making the same mistake.",
    "hint": "Describes situation and mistake concretely. Names options and why one was chosen. "
    "Says what they did themselves. Gives an outcome with a figure. Tells a lesson since.",
}


def plan_reply(**changes: Any) -> dict[str, Any]:
    """What a model says of the plan, some of it changed."""
    return copy.deepcopy(PLAN) | changes


def with_section(place: int, **changes: Any) -> dict[str, Any]:
    """The plan, one of its sections changed."""
    said = plan_reply()
    said["sections"][place] |= changes
    return said


def questions(*said: Mapping[str, Any]) -> dict[str, Any]:
    """What a model says of the questions of a section."""
    return {"questions": [dict(one) for one in said]}


PLANNED = SectionPlan(
    title="Tea Master",
    about=PLAN["about"],
    sections=(
        PlannedSection(
            id="brewing", title="Brewing", questions=2, covers=PLAN["sections"][0]["covers"]
        ),
        PlannedSection(
            id="working-with-people",
            title="Working with people",
            questions=1,
            covers=PLAN["sections"][1]["covers"],
        ),
    ),
)
ORDER = Order(PLANNED, PLANNED.sections[0], 2)


def draft_of(question: Mapping[str, str], name: str) -> dict[str, Any]:
    """What a model that drafts says of a question: each sentence of its hint is a criterion."""
    sentences = [f"{part.strip(' .')}." for part in question["hint"].split(". ")]
    return {
        "criteria": [
            {
                "covers": [sentence],
                "id": f"point-{number}",
                "expects": f"Says this: {sentence[0].lower()}{sentence[1:]}",
                "weight": "essential" if number == 1 else "important",
                "shape": "all",
                "need": None,
                "signals": [sentence.rstrip(".")[:70]],
            }
            for number, sentence in enumerate(sentences, 1)
        ],
        "ask": "",
        "model_answer": question["hint"],
        "follow_ups": ["What would change in winter?"],
        "minutes": 3,
        "tags": ["tea"],
        "id": name,
    }
