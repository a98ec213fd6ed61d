from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from sessions.schedule import RETENTION, Review, Schedule, rating, schedule
from tests.docs import table

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)

moments = st.datetimes(
    datetime(2025, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)
scores = st.floats(0, 100).map(lambda score: round(score, 1))


@st.composite
def reviews(draw: st.DrawFn, questions: int = 3) -> list[Review]:
    """Answers at different moments, in any order."""
    times = draw(st.lists(moments, min_size=1, max_size=12, unique=True))
    return [
        Review(
            question=f"tea-{draw(st.integers(1, questions))}",
            at=at,
            score=draw(scores),
            origin="graded",
            hinted=draw(st.booleans()),
        )
        for at in times
    ]


def answered(*scores: float, question: str = "tea-1", days: float = 0) -> list[Review]:
    """Answers on Monday and each a day later, or so many days before that."""
    begun = MONDAY - timedelta(days=days)
    return [
        Review(question, begun + timedelta(days=day), score, "graded")
        for day, score in enumerate(scores)
    ]


def names(found: Schedule) -> tuple[list[str], list[str]]:
    return (
        [standing.question for standing in found.due],
        [standing.question for standing in found.later],
    )


@pytest.mark.parametrize(
    ("score", "hinted", "meant"),
    [
        (0, False, Rating.Again),
        (39.9, False, Rating.Again),
        (64.9, False, Rating.Again),
        (65, False, Rating.Hard),
        (84.9, False, Rating.Hard),
        (85, False, Rating.Good),
        (94.9, False, Rating.Good),
        (95, False, Rating.Easy),
        (100, False, Rating.Easy),
        (64.9, True, Rating.Again),
        (65, True, Rating.Hard),
        (100, True, Rating.Hard),
    ],
)
def test_what_a_score_means_for_memory(score: float, hinted: bool, meant: Rating) -> None:
    assert rating(Review("tea-1", MONDAY, score, "estimated", hinted)) is meant


@pytest.mark.parametrize(
    ("scores", "days"),
    [
        ([0], 1),
        ([64], 1),
        ([70], 1),
        ([90], 2),
        ([100], 8),
        ([90, 90], 7),
        ([100, 30], 1),
    ],
)
def test_days_until_an_answer_is_due_again(scores: list[float], days: int) -> None:
    found = schedule(answered(*scores), MONDAY + timedelta(days=len(scores) - 1))
    (standing,) = found.standings
    assert standing.when - standing.last.at == timedelta(days=days)


def test_the_days_are_those_of_the_docs() -> None:
    told, found = [], []
    for words, name, first, second in table("practising.md", "What is due"):
        told.append((name, first, second))
        score = 64.9 if words.startswith("below") else float(words.split(":")[0])
        answers: list[Review] = []
        days = []
        at = MONDAY
        for _ in range(2):
            answers.append(Review("tea-1", at, score, "graded"))
            (standing,) = schedule(answers, at).standings
            days.append((standing.when - at).days)
            at = standing.when
        found.append((rating(answers[0]).name.lower(), *(f"{n} day{'s' * (n > 1)}" for n in days)))
    assert told == found
    assert [name for name, *_ in told] == ["again", "hard", "good", "easy"]


def test_what_was_never_answered_is_not_due() -> None:
    assert schedule([], MONDAY).standings == ()
    assert schedule([], MONDAY).next_day is None


def test_what_comes_due_in_the_evening_is_due_in_the_morning() -> None:
    late = Review("tea-1", MONDAY.replace(hour=23), 20, "graded")
    assert names(schedule([late], MONDAY.replace(hour=23, minute=59))) == ([], ["tea-1"])
    morning = MONDAY.replace(hour=0) + timedelta(days=1)
    assert names(schedule([late], morning)) == (["tea-1"], [])


def test_days_are_counted_in_the_time_zone_of_now() -> None:
    early = Review("tea-1", MONDAY.replace(hour=1), 20, "graded")
    now = MONDAY.replace(hour=20)
    assert names(schedule([early], now)) == ([], ["tea-1"])
    far_east = now.astimezone(timezone(timedelta(hours=9)))
    found = schedule([early], far_east)
    assert names(found) == (["tea-1"], [])
    assert found.day_ends == datetime(2026, 1, 7, tzinfo=far_east.tzinfo)


def test_what_is_most_likely_forgotten_comes_first() -> None:
    found = schedule(
        [
            *answered(90, question="tea-1", days=3),
            *answered(20, question="tea-2", days=3),
            *answered(20, question="tea-3", days=30),
            *answered(100, question="tea-4", days=3),
            *answered(50, question="tea-5"),
            *answered(10, question="tea-6"),
        ],
        MONDAY,
    )
    assert names(found) == (["tea-3", "tea-2", "tea-1"], ["tea-6", "tea-5", "tea-4"])
    assert [standing.recall for standing in found.due] == sorted(
        standing.recall for standing in found.due
    )
    assert all(0 < standing.recall <= 1 for standing in found.standings)


def test_the_next_day_on_which_something_comes_due() -> None:
    found = schedule(
        [
            *answered(20, question="tea-1"),
            *answered(50, question="tea-2"),
            *answered(100, question="tea-3"),
            *answered(20, question="tea-4", days=5),
        ],
        MONDAY,
    )
    assert found.next_day == (date(2026, 1, 6), 2)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([], "Nothing is due."),
        ([(1, 20)], "1 question is due."),
        ([(1, 20), (9, 100), (1, 100)], "2 questions are due."),
        ([(0, 20), (0, 30), (0, 100)], "Nothing is due; next tomorrow: 2."),
        ([(0, 90)], "Nothing is due; next on Wednesday: 1."),
        ([(2, 100), (0, 100)], "Nothing is due; next on Sunday: 1."),
        ([(1, 100)], "Nothing is due; next on Monday, 12 January: 1."),
    ],
)
def test_what_is_due_in_words(answers: list[tuple[int, float]], words: str) -> None:
    reviews = (
        Review(f"tea-{number}", MONDAY - timedelta(days=days), score, "graded")
        for number, (days, score) in enumerate(answers)
    )
    assert schedule(reviews, MONDAY).words == words


def test_only_some_questions() -> None:
    found = schedule(
        [
            *answered(20, question="tea-1", days=5),
            *answered(20, question="gone", days=5),
            *answered(20, question="tea-2"),
        ],
        MONDAY,
    )
    assert names(found.only({"tea-1"})) == (["tea-1"], [])
    assert names(found.only({"tea-2", "new"})) == ([], ["tea-2"])


def test_a_second_attempt_in_the_same_hour_does_not_send_a_question_far_away() -> None:
    """After the feedback it is easy; what counts is the next day."""
    first, again = answered(20, 100)
    soon = Review("tea-1", first.at + timedelta(minutes=10), 100, "graded")
    (standing,) = schedule([first, soon], MONDAY).standings
    assert standing.when - soon.at == timedelta(days=1)
    assert standing.last is soon
    (standing,) = schedule([first, again], MONDAY + timedelta(days=1)).standings
    assert standing.last is again


@given(reviews())
def test_the_same_answers_make_the_same_schedule_in_any_order(answers: list[Review]) -> None:
    found = schedule(answers, MONDAY)
    assert schedule(sorted(answers, key=lambda review: review.at), MONDAY) == found
    assert {standing.question for standing in found.standings} == {
        review.question for review in answers
    }


@given(reviews(questions=1), scores, scores)
def test_a_better_answer_never_brings_a_question_back_earlier(
    answers: list[Review], one: float, other: float
) -> None:
    newest = max(answers, key=lambda review: review.at)
    before = [review for review in answers if review is not newest]
    worse, better = (
        schedule([*before, replace(newest, score=score)], MONDAY).standings[0]
        for score in sorted((one, other))
    )
    assert worse.when <= better.when
    assert worse.recall <= better.recall


@given(reviews())
def test_replaying_is_the_same_as_having_kept_the_memory(answers: list[Review]) -> None:
    scheduler = Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    kept: dict[str, Card] = {}
    for review in sorted(answers, key=lambda review: review.at):
        card = kept.get(review.question) or Card(card_id=1, due=review.at)
        kept[review.question], _ = scheduler.review_card(card, rating(review), review.at)
    found = schedule(answers, MONDAY)
    assert {standing.question: standing.when for standing in found.standings} == {
        question: card.due for question, card in kept.items()
    }
