"""The calendar of practice: a column for each week, a row for each day."""

from __future__ import annotations

from datetime import timedelta

from textual.content import Content

from interviewer.progress_words import HEAT_LEGEND, heat
from sessions.calendar import Calendar

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def practice_calendar(calendar: Calendar) -> Content:
    """Nine lines: months, seven days, and what the signs mean."""
    lines = [Content.styled(f"   {_months(calendar)}", "$quiet")]
    for day, name in enumerate(_DAYS):
        cells = [
            (f"{heat(week[day])} ", "$text-accent" if week[day] else "$quiet")
            for week in calendar.weeks
        ]
        lines.append(Content.assemble((f"{name} ", "$quiet"), *cells))
    lines.append(Content.styled(f"   {HEAT_LEGEND}", "$quiet"))
    return Content("\n").join(lines)


def _months(calendar: Calendar) -> str:
    """A name over the first whole week of each month, where there is room for it."""
    line = ""
    for number in range(1, len(calendar.weeks)):
        monday = calendar.first + timedelta(weeks=number)
        if monday.month != (monday - timedelta(weeks=1)).month:
            line = f"{line:<{2 * number}}{monday:%b}"
    return line[: 2 * len(calendar.weeks)]
