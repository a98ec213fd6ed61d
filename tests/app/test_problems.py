"""What goes wrong is told, and nothing typed is lost by it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence

import pytest

from interviewer.app import InterviewerApp
from interviewer.screens.dialogs import ChoiceDialog
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from rubrics.errors import BankError
from rubrics.estimate import Estimator
from rubrics.grade import Grade, GraderId
from rubrics.grader import GradingTask, OnProgress
from sessions.plan import plan_session
from sessions.session import Session, Turn
from sessions.store import StoreError
from tests.app.conftest import SmallServices, press, settle
from tests.fakes import FakeTime, Unheld


class FullDisk:
    """A recorder whose disk is full while ``full`` is set."""

    def __init__(self) -> None:
        self.full = False
        self.kept: Session | None = None

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        if self.full:
            raise StoreError("The disk is full.", "Make room; everything before this is kept.")
        self.kept = session

    def draft(self, session: Session, turn: Turn) -> None:
        self.keep(session, (turn,))


@pytest.fixture
def disk() -> FullDisk:
    return FullDisk()


@pytest.fixture
def open_app(
    services: SmallServices, disk: FullDisk, monkeypatch: pytest.MonkeyPatch
) -> InterviewerApp:
    """The app at an interview that is kept on that disk."""
    session = plan_session(services.small, services.time, number=2, seed=1)
    services.store.create(session)
    monkeypatch.setattr(services.store, "recorder", lambda session: disk)
    return InterviewerApp(services, start=session)


def told(app: InterviewerApp) -> str:
    """Everything that toasts say."""
    return " ".join(f"{toast.title} {toast.message}" for toast in app._notifications)


async def test_a_draft_that_cannot_be_kept(
    open_app: InterviewerApp, disk: FullDisk, time: FakeTime
) -> None:
    async with open_app.run_test(notifications=True) as pilot:
        await settle(pilot)
        disk.full = True
        await pilot.press("a", "b")
        time.pass_(1)
        screen = open_app.screen
        assert isinstance(screen, InterviewScreen)
        screen.look()
        await settle(pilot)
        assert "NOT SAVED" in str(screen.answer.border_title)
        assert "The disk is full." in told(open_app)
        assert screen.answer.text == "ab"
        disk.full = False
        time.pass_(1)
        screen.look()
        assert str(screen.answer.border_title) == "your answer · 1 word · saved"
        assert disk.kept is not None
        assert disk.kept.turns[0].draft == "ab"


async def test_an_answer_that_cannot_be_handed_in_stays_in_the_editor(
    open_app: InterviewerApp, disk: FullDisk
) -> None:
    async with open_app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("a")
        disk.full = True
        await press(pilot, "f2")
        screen = open_app.screen
        assert isinstance(screen, InterviewScreen)
        assert screen.answer.text == "a"
        assert "Make room" in told(open_app)
        disk.full = False
        await press(pilot, "f2")
        assert isinstance(open_app.screen, FeedbackScreen)


async def test_quitting_asks_when_something_cannot_be_kept(
    open_app: InterviewerApp, disk: FullDisk
) -> None:
    async with open_app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("a")
        disk.full = True
        await press(pilot, "ctrl+q")
        assert isinstance(open_app.screen, ChoiceDialog)
        await press(pilot, "enter")
        assert isinstance(open_app.screen, InterviewScreen)
        disk.full = False
        await press(pilot, "ctrl+q")
        assert disk.kept is not None
        assert disk.kept.turns[0].draft == "a"


async def test_quitting_all_the_same(open_app: InterviewerApp, disk: FullDisk) -> None:
    async with open_app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("a")
        disk.full = True
        await press(pilot, "ctrl+q")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert not open_app.is_running


async def test_a_session_that_another_program_has(services: SmallServices) -> None:
    session = plan_session(services.small, services.time, number=2, seed=1)
    services.store.create(session)
    with services.store.claim(session.id):
        app = InterviewerApp(services, start=session)
        async with app.run_test(notifications=True) as pilot:
            await settle(pilot)
            assert isinstance(app.screen, HomeScreen)
            assert "open in another window" in told(app)


async def test_a_bank_with_a_mistake(
    services: SmallServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: object) -> None:
        raise BankError("bank.yaml:3: unknown key", "Mend it.")

    monkeypatch.setattr(services, "bank", broken)
    app = InterviewerApp(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        assert "bank.yaml:3" in told(app)
        await press(pilot, "f2")
        await press(pilot, "f2")
        assert "bank.yaml:3" in str(app.screen.query_one("#sums").render())
        assert services.store.latest() is None
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


class BreaksOnce(Unheld):
    """A grader with a mistake in it, the first time."""

    def __init__(self) -> None:
        self.id = GraderId(name="estimate", version="1")
        self.asked = 0

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        self.asked += 1
        if self.asked == 1:
            raise ZeroDivisionError
        return await Estimator().grade(task)


async def test_a_grader_that_breaks_leaves_the_answer_without_a_score(
    services: SmallServices,
) -> None:
    services.grader = BreaksOnce()
    session = plan_session(services.small, services.time, number=2, seed=1)
    services.store.create(session)
    app = InterviewerApp(services, start=session)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("o", "k")
        await press(pilot, "f2")
        screen = app.screen
        assert isinstance(screen, FeedbackScreen)
        assert screen.turn.answer == "ok"
        assert screen.turn.score is None
        assert "internal error: the grader broke off: Zero" in str(screen.score.content)
        await press(pilot, "f7")
        assert screen.turn.score is not None


async def test_a_wrong_value_is_told_at_its_field(app: InterviewerApp) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        for field, wrong in (
            ("number", "99"),
            ("question-minutes", "0"),
            ("follow-ups", "3"),
            ("seed", "x"),
        ):
            entry = app.screen.query_one(f"#{field}")
            entry.value = wrong  # type: ignore[attr-defined]
            await settle(pilot)
            error = app.screen.query_one(f"#{field}-error")
            assert error.display
            assert str(error.render())
            assert "another value" in str(app.screen.query_one("#sums").render())
            entry.value = ""  # type: ignore[attr-defined]
            await settle(pilot)
            assert not error.display
        assert "4 questions, about 11 min" in str(app.screen.query_one("#sums").render())


async def test_a_store_that_cannot_be_opened_ends_the_app_with_the_reason() -> None:
    def fails() -> SmallServices:
        raise StoreError("The store is from a newer version.", "Update the program.")

    app = InterviewerApp(lambda: fails, dark=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete(list(app.workers))
        await pilot.pause()
    assert app.problem is not None
    assert app.problem.message == "The store is from a newer version."
    assert app.return_code == 1


async def test_what_the_app_opens_itself_it_closes(services: SmallServices) -> None:
    opened = []

    def opens() -> SmallServices:
        opened.append(services)
        return services

    app = InterviewerApp(lambda: opens, dark=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2")
        assert len(opened) == 1
    app.close()
    with pytest.raises(sqlite3.ProgrammingError):
        services.store.latest()


def test_the_first_paint_waits_for_no_import_that_it_does_not_need() -> None:
    code = (
        "import interviewer.app, interviewer.screens.home, interviewer.commands.start, sys;"
        "print('|'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.strip().split("|"))
    assert "textual.app" in loaded
    assert not loaded & {"pydantic", "yaml", "sqlite3", "openai", "litellm", "rubrics.bank"}
