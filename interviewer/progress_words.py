"""How it goes, in words: the same in the app and on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from interviewer.wording import GLYPHS
from sessions.calendar import Calendar
from sessions.means import Change, Mean, Source
from sessions.progress import INTERVIEWS, Progress, Series
from sessions.schedule import Schedule
from sessions.weaknesses import Weakness

HEAT = ((10, "█"), (6, "▓"), (3, "▒"), (1, "░"), (0, "·"))
"""Signs of a day of the calendar, by the least number of answers."""

HEAT_LEGEND = "· 0  ░ 1  ▒ 3  ▓ 6  █ 10"

WHOSE = {"graded": "grades", "estimated": "estimate", "self-marked": "your own marks"}

_SIGNS = {"graded": "●■▲", "estimated": "◇◆", "self-marked": "✎"}

NOTHING = (
    "There is nothing to see yet: no answer has a score.\n\n"
    "Hand in a few answers, and this screen shows how your scores develop and how far they can be "
    "trusted, which points you miss most, and on which days you practised."
)


def labels(sources: Iterable[Source]) -> dict[Source, str]:
    """Who scores are from, each in words that no other has."""
    known = list(dict.fromkeys(sources))
    short = {source: _label(source) for source in known}
    twice = Counter(short.values())
    return {
        source: f"{name} ({_version(source)})" if twice[name] > 1 else name
        for source, name in short.items()
    }


def _label(source: Source) -> str:
    if source.origin == "graded" and source.grader is not None:
        return source.grader.label
    return WHOSE[source.origin]


def _version(source: Source) -> str:
    if source.grader is None:
        return ""
    prompt = f", prompt {source.grader.prompt}" if source.grader.prompt else ""
    return f"version {source.grader.version}{prompt}"


def signs(sources: Iterable[Source]) -> dict[Source, str]:
    """A sign for each: grades by different graders have different ones, as long as there are."""
    given: Counter[str] = Counter()
    found: dict[Source, str] = {}
    for source in dict.fromkeys(sources):
        known = _SIGNS[source.origin]
        found[source] = known[min(given[source.origin], len(known) - 1)]
        given[source.origin] += 1
    return found


def sources_of(progress: Progress) -> list[Source]:
    """Everyone that scores are from, the one of the newest first."""
    return [series.source for series in progress.series]


def mean_text(mean: Mean) -> str:
    """A mean with its interval: ``74 (68–80)``; without one where there are too few scores."""
    if mean.low is None or mean.high is None:
        return f"{mean.value:.0f}"
    return f"{mean.value:.0f} ({mean.low:.0f}–{mean.high:.0f})"


def change_text(change: Change) -> str:
    """A difference with its interval: ``+7 (−2 to +16), may be chance``."""
    sure = "may be chance" if change.may_be_chance else "more than chance"
    return f"{_signed(change.value)} ({_signed(change.low)} to {_signed(change.high)}), {sure}"


def _signed(value: float) -> str:
    return f"{round(value):+d}".replace("-", "−")


def series_text(series: Series) -> str:
    """Where a series stands: ``74 (68–80), last 5 · +7 (−2 to +16), may be chance``."""
    words = f"{mean_text(series.recent)}, last {series.interviews}"
    return words if series.change is None else f"{words} · {change_text(series.change)}"


def heat(count: int | None) -> str:
    """The sign of a day with so many answers; nothing for a day to come."""
    if count is None:
        return " "
    return next(sign for least, sign in HEAT if count >= least)


def practised_text(calendar: Calendar) -> str:
    """``practised 5 days of 7``."""
    return f"practised {calendar.practised()} day{'s' * (calendar.practised() != 1)} of 7"


def counted_text(progress: Progress) -> str:
    """Over how much all of this is."""
    interviews = f"{progress.interviews} interview{'s' * (progress.interviews != 1)}"
    if progress.interviews >= INTERVIEWS:
        interviews = f"the newest {INTERVIEWS} interviews"
    return f"{interviews} · {progress.answers:,} answer{'s' * (progress.answers != 1)}"


def weakness_text(weakness: Weakness) -> str:
    """How often a point was missed: ``missed 3 of 4 times``."""
    if weakness.asked == 1:
        return weakness.verdict.value
    return f"missed {weakness.missed} of {weakness.asked}"


def progress_lines(
    title: str, progress: Progress, schedule: Schedule | None, names: Mapping[Source, str]
) -> Iterator[str]:
    """How it goes, in plain lines.

    Args:
        title: of the bank.
        progress: the figures.
        schedule: what is due, or None where the bank is not there any more.
        names: what each source is called.
    """
    yield f"{title}: {counted_text(progress)}"
    yield f"You {practised_text(progress.calendar)}."
    if schedule is not None:
        yield schedule.words
    yield ""
    yield (
        "The last interviews, and how much that is above as many before them, with 95 % intervals "
        "(scores from different graders are never put together):"
    )
    for series in progress.series:
        yield f"  {names[series.source]}: {series_text(series)}"
    for heading, groups in (("By section", progress.by_section), ("By tag", progress.by_tag)):
        if not groups:
            continue
        yield ""
        yield f"{heading}, by the newest answer to each question:"
        for group in groups:
            means = " · ".join(
                f"{names[source]} {mean_text(mean)} over {mean.count}"
                for source, mean in group.means.items()
            )
            yield f"  {group.title}: {means}"
    if progress.weakest:
        yield ""
        yield "Weakest points, by the newest answer to each question:"
        for weakness in progress.weakest[:10]:
            yield (
                f"  {GLYPHS[weakness.verdict]} {weakness.expects} "
                f"({weakness.weight.value}, {weakness_text(weakness)}, {weakness.session})"
            )
