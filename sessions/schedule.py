"""What is due to be practised again: worked out by FSRS from every score that is in force.

Nothing of it is written down. The reviews are replayed, so that a mark that is changed, an answer
that is graded again or an interview that is deleted changes what is due by itself. While the
program runs it remembers what a history of answers led to, by all that is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rubrics.grade import Band
from sessions.session import Origin

# Imported where it is used: nothing else needs it.
if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

RETENTION = 0.9
"""A question is due when the chance of answering it at least solidly has fallen to this."""

FORGOTTEN = (Band.WEAK, Band.THIN)
"""Bands of an answer that would not pass: it has to be learned anew."""

COMPLETE = 95
"""Score from which on an answer left out nothing that weighs."""


@dataclass(frozen=True)
class Review:
    """One scored answer to a question.

    Attributes:
        question: id in its bank.
        at: when it was handed in, with its time zone.
        score: the one in force now.
        origin: who the score is from.
        hinted: whether the hint was shown before.
    """

    question: str
    at: datetime
    score: float
    origin: Origin
    hinted: bool = False


@dataclass(frozen=True)
class Standing:
    """How well a question that was answered before is known.

    Attributes:
        question: id in its bank.
        when: the moment from which on it is due.
        recall: chance, 0 to 1, of answering it at least solidly at the end of the day.
        last: the newest answer.
    """

    question: str
    when: datetime
    recall: float
    last: Review

    @property
    def weak(self) -> bool:
        """Whether the newest answer was less than solid."""
        return Band.of(self.last.score) in FORGOTTEN


@dataclass(frozen=True)
class Schedule:
    """The questions of a bank that were ever answered, as they stand on one day.

    Attributes:
        day_ends: the midnight to come, in the time zone in which days are counted.
        due: what is due before then; what is most likely forgotten first.
        later: what is not; the lowest last score first.
    """

    day_ends: datetime
    due: tuple[Standing, ...] = ()
    later: tuple[Standing, ...] = ()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """All of them."""
        return self.due + self.later

    @property
    def next_day(self) -> tuple[date, int] | None:
        """The next day on which something comes due, and how much; None if nothing does."""
        days = [standing.when.astimezone(self.day_ends.tzinfo).date() for standing in self.later]
        return (min(days), days.count(min(days))) if days else None

    @property
    def words(self) -> str:
        """How much is due today, or else when something will be."""
        if self.due:
            count = len(self.due)
            return "1 question is due." if count == 1 else f"{count} questions are due."
        if self.next_day is None:
            return "Nothing is due."
        day, count = self.next_day
        tomorrow = self.day_ends.date()
        if day == tomorrow:
            return f"Nothing is due; next tomorrow: {count}."
        soon = day < tomorrow + timedelta(days=6)
        return (
            f"Nothing is due; next on {day:%A}{'' if soon else f', {day.day} {day:%B}'}: {count}."
        )

    def only(self, questions: Collection[str]) -> Schedule:
        """The same for some questions alone, by id."""
        return replace(
            self,
            due=tuple(standing for standing in self.due if standing.question in questions),
            later=tuple(standing for standing in self.later if standing.question in questions),
        )


def schedule(reviews: Iterable[Review], now: datetime) -> Schedule:
    """How the questions stand that were answered.

    Days are counted as people count them: what comes due this evening is due this morning.

    Args:
        reviews: all scored answers to the questions of one bank, in any order.
        now: date and time in the time zone in which days are counted.
    """
    day_ends = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    standings = _standings(reviews, day_ends)
    return Schedule(
        day_ends,
        due=tuple(
            sorted(
                (standing for standing in standings if standing.when < day_ends),
                key=lambda standing: (standing.recall, standing.last.score, standing.question),
            )
        ),
        later=tuple(
            sorted(
                (standing for standing in standings if standing.when >= day_ends),
                key=lambda standing: (standing.last.score, standing.recall, standing.question),
            )
        ),
    )


def rating(review: Review) -> Rating:
    """What a score means for memory.

    To FSRS, *again* is forgotten and the other three are degrees of knowing. A question counts as
    known where the answer was at least solid, which is what would pass in an interview:

    - weak or thin (below 65): *again*. It comes back the next day until it is solid.
    - solid (65): *hard*. Something was left out, so the days between grow slowly.
    - strong (85): *good*.
    - 95 and above: *easy*. Nothing that weighs was left out.

    An answer given with the hint in sight is *hard* at best: it does not show that one knows it.
    """
    from fsrs import Rating

    band = Band.of(review.score)
    if band in FORGOTTEN:
        return Rating.Again
    if band is Band.SOLID or review.hinted:
        return Rating.Hard
    return Rating.Easy if review.score >= COMPLETE else Rating.Good


def _standings(reviews: Iterable[Review], moment: datetime) -> list[Standing]:
    scheduler = _scheduler()
    by_question = defaultdict(list)
    for review in sorted(reviews, key=lambda review: review.at):
        by_question[review.question].append(review)
    standings = []
    for question, answers in by_question.items():
        card = _replayed(tuple(answers))
        recall = scheduler.get_card_retrievability(card, moment.astimezone(UTC))
        standings.append(Standing(question, card.due, recall, answers[-1]))
    return standings


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    # Answers lie days apart: there are no steps of minutes. Nothing is left to chance.
    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


@lru_cache(maxsize=1024)
def _replayed(answers: tuple[Review, ...]) -> Card:
    """The memory of one question after these answers to it, oldest first; it is only read."""
    from fsrs import Card

    scheduler = _scheduler()
    card = Card(card_id=0, due=datetime.min.replace(tzinfo=UTC))
    for answer in answers:
        card, _ = scheduler.review_card(card, rating(answer), answer.at.astimezone(UTC))
    return card
