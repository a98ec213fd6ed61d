"""How every screen looks, at two sizes, dark and light."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from interviewer.app import InterviewerApp
from interviewer.graders import Choice
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.settings import SettingsScreen
from rubrics.grade import Evidence, Grade, GraderId, Verdict, missed, score_of
from rubrics.grader import GradingTask, OnProgress
from rubrics.models.names import LOCAL_SERVERS, OPENAI
from rubrics.models.offers import Offer
from sessions.plan import plan_session
from sessions.session import Mode
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import keep_session
from tests.app.pictures import Way, same_as_kept
from tests.fakes import FakeTime, Unheld

ANSWER = "First I bring fresh water to the boil.\n\nThen it steeps, and I pour it [slowly]."


class FixedGrader(Unheld):
    """A grader that always says the same."""

    def __init__(self) -> None:
        self.id = GraderId(name="estimate", version="1")

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        verdicts = (Verdict.MET, Verdict.PARTLY, Verdict.CONTRADICTED)
        start = 0
        quote = task.answer[: task.answer.index(".") + 1]
        first = Evidence(
            quote=quote, start=start, end=start + len(quote), terms=((14, 25), (33, 37))
        )
        last = task.parts[-1]
        then = Evidence(quote=task.said[last.start : last.end], start=last.start, end=last.end)
        marks = tuple(
            missed(criterion).model_copy(
                update={
                    "verdict": verdict,
                    "evidence": (then,) if task.further and number == 1 else (first,),
                    "proved": True,
                    "note": "found: fresh water",
                }
            )
            for number, (criterion, verdict) in enumerate(
                zip(task.rubric.criteria, verdicts, strict=True)
            )
        )
        return Grade(
            status="estimated",
            score=score_of(marks),
            marks=marks,
            strongest="You begin with fresh water, and say what you do with it.",
            improve="Say that the pot is warmed before the water goes in, and why.",
            follow_up=next(iter(task.follow_ups), None),
            grader=self.id,
            rubric=task.rubric.hash,
        )


async def home(pilot: Pilot[None]) -> None:
    """Home, the first time."""


async def home_with_a_model(pilot: Pilot[None]) -> None:
    """Home, where a model marks, and how to stay offline."""
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    app.services.choice = Choice("openai/gpt-6-luna", OPENAI, "OPENAI_API_KEY is set")
    await press(pilot, "f2")
    await press(pilot, "escape")


async def set_up(pilot: Pilot[None]) -> None:
    """Set up, with a mistake in a field."""
    await press(pilot, "f2")
    pilot.app.screen.query_one("#number").value = "99"  # type: ignore[attr-defined]


async def interview(pilot: Pilot[None]) -> None:
    """An interview with its answer half written and its hint shown."""
    await _begin(pilot)
    await press(pilot, "f5")


async def overtime(pilot: Pilot[None]) -> None:
    """A flagged question in overtime, after one that was skipped."""
    await _begin(pilot)
    await press(pilot, "f3")
    await press(pilot, "f4")
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    assert isinstance(screen.app.services.time, FakeTime)
    screen.app.services.time.pass_(161)
    screen.look()


async def paused(pilot: Pilot[None]) -> None:
    """A pause."""
    await _begin(pilot)
    await press(pilot, "f6")


async def ending(pilot: Pilot[None]) -> None:
    """The question before the end."""
    await _begin(pilot)
    await press(pilot, "f8")


async def feedback(pilot: Pilot[None]) -> None:
    """Feedback with one mark set by hand."""
    await _begin(pilot)
    await press(pilot, "f2")
    await press(pilot, "down", "m")
    await press(pilot, "up")


async def following_up(pilot: Pilot[None]) -> None:
    """A follow-up, its answer half written."""
    await _begin(pilot)
    await press(pilot, "f2")
    await press(pilot, "f6")
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    assert isinstance(screen.app.services.time, FakeTime)
    screen.answer.insert("Then I filter it")
    screen.app.services.time.pass_(20)
    screen.look()


async def followed_up(pilot: Pilot[None]) -> None:
    """Feedback on an answer with its follow-up, the words of the follow-up lit."""
    await following_up(pilot)
    await press(pilot, "f2")
    await press(pilot, "down")


async def helped(pilot: Pilot[None]) -> None:
    """Help over an interview."""
    await _begin(pilot)
    await press(pilot, "f1")


async def left(pilot: Pilot[None]) -> None:
    """Home, after an interview was left."""
    await _begin(pilot)
    await press(pilot, "f2")
    await press(pilot, "escape")
    pilot.app.clear_notifications()


async def due(pilot: Pilot[None]) -> None:
    """Home, some days after an interview."""
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    services = app.services
    assert isinstance(services, SmallServices)
    assert isinstance(services.time, FakeTime)
    keep_session(services, services.time)
    services.time.pass_(3 * 24 * 3600)
    await press(pilot, "f2")
    await press(pilot, "escape")


async def drill(pilot: Pilot[None]) -> None:
    """Set up for a drill of what is due."""
    await due(pilot)
    await press(pilot, "f4")


async def settings(pilot: Pilot[None]) -> None:
    """Settings, with models on offer and a number that is none."""
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    services = app.services
    assert isinstance(services, SmallServices)
    services.found = (
        Offer("openai/gpt-6-luna", OPENAI, "OPENAI_API_KEY is set"),
        Offer("ollama/qwen3:8b", LOCAL_SERVERS["ollama"], "Ollama is running here"),
    )
    services.settings = replace(services.settings, home=Path("/home/me/interviews"))
    await press(pilot, "f7")
    await pilot.press(*"ollama/x", "tab", "tab", "tab", "x")


async def settings_keys(pilot: Pilot[None]) -> None:
    """Settings, at the keys, one of which was changed."""
    await settings_key(pilot)
    await press(pilot, "down", "enter")


async def settings_key(pilot: Pilot[None]) -> None:
    """Settings, where a key was pressed that another command has."""
    await settings(pilot)
    await press(pilot, "f4")
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    screen.keys.focus()
    await press(pilot, "down", "down", "down", "down", "down", "enter", "f2")


async def settings_check(pilot: Pilot[None]) -> None:
    """A check of the model that would mark, before anything is sent."""
    await settings(pilot)
    await press(pilot, "f4", "f3")


async def hidden(pilot: Pilot[None]) -> None:
    """Feedback, where scores wait for the end."""
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    app.services.settings = replace(app.services.settings, hide_scores=True)
    await feedback(pilot)


async def _begin(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    services = app.services
    session = plan_session(
        services.bank(""), services.time, mode=Mode.PRACTICE, seed=1, number=4
    ).model_copy(update={"id": "20260102-030405-abcd"})
    services.store.create(session)
    app.open_interview(session)
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, InterviewScreen)
    assert isinstance(services.time, FakeTime)
    services.time.pass_(17)
    _write(screen, ANSWER, 32)
    screen.look()
    await settle(pilot)


def _write(screen: InterviewScreen, text: str, seconds: float) -> None:
    """Write a text word by word, in so long a time."""
    assert isinstance(screen.app.services.time, FakeTime)
    words = text.split(" ")
    for number, word in enumerate(words):
        screen.answer.insert(f" {word}" if number else word)
        screen.take_text()
        screen.app.services.time.pass_(seconds / len(words))


@pytest.mark.parametrize(
    "way",
    [
        *(home, home_with_a_model, due, set_up, drill, left),
        *(interview, overtime, paused, ending, feedback, hidden, helped),
        *(following_up, followed_up),
        *(settings, settings_keys, settings_key, settings_check),
    ],
    ids=lambda way: way.__name__,
)
async def test_a_screen(snapshot: SnapshotAssertion, services: SmallServices, way: Way) -> None:
    services.grader = FixedGrader()
    await same_as_kept(InterviewerApp(services), way, snapshot)
