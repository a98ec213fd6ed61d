"""Nothing waits for a grader: not the next question, not the report, not the way out."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.report import ReportScreen
from interviewer.widgets.hanging import Hanging
from rubrics.grade import Evidence, Verdict, missed
from rubrics.grader import Arriving, Waiting
from sessions.plan import plan_session
from sessions.session import Mode, Session, TurnState
from tests.app.conftest import SmallServices, press, settle
from tests.fakes import FakeTime
from tests.sessions.sample import MODEL, SlowGrader


def new(services: SmallServices, mode: Mode, number: int = 2) -> Session:
    session = plan_session(
        services.small, services.time, mode=mode, number=number, seed=1, grader=MODEL.label
    )
    services.store.create(session)
    return session


async def moments(pilot: Pilot[None]) -> None:
    """Let everything happen that needs no grade."""
    for _ in range(8):
        await pilot.pause()


async def opened(pilot: Pilot[None]) -> None:
    await moments(pilot)
    assert isinstance(pilot.app, InterviewerApp)
    for worker in list(pilot.app.workers):
        if not worker.name.startswith("wait "):
            await worker.wait()
    await moments(pilot)


def text(app: InterviewerApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).content)


def kept(services: SmallServices, session: Session) -> list[TurnState]:
    return [turn.state for turn in services.store.session(session.id).turns]


async def test_the_next_question_and_the_report_come_at_once(services: SmallServices) -> None:
    services.grader = grader = SlowGrader()
    session = new(services, Mode.EXAM)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await moments(pilot)
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.interview.current.number == 2
        await pilot.press("t", "w", "o", "f2")
        await opened(pilot)
        assert isinstance(app.screen, ReportScreen)
        assert "being graded" in text(app, "#next")
        assert "100" not in text(app, "#headline")
        grader.go.set()
        await settle(pilot)
        assert "Graded: Strong 100, over 2" in text(app, "#headline")
        assert "Grading: 1,800 tokens in, 200 out, $0.0008" in text(app, "#facts")
        assert grader.asked == ["one", "two"]


async def test_leaving_for_home_calls_nothing_off(services: SmallServices) -> None:
    services.grader = grader = SlowGrader()
    session = new(services, Mode.EXAM)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await moments(pilot)
        await pilot.press("escape", "down", "enter")
        await moments(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "1 answer is being graded" in text(app, "#last")
        grader.go.set()
        await settle(pilot)
        assert "being graded" not in text(app, "#last")
        assert kept(services, session)[0] is TurnState.GRADED
        await press(pilot, "f3")
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.interview.current.number == 2


async def test_what_is_under_way_when_the_program_is_left_goes_on_at_the_next_start(
    services: SmallServices,
) -> None:
    services.grader = SlowGrader()
    session = new(services, Mode.EXAM, number=1)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await opened(pilot)
        assert isinstance(app.screen, ReportScreen)
        await pilot.press("ctrl+q")
        await moments(pilot)
    assert kept(services, session) == [TurnState.GRADING]

    later = SmallServices(services.store, services.settings, time=services.time)
    later.grader = grader = SlowGrader()
    grader.go.set()
    app = InterviewerApp(later)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        told = " ".join(toast.message for toast in app._notifications)
        assert "1 answer of an earlier interview" in told
        assert "Strong 100" in text(app, "#last")
    assert kept(services, session) == [TurnState.GRADED]


async def test_another_grader_does_not_take_up_what_one_left(services: SmallServices) -> None:
    services.grader = SlowGrader()
    session = new(services, Mode.EXAM, number=1)
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await opened(pilot)
    app = InterviewerApp(SmallServices(services.store, services.settings, time=services.time))
    async with app.run_test() as pilot:
        await settle(pilot)
    assert kept(services, session) == [TurnState.GRADING]


async def test_a_wait_is_shown_and_counted_down(services: SmallServices, time: FakeTime) -> None:
    services.grader = grader = SlowGrader()
    grader.says = [Waiting("rate limited", 8.0, 2, 5)]
    app = InterviewerApp(services, start=new(services, Mode.EXAM))
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await moments(pilot)
        assert isinstance(app.screen, InterviewScreen)
        time.pass_(3)
        app.screen.look()
        assert text(app, "#waits") == "1: rate limited, again in 5 s, 2 of 5"
        assert app.screen.query_one("#waits").display
        grader.go.set()
        await settle(pilot)
        app.screen.look()
        assert not app.screen.query_one("#waits").display


async def test_feedback_says_what_the_grader_is_at(services: SmallServices) -> None:
    services.grader = grader = SlowGrader()
    session = new(services, Mode.PRACTICE)
    boil = session.turns[0].question.criteria[0]
    evidence = (Evidence(quote="one", start=0, end=3),)
    come = missed(boil, "It is said.").model_copy(
        update={"verdict": Verdict.MET, "evidence": evidence, "proved": True}
    )
    grader.says = [Arriving((come,))]
    app = InterviewerApp(services, start=session)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("o", "n", "e", "f2")
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, FeedbackScreen)
        assert "1 point marked so far" in str(screen.score.content)
        signs = [
            option.prompt.sign.plain.strip()
            for option in screen.criteria.options
            if isinstance(option.prompt, Hanging)
        ]
        assert signs == ["●", "·", "·"]
        assert text(app, "#why") == "It is said."
        assert screen.turn.answer == "one"
        grader.go.set()
        await settle(pilot)
        assert "100 Strong" in str(screen.score.content)
        assert "openai/gpt · $0.0004" in str(screen.score.content)
