"""How answers get better over many interviews, as figures that say how sure they are.

Grades, estimates and own marks never share a figure, nor do grades by different graders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rubrics.bank import Question
from sessions.calendar import Calendar, calendar
from sessions.history import History, PastTurn
from sessions.means import Change, Mean, Source, change_of, mean_of, score_of, source_of
from sessions.summary import ORIGINS, SessionSummary
from sessions.weaknesses import Weakness, weaknesses

INTERVIEWS = 300
"""How many interviews are looked at, the newest: what lies further back says little of now."""

RECENT = 5
"""How many interviews at most are set against those before them."""


@dataclass(frozen=True)
class Point:
    """What one interview came to."""

    session: str
    at: datetime
    mean: Mean


@dataclass(frozen=True)
class Series:
    """The interviews with scores from one source.

    Attributes:
        points: the oldest first; at least one.
        recent: over all scores of the newest interviews.
        interviews: how many these are.
        change: against as many before them; None where there are too few scores.
    """

    source: Source
    points: tuple[Point, ...]
    recent: Mean
    interviews: int
    change: Change | None


@dataclass(frozen=True)
class Group:
    """The questions of one section, or with one tag, by the newest score of each.

    Attributes:
        means: by source, the one of the newest score first.
    """

    title: str
    means: Mapping[Source, Mean]


@dataclass(frozen=True)
class Progress:
    """How it goes with one bank.

    Attributes:
        interviews: how many are counted.
        answers: how many scored first attempts are in them.
        series: the one with the newest score first.
        by_section: in the order in which they were last met.
        by_tag: weakest first, by the source of the newest score; others behind.
        weakest: what costs most first.
        calendar: over all banks.
    """

    interviews: int
    answers: int
    series: tuple[Series, ...]
    by_section: tuple[Group, ...]
    by_tag: tuple[Group, ...]
    weakest: tuple[Weakness, ...]
    calendar: Calendar


def progress(
    told: Iterable[SessionSummary], history: History, bank: str, now: datetime
) -> Progress:
    """Work out how it goes with a bank.

    Only first attempts stand in averages. A criterion is judged by the newest answer, which may be
    a later attempt.

    Args:
        told: the sessions whose marks may be told; others count for the calendar only.
        history: what happened in them and in others.
        bank: id of the bank.
        now: date and time in the time zone in which days are counted.
    """
    begun = {one.id: one.created_at for one in told if bank in one.titles}
    turns = [
        turn
        for turn in history.turns
        if turn.bank == bank and turn.session in begun and turn.score is not None
    ]
    first = [turn for turn in turns if turn.first]
    newest = _newest(first, history)
    return Progress(
        interviews=len(begun),
        answers=len(first),
        series=_series(first, begun),
        by_section=_groups(newest, lambda turn, question: [turn.section]),
        by_tag=_weakest_first(_groups(newest, lambda turn, question: question.tags)),
        weakest=weaknesses(turns, history),
        calendar=calendar(history.turns, now),
    )


def _series(turns: Iterable[PastTurn], begun: Mapping[str, datetime]) -> tuple[Series, ...]:
    scores: dict[Source, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in turns:
        scores[source_of(turn)][turn.session].append(score_of(turn))
    series = []
    for source, by_session in scores.items():
        names = sorted(by_session, key=lambda name: begun[name])
        points = tuple(Point(name, begun[name], mean_of(by_session[name])) for name in names)
        recent = min(RECENT, max(1, len(names) // 2))
        after = [score for name in names[-recent:] for score in by_session[name]]
        before = [score for name in names[-2 * recent : -recent] for score in by_session[name]]
        series.append(Series(source, points, mean_of(after), recent, change_of(before, after)))
    return tuple(
        sorted(series, key=lambda one: (-one.points[-1].at.timestamp(), _order(one.source)))
    )


def _order(source: Source) -> int:
    return ORIGINS.index(source.origin)


def _newest(
    turns: Iterable[PastTurn], history: History
) -> dict[tuple[str, Source], tuple[PastTurn, Question]]:
    """The newest answer to each question by source; the newest of all comes last."""
    newest: dict[tuple[str, Source], tuple[PastTurn, Question]] = {}
    for turn in turns:
        question = history.questions[turn.question]
        key = (question.id, source_of(turn))
        newest.pop(key, None)
        newest[key] = (turn, question)
    return newest


def _groups(
    newest: Mapping[tuple[str, Source], tuple[PastTurn, Question]],
    titles: Callable[[PastTurn, Question], Iterable[str]],
) -> tuple[Group, ...]:
    """The answers by what they belong to, what was met last first."""
    scores: dict[str, dict[Source, list[float]]] = {}
    for (_, source), (turn, question) in reversed(list(newest.items())):
        for title in titles(turn, question):
            scores.setdefault(title, {}).setdefault(source, []).append(score_of(turn))
    return tuple(
        Group(title, {source: mean_of(values) for source, values in by_source.items()})
        for title, by_source in scores.items()
    )


def _weakest_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The lowest mean first, among those with scores from the same source as the first one."""
    if not groups:
        return ()
    main = next(iter(groups[0].means))
    return tuple(
        sorted(groups, key=lambda group: (main not in group.means, _mean(group, main), group.title))
    )


def _mean(group: Group, source: Source) -> float:
    return group.means[source].value if source in group.means else 0.0
