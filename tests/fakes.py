"""Stand-ins that several tests use: a clock that is set by hand, and a small bank."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rubrics.bank import Bank


class FakeTime:
    """Clocks that move when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.stood = 0.0
        self.start = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def steady(self) -> float:
        return self.seconds

    def awake(self) -> float:
        return self.seconds - self.stood

    def wall(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds - 1000.0)

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.seconds += seconds

    def stand(self, seconds: float) -> None:
        """Let time go by in which the program stands still."""
        self.seconds += seconds
        self.stood += seconds


def small_bank(questions: int = 2) -> Bank:
    """Two sections with some questions each, on tea and coffee."""
    return Bank.model_validate(
        {
            "id": "hot-drinks",
            "title": "Hot Drinks Engineer",
            "about": "Tea and coffee.",
            "sections": [
                {
                    "id": drink,
                    "title": drink.capitalize(),
                    "questions": [
                        {
                            "id": f"{drink}-{number}",
                            "ask": f"How would you make {drink} for {number} people?",
                            "hint": "Boil fresh water, warm the pot, let it steep, and pour.",
                            "minutes": 2,
                            "tags": ["kitchen"],
                            "criteria": [
                                {
                                    "id": "boil",
                                    "expects": "Says that fresh water is boiled first.",
                                    "weight": "essential",
                                    "signals": ["boil water | bring water to the boil"],
                                },
                                {
                                    "id": "warm",
                                    "expects": "Says that the pot is warmed before use.",
                                    "signals": ["warm pot | preheat pot | heat the pot"],
                                },
                                {
                                    "id": "time",
                                    "expects": "Says that it steeps for a few minutes.",
                                    "weight": "bonus",
                                    "signals": ["steep minutes | brew minutes | draw minutes"],
                                },
                            ],
                            "model_answer": "I boil fresh water in the kettle. Then I warm the pot "
                            "with a little of it. It steeps for four minutes before I pour.",
                            "follow_ups": ["What if the water is hard?", "And for guests?"],
                        }
                        for number in range(1, questions + 1)
                    ],
                }
                for drink in ("tea", "coffee")
            ],
        }
    )


def cold_bank(questions: int = 2) -> Bank:
    """Another bank, with the very questions of ``small_bank``."""
    changed = {"id": "cold-drinks", "title": "Cold Drinks Engineer"}
    return small_bank(questions).model_copy(update=changed)


class Unheld:
    """What a grader that holds nothing open does at its end."""

    async def close(self) -> None:
        """Nothing."""
