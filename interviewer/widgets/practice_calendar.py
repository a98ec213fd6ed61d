"""The calendar of practice: a column for each week, a row for each day."""

from __future__ import annotations

from datetime import timedelta

from textual.content import Content

from interviewer.progress_words import HEAT_LEGEND, heat
from sessions.calendar import Calendar

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def practice_calendar(calendar: Calendar) -> Content:
    """Ten lines: months, seven days, a space, what the signs mean."""
    weeks = calendar.weeks
    months = [" "] * (2 * len(weeks))
    shown = None
    for number in range(len(weeks)):
        monday = calendar.first + timedelta(weeks=number)
        if monday.month != shown and 2 * number + 3 <= len(months):
            months[2 * number : 2 * number + 3] = f"{monday:%b}"
            shown = monday.month
    lines = [Content.styled(f"   {''.join(months).rstrip()}", "$quiet")]
    for day, name in enumerate(_DAYS):
        cells = [
            (f"{heat(week[day])} ", "$text-accent" if week[day] else "$quiet") for week in weeks
        ]
        lines.append(Content.assemble((f"{name} ", "$quiet"), *cells))
    lines.append(Content.styled(HEAT_LEGEND, "$quiet"))
    return Content("\n").join(lines)
