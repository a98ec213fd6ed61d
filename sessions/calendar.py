"""The days on which something was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sessions.history import PastTurn

WEEKS = 12
"""Weeks of the calendar, the present one among them."""


@dataclass(frozen=True)
class Calendar:
    """On how many days how much was answered.

    Attributes:
        first: the Monday with which it begins.
        today: the last day of it.
        answers: how many answers were handed in on each day from ``first`` to ``today``.
    """

    first: date
    today: date
    answers: tuple[int, ...]

    def practised(self, days: int = 7) -> int:
        """On how many of the last days something was answered, today among them."""
        return sum(count > 0 for count in self.answers[-days:])

    @property
    def weeks(self) -> tuple[tuple[int | None, ...], ...]:
        """Seven days from Monday for each week; None for a day to come."""
        days = [*self.answers, *[None] * (-len(self.answers) % 7)]
        return tuple(tuple(days[i : i + 7]) for i in range(0, len(days), 7))


def calendar(turns: Iterable[PastTurn], now: datetime) -> Calendar:
    """The last ``WEEKS`` weeks.

    Args:
        turns: whatever was handed in.
        now: date and time in the time zone in which days are counted.
    """
    today = now.date()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    counts = Counter(
        _day(turn.submitted_at, now.tzinfo) for turn in turns if turn.submitted_at is not None
    )
    days = (first + timedelta(days=number) for number in range((today - first).days + 1))
    return Calendar(first, today, tuple(counts[day] for day in days))


def _day(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()
