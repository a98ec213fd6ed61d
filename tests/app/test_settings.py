"""Settings: by keys alone and by mouse alone, what is kept, what holds at once, what is asked."""

from __future__ import annotations

import asyncio
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from textual.pilot import Pilot
from textual.widgets import Input, RadioSet, Static

from interviewer.app import InterviewerApp
from interviewer.checks.model import tiny_task
from interviewer.config.preferences import FILE
from interviewer.config.schema import BANK, BASE_URL, MODEL, THEME, Setting
from interviewer.config.settings import Settings
from interviewer.graders import Choice, choose_or_wait
from interviewer.screens.check_dialog import CheckDialog
from interviewer.screens.dialogs import ChoiceDialog
from interviewer.screens.help import HelpScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.key_dialog import KeyDialog
from interviewer.screens.settings import SettingsScreen
from interviewer.screens.setup import SetupScreen
from interviewer.theme import DARK, LIGHT
from interviewer.widgets.setting_field import SettingField
from rubrics.models.offers import Offer
from tests.app.conftest import NO_BANK, SmallServices, press, settle

OFFERS = (
    Offer("openai/gpt-6-luna", None, "OPENAI_API_KEY is set"),
    Offer("ollama/qwen3:8b", "http://127.0.0.1:11434/v1", "Ollama is running here"),
)


def on_settings(app: InterviewerApp) -> SettingsScreen:
    """The Settings screen, which is open."""
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


def words(app: InterviewerApp, selector: str = "Static") -> str:
    """What parts of the open screen show."""
    parts = [part.render() for part in app.screen.query(selector).results(Static) if part.display]
    return "\n".join(str(getattr(part, "plain", part)) for part in parts)


def field(app: InterviewerApp, setting: Setting) -> SettingField:
    """The field of a setting on the open screen."""
    return app.screen.query_one(f"#field-{setting.name}", SettingField)


def kept(home: Path) -> dict[str, Any]:
    """What stands in the file."""
    return tomllib.loads((home / FILE).read_text())


async def opened(pilot: Pilot[None]) -> None:
    """Settings, opened from Home by its key."""
    await settle(pilot)
    await press(pilot, "f7")


async def tab_to(pilot: Pilot[None], selector: str) -> None:
    """Move the focus by keys alone to what a selector finds."""
    app = pilot.app
    for _ in range(20):
        if app.focused is not None and app.focused in app.screen.query(selector):
            return
        await pilot.press("tab")
    raise AssertionError(f"nothing leads to {selector}")


async def go_to(pilot: Pilot[None], selector: str) -> None:
    """Put the focus on what a selector finds."""
    pilot.app.screen.query(selector).first().focus()
    await pilot.pause()


async def test_with_keys_alone(app: InterviewerApp, services: SmallServices, home: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert isinstance(app.focused, Input)
        await pilot.press(*"estimate")
        await tab_to(pilot, "#field-budget Input")
        await pilot.press("1", ".", "5")
        await tab_to(pilot, "#field-theme RadioSet")
        await pilot.press("right", "space")
        assert app.theme == LIGHT
        await tab_to(pilot, "#field-question_minutes Input")
        await pilot.press("4")
        await tab_to(pilot, "#field-follow_ups RadioSet")
        await pilot.press("right", "right", "space")
        await tab_to(pilot, "#field-hide_scores RadioSet")
        await pilot.press("right", "space")
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "f2")
        assert isinstance(app.screen, SetupScreen)
        asked = app.screen.query_one("#question-minutes", Input)
        assert (asked.value, asked.placeholder) == ("", "4, as in Settings")
        assert app.screen.query_one("#follow-ups", Input).placeholder == "2 an answer"
        assert "4 questions, about 27 min" in str(app.screen.query_one("#sums", Static).render())
        await press(pilot, "f7")
        assert isinstance(app.screen, SettingsScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, SetupScreen)
    assert kept(home) == {
        "model": "estimate",
        "budget": 1.5,
        "theme": "light",
        "interview": {"question_minutes": 4, "follow_ups": 2, "hide_scores": True},
    }
    assert services.choice == Choice(why=FILE)
    assert services.settings.hide_scores


async def test_with_the_mouse_alone(
    app: InterviewerApp, services: SmallServices, home: Path
) -> None:
    services.found = OFFERS
    async with app.run_test(size=(80, 60)) as pilot:
        await settle(pilot)
        home_screen = app.screen
        assert isinstance(home_screen, HomeScreen)
        at = home_screen.menu.get_option_index("settings")
        await pilot.click("#menu", offset=(4, at))
        await settle(pilot)
        assert on_settings(app).offers.option_count == 3
        await pilot.click("#offers", offset=(3, 0))
        await pilot.click("#field-theme #is-light")
        await settle(pilot)
        assert app.theme == LIGHT
        await pilot.click("#save")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
    assert kept(home) == {"model": "estimate", "theme": "light"}


async def test_an_offer_fills_in_the_model_and_takes_the_base_url_away(
    app: InterviewerApp, services: SmallServices, home: Path
) -> None:
    services.found = OFFERS
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        field(app, BASE_URL).query_one(Input).value = "http://127.0.0.1:1/v1"
        await go_to(pilot, "#offers")
        await press(pilot, "down", "down", "enter")
        assert field(app, MODEL).query_one(Input).value == "ollama/qwen3:8b"
        assert field(app, BASE_URL).query_one(Input).value == ""
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
        assert "ollama/qwen3:8b" in words(app, "#grader")
    assert kept(home) == {"model": "ollama/qwen3:8b"}
    assert services.choice == Choice("ollama/qwen3:8b", OFFERS[1].base_url, FILE)
    assert services.queue.grader is services.grader
    assert services.grader.id.label == "ollama/qwen3:8b"


async def test_leaving_asks_only_where_something_was_changed(
    app: InterviewerApp, home: Path
) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "f7")
        await go_to(pilot, "#field-theme RadioSet")
        await press(pilot, "right", "space")
        assert app.theme == LIGHT
        await press(pilot, "escape")
        assert isinstance(app.screen, ChoiceDialog)
        await press(pilot, "escape")
        assert app.theme == LIGHT
        await press(pilot, "escape")
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert app.theme == DARK
        assert not (home / FILE).exists()
        await press(pilot, "f7")
        await go_to(pilot, "#field-theme RadioSet")
        await press(pilot, "right", "space")
        await press(pilot, "escape")
        await press(pilot, "enter")
        assert isinstance(app.screen, HomeScreen)
        assert kept(home) == {"theme": "light"}


async def test_undo_takes_back_what_is_seen_too(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await pilot.press(*"open")
        await go_to(pilot, "#field-theme RadioSet")
        await press(pilot, "right", "space")
        await press(pilot, "f4")
        assert app.theme == DARK
        assert field(app, THEME).query_one(RadioSet).pressed_index == 0
        await press(pilot, "f4")
        assert field(app, MODEL).query_one(Input).value == ""
        assert "Nothing is changed." in words(app, "#state")
        assert on_settings(app).check_action("undo", ()) is False


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        (MODEL, "opnai/gpt", "Did you mean openai"),
        (MODEL, "gpt", "does not say whose model it is"),
        (BASE_URL, "https://u:p@host", "holds a user"),
        (BASE_URL, "http://127.0.0.1:9", "Nothing answers at http://127.0.0.1:9/v1"),
        (BANK, NO_BANK, "There is no bank no-such-bank."),
    ],
)
async def test_what_cannot_be_used_is_said_at_its_field_and_not_kept(
    app: InterviewerApp,
    services: SmallServices,
    home: Path,
    setting: Setting,
    value: str,
    said: str,
) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        field(app, setting).query_one(Input).value = value
        await press(pilot, "f2")
        assert isinstance(app.screen, SettingsScreen)
        assert said in words(app, f"#field-{setting.name} .error")
        assert app.focused is field(app, setting).query_one(Input)
        assert not (home / FILE).exists()
        assert services.choice == Choice()
        await pilot.press("x")
        await settle(pilot)
        assert words(app, f"#field-{setting.name} .error") == ""


async def test_a_number_that_is_none_is_said_as_it_is_typed(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await go_to(pilot, "#field-budget Input")
        await pilot.press("x")
        await settle(pilot)
        assert "a number of dollars" in words(app, "#field-budget .error")
        assert "Something above" in words(app, "#state")
        await press(pilot, "f2")
        assert isinstance(app.screen, SettingsScreen)


async def test_what_the_environment_sets_is_shown_and_cannot_be_changed(
    services: SmallServices, home: Path
) -> None:
    home.mkdir(exist_ok=True)
    services.settings = Settings.load({"INTERVIEWER_HOME": str(home), "INTERVIEWER_MODEL": "x/y"})
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        assert field(app, MODEL).disabled
        assert "From INTERVIEWER_MODEL; change it there." in words(app, "#field-model Static")
        assert app.screen.query_one("#field-base_url Input") is app.focused
        assert not on_settings(app).offers.display


async def test_keys_of_providers_are_named_and_never_shown(
    services: SmallServices, home: Path
) -> None:
    environ = {"INTERVIEWER_HOME": str(home), "GROQ_API_KEY": "gsk-secret"}
    services.settings = Settings.load(environ)
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        told = words(app, "#provider-keys")
        assert "Set now: GROQ_API_KEY." in told
        assert str(home / ".env") in told
        assert "gsk-secret" not in app.export_screenshot()


async def test_help_is_for_the_field_that_has_the_focus(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await go_to(pilot, "#field-hide_scores RadioSet")
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        told = words(app)
        assert "In settings.toml: interview.hide_scores." in told
        assert "F2 keeps what was changed" in told


async def test_settings_are_in_the_palette(app: InterviewerApp) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "settings: open" in titles
        await opened(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert {"settings: save", "settings: check model", "settings: leave"} <= set(titles)


async def test_a_disk_that_is_full_keeps_the_form_open(
    app: InterviewerApp, services: SmallServices, home: Path
) -> None:
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await opened(pilot)
        await go_to(pilot, "#field-budget Input")
        await pilot.press("2")
        (home / (FILE + ".part")).mkdir()
        await press(pilot, "f2")
        assert isinstance(app.screen, SettingsScreen)
        assert "cannot be written" in str([toast.message for toast in app._notifications])
        assert services.settings.budget is None
        (home / (FILE + ".part")).rmdir()
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
    assert services.settings.budget == 2


async def test_quitting_with_changes_asks(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, ChoiceDialog)


async def test_a_mistake_in_the_file_is_told_once_and_mended_here(
    services: SmallServices, home: Path
) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text("# mine\nbudget = 'much'\n")
    services.settings = Settings.load({"INTERVIEWER_HOME": str(home)})
    services.choice, services.problem = choose_or_wait(services.settings)
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await opened(pilot)
        [toast] = app._notifications
        assert "budget is 'much'" in toast.title
        assert "offline estimate marks" in toast.message
        assert "budget is 'much'" in words(app, "#now")
        assert "budget is 'much'" in words(app, "#field-budget .error")
        await pilot.press(*"estimate")
        await go_to(pilot, "#field-budget Input")
        await pilot.press("1")
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
    assert (home / FILE).read_text() == '# mine\nbudget = 1\nmodel = "estimate"\n'
    assert services.problem is None
    assert not services.settings.faults


async def test_a_model_named_on_the_command_line_marks_until_the_end(
    app: InterviewerApp, services: SmallServices
) -> None:
    services.choice = Choice(why="--grader")
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"ollama/x")
        await press(pilot, "f2")
        [toast] = app._notifications
        assert "Until the program ends, estimate marks, as --grader says." in toast.message
    assert services.choice == Choice(why="--grader")
    assert services.settings.model == "ollama/x"


async def test_what_else_was_changed_is_kept_while_a_server_is_away(
    services: SmallServices, home: Path
) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text('base_url = "http://127.0.0.1:9"\n')
    services.settings = Settings.load({"INTERVIEWER_HOME": str(home)})
    services.choice, services.problem = choose_or_wait(services.settings)
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        assert "Nothing answers at http://127.0.0.1:9/v1" in words(app, "#now")
        await go_to(pilot, "#field-theme RadioSet")
        await press(pilot, "right", "space")
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
    assert kept(home) == {"base_url": "http://127.0.0.1:9", "theme": "light"}
    assert services.problem is not None


async def test_a_new_cost_limit_opens_the_grader_anew(
    services: SmallServices, scripted: Path
) -> None:
    services.settings = replace(services.settings, model=f"scripted/{scripted}")
    services.choice = Choice(f"scripted/{scripted}")
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        before = services.queue.grader
        await opened(pilot)
        await go_to(pilot, "#field-budget Input")
        await pilot.press("1")
        await press(pilot, "f2")
        assert "The cost limit counts from now on." in str(
            [toast.message for toast in app._notifications]
        )
        assert services.queue.grader is not before


# Keys


async def changed_key(pilot: Pilot[None], command: str, key: str) -> None:
    """Ask for a new key of a command and press it."""
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    await go_to(pilot, "#keys")
    screen.keys.highlighted = screen.keys.get_option_index(command)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, KeyDialog)
    await press(pilot, key)


async def test_a_key_is_pressed_its_conflict_named_and_it_holds_after_saving(
    app: InterviewerApp, home: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await changed_key(pilot, "interview.start", "f5")
        assert isinstance(app.screen, ChoiceDialog)
        assert "F5 is taken from review: open, which then has Ctrl+L." in words(app)
        await press(pilot, "down", "enter")
        assert "F5, F2, Ctrl+N" in str(
            on_settings(app).keys.get_option("interview.start").prompt.fitted(80)  # type: ignore[union-attr]
        )
        await press(pilot, "f2")
        assert isinstance(app.screen, HomeScreen)
        assert "F5" in str(app.screen.menu.get_option("start").prompt)
        await press(pilot, "f5")
        assert isinstance(app.screen, SetupScreen)
    assert kept(home) == {"keys": {"interview.start": "f5,f2,ctrl+n"}}


async def test_every_key_can_be_pressed_even_those_of_the_program(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        theme = app.theme
        for key in ("f1", "f9", "f10", "ctrl+q"):
            await changed_key(pilot, "settings.save", key)
            assert isinstance(app.screen, ChoiceDialog)
            assert "is taken from program" in words(app)
            assert app.theme == theme
            await press(pilot, "escape")
            assert isinstance(app.screen, SettingsScreen)
            assert "Nothing is changed." in words(app, "#state")


async def test_a_key_that_cannot_be_used_is_refused_and_another_can_be_pressed(
    app: InterviewerApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await changed_key(pilot, "settings.save", "x")
        assert "x cannot be used" in words(app)
        await press(pilot, "tab")
        assert "Tab cannot be used" in words(app)
        await press(pilot, "f11")
        assert isinstance(app.screen, ChoiceDialog)
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, KeyDialog)
        await press(pilot, "escape")
        assert isinstance(app.screen, SettingsScreen)


async def test_own_keys_come_back_one_or_all(services: SmallServices, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text('[keys]\n"report.export" = "f8"\n"interview.skip" = "f11"\n')
    services.settings = Settings.load({"INTERVIEWER_HOME": str(home)})
    app = InterviewerApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await go_to(pilot, "#keys")
        keys = on_settings(app).keys
        keys.highlighted = keys.get_option_index("report.export")
        await press(pilot, "f5")
        await press(pilot, "f4")
        await press(pilot, "f5")
        await press(pilot, "f2")
        assert kept(home) == {"keys": {"interview.skip": "f11"}}
        await press(pilot, "f7")
        await press(pilot, "f6")
        await press(pilot, "f2")
        assert kept(home) == {"keys": {}}
        assert app.key_of("settings.open") == "F7"


# The check of the model


@pytest.fixture
def scripted(tmp_path: Path) -> Path:
    """A model that marks the tiny task in full, slowly."""
    quotes = ["I bring fresh water to the boil", "the tea steeps for four minutes"]
    ids = [criterion.id for criterion in tiny_task().rubric.criteria]
    reply = {
        "criteria": [
            {"id": name, "evidence": [quote], "reasoning": "r", "verdict": "met"}
            for name, quote in zip(ids, quotes, strict=True)
        ],
        "false_claims": [],
        "strongest": "Fresh water.",
        "improve": "Nothing.",
        "follow_up": None,
        "confidence": 0.9,
    }
    path = tmp_path / "script.yaml"
    path.write_text(yaml.safe_dump({"replies": [{"json": reply, "delay": 0.01}]}))
    return path


async def test_a_check_says_what_it_sends_and_shows_what_it_finds(
    app: InterviewerApp, services: SmallServices, home: Path, scripted: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        field(app, MODEL).query_one(Input).value = f"scripted/{scripted}"
        await press(pilot, "f3")
        assert isinstance(app.screen, CheckDialog)
        assert "Two small requests go to scripted/" in words(app)
        assert not app.screen.query("#findings Static")
        await press(pilot, "enter")
        told = words(app)
        assert "none needed" in told
        assert "100 of 100" in told
        assert "That was all." in told
        await press(pilot, "enter")
        assert isinstance(app.screen, SettingsScreen)
    assert services.choice == Choice(), "a check changes nothing"
    assert not (home / FILE).exists()


async def test_a_check_can_be_called_off(app: InterviewerApp, scripted: Path) -> None:
    scripted.write_text(scripted.read_text().replace("delay: 0.01", "delay: 600"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        field(app, MODEL).query_one(Input).value = f"scripted/{scripted}"
        await press(pilot, "f3")
        await pilot.press("f2")
        await pilot.pause()
        assert "Looking …" in words(app)
        await asyncio.wait_for(press(pilot, "escape"), 20)
        assert isinstance(app.screen, SettingsScreen)


async def test_the_estimate_needs_no_check(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"estimate")
        await press(pilot, "f3")
        assert isinstance(app.screen, SettingsScreen)
        assert "sends nothing" in str([toast.message for toast in app._notifications])
