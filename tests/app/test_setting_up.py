"""Set up with presets and with what was chosen last, and the drill that Home offers."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from interviewer.app import InterviewerApp
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.setup import SetupScreen
from interviewer.screens.setup_form import SetupForm
from rubrics.bank import Bank
from sessions.session import Mode, Session
from sessions.setup import Setup
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import keep_session
from tests.fakes import FakeTime, cold_bank

DAY = 24 * 3600


def form(app: InterviewerApp) -> SetupForm:
    """The form of Set up, which is open."""
    assert isinstance(app.screen, SetupScreen)
    return app.screen.form


def text(app: InterviewerApp, name: str) -> str:
    """The text of a part of the open screen."""
    return str(app.screen.query_one(name, Static).content)


def menu(app: InterviewerApp) -> list[str]:
    """The lines of Home's menu, without their keys."""
    assert isinstance(app.screen, HomeScreen)
    return [" ".join(str(option.prompt).split()[:-1]) for option in app.screen.menu.options]


def begun(app: InterviewerApp) -> Session:
    """The session of the interview that is open."""
    assert isinstance(app.screen, InterviewScreen)
    return app.screen.interview.session


async def choose_preset(pilot: Pilot[None], name: str) -> None:
    """Choose a preset by keys."""
    presets = pilot.app.screen.query_one("#presets", OptionList)
    presets.focus()
    place = [option.id for option in presets.options].index(name)
    await press(pilot, "home", *["down"] * place, "enter")


async def test_the_form_is_filled_in_as_it_was_left(app: InterviewerApp) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert form(app).chosen() == Setup(number=4)
        form(app).query_one("#mode").focus()
        await press(pilot, "down", "enter", "tab", "backspace", "2", "tab", "1")
        form(app).query_one("#seed", Input).value = "7"
        form(app).sections.deselect("coffee")
        await press(pilot, "f2")
        assert begun(app).mode is Mode.EXAM
        assert {turn.section for turn in begun(app).turns} == {"Tea"}
        assert begun(app).seed == 7
        await press(pilot, "escape", "down", "enter")
        await press(pilot, "f2")
        wanted = Setup(mode=Mode.EXAM, sections=("tea",), number=2, question_minutes=1)
        assert form(app).chosen() == wanted
        assert form(app).seed is None


async def test_what_the_bank_has_no_more_is_left_out(
    app: InterviewerApp, services: SmallServices
) -> None:
    services.store.remember(
        services.small.id, Setup(sections=("tea", "cocoa"), number=40, minutes=12)
    )
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert form(app).chosen() == Setup(sections=("tea",), number=2, minutes=12)
        assert text(app, "#sums") == "2 questions, about 12 min"


async def test_tags_choose_among_the_questions(
    app: InterviewerApp, services: SmallServices
) -> None:
    whole = services.small.model_dump(mode="json")
    whole["sections"][0]["questions"][1]["tags"] = ["guests"]
    services.small = Bank.model_validate(whole)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        tags = form(app).query_one("#tags", Input)
        tags.value = "guest"
        await settle(pilot)
        assert "Did you mean guests?" in text(app, "#tags-error")
        assert form(app).chosen() is None
        tags.value = "Guests"
        form(app).query_one("#number", Input).value = ""
        await settle(pilot)
        assert text(app, "#sums").startswith("1 question")
        await press(pilot, "f2")
        assert [turn.question.id for turn in begun(app).turns] == ["tea-2"]


async def test_a_preset_fills_the_form(app: InterviewerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        offered = [option.id for option in form(app).presets.options]
        assert offered == ["screen", "full-loop"]
        await choose_preset(pilot, "screen")
        screen = Setup(mode=Mode.EXAM, number=4, minutes=15, question_minutes=3, rounds=0)
        assert form(app).chosen() == screen
        assert text(app, "#mode-words") == "the clock is final; feedback at the end"
        assert text(app, "#sums") == "4 questions, about 15 min"
        await press(pilot, "f2")
        assert (begun(app).mode, begun(app).limit) == (Mode.EXAM, 900)


async def test_without_an_answer_home_offers_no_drill_and_set_up_says_why(
    app: InterviewerApp,
) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        assert menu(app) == ["Start an interview", "Banks", "Settings", "Help", "Quit"]
        await press(pilot, "f4")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "f2")
        form(app).query_one("#mode").focus()
        await press(pilot, "down", "down", "enter")
        assert "nothing to drill" in text(app, "#sums")
        await press(pilot, "f2")
        assert isinstance(app.screen, SetupScreen)


async def test_home_counts_what_is_due_and_drills_it(
    app: InterviewerApp, services: SmallServices, time: FakeTime
) -> None:
    earlier = keep_session(services, time, ("mmm", "skip", "", "omo"))
    time.pass_(3 * DAY)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Drill what is due (2)" in menu(app)
        assert not app.screen.query_one("#due").display
        await press(pilot, "f4")
        assert form(app).chosen() == Setup(mode=Mode.DRILL)
        assert text(app, "#sums") == "2 questions, all due, about 6 min"
        await press(pilot, "f2")
        assert begun(app).mode is Mode.DRILL
        blank, thin = (earlier.turns[place].question.id for place in (2, 3))
        assert [turn.question.id for turn in begun(app).turns] == [blank, thin]
        assert services.store.last_setup(services.small.id) is None


async def test_where_nothing_is_due_home_says_when_and_offers_the_weakest(
    app: InterviewerApp, services: SmallServices, time: FakeTime
) -> None:
    earlier = keep_session(services, time, ("mmm", "mpo", "", "omo"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Drill the weakest" in menu(app)
        assert text(app, "#due") == "Nothing is due; next tomorrow: 3."
        assert app.screen.query_one("#due").display
        await press(pilot, "f4")
        assert text(app, "#sums") == "4 questions, none due, about 11 min"
        form(app).query_one("#number", Input).value = ""
        await settle(pilot)
        assert "Nothing is due; next tomorrow: 3." in text(app, "#sums")
        form(app).query_one("#number", Input).value = "2"
        await settle(pilot)
        await press(pilot, "f2")
        blank, thin = (earlier.turns[place].question.id for place in (2, 3))
        assert [turn.question.id for turn in begun(app).turns] == [blank, thin]


async def test_what_is_graded_while_home_is_open_counts_at_once(
    app: InterviewerApp, services: SmallServices, time: FakeTime
) -> None:
    keep_session(services, time, ("waiting",))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Drill the weakest" in menu(app)
        assert text(app, "#due") == "Nothing is due; next tomorrow: 1."


@pytest.mark.parametrize("keys", [["f8"], ["ctrl+g"]])
async def test_the_last_report_has_a_key(
    app: InterviewerApp, services: SmallServices, time: FakeTime, keys: list[str]
) -> None:
    keep_session(services, time)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        assert type(app.screen).__name__ == "ReportScreen"


async def test_banks_that_are_ticked_together_are_mixed(
    app: InterviewerApp, services: SmallServices
) -> None:
    services.others = (cold_bank(),)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        form(app).query_one("#banks").focus()
        await press(pilot, "home", "space")
        assert text(app, "#banks-error") == "Choose at least one bank (Space)."
        assert form(app).chosen() is None
        await press(pilot, "space", "down", "space")
        assert text(app, "#title") == "Hot Drinks Engineer + Cold Drinks Engineer"
        sections = form(app).sections
        labels = [str(option.prompt) for option in sections.options]
        assert labels[1:3] == ["Coffee (2) · hot-drinks", "Tea (2) · cold-drinks"]
        sections.deselect_all()
        sections.select("hot-drinks/tea").select("cold-drinks/coffee")
        form(app).query_one("#number", Input).value = ""
        await settle(pilot)
        assert text(app, "#sums").startswith("4 questions")
        await press(pilot, "f2")
        asked = {(turn.bank, turn.section) for turn in begun(app).turns}
        assert asked == {("hot-drinks", "Tea"), ("cold-drinks", "Coffee")}
        setup = services.store.last_setup("hot-drinks+cold-drinks")
        assert setup is not None
        assert setup.sections == ("hot-drinks/tea", "cold-drinks/coffee")
