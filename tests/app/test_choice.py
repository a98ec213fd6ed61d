"""Who marks, as the screens say it before anything is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from interviewer.app import InterviewerApp
from interviewer.config.settings import Settings
from interviewer.graders import Choice
from interviewer.screens.interview import InterviewScreen
from rubrics.models.names import LOCAL_SERVERS, OPENAI
from sessions.plan import plan_session
from tests.app.conftest import SmallServices, press, settle

BY_KEY = Choice("openai/gpt-6-luna", OPENAI, "OPENAI_API_KEY is set")
HERE = Choice("ollama/qwen3:8b", LOCAL_SERVERS["ollama"], "Ollama is running here")


def shown(app: InterviewerApp, selector: str) -> str:
    """What a widget of the open screen shows."""
    return str(app.screen.query_one(selector).render())


async def test_home_names_the_model_and_how_to_stay_offline(services: SmallServices) -> None:
    services.choice = BY_KEY
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert shown(app, "#grader") == "grader: openai/gpt-6-luna · not calibrated"
        words = shown(app, "#who")
        assert words.startswith(
            "Answers are sent to openai/gpt-6-luna (OPENAI_API_KEY is set) to be marked.\n"
        )
        assert "INTERVIEWER_MODEL=estimate" in words
        assert "The estimate cannot judge" not in shown(app, "#last")


async def test_home_says_nothing_of_sending_while_nothing_is_sent(
    services: SmallServices,
) -> None:
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert shown(app, "#grader") == "grader: offline estimate ◇ · not calibrated"
        assert not app.screen.query_one("#who").display
        assert "Ollama" in shown(app, "#last")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (BY_KEY, "Answers are sent to openai/gpt-6-luna (not calibrated) to be marked."),
        (HERE, "Answers stay on this computer: ollama/qwen3:8b (not calibrated) marks them."),
        (Choice(), "Answers stay on this computer: offline estimate (not calibrated)."),
    ],
)
async def test_set_up_says_where_answers_go_and_the_session_keeps_who_marks(
    services: SmallServices, choice: Choice, words: str
) -> None:
    services.choice = choice
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert shown(app, "#who") == words
        await press(pilot, "f2")
        assert isinstance(app.screen, InterviewScreen)
    latest = services.store.latest()
    assert latest is not None
    assert services.store.session(latest.id).grader == choice.name


async def begun(services: SmallServices, pilot: Pilot[None]) -> None:
    """An interview that was begun and left, with the estimate."""
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    session = plan_session(services.small, services.time, number=1, seed=1)
    services.store.create(session)
    app.open_interview(session)
    await settle(pilot)
    assert not list(app._notifications)
    await press(pilot, "escape")


async def test_going_on_with_another_grader_is_said(services: SmallServices) -> None:
    app = InterviewerApp(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await begun(services, pilot)
        app.clear_notifications()
        services.choice = BY_KEY
        await press(pilot, "f3")
        assert isinstance(app.screen, InterviewScreen)
        [toast] = app._notifications
        assert "began with the offline estimate; what it marked stays" in toast.message
        assert "openai/gpt-6-luna" in toast.message


async def test_keys_that_lie_open_are_told_of(services: SmallServices, tmp_path: Path) -> None:
    services.settings = Settings(services.settings.home, exposed=(tmp_path / "[b].env",))
    app = InterviewerApp(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        [toast] = app._notifications
        assert toast.severity == "warning"
        assert "chmod 600" in toast.message
        assert "[b].env" in toast.title


async def test_the_app_paints_and_listens_while_the_machine_is_looked_at(
    services: SmallServices,
) -> None:
    looked = threading.Event()
    threads: list[threading.Thread] = []

    def prepare() -> Callable[[], SmallServices]:
        threads.append(threading.current_thread())
        looked.wait(20)
        return lambda: services

    app = InterviewerApp(prepare, dark=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one("#menu").size.height > 2
        assert shown(app, "#grader") == ""
        await pilot.press("f1", "escape")
        looked.set()
        await settle(pilot)
        assert shown(app, "#grader") != ""
    assert threads
    assert threads[0] is not threading.main_thread()
    assert len(threads) == 1
