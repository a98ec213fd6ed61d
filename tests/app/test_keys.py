"""Every action can be reached by an F-key, a ctrl key and the palette, and the footer is true."""

from __future__ import annotations

from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from interviewer.app import InterviewerApp
from interviewer.keyboard.keys import key_name
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.help import HelpScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.settings import SettingsScreen
from interviewer.screens.setup import SetupScreen
from sessions.plan import plan_session
from sessions.session import Mode
from tests.app.conftest import SmallServices, press, settle

SCREENS: list[type[Screen[Any]]] = [
    *(HomeScreen, SetupScreen, InterviewScreen, FeedbackScreen, SettingsScreen)
]
TAKEN_BY_TERMINALS = {f"ctrl+{letter}" for letter in "sjobczqmih"}
TAKEN_BY_THE_EDITOR = {f"ctrl+{letter}" for letter in "aekuwdfxvy"}


def own_bindings(screen: type[Screen[Any]]) -> list[Binding]:
    return [binding for binding in screen.BINDINGS if isinstance(binding, Binding)]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_binding_has_a_name_a_tooltip_and_two_keys(screen: type[Screen[Any]]) -> None:
    for binding in own_bindings(screen):
        assert binding.id, binding
        assert binding.tooltip, binding
        keys = binding.key.split(",")
        if keys == ["escape"]:
            continue
        # Home has more commands than there are such keys, and nobody writes on it.
        letter = screen is HomeScreen and binding.id == "banks.open"
        assert letter or keys[0] in {f"f{number}" for number in range(1, 11)}, binding
        assert keys[1].startswith("ctrl+"), binding
        assert keys[1] not in TAKEN_BY_TERMINALS | TAKEN_BY_THE_EDITOR, binding


async def footer(app: InterviewerApp) -> list[str]:
    """The words in the footer, all of which fit its width."""
    [shown] = app.screen.query(Footer)
    keys = [key for key in shown.query(FooterKey) if key.display]
    assert len(keys) <= 6
    assert sum(key.region.width for key in keys) <= shown.size.width
    assert all(key.region.right <= shown.region.right for key in keys)
    return [str(key.description) for key in keys]


@pytest.mark.parametrize("mode", list(Mode))
async def test_the_footer_tells_the_truth(services: SmallServices, mode: Mode) -> None:
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert await footer(app) == ["Start", "Help", "All"]
        session = plan_session(services.small, services.time, mode=mode, number=2, seed=1)
        services.store.create(session)
        app.open_interview(session)
        await settle(pilot)
        more = ["Hint", "Pause"] if mode.tells_at_once else []
        assert await footer(app) == ["Hand in", "Skip", *more, "Help", "All"]
        if mode.tells_at_once:
            await pilot.press("o", "k")
        await press(pilot, "f2")
        if mode.tells_at_once:
            assert await footer(app) == [
                "Go on",
                "Answer again",
                "Model answer",
                "Follow-up",
                "Help",
                "All",
            ]
            await press(pilot, "escape")
        else:
            await press(pilot, "escape", "down", "enter")
        drill = ["Drill"] if mode.tells_at_once else []  # an exam that is not over tells no mark
        assert await footer(app) == ["Start", "Resume", *drill, "Review", "Help", "All"]


async def test_the_palette_names_what_can_be_done_now(services: SmallServices) -> None:
    session = plan_session(services.small, services.time, number=2, seed=1)
    services.store.create(session)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await settle(pilot)
        names = {command.title for command in app.get_system_commands(app.screen)}
        assert {
            "interview: hand in",
            "interview: skip",
            "interview: flag",
            "interview: hint",
            "interview: pause",
            "interview: end",
            "interview: leave",
            "program: help",
            "program: quit",
            "program: dark or light",
        } <= names
        assert "interview: go back" not in names
        await press(pilot, "f10")
        await pilot.press(*"skip")
        await press(pilot, "enter")
        await press(pilot, "enter")
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.interview.current.number == 2


async def test_help_is_for_what_has_the_focus(services: SmallServices) -> None:
    session = plan_session(services.small, services.time, number=2, seed=1)
    services.store.create(session)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        words = " ".join(str(part.render()) for part in app.screen.query("Static"))
        assert "Write your answer here" in words
        await press(pilot, "f1")
        assert isinstance(app.screen, InterviewScreen)
        await press(pilot, "f1")
        await press(pilot, "escape")
        assert isinstance(app.screen, InterviewScreen)


async def test_one_key_switches_between_dark_and_light(app: InterviewerApp) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.current_theme.dark
        await press(pilot, "f9")
        assert not app.current_theme.dark
        await press(pilot, "ctrl+underscore")
        assert app.current_theme.dark


@pytest.mark.parametrize("theme", ["textual-dark", "nord", "ansi-dark"])
async def test_every_theme_paints(app: InterviewerApp, theme: str) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        app.theme = theme
        await press(pilot, "f2")
        await press(pilot, "f2")
        await pilot.press("o", "k")
        await press(pilot, "f2")
        assert isinstance(app.screen, FeedbackScreen)
        assert app.export_screenshot()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("f2", "F2"),
        ("ctrl+n", "Ctrl+N"),
        ("escape", "Esc"),
        ("m", "m"),
        ("ctrl+backslash", "Ctrl+\\"),
    ],
)
def test_keys_are_shown_as_people_know_them(key: str, name: str) -> None:
    assert key_name(key) == name
