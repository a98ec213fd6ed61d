"""Progress: averages that say how sure they are, and never mix whose they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.grade import GraderId, Verdict
from sessions.history import History, PastTurn
from sessions.means import Change, Mean, Source, change_of, mean_of
from sessions.progress import progress
from sessions.session import Mode, Origin, Phase, TurnState
from sessions.summary import SessionSummary
from tests.fakes import small_bank

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday
BANK = small_bank()
QUESTIONS = {question.id: question for question in BANK.questions()}
MODEL = GraderId(name="model", version="1", model="a/model", prompt="1")
OTHER = MODEL.model_copy(update={"prompt": "2"})
ESTIMATE = GraderId(name="estimate", version="1")
_scores = st.lists(st.floats(0, 100), min_size=1, max_size=40)


def summary(name: str, days_ago: float, bank: str = "hot-drinks") -> SessionSummary:
    return SessionSummary(
        id=name,
        bank=bank,
        bank_title="Drinks",
        mode=Mode.PRACTICE,
        phase=Phase.ENDED,
        created_at=NOW - timedelta(days=days_ago),
        ended_at=NOW,
        end_reason="finished",
        questions=4,
        answered=4,
        skipped=0,
        ungraded=0,
        position_number=4,
        scores={},
        graders={},
    )


def turn(
    session: str,
    number: int,
    score: float | None,
    *,
    question: str = "tea-1",
    origin: Origin = "graded",
    grader: GraderId | None = MODEL,
    attempt: int = 1,
    misses: str = "{}",
    state: TurnState = TurnState.GRADED,
    days_ago: float = 0,
) -> PastTurn:
    return PastTurn(
        session=session,
        turn=number,
        number=number + 1,
        attempt=attempt,
        round=0,
        bank="hot-drinks",
        section="Tea" if question.startswith("tea") else "Coffee",
        question=question,
        state=state,
        submitted_at=NOW - timedelta(days=days_ago),
        score=score,
        origin=None if score is None else origin,
        grader=grader,
        misses=misses,
    )


def history(*turns: PastTurn) -> History:
    return History(turns, QUESTIONS)


@given(_scores)
def test_a_mean_lies_within_its_interval(scores: list[float]) -> None:
    mean = mean_of(scores)
    assert mean.count == len(scores)
    if mean.low is None or mean.high is None:
        assert len(scores) < 3 or len(set(scores)) == 1
    else:
        assert 0 <= mean.low <= mean.value <= mean.high <= 100


@given(_scores, _scores)
def test_a_change_turned_round_is_its_opposite(before: list[float], after: list[float]) -> None:
    there, back = change_of(before, after), change_of(after, before)
    if there is None or back is None:
        assert there is back
    else:
        assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)
        assert there.low <= there.value <= there.high


def test_intervals_are_those_of_the_textbook() -> None:
    """By hand: s = 10, t(2) = 4.303, so 4.303 × 10 / √3 = 24.8 to either side."""
    assert mean_of([40, 50, 60]) == Mean(50, 3, 25.2, 74.8)
    assert mean_of([90, 100]) == Mean(95, 2)
    assert mean_of([80, 80, 80]) == Mean(80, 3)
    # By hand: √(2 × 100 / 3) = 8.165, 4 degrees of freedom, t = 2.776.
    assert change_of([40, 50, 60], [60, 70, 80]) == Change(20, -2.7, 42.7)
    change = change_of([40, 50, 60], [80, 90, 100])
    assert change is not None
    assert not change.may_be_chance


def test_scores_of_different_origin_and_grader_are_never_put_together() -> None:
    found = progress(
        [summary("one", 2), summary("two", 1)],
        history(
            turn("one", 0, 40, origin="estimated", grader=ESTIMATE),
            turn("one", 1, 100, origin="self-marked", grader=ESTIMATE, question="tea-2"),
            turn("two", 0, 60),
            turn("two", 1, 70, grader=OTHER, question="tea-2"),
            turn("two", 2, 80, question="coffee-1"),
        ),
        "hot-drinks",
        NOW,
    )
    assert (found.interviews, found.answers) == (2, 5)
    assert {(one.source, one.recent.value) for one in found.series} == {
        (Source("graded", MODEL), 70),
        (Source("graded", OTHER), 70),
        (Source("estimated", ESTIMATE), 40),
        (Source("self-marked"), 100),
    }
    assert found.series[0].source.origin == "graded"
    [coffee, tea] = found.by_section
    assert (coffee.title, coffee.means) == ("Coffee", {Source("graded", MODEL): Mean(80, 1)})
    assert tea.means == {
        Source("graded", OTHER): Mean(70, 1),
        Source("graded", MODEL): Mean(60, 1),
        Source("self-marked"): Mean(100, 1),
        Source("estimated", ESTIMATE): Mean(40, 1),
    }


def test_only_first_attempts_of_this_bank_that_may_be_told_are_averaged() -> None:
    found = progress(
        [summary("one", 1), summary("cold", 1, bank="cold-drinks")],
        history(
            turn("one", 0, 40),
            turn("one", 1, 90, attempt=2),
            turn("one", 2, None, question="coffee-1"),
            turn("cold", 0, 0),
            turn("not told", 0, 0),
        ),
        "hot-drinks",
        NOW,
    )
    [series] = found.series
    assert [point.mean for point in series.points] == [Mean(40, 1)]
    assert (found.interviews, found.answers) == (1, 1)


def test_a_section_goes_by_the_newest_answer_to_each_question() -> None:
    found = progress(
        [summary("one", 2), summary("two", 1)],
        history(turn("one", 0, 0), turn("one", 1, 50, question="tea-2"), turn("two", 0, 100)),
        "hot-drinks",
        NOW,
    )
    [tea] = found.by_section
    assert tea.means == {Source("graded", MODEL): Mean(75, 2)}


def test_the_newest_interviews_are_set_against_as_many_before() -> None:
    names = [f"s{number}" for number in range(4)]
    scores = [(10, 20), (20, 30), (60, 70), (70, 80)]
    found = progress(
        [summary(name, 4 - number) for number, name in enumerate(names)],
        history(
            *(
                turn(name, place, score, question=f"tea-{place + 1}")
                for name, pair in zip(names, scores, strict=True)
                for place, score in enumerate(pair)
            )
        ),
        "hot-drinks",
        NOW,
    )
    [series] = found.series
    assert (series.interviews, series.recent.value, series.recent.count) == (2, 70, 4)
    assert series.change is not None
    assert series.change.value == 50


def test_a_weak_point_is_judged_by_the_newest_answer() -> None:
    found = progress(
        [summary("one", 2), summary("two", 1)],
        history(
            turn("one", 0, 40, misses='{"warm":"missed","time":"missed"}'),
            turn("one", 1, 40, question="tea-2", misses='{"time":"missed"}'),
            turn("one", 2, 0, question="coffee-1", state=TurnState.BLANK),
            turn("two", 0, 50, misses='{"boil":"partly","warm":"missed"}', days_ago=1),
        ),
        "hot-drinks",
        NOW,
    )
    assert [
        (weak.session, weak.turn, weak.criterion, weak.verdict, weak.missed, weak.asked)
        for weak in found.weakest
    ] == [
        ("two", 0, "warm", Verdict.MISSED, 2, 2),
        ("two", 0, "boil", Verdict.PARTLY, 1, 2),
        ("one", 1, "time", Verdict.MISSED, 1, 1),
    ]


def test_the_calendar_ends_today_and_counts_what_was_handed_in() -> None:
    found = progress(
        [],
        history(
            turn("one", 0, None),
            turn("one", 1, 50, days_ago=0.1),
            turn("two", 0, 50, days_ago=3),
            turn("old", 0, 50, days_ago=400),
        ),
        "hot-drinks",
        NOW,
    )
    days = found.calendar
    assert (days.first.weekday(), days.today) == (0, date(2026, 11, 27))
    assert days.answers[-5:] == (0, 1, 0, 0, 2)
    assert sum(days.answers) == 3
    assert days.practised() == 2
    assert days.weeks[-1] == (0, 1, 0, 0, 2, None, None)
    assert len(days.weeks) == 12


@pytest.mark.parametrize("zone", ["before", "after"])
def test_days_are_counted_where_the_user_is(zone: str) -> None:
    hours = -13 if zone == "before" else 13
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    found = progress([], history(turn("one", 0, None)), "hot-drinks", there)
    assert found.calendar.today == there.date()
    assert found.calendar.answers[-1] == 1
