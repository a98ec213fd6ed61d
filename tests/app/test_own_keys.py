"""Keys of one's own hold on every screen, and every screen names them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from interviewer.app import InterviewerApp
from interviewer.config.preferences import FILE
from interviewer.config.settings import Settings
from interviewer.keyboard.command_table import command_table
from interviewer.keyboard.keys import key_name
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.help import HelpScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.widgets.criteria import MarkBar
from sessions.plan import plan_session
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import keep_session
from tests.fakes import FakeTime

Way = Callable[[InterviewerApp, Pilot[None]], Awaitable[None]]


def moved(key: str) -> str:
    """Another key for each: ``F2`` with Shift, ``Ctrl+N`` with Alt, ``n`` with Super."""
    if key.startswith("f"):
        return f"shift+{key}"
    if key.startswith("ctrl+"):
        return key.replace("ctrl+", "alt+")
    return f"{'shift+' if key.isupper() else ''}super+{key.lower()}"


def everything_moved() -> dict[str, str]:
    """Every command on other keys."""
    return {name: ",".join(map(moved, each.keys)) for name, each in command_table().items()}


@pytest.fixture
def moving(services: SmallServices, time: FakeTime) -> InterviewerApp:
    """The app with every command on other keys, over one interview that is over."""
    keep_session(services, time)
    services.settings = Settings(services.settings.home, bank="hot-drinks", keys=everything_moved())
    return InterviewerApp(services)


async def at_home(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Home."""


async def set_up(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Set up."""
    await press(pilot, "shift+f2")


async def interview(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """An interview."""
    session = plan_session(app.services.bank("hot-drinks"), app.services.time, number=2, seed=1)
    app.services.store.create(session)
    app.open_interview(session)
    await settle(pilot)


async def feedback(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Feedback on an answer."""
    await interview(app, pilot)
    await pilot.press("o", "k")
    await press(pilot, "shift+f2")
    assert isinstance(app.screen, FeedbackScreen)


async def report(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """The report of the last interview."""
    await press(pilot, "shift+f8")


async def review(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Review."""
    await press(pilot, "alt+l")


async def settings(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Settings."""
    await press(pilot, "shift+f7")


WAYS: Mapping[str, Way] = {
    way.__name__: way for way in (at_home, set_up, interview, feedback, report, review, settings)
}


@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_hears_and_names_the_keys_in_force(
    moving: InterviewerApp, name: str
) -> None:
    async with moving.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await WAYS[name](moving, pilot)
        bound = {
            key: binding.id
            for key, (_, binding, _, _) in moving.screen.active_bindings.items()
            if binding.id in command_table()
        }
        assert len(set(bound.values())) > 4
        for key, command in bound.items():
            assert command is not None
            assert key in map(moved, command_table()[command].keys)
        shown = {part.key_display for part in moving.screen.query(FooterKey)}
        assert shown
        names = {key_name(key) for key in bound}
        assert shown <= names
        for command_ in moving.get_system_commands(moving.screen):
            assert "(F" not in command_.help
            assert "(Ctrl+" not in command_.help
        await press(pilot, "shift+f1")
        assert isinstance(moving.screen, HelpScreen)
        parts = [part.render() for part in moving.screen.query(Static)]
        told = "\n".join(str(getattr(part, "plain", part)) for part in parts)
        for own in ("F2", "F4", "Ctrl+N", "Esc"):
            assert f" {own}" not in told.replace(f"Shift+{own}", "").replace(f"Super+{own}", "")


async def test_words_and_buttons_name_the_keys_in_force(moving: InterviewerApp) -> None:
    async with moving.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert isinstance(moving.screen, HomeScreen)
        assert "Shift+F2" in str(moving.screen.menu.get_option("start").prompt)
        await interview(moving, pilot)
        assert isinstance(moving.screen, InterviewScreen)
        assert "Shift+F2 hands it in." in str(moving.screen.answer.placeholder)
        await pilot.press("o")
        await press(pilot, "shift+f2")
        labels = [str(button.label) for button in moving.screen.query_one(MarkBar).query("Button")]
        assert labels[0].startswith("Super+M ")
        await press(pilot, "super+m")
        assert isinstance(moving.screen, FeedbackScreen)
        assert moving.screen.turn.self_marks


async def test_own_keys_of_the_usual_app_are_named_where_nothing_was_moved(
    services: SmallServices,
) -> None:
    app = InterviewerApp(services)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await feedback_by_own_keys(app, pilot)
        labels = [str(button.label) for button in app.screen.query_one(MarkBar).query("Button")]  # type: ignore[attr-defined]
        assert labels[0].startswith("m ")
        assert labels[-2:] == ["u take back", "r reason"]


async def feedback_by_own_keys(app: InterviewerApp, pilot: Pilot[None]) -> None:
    """Feedback on an answer, by the usual keys."""
    await interview(app, pilot)
    await pilot.press("o", "k")
    await press(pilot, "f2")


async def test_rebinding_one_of_two_that_take_turns_leaves_the_other(
    services: SmallServices, time: FakeTime
) -> None:
    """Textual takes a key from everybody who shares it; here only one command was moved."""
    keep_session(services, time)
    settings = Settings(services.settings.home, bank="hot-drinks", keys={"report.resume": "f12"})
    services.settings = settings
    app = InterviewerApp(services)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "f8")
        await press(pilot, "f2")
        assert isinstance(app.screen, FeedbackScreen)


async def test_what_the_file_says_wrongly_of_keys_is_told_at_the_start(
    services: SmallServices, home: Path
) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text('[keys]\ninterview.hnd_in = "f2"\n"report.export" = "crtl+e"\n')
    services.settings = Settings.load({"INTERVIEWER_HOME": str(home)})
    app = InterviewerApp(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        told = " ".join(f"{toast.title} {toast.message}" for toast in app._notifications)
        assert "Did you mean interview.hand_in" in told
        assert "Did you mean ctrl+e?" in told
