"""Where scores wait for the end, no screen tells a number or a band before it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from interviewer.app import InterviewerApp
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.report import ReportScreen
from interviewer.screens.review import ReviewScreen
from interviewer.widgets.session_list import described
from sessions.session import Mode, Phase
from sessions.telling import EXAM_WAITS, SCORES_WAIT, score_waits, tells_scores
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import keep_session
from tests.fakes import FakeTime

SCORE = re.compile(r"\b60\b|\b\d\d Thin|Strong|Solid|\bThin\b|Weak")


def seen(app: InterviewerApp) -> str:
    """The open screen, line by line, as a terminal shows it."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


@pytest.fixture
def hiding(services: SmallServices, time: FakeTime) -> InterviewerApp:
    """The app where scores wait, over a practice interview that was left after two answers."""
    keep_session(services, time, ("mpo", "mmo"), mode=Mode.PRACTICE, end=False)
    services.settings = replace(services.settings, hide_scores=True)
    return InterviewerApp(services)


async def resumed(app: InterviewerApp, pilot: Pilot[None]) -> InterviewScreen:
    """The interview, gone on with."""
    await settle(pilot)
    await press(pilot, "f3")
    assert isinstance(app.screen, InterviewScreen)
    return app.screen


async def test_the_fixture_has_a_score_to_hide(hiding: InterviewerApp) -> None:
    hiding.services.settings = replace(hiding.services.settings, hide_scores=False)
    async with hiding.run_test(size=(110, 30)) as pilot:
        await resumed(hiding, pilot)
        assert re.search(r"◇ \d\d", seen(hiding))


async def test_the_strip_says_that_an_answer_was_handed_in(hiding: InterviewerApp) -> None:
    async with hiding.run_test(size=(110, 30)) as pilot:
        await resumed(hiding, pilot)
        assert "1 ▪   2 ▪   3 now" in seen(hiding)
        assert not re.search(r"◇ \d", seen(hiding))


async def test_feedback_shows_points_quotes_and_advice_only(hiding: InterviewerApp) -> None:
    async with hiding.run_test(size=(110, 30)) as pilot:
        screen = await resumed(hiding, pilot)
        await pilot.press("o")
        screen.answer.insert("h, I boil fresh water first, then I warm the pot.")
        await press(pilot, "f2")
        assert isinstance(hiding.screen, FeedbackScreen)
        turn = hiding.screen.turn
        assert turn.score is not None
        told = seen(hiding)
        assert "the score comes at the end" in told
        assert "● " in told
        assert turn.question.criteria[0].expects in told
        assert not SCORE.search(told)
        assert f"{turn.score:.0f} " not in told.splitlines()[0]
        assert "points" not in told.splitlines()[0]
        await press(pilot, "o")
        assert hiding.screen.turn.origin == "self-marked"
        assert "said" not in seen(hiding).splitlines()[0]
        assert not SCORE.search(seen(hiding))


async def test_home_report_and_review_of_an_unfinished_interview_tell_none(
    hiding: InterviewerApp,
) -> None:
    async with hiding.run_test(size=(110, 30)) as pilot:
        await settle(pilot)
        assert not SCORE.search(seen(hiding))
        await press(pilot, "f8")
        assert isinstance(hiding.screen, ReportScreen)
        assert SCORES_WAIT in seen(hiding)
        assert not SCORE.search(seen(hiding))
        await press(pilot, "escape")
        await press(pilot, "f5")
        assert isinstance(hiding.screen, ReviewScreen)
        assert SCORES_WAIT in seen(hiding)
        assert not SCORE.search(seen(hiding))


async def test_at_the_end_everything_is_told(
    hiding: InterviewerApp, services: SmallServices, time: FakeTime
) -> None:
    keep_session(services, time, ("mpo", "mmo"), mode=Mode.PRACTICE, name="20270102-030405-0002")
    async with hiding.run_test(size=(110, 30)) as pilot:
        await settle(pilot)
        hiding.open_report("20270102-030405-0002")
        await settle(pilot)
        assert SCORE.search(seen(hiding))
        assert SCORES_WAIT not in seen(hiding)


def test_one_place_decides(services: SmallServices, time: FakeTime) -> None:
    practice = keep_session(services, time, ("mpo",), mode=Mode.PRACTICE, end=False)
    exam = keep_session(services, time, ("mpo",), name="20260102-030405-0002", end=False)
    over = keep_session(services, time, ("mpo",), name="20260102-030405-0003")
    assert over.phase is Phase.ENDED
    assert [tells_scores(one, True) for one in (practice, exam, over)] == [False, False, True]
    assert [tells_scores(one, False) for one in (practice, exam, over)] == [True, False, True]
    assert score_waits(practice) == SCORES_WAIT
    assert score_waits(exam) == EXAM_WAITS
    summaries = {summary.id: summary for summary in services.store.sessions()}
    assert "solid" in described(summaries[practice.id], True)
    assert "solid" not in described(summaries[practice.id], False)
