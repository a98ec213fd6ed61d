"""The Banks screen: looked through, started from, edited, imported, deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input, Static

from interviewer.app import InterviewerApp
from interviewer.banks.importing import whole_bank
from interviewer.config.settings import Settings
from interviewer.screens.bank_dialogs import FindingsDialog, ImportDialog
from interviewer.screens.banks import BanksScreen
from interviewer.screens.dialogs import ChoiceDialog, LineDialog
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.setup import SetupScreen
from interviewer.services import Services
from rubrics.outline import Outline
from rubrics.writing import bank_text
from sessions.store import Store
from tests.app.conftest import press, settle
from tests.app.pictures import same_as_kept
from tests.app.test_nasty_text import STEERING, nasty
from tests.fakes import FakeTime, small_bank

NAME = "hot-drinks"


def write_bank(home: Path, text: str | None = None) -> Path:
    """The small bank, one of its questions a blank, as the user's own."""
    path = home / "banks" / f"{NAME}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    outline = Outline.model_validate(small_bank().model_dump(mode="json"))
    whole = whole_bank(outline, (), ())
    del whole["sections"][1]["questions"][1]["ask"]
    for question in (one for section in whole["sections"] for one in section["questions"]):
        for criterion in question["criteria"]:
            criterion.pop("need", None)
    path.write_text(bank_text(whole) if text is None else text)
    return path


@pytest.fixture
def own(home: Path) -> Path:
    return write_bank(home)


@pytest.fixture
def real(home: Path, own: Path, time: FakeTime) -> Iterator[Services]:
    with Store.open(home, time) as store:
        yield Services(store, Settings(home=home, bank=NAME), time=time)


async def open_banks(pilot: Pilot[None]) -> BanksScreen:
    """Open Banks from Home by its key."""
    await settle(pilot)
    await press(pilot, "b")
    assert isinstance(pilot.app.screen, BanksScreen)
    return pilot.app.screen


def shown(screen: BanksScreen) -> str:
    """All that the preview says."""
    return "\n".join(str(static.content) for static in screen.preview.query(Static))


async def test_browsing_does_not_spoil_and_leads_to_interviews(real: Services) -> None:
    app = InterviewerApp(real)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_banks(pilot)
        assert screen.banks.chosen == NAME
        assert "How would you make tea for 1 people?" in shown(screen)
        assert "3 points (1 essential, 1 important, 1 bonus)" in shown(screen)
        assert not any(word in shown(screen) for word in ("Boil", "warmed", "kettle", "hard"))
        await press(pilot, "f5")
        assert all(word in shown(screen) for word in ("Boil", "warmed", "kettle", "hard"))
        await press(pilot, "slash")
        app.screen.query_one("#find-question", Input).value = "COFFEE kitchen"
        await press(pilot, "enter", "down")
        assert str(screen.query_one("#middle").border_title).startswith("2 of ")
        assert "No question is worded for this hint yet." in shown(screen)
        assert not screen.check_action("practise", ())
        await press(pilot, "up", "f3")
        interview = app.screen
        assert isinstance(interview, InterviewScreen)
        assert [turn.question.id for turn in interview.interview.session.turns] == ["coffee-1"]
        app.pop_screen()
        await settle(pilot)
        await press(pilot, "f4")
        assert isinstance(app.screen, FindingsDialog)
        await press(pilot, "enter")
        assert screen.questions.chosen is not None
        assert screen.questions.chosen.label == "coffee-2"  # the blank is told first
        await press(pilot, "f2")
        assert isinstance(app.screen, SetupScreen)


async def test_an_edit_is_taken_over_when_it_is_right(
    real: Services, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = InterviewerApp(real)
    written = own.read_text()
    edits = [("minutes: 2", "minuts: 2"), ("minuts: 2", "minutes: 9")]
    opened: list[str] = []

    def edit(command: Sequence[str]) -> None:
        opened.append(command[-2])
        path = Path(command[-1])
        path.write_text(path.read_text().replace(*edits[len(opened) - 1], 1))

    monkeypatch.setattr("interviewer.screens.bank_editing.run_editor", edit)
    monkeypatch.setattr("interviewer.screens.bank_editing.which", lambda name: name)
    monkeypatch.setenv("VISUAL", "vi")
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test() as pilot:
        screen = await open_banks(pilot)
        await press(pilot, "enter", "down", "f6")
        line = written[: written.index("id: tea-2")].count("\n") + 1
        assert opened == [f"+{line}"]
        assert isinstance(app.screen, ChoiceDialog)
        words = " ".join(str(static.content) for static in app.screen.query(Static))
        assert f"{NAME}.yaml:" in words
        assert "Did you mean minutes?" in words
        assert own.read_text() == written
        await press(pilot, "enter")
        assert "minutes: 9" in own.read_text()
        assert (await app.bank(NAME)).question("tea-1").minutes == 9
        await press(pilot, "escape")
        at = next(name for name in app.bank_names if name != NAME)
        screen.banks.highlighted = screen.banks.get_option_index(at)
        await press(pilot, "f6")
        dialog = app.screen
        assert isinstance(dialog, LineDialog)  # a bank that came with the program: a copy first
        dialog.query_one(Input).value = "mine"
        edits.append(("title:", "title:"))
        await press(pilot, "enter")
        assert screen.banks.chosen == "mine"
        assert real.bank("mine").sections == real.bank(at).sections


async def test_a_page_becomes_a_bank_and_goes_and_comes_back(real: Services, home: Path) -> None:
    page = home / "a page.txt"
    page.write_text("Beginner\n2 questions\nBoil the water first.\nWarm the pot before use.\n")
    app = InterviewerApp(real)
    async with app.run_test() as pilot:
        screen = await open_banks(pilot)
        for path, kind in ((home / "none.txt", LineDialog), (page, ImportDialog)):
            if not isinstance(app.screen, LineDialog):
                await press(pilot, "i")
            app.screen.query_one(Input).value = str(path)
            await press(pilot, "enter")
            assert isinstance(app.screen, kind)
        words = " ".join(str(static.content) for static in app.screen.query(Static))
        assert "Beginner: 2" in words
        await press(pilot, "f2")
        assert screen.banks.chosen == "a-page"
        assert sum(1 for _ in real.bank("a-page").blanks()) == 2
        assert not screen.check_action("start", ())
        await press(pilot, "f8")
        assert "a-page" not in app.bank_names
        await press(pilot, "u")
        assert screen.banks.chosen == "a-page"
        write_bank(home, "id: hot-drinks\ntitel: Hot\n")
        screen.banks.highlighted = screen.banks.get_option_index(NAME)
        app.screen.query_one("#banks").focus()
        await press(pilot, "f4")
        assert "hot-drinks.yaml:2: " in shown(screen)
        assert (await app.bank(NAME)).title == "Hot Drinks Engineer"  # what was right stays in use


@nasty
async def test_nasty_text_steers_nothing(
    home: Path, own: Path, real: Services, time: FakeTime, text: str
) -> None:
    whole = small_bank().model_dump(mode="json")
    question = whole["sections"][0]["questions"][0]
    for key in ("ask", "hint", "model_answer"):
        question[key] = text[:2000]
    question["follow_ups"] = [text[:2000]]
    question["criteria"][0]["expects"] = text[:2000]
    whole["title"] = whole["sections"][0]["title"] = text[:2000]
    for one in (one for section in whole["sections"] for one in section["questions"]):
        one.pop("frozen", None)
        for criterion in one["criteria"]:
            criterion.pop("need", None)
    write_bank(home, bank_text(whole))
    app = InterviewerApp(real)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_banks(pilot)
        await press(pilot, "f5")
        assert "How would you make tea for 1 people?" not in shown(screen)
        assert not STEERING.search(shown(screen).replace("\n", ""))
        assert not STEERING.search(app.export_screenshot().replace("\n", ""))


async def test_looks_as_before(real: Services, snapshot: SnapshotAssertion) -> None:
    async def way(pilot: Pilot[None]) -> None:
        await open_banks(pilot)
        await press(pilot, "enter", "f5")

    await same_as_kept(InterviewerApp(real), way, snapshot)
