"""Text from people, models and banks steers neither markup nor terminal, on any surface."""

from __future__ import annotations

import re

import pytest
from textual import events

from interviewer.app import InterviewerApp
from interviewer.screens.dialogs import Choice, ChoiceDialog
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.widgets.editor import LONGEST_LINE, fit_to_edit
from rubrics.bank import Bank
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grade import Grade, GraderId, Verdict
from rubrics.grader import GradingTask, OnProgress
from sessions.follow_ups import task_of
from sessions.interview import Interview
from sessions.plan import plan_session
from tests.app.conftest import SmallServices, press, settle
from tests.fakes import Unheld

NASTY = {
    "markup and scripts": "a [ b [/] c [/bold] \\[ d [@click=app.quit]e[/] f [bold g \\ "
    "\u202etxet\u202c \u2066b\u2069 עברית 👩‍👩‍👧 e\u0301 c",
    "codes, and long": "a \x1b[31mred\x1b]0;title\x07 \x9b2J b \x00\x08\x7f\x85\r c "
    + "word " * 50_000,
}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())


class NastyGrader(Unheld):
    """A grader that says nasty things."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.id = GraderId(name="model", version="1", model=text)

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        grade = await Estimator().grade(task)
        marks = tuple(mark.model_copy(update={"note": self.text}) for mark in grade.marks)
        return grade.model_copy(
            update={
                "status": "graded",
                "grader": self.id,
                "marks": marks,
                "strongest": self.text,
                "improve": self.text,
                "follow_up": self.text,
            }
        )


class GivesUp(Unheld):
    """A grader that gives up for a nasty reason."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.id = GraderId(name="model", version="1")

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        return Grade(status="ungraded", reason=self.text, grader=self.id, rubric=task.rubric.hash)


def painted(app: InterviewerApp) -> str:
    """Every character that the open screen paints."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)


def looks_well(app: InterviewerApp) -> None:
    """The screen was painted, and with nothing that steers."""
    shown = painted(app)
    assert "a " in shown
    assert not STEERING.search(shown.replace("\n", ""))


def nasty_bank(bank: Bank, text: str) -> Bank:
    """The bank with a nasty text wherever it takes one."""
    line = text[:1900].strip()
    raw = bank.model_dump(mode="json")
    raw["title"] = raw["about"] = line
    for section in raw["sections"]:
        section["title"] = line
        for question in section["questions"]:
            question["ask"] = question["hint"] = line
            question["model_answer"] = line
            question["follow_ups"] = [line]
            for criterion in question["criteria"]:
                criterion["expects"] = line
    return Bank.model_validate(raw)


@nasty
async def test_a_bank(services: SmallServices, text: str) -> None:
    services.small = nasty_bank(services.small, text)
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        looks_well(app)
        await press(pilot, "f2")
        looks_well(app)
        await press(pilot, "f2")
        looks_well(app)
        await press(pilot, "f5")
        looks_well(app)
        await press(pilot, "f3")
        await press(pilot, "f7")
        assert isinstance(app.screen, ChoiceDialog)
        looks_well(app)
        await press(pilot, "escape")
        await press(pilot, "f2")
        looks_well(app)
        await press(pilot, "f5")
        looks_well(app)


@nasty
async def test_an_answer_that_is_pasted(services: SmallServices, text: str) -> None:
    session = plan_session(services.small, services.time, number=1, seed=1)
    services.store.create(session)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        screen.answer.post_message(events.Paste(text))
        await settle(pilot)
        looks_well(app)
        assert screen.interview.current.draft == fit_to_edit(text)
        await press(pilot, "f2")
        looks_well(app)


@nasty
async def test_an_answer_that_was_kept_as_it_was(services: SmallServices, text: str) -> None:
    session = plan_session(services.small, services.time, number=1, seed=1)
    services.store.create(session)
    interview = Interview(session, services.time, services.store.recorder(session))
    interview.begin()
    interview.type(text + " boil water")
    interview.submit()
    interview.annotate(0, text)
    interview.end()
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.push_screen(FeedbackScreen(interview, 0, live=False))
        await settle(pilot)
        await press(pilot, "f7")
        looks_well(app)
        await press(pilot, "f8")
        looks_well(app)


@nasty
@pytest.mark.parametrize("grader", [NastyGrader, GivesUp])
async def test_a_grader(
    services: SmallServices, text: str, grader: type[NastyGrader | GivesUp]
) -> None:
    services.grader = grader(text)
    session = plan_session(services.small, services.time, number=1, seed=1)
    services.store.create(session)
    app = InterviewerApp(services, start=session)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("o", "k")
        await press(pilot, "f2")
        looks_well(app)
        if grader is NastyGrader:
            await press(pilot, "f6")
            looks_well(app)
            await pilot.press("o", "k")
            await press(pilot, "f2")
            looks_well(app)


@nasty
async def test_what_was_missed_and_why(services: SmallServices, text: str) -> None:
    """A reason, every miss, attempts, grades and the question who grades again."""
    services.small = nasty_bank(services.small, text)
    session = plan_session(services.small, services.time, number=1, seed=1)
    services.store.create(session)
    interview = Interview(session, services.time, services.store.recorder(session))
    interview.begin()
    interview.type(f"{text} ok")
    interview.submit()
    interview.graded(0, Estimator().estimate(task_of(interview.session, 0)))
    interview.mark(0, "warm", Verdict.PARTLY, text)
    interview.end()
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.open_review(session.id, (0, "warm"))
        await settle(pilot)
        for key in ("f5", "r", "w", "t", "h", "g"):
            await press(pilot, key)
            assert not STEERING.search(painted(app).replace("\n", ""))
            if key != "f5":
                await press(pilot, "escape")


@nasty
async def test_an_error_and_a_choice(services: SmallServices, text: str) -> None:
    app = InterviewerApp(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        app.tell_problem(InterviewerError(text, text))
        app.push_screen(ChoiceDialog(text, text, (Choice("a", text),)))
        await settle(pilot)
        looks_well(app)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "word " * 200_000, "a\n" * 500_000])
def test_a_huge_text_is_kept_whole_in_lines_that_can_be_edited(text: str) -> None:
    fitted = fit_to_edit(text)
    assert fitted.replace("\n", "") == text.replace("\n", "")
    assert max(map(len, fitted.split("\n"))) <= LONGEST_LINE
