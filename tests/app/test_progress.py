"""Progress on the screen, and the look at it on Home."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.screens.home import HomeScreen
from interviewer.screens.progress import ProgressScreen
from interviewer.screens.review import ReviewScreen
from interviewer.screens.setup import SetupScreen
from rubrics.grade import Verdict
from sessions.interview import Interview
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import MODEL, grade, keep_session
from tests.app.pictures import same_as_kept
from tests.app.test_nasty_text import STEERING, nasty
from tests.fakes import FakeTime

DAY = 86400.0
DID = [
    ("ooo", "opo", "", "ooo"),
    ("opo", "ooo", "moo", "skip"),
    ("mpo", "opo", "mmo", "opo"),
    ("mmo", "mpo", "opo", "mpo"),
    ("mmo", "omo", "mmo", "mpx"),
    ("mmm", "mpo", "mmo", "mmo"),
    ("mmo", "mmm", "mpm", "omo"),
]


def keep_many(services: SmallServices, time: FakeTime) -> None:
    """Seven interviews on some days: estimates, then grades by a model, one marked by hand."""
    for number, did in enumerate(DID):
        session = keep_session(services, time, did, name=f"20260102-030405-000{number}")
        interview = Interview(session, time, services.store.recorder(session))
        for turn, verdicts in zip(session.turns, did, strict=True):
            if number > 2 and verdicts not in ("", "skip"):
                interview.graded(turn.id, grade(turn, verdicts, MODEL))
        if number == 4:
            interview.mark(3, "time", Verdict.MET)
        time.pass_(DAY * (1 + number % 3))


def text_of(screen: ProgressScreen) -> str:
    """All that it says."""
    parts = [str(static.content) for static in screen.query(Static) if static.display]
    return "\n".join(parts)


async def open_progress(pilot: Pilot[None]) -> ProgressScreen:
    """Open Progress from Home by its key."""
    await settle(pilot)
    await press(pilot, "f6")
    assert isinstance(pilot.app.screen, ProgressScreen)
    return pilot.app.screen


async def test_every_line_leads_somewhere(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_many(services, time)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_progress(pilot)
        assert "7 interviews · 27 answers · practised 3 days of 7" in text_of(screen)
        assert "● small/model: 90 (72–100), last 2 · +16 (−16 to +48), may be chance" in text_of(
            screen
        )
        assert "◇ estimate: " in text_of(screen)
        assert "✎ your own marks: " in text_of(screen)
        names = [option.id for option in screen.list.options if not option.disabled]
        screen.list.highlighted = screen.list.get_option_index("weak-0")
        await press(pilot, "enter")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert review.sessions.chosen == "20260102-030405-0006"
        assert review.transcript.target == (3, "boil")
        assert review.transcript.has_focus
        assert review.transcript.scroll_offset.y > 0
        await press(pilot, "escape")
        screen.list.highlighted = screen.list.get_option_index("section-0-0")
        await press(pilot, "enter")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert review.find_session.value == 'section:"Coffee"'
        assert review.query_one("#left").border_title == "7 of 7 interviews"
        assert review.transcript.target == (2, None)
        await press(pilot, "escape", "escape")
        assert names[0] is not None
        screen.list.highlighted = screen.list.get_option_index(names[0])
        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)


async def test_with_nothing_scored_it_says_what_to_do(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("skip", "ungraded"))
    async with app.run_test() as pilot:
        screen = await open_progress(pilot)
        assert screen.query_one("#empty").display
        assert not screen.list.display
        await press(pilot, "f2")
        assert isinstance(app.screen, SetupScreen)


async def test_home_tells_of_it_in_a_few_lines(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    *_, section = services.small.sections
    other = section.questions[0].model_copy(update={"tags": ("cups",)})
    odd = section.model_copy(update={"questions": (other, section.questions[1])})
    services.small = services.small.model_copy(
        update={"sections": (services.small.sections[0], odd)}
    )
    keep_many(services, time)
    async with app.run_test() as pilot:
        await settle(pilot)
        home = app.screen
        assert isinstance(home, HomeScreen)
        words = str(home.query_one("#weakest", Static).content)
        assert words == "weakest: cups (40), kitchen (100)\npractised 3 days of 7"
        assert home.query_one("#small-trend").display


@nasty
async def test_nasty_text_steers_nothing(
    services: SmallServices, time: FakeTime, app: InterviewerApp, text: str
) -> None:
    section = services.small.sections[0]
    question = section.questions[0]
    criterion = question.criteria[1].model_copy(update={"expects": text[:2000]})
    criteria = (question.criteria[0], criterion)
    asked = question.model_copy(update={"ask": text[:2000], "criteria": criteria})
    odd = section.model_copy(update={"title": f'"{text[:2000]}', "questions": (asked,)})
    services.small = services.small.model_copy(update={"title": text[:2000], "sections": (odd,)})
    session = keep_session(services, time, ("mo",))
    interview = Interview(session, time, services.store.recorder(session))
    grader = MODEL.model_copy(update={"model": text})
    interview.graded(0, grade(session.turns[0], "mo", grader))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_progress(pilot)
        assert not STEERING.search(text_of(screen).replace("\n", ""))
        assert not STEERING.search(app.export_screenshot().replace("\n", ""))
        screen.list.highlighted = screen.list.get_option_index("section-0-0")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert not STEERING.search(app.export_screenshot().replace("\n", ""))


@pytest.mark.parametrize("where", ["progress", "home", "filter"])
async def test_how_it_looks(
    services: SmallServices,
    time: FakeTime,
    app: InterviewerApp,
    snapshot: SnapshotAssertion,
    where: str,
) -> None:
    keep_many(services, time)

    async def look(pilot: Pilot[None]) -> None:
        if where == "progress":
            await open_progress(pilot)
        elif where == "filter":
            app.open_review(find="score<50 missed:boil since:x")
            await settle(pilot)

    await same_as_kept(app, look, snapshot)
