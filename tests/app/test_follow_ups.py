"""Follow-ups in the app: asked from Feedback in practice, and by themselves in an exam."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.report import ReportScreen
from interviewer.screens.review import ReviewScreen
from interviewer.widgets.lit_answer import EVIDENCE, LitAnswer
from rubrics.estimate import Estimator
from rubrics.grade import Evidence, Grade, GraderId
from rubrics.grader import GradingTask, OnProgress
from sessions.session import Mode, Phase, TurnState
from tests.app.conftest import SmallServices, press, settle
from tests.app.test_flows import kept, new_session, on_feedback, on_interview, shows, write
from tests.app.test_nasty_text import painted
from tests.fakes import FakeTime, Unheld

HARD = "What if the water is hard?"


class Failing(Unheld):
    """A grader that fails where there was a follow-up, until it is mended."""

    id = GraderId(name="model", version="1", model="small/model")

    def __init__(self) -> None:
        self.mended = False

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        if task.further and not self.mended:
            return Grade(
                status="ungraded", reason="timeout", grader=self.id, rubric=task.rubric.hash
            )
        grade = Estimator().estimate(task)
        return grade.model_copy(update={"status": "graded", "grader": self.id})


class Gated(Unheld):
    """A model that marks by the estimate when it is let."""

    id = GraderId(name="model", version="1", model="small/model")

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        await self.gate.wait()
        grade = Estimator().estimate(task)
        return grade.model_copy(update={"status": "graded", "grader": self.id})


def open_app(
    services: SmallServices, mode: Mode = Mode.PRACTICE, number: int = 2
) -> InterviewerApp:
    return InterviewerApp(services, start=new_session(services, mode, number, rounds=1))


async def answer(pilot: Pilot[None], text: str) -> None:
    await write(pilot, text)
    await press(pilot, "f2")


def lit(answer: LitAnswer) -> list[str]:
    """The pieces of an answer that are lit."""
    content = answer.query_one(Static).content
    assert isinstance(content, Content)
    return [content.plain[one.start : one.end] for one in content.spans if one.style == EVIDENCE]


async def test_a_follow_up_from_feedback_and_back(services: SmallServices, time: FakeTime) -> None:
    app = open_app(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        first = on_feedback(app).turn.score
        await press(pilot, "f6")
        screen = on_interview(app)
        assert str(screen.question.content) == HARD
        assert "Follow-up to question 1: How would you make tea" in str(
            screen.query_one("#follows", Static).content
        )
        assert screen.answer.text == ""
        assert str(screen.strip.content) == "1 ◇ 60   1a now   2 ·"
        assert "1a of 2" in str(screen.query_one("#where", Static).content)
        assert screen.interview.question_left == 45.0
        await answer(pilot, "Then I warm the pot.")
        feedback = on_feedback(app)
        assert feedback.turn.number == 1
        assert feedback.turn.score != first
        assert feedback.turn.score == 100.0
        assert "with 1a" in str(feedback.score.content)
        assert shows(app, f"I boil water first.\n\n▸ {HARD}\nThen I warm the pot.")
        assert lit(feedback.answer) == ["I boil water first."]
        await press(pilot, "down")
        assert lit(feedback.answer) == ["Then I warm the pot."]
        await press(pilot, "f6")
        assert app.screen is feedback
        await press(pilot, "f2")
        assert on_interview(app).interview.current.number == 2
        assert not on_interview(app).query_one("#follows").display


async def test_a_follow_up_that_is_skipped_or_left_leaves_the_grade(
    services: SmallServices,
) -> None:
    app = open_app(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        grade = on_feedback(app).turn.grade
        await press(pilot, "f6")
        await write(pilot, "half")
        await press(pilot, "f7")
        await press(pilot, "f3")
        assert on_feedback(app).turn.grade == grade
        assert shows(app, "(skipped)")
        await press(pilot, "f6")
        assert on_interview(app).answer.text == "half"
        await press(pilot, "escape")
        assert kept(services).phase is Phase.ANSWERING
        assert kept(services).turns[0].grade == grade
        assert kept(services).turns[1].draft == "half"
        await press(pilot, "f3")
        assert on_interview(app).interview.current.label == "1a"
        assert on_interview(app).answer.text == "half"


async def test_a_blank_follow_up_changes_nothing(services: SmallServices, time: FakeTime) -> None:
    app = open_app(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        grade = on_feedback(app).turn.grade
        await press(pilot, "f6")
        time.pass_(2)
        await press(pilot, "f2")
        assert on_feedback(app).turn.grade == grade
        assert shows(app, f"▸ {HARD}\n(nothing was handed in)")
        assert not app.screen.check_action("follow", ())


async def test_a_second_grading_that_fails_says_so_and_can_be_tried_again(
    services: SmallServices,
) -> None:
    services.grader = grader = Failing()
    app = open_app(services)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        grade = on_feedback(app).turn.grade
        await press(pilot, "f6")
        await answer(pilot, "Then I warm the pot.")
        assert on_feedback(app).turn.grade == grade
        assert "without 1a: timeout" in str(on_feedback(app).score.content)
        assert kept(services).turns[1].state is TurnState.UNGRADED
        grader.mended = True
        await press(pilot, "f7")
        assert on_feedback(app).turn.score == 100.0
        assert "with 1a" in str(on_feedback(app).score.content)


async def test_an_exam_asks_by_itself_and_tells_no_result(services: SmallServices) -> None:
    app = open_app(services, Mode.EXAM)
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        screen = on_interview(app)
        assert str(screen.question.content) == HARD
        assert str(screen.strip.content) == "1 ▪   1a now   2 ·"
        await answer(pilot, "Then I warm the pot.")
        assert screen.interview.current.number == 2
        assert str(screen.strip.content) == "1 ▪   1a ▪   2 now"
        await answer(pilot, "I boil water first.")
        await press(pilot, "f3")
        assert isinstance(app.screen, ReportScreen)
        assert [turn.label for turn in kept(services).turns] == ["1", "1a", "2", "2a"]


async def test_an_exam_comes_back_to_a_question_when_a_model_has_marked_it(
    services: SmallServices,
) -> None:
    services.grader = grader = Gated()
    app = open_app(services, Mode.EXAM, 3)
    async with app.run_test() as pilot:
        await pilot.pause()
        while not app.screen.query("#answer"):
            await pilot.pause()
        await write(pilot, "I boil water first.")
        await pilot.press("f2")
        await pilot.pause()
        assert on_interview(app).interview.current.label == "2"
        grader.gate.set()
        await settle(pilot)
        assert on_interview(app).interview.current.label == "2"
        await press(pilot, "f3")
        screen = on_interview(app)
        assert screen.interview.current.label == "1a"
        assert "Back to question 1: How" in str(screen.query_one("#follows", Static).content)


async def test_the_clock_hands_in_a_follow_up_of_an_exam(
    services: SmallServices, time: FakeTime
) -> None:
    app = open_app(services, Mode.EXAM)
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        await write(pilot, "Then")
        time.pass_(46)
        on_interview(app).look()
        await settle(pilot)
        assert kept(services).turns[1].handed_in == "clock"
        assert on_interview(app).interview.current.number == 2


async def test_report_and_review_show_it_below_the_answer_and_open_both(
    services: SmallServices,
) -> None:
    app = open_app(services, Mode.EXAM, 1)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await answer(pilot, "I boil water first.")
        await answer(pilot, "Then I pour it.")
        report = app.screen
        assert isinstance(report, ReportScreen)
        assert "over 1 of 1 answer" in str(report.headline.content)
        ids = [option.id for option in report.answers.options if option.id]
        assert ids[-2:] == ["turn-0", "turn-1"]
        report.answers.highlighted = report.answers.get_option_index("turn-1")
        await press(pilot, "f2")
        feedback = app.screen
        assert isinstance(feedback, FeedbackScreen)
        assert feedback.turn.id == 0
        assert not feedback.check_action("turn", ("1",))
        assert not feedback.check_action("follow", ())
        await press(pilot, "escape")
        await press(pilot, "f3")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        text = painted(app)
        assert text.index("I boil water first.") < text.index(HARD) < text.index("Then I pour it.")
        assert review.transcript.misses == 2
        await press(pilot, "enter")
        await press(pilot, "right", "enter")
        assert isinstance(app.screen, FeedbackScreen)
        assert app.screen.turn.id == 0


class Bare(App[None]):
    """An answer and nothing else."""

    def compose(self) -> ComposeResult:
        yield LitAnswer("")


async def test_what_is_lit_leaves_the_asides_in_it_dark() -> None:
    bare = Bare()
    async with bare.run_test():
        answer = bare.query_one(LitAnswer)
        answer.show("abcdef", [(3, "> ask\n"), (6, "\n> more\n")])
        assert lit(answer) == []
        answer.light([Evidence(quote="bcde", start=1, end=5), Evidence(quote="f", start=5, end=6)])
        assert str(answer.query_one(Static).content) == "abc> ask\ndef\n> more\n"
        assert lit(answer) == ["bc", "de", "f"]
