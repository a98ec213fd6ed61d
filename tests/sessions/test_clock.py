from __future__ import annotations

import math

import pytest

from sessions.clock import Clocks
from sessions.events import TimeExpired, TimeWarning
from sessions.session import Session
from tests.fakes import FakeTime
from tests.sessions.sample import new_session


def running(session: Session) -> tuple[Clocks, FakeTime]:
    time = FakeTime()
    clocks = Clocks(session, time)
    clocks.set(session, run=True)
    return clocks, time


def test_clocks_stand_until_they_are_let_run() -> None:
    session, time = new_session(), FakeTime()
    clocks = Clocks(session, time)
    time.pass_(50)
    assert not clocks.running
    assert clocks.question_left == 120.0
    assert clocks.on(session) == session


def test_the_session_shows_what_the_clocks_show() -> None:
    session = new_session()
    clocks, time = running(session)
    time.pass_(130)
    shown = clocks.on(session)
    assert (shown.used, shown.current.used) == (130.0, 130.0)
    assert clocks.question_left == -10.0
    assert clocks.session_left == 350.0


def test_each_mark_is_told_once() -> None:
    clocks, time = running(new_session())
    told = []
    for _ in range(130):
        time.pass_(1)
        told += [(fact.scope, getattr(fact, "left", "none")) for fact in clocks.news()]
    # A quarter of two minutes and thirty seconds are the same moment.
    assert told == [("question", "30 s"), ("question", "none")]


def test_a_long_question_warns_at_a_quarter_and_at_thirty_seconds() -> None:
    session = new_session(minutes=10)
    long = tuple(turn.model_copy(update={"allotted": 400.0}) for turn in session.turns)
    clocks, time = running(session.model_copy(update={"turns": long, "limit": 0.0}))
    told = []
    for _ in range(41):
        time.pass_(10)
        told += [(time.seconds - 1000, fact) for fact in clocks.news()]
    assert told == [
        (300.0, TimeWarning(0, "question", "quarter")),
        (370.0, TimeWarning(0, "question", "30 s")),
        (400.0, TimeExpired(0, "question")),
    ]


def test_a_short_question_warns_at_thirty_seconds_and_then_at_a_quarter() -> None:
    session = new_session()
    short = tuple(turn.model_copy(update={"allotted": 60.0}) for turn in session.turns)
    clocks, time = running(session.model_copy(update={"turns": short}))
    time.pass_(31)
    assert clocks.news() == [TimeWarning(0, "question", "30 s")]
    time.pass_(15)
    assert clocks.news() == [TimeWarning(0, "question", "quarter")]


def test_only_the_last_mark_is_told_where_several_are_passed_at_once() -> None:
    session = new_session()
    clocks, time = running(session)
    time.pass_(115)
    assert clocks.news() == [TimeWarning(0, "question", "30 s")]


def test_each_question_has_its_own_warnings_and_the_session_one_set() -> None:
    session = new_session(minutes=3)
    clocks, time = running(session)
    time.pass_(100)
    assert clocks.news() == [TimeWarning(0, "question", "30 s")]
    time.pass_(40)
    assert [fact.scope for fact in clocks.news()] == ["session", "question"]
    clocks.set(clocks.on(session).model_copy(update={"position": 1}), run=True)
    time.pass_(5)
    assert clocks.news() == []
    time.pass_(90)
    assert [(fact.turn, fact.scope) for fact in clocks.news()] == [(1, "session"), (1, "question")]


@pytest.mark.parametrize("seconds", [0.0, 1e6])
def test_a_session_without_limit_is_never_over(seconds: float) -> None:
    clocks, time = running(new_session().model_copy(update={"limit": 0.0}))
    time.pass_(seconds)
    assert clocks.session_left == math.inf
    assert all(fact.scope == "question" for fact in clocks.news())


def test_the_session_expires_before_the_question() -> None:
    clocks, time = running(new_session(minutes=1))
    time.pass_(130)
    assert clocks.expired() == TimeExpired(0, "session")
