"""How answers get better over many interviews, as figures that say how sure they are.

Grades, estimates and own marks never share a figure, nor do grades by different graders.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import sqrt
from statistics import fmean, variance

from rubrics.bank import Question
from rubrics.grade import GraderId, Verdict
from rubrics.rubric import Weight
from sessions.history import History, PastTurn
from sessions.session import Origin, TurnState
from sessions.summary import ORIGINS, SessionSummary

RECENT = 5
"""How many interviews at most are set against those before them."""

LEAST = 3
"""Scores below which nothing is said of how far their mean can be trusted."""

WEEKS = 12
"""Weeks of the calendar, the present one among them."""

# Student's t for a two-sided interval of 95 %, by degrees of freedom from 1 (a standard table).
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


@dataclass(frozen=True)
class Source:
    """Who scores are from. Scores of different ones are never put together.

    Attributes:
        grader: who made the grades or estimates; None for own marks.
    """

    origin: Origin
    grader: GraderId | None = None


@dataclass(frozen=True)
class Mean:
    """The mean of some scores, and how far it can be trusted.

    Attributes:
        value: 0 to 100, one decimal.
        count: how many scores.
        low, high: where the mean of all answers like these lies with 95 % confidence, by Student's
            t, within 0 to 100; None for fewer than ``LEAST`` scores.
    """

    value: float
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Change:
    """The difference of two means, and where it lies with 95 % confidence (Welch's interval)."""

    value: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Whether no difference at all lies within."""
        return self.low <= 0 <= self.high


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
class Weakness:
    """A point that the newest answer to its question did not meet.

    Attributes:
        session, turn: ids of that answer.
        criterion: id of the point.
        source: whose verdict it is.
        missed, asked: how many answers, of all with marks from there, did not meet it.
    """

    session: str
    turn: int
    at: datetime
    ask: str
    criterion: str
    expects: str
    weight: Weight
    verdict: Verdict
    source: Source
    missed: int
    asked: int


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
    begun = {one.id: one.created_at for one in told if one.bank == bank}
    turns = [turn for turn in history.turns if turn.session in begun and turn.score is not None]
    first = [turn for turn in turns if turn.first]
    newest = _newest(first, history)
    return Progress(
        interviews=len(begun),
        answers=len(first),
        series=_series(first, begun),
        by_section=_groups(newest, lambda turn, question: [turn.section]),
        by_tag=_weakest_first(_groups(newest, lambda turn, question: question.tags)),
        weakest=_weaknesses(turns, history),
        calendar=_calendar(history.turns, now),
    )


def mean_of(scores: Sequence[float]) -> Mean:
    """The mean of at least one score, with its interval."""
    value, count = fmean(scores), len(scores)
    if count < LEAST:
        return Mean(round(value, 1), count)
    reach = _t(count - 1) * sqrt(variance(scores) / count)
    return Mean(
        round(value, 1),
        count,
        round(max(0.0, value - reach), 1),
        round(min(100.0, value + reach), 1),
    )


def change_of(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """How much higher the second scores are; None where there are fewer than ``LEAST`` of either.

    The interval is Welch's, for two means whose scores need not spread equally.
    """
    if min(len(before), len(after)) < LEAST:
        return None
    value = fmean(after) - fmean(before)
    parts = [(variance(scores) / len(scores), len(scores)) for scores in (before, after)]
    whole = sum(part for part, _ in parts)
    if not whole:
        return Change(round(value, 1), round(value, 1), round(value, 1))
    freedom = whole**2 / sum(part**2 / (count - 1) for part, count in parts)
    reach = _t(int(freedom)) * sqrt(whole)
    return Change(round(value, 1), round(value - reach, 1), round(value + reach, 1))


def _t(freedom: int) -> float:
    """Student's t; beyond the table an approximation that is right to two decimals."""
    return _T[freedom - 1] if freedom <= len(_T) else 1.96 + 2.4 / freedom


def _source(turn: PastTurn) -> Source:
    assert turn.origin is not None
    return Source(turn.origin, None if turn.origin == "self-marked" else turn.grader)


def _score(turn: PastTurn) -> float:
    assert turn.score is not None
    return turn.score


def _series(turns: Iterable[PastTurn], begun: Mapping[str, datetime]) -> tuple[Series, ...]:
    scores: dict[Source, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in turns:
        scores[_source(turn)][turn.session].append(_score(turn))
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
        key = (question.id, _source(turn))
        newest.pop(key, None)
        newest[key] = (turn, question)
    return newest


def _groups(
    newest: Mapping[tuple[str, Source], tuple[PastTurn, Question]],
    titles: Callable[[PastTurn, Question], Iterable[str]],
) -> tuple[Group, ...]:
    """The answers by what they belong to, what was met last first."""
    scores: dict[str, dict[Source, list[float]]] = {}
    for (_, source), (turn, question) in reversed(newest.items()):
        for title in titles(turn, question):
            scores.setdefault(title, {}).setdefault(source, []).append(_score(turn))
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


def _weaknesses(turns: Iterable[PastTurn], history: History) -> tuple[Weakness, ...]:
    asked: Counter[tuple[str, Source]] = Counter()
    missed: Counter[tuple[str, Source, str]] = Counter()
    newest: dict[str, PastTurn] = {}
    for turn in turns:
        if turn.state is TurnState.BLANK:
            continue  # It misses everything, which says nothing of any point.
        question, source = history.questions[turn.question].id, _source(turn)
        newest[question] = turn
        asked[question, source] += 1
        missed.update((question, source, criterion) for criterion in turn.missed)
    found = []
    for name, turn in newest.items():
        question, source = history.questions[turn.question], _source(turn)
        verdicts = turn.missed
        found += [
            Weakness(
                session=turn.session,
                turn=turn.turn,
                at=turn.submitted_at or datetime.min,
                ask=question.ask,
                criterion=criterion.id,
                expects=criterion.expects,
                weight=criterion.weight,
                verdict=verdicts[criterion.id],
                source=source,
                missed=missed[name, source, criterion.id],
                asked=asked[name, source],
            )
            for criterion in question.criteria
            if criterion.id in verdicts
        ]
    return tuple(sorted(found, key=_cost, reverse=True))


def _cost(weakness: Weakness) -> tuple[float, int, float]:
    """What it costs, then how often, then how lately."""
    lost = weakness.weight.points * (1 - weakness.verdict.credit)
    return lost, weakness.missed, weakness.at.timestamp()


def _calendar(turns: Iterable[PastTurn], now: datetime) -> Calendar:
    today = now.date()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    counts = Counter(
        _day(turn.submitted_at, now.tzinfo) for turn in turns if turn.submitted_at is not None
    )
    days = (first + timedelta(days=number) for number in range((today - first).days + 1))
    return Calendar(first, today, tuple(counts[day] for day in days))


def _day(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()
