"""The clocks across sleep, a program that is stopped, a set date and a slow machine."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.events import StoodStill
from sessions.interview import Interview
from sessions.session import Mode
from sessions.time import STANDS_AFTER, SystemTime, Watch
from tests.fakes import FakeTime
from tests.sessions.sample import Memory, new_session

SLEEP = 12 * 60.0


class WatchedTime(FakeTime):
    """A clock set by hand with a real watch over it, and a date that can be set."""

    def __init__(self) -> None:
        super().__init__()
        self.shift = timedelta()
        self.awake = Watch(self.steady).read  # type: ignore[method-assign]

    def wall(self) -> datetime:
        return super().wall() + self.shift


def begun(mode: Mode = Mode.PRACTICE) -> tuple[Interview, WatchedTime, list[StoodStill], Memory]:
    clock, memory, told = WatchedTime(), Memory(), list[StoodStill]()
    interview = Interview(new_session(mode), clock, memory)
    interview.subscribe(lambda fact: told.append(fact) if isinstance(fact, StoodStill) else None)
    interview.begin()
    return interview, clock, told, memory


def run(interview: Interview, clock: FakeTime, seconds: int) -> None:
    for _ in range(seconds):
        clock.pass_(1)
        interview.tick()


def test_a_watch_takes_a_long_gap_between_two_readings_for_none() -> None:
    now = [100.0]
    watch = Watch(lambda: now[0])
    read = []
    for gap in (3.0, STANDS_AFTER, STANDS_AFTER + 0.1, 1.0, -50.0, 2.0):
        now[0] += gap
        read.append(watch.read())
    assert read == [3.0, 18.0, 18.0, 19.0, 19.0, 21.0]


def test_the_clocks_of_this_computer_run_on_and_never_back() -> None:
    here = SystemTime()
    steady, awake = here.steady(), here.awake()
    before = time.monotonic()
    while time.monotonic() - before < 0.02:
        pass
    assert here.steady() - steady >= 0.02
    assert here.awake() - awake >= 0.02


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.25, 1.0, 4.0, 14.0, 16.0, 700.0, 1e5]),
        st.sampled_from([-1e6, -3600.0, 0.0, 1.0, 1e6]),
        st.sampled_from(["tick", "type", "look", "nothing"]),
    ),
    max_size=30,
)


@given(STEPS, st.sampled_from(Mode))
def test_time_used_never_falls_and_is_no_more_than_what_went_by_whatever_the_date_says(
    steps: list[tuple[float, float, str]], mode: Mode
) -> None:
    interview, clock, told, _ = begun(mode)
    went, unread, counted, before = 0.0, 0.0, 0.0, 0.0
    for gap, shift, deed in steps:
        clock.pass_(gap)
        clock.shift += timedelta(seconds=shift)
        went += gap
        unread += gap
        if deed == "nothing":
            continue
        if unread <= STANDS_AFTER:
            counted += unread
        unread = 0.0
        if deed == "tick":
            interview.tick()
        elif deed == "type" and interview.allows("type"):
            interview.type(f"{interview.current.draft}x")
        used = interview.session.used
        assert before <= used <= went
        before = used
        if mode.tells_at_once:
            assert used == pytest.approx(counted)
    assert sum(fact.seconds for fact in told) <= went + 1e-6


@pytest.mark.parametrize("mode", Mode)
def test_a_program_that_stood_still_says_so_once_and_counts_nothing_of_it(mode: Mode) -> None:
    interview, clock, told, memory = begun(mode)
    run(interview, clock, 30)
    clock.pass_(SLEEP)
    run(interview, clock, 10)
    assert [(fact.turn, round(fact.seconds)) for fact in told] == [(0, SLEEP + 1)]
    assert interview.session.used == pytest.approx(39)
    assert interview.question_left == pytest.approx(81)
    assert memory.kept[0].state.open, "an exam does not hand in because the lid was closed"


def test_a_draft_that_is_typed_first_after_a_sleep_has_the_time_of_before() -> None:
    interview, clock, _, memory = begun()
    run(interview, clock, 30)
    clock.pass_(SLEEP)
    interview.type("first word")
    interview.save_draft()
    assert memory.kept[0].used == pytest.approx(30)
    assert memory.kept[0].first_word == pytest.approx(30)


def test_an_answer_handed_in_first_after_a_sleep_has_the_time_of_before() -> None:
    interview, clock, told, memory = begun(Mode.EXAM)
    interview.type("word")
    run(interview, clock, 30)
    clock.pass_(SLEEP)
    interview.submit()
    assert memory.kept[0].handed_in == "hand"
    assert memory.kept[0].used == pytest.approx(30)
    run(interview, clock, 3)
    assert [round(fact.seconds) for fact in told] == [SLEEP]
    assert interview.question_left == pytest.approx(117)


def test_looks_that_come_some_seconds_late_count() -> None:
    interview, clock, told, _ = begun()
    for _ in range(10):
        clock.pass_(6)
        interview.tick()
    assert interview.session.used == pytest.approx(60)
    assert told == []


def test_time_in_which_no_question_was_open_is_not_told_of() -> None:
    interview, clock, told, _ = begun()
    interview.type("word")
    interview.pause()
    clock.pass_(SLEEP)
    interview.resume()
    run(interview, clock, 5)
    interview.submit()
    clock.pass_(SLEEP)
    interview.next()
    run(interview, clock, 5)
    assert told == []
    assert interview.session.used == pytest.approx(10)
