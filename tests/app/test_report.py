"""The Report: figures, ways to answers, grades that arrive, files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.exporting import export_session
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.report import ReportScreen
from interviewer.screens.review import ReviewScreen
from interviewer.screens.setup import SetupScreen
from interviewer.widgets.row import Row
from interviewer.widgets.section_bars import SectionBars
from rubrics.errors import InterviewerError
from rubrics.grade import Grade, Verdict
from rubrics.grader import GradingTask, OnProgress
from sessions.export import from_json
from sessions.interview import Interview
from sessions.report import SectionLine
from sessions.session import Mode, TurnState
from sessions.store import SessionBusy
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import MODEL, grade, keep_session
from tests.app.pictures import same_as_kept
from tests.fakes import FakeTime, Unheld
from tests.sessions.sample import own

Snap = Callable[..., bool]

SIZES = [
    pytest.param((80, 24), id="80x24"),
    pytest.param((120, 40), id="120x40"),
]


class WaitingGrader(Unheld):
    """Gives up on each answer, but not before it is told to."""

    id = MODEL

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        await self.go.wait()
        return Grade(
            status="ungraded", reason="out of office", grader=MODEL, rubric=task.rubric.hash
        )


def on_report(app: InterviewerApp) -> ReportScreen:
    """The Report, which is open."""
    assert isinstance(app.screen, ReportScreen)
    return app.screen


def shown(app: InterviewerApp, name: str) -> str:
    """What a part of the open screen says."""
    return str(app.screen.query_one(name, Static).content)


def lines(app: InterviewerApp, width: int = 70) -> list[str]:
    """The list of a report as text."""
    return [
        option.prompt.fitted(width).plain if isinstance(option.prompt, Row) else str(option.prompt)
        for option in on_report(app).answers.options
    ]


async def open_report(pilot: Pilot[None], session_id: str) -> None:
    """Open the Report of a session."""
    await settle(pilot)
    assert isinstance(pilot.app, InterviewerApp)
    pilot.app.open_report(session_id)
    await settle(pilot)


async def test_how_it_looks(
    services: SmallServices, time: FakeTime, app: InterviewerApp, snapshot: SnapshotAssertion
) -> None:
    session = keep_session(services, time, ("mpo", "ungraded", "", "omx"))

    async def look(pilot: Pilot[None]) -> None:
        await open_report(pilot, session.id)

    await same_as_kept(app, look, snapshot)


async def test_it_tells_every_figure(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo", "skip", "", "ungraded"))
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        assert shown(app, "#headline").startswith("Estimate: Thin 40, over 2 of 3 answers")
        assert "Time 5:20 of 8:00" in shown(app, "#facts")
        told = lines(app)
        assert told[0] == "What cost most"
        assert told[1].startswith("◐ 1   Says that the pot is warmed before use.")
        assert told[1].endswith("important")
        text = "\n".join(told)
        assert "1    ◇ 80   How would you make tea" in text
        assert "2    –" in text
        assert "skipped · 1:10 of 2:00" in text
        assert "blank · 1:30 of 2:00" in text
        assert "4    !      ungraded: rate limited" in text
        assert "F4" in shown(app, "#next")


async def test_enter_on_a_miss_opens_its_answer_at_that_point(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mmm", "mom"), mode=Mode.PRACTICE)
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        await press(pilot, "enter")
        feedback = app.screen
        assert isinstance(feedback, FeedbackScreen)
        assert feedback.turn.label == "2"
        assert feedback.criteria.criterion is not None
        assert feedback.criteria.criterion.id == "warm"


async def test_own_marks_count_when_the_report_is_seen_again(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("omm",), mode=Mode.PRACTICE)
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        assert "Estimate: Thin 60" in shown(app, "#headline")
        await press(pilot, "f2", "m", "escape")
        assert "Your own marks: Strong 100" in shown(app, "#headline")
        turn = services.store.session(session.id).turns[0]
        assert turn.self_marks == own(boil=Verdict.MET)


async def test_an_answer_that_was_opened_is_free_again_afterwards(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time)
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        await press(pilot, "enter")
        with pytest.raises(SessionBusy):
            services.store.claim(session.id)
        await press(pilot, "escape")
        services.store.claim(session.id).release()


async def test_a_session_that_is_open_elsewhere_is_read_but_not_marked(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time)
    async with app.run_test(notifications=True) as pilot:
        with services.store.claim(session.id):
            await open_report(pilot, session.id)
            await press(pilot, "enter")
            on_report(app)
            assert any("open in another window" in note.title for note in app._notifications)


async def test_what_was_never_graded_is_graded_and_fills_in(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mmm", "waiting", "mmm", "waiting"))
    grader = WaitingGrader()
    services.grader = grader
    async with app.run_test() as pilot:
        await pilot.pause()
        app.open_report(session.id)
        await pilot.pause()
        await pilot.pause()
        assert "2 not graded yet" in shown(app, "#headline")
        assert "being graded" in shown(app, "#next")
        grader.go.set()
        await settle(pilot)
        assert "2 ungraded: out of office" in shown(app, "#headline")
        services.store.claim(session.id).release()


async def test_leaving_while_it_grades_loses_no_grade(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("waiting", "mmm", "mmm", "mmm"))
    grader = WaitingGrader()
    services.grader = grader
    async with app.run_test() as pilot:
        await pilot.pause()
        app.open_report(session.id)
        await pilot.pause()
        await pilot.press("escape")
        assert not isinstance(app.screen, ReportScreen)
        grader.go.set()
        await settle(pilot)
        assert services.store.session(session.id).turns[0].state is TurnState.UNGRADED
        services.store.claim(session.id).release()


async def test_f4_grades_again_what_could_not_be_graded(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("ungraded", "mmm", "mmm", "mmm"))
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        assert "1 ungraded" in shown(app, "#headline")
        await press(pilot, "f4")
        assert "ungraded" not in shown(app, "#headline")
        assert not on_report(app).check_action("grade", ())


async def test_what_was_answered_again_is_told_apart(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, (), mode=Mode.PRACTICE, end=False)
    interview = Interview(session, time, services.store.recorder(session))
    interview.reopen()
    for verdicts in ("omm", "mmm"):
        interview.type("I boil water")
        interview.submit()
        turn = interview.current
        interview.graded(turn.id, grade(turn, verdicts))
        if verdicts == "omm":
            interview.again()
    interview.end()
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        assert "Question 1 again: 60 → 100 (estimate)" in shown(app, "#facts")
        assert any(line.startswith("1.2 ") for line in lines(app))


async def test_other_ways_on(services: SmallServices, time: FakeTime, app: InterviewerApp) -> None:
    session = keep_session(services, time)
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        await press(pilot, "f3")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert review.sessions.chosen == session.id
        await press(pilot, "escape")
        on_report(app)
        await press(pilot, "f5")
        assert isinstance(app.screen, SetupScreen)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ReportScreen)


async def test_an_exam_that_goes_on_gives_nothing_away_and_can_be_resumed(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo", "ungraded"), end=False)
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        assert shown(app, "#headline") == "The marks of an exam come at its end."
        assert "\n".join(lines(app)).count("▪") == 2
        assert [line for line in lines(app) if "Says that" in line or "4  " in line] == []
        await press(pilot, "enter", "f4", "e")
        on_report(app)
        await press(pilot, "f2")
        assert isinstance(app.screen, InterviewScreen)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ReportScreen)


async def test_a_click_opens_an_answer(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mmm", "mmm", "mmm", "mmm"))
    async with app.run_test() as pilot:
        await open_report(pilot, session.id)
        await pilot.click("#list", offset=(10, 2))
        await settle(pilot)
        feedback = app.screen
        assert isinstance(feedback, FeedbackScreen)
        assert feedback.turn.label == "2"


@pytest.mark.parametrize(
    ("keys", "suffix"),
    [
        (("enter",), "html"),
        (("down", "enter"), "md"),
        (("down", "down", "down", "enter"), "json"),
    ],
)
async def test_export_writes_a_file_and_says_where(
    services: SmallServices,
    time: FakeTime,
    app: InterviewerApp,
    keys: tuple[str, ...],
    suffix: str,
) -> None:
    session = keep_session(services, time)
    path = Path.cwd() / f"interview-{session.id}.{suffix}"
    async with app.run_test(notifications=True) as pilot:
        await open_report(pilot, session.id)
        await press(pilot, "e", *keys)
        assert [note.message for note in app._notifications] == [str(path)]
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    if suffix == "json":
        assert from_json(text) == services.store.record(session.id)
    else:
        assert "How would you make tea" in text


async def test_a_file_that_cannot_be_written_is_told(
    services: SmallServices,
    time: FakeTime,
    app: InterviewerApp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = keep_session(services, time)

    def refuse(*_: object) -> None:
        raise InterviewerError("interview.md cannot be written (No space left on device).")

    monkeypatch.setattr("interviewer.exporting.write_private", refuse)
    async with app.run_test(notifications=True) as pilot:
        await open_report(pilot, session.id)
        await press(pilot, "e", "enter")
        on_report(app)
        assert any("No space left" in note.message for note in app._notifications)


def test_an_export_takes_no_name_that_is_taken(services: SmallServices, time: FakeTime) -> None:
    session = keep_session(services, time)
    first, second = (export_session(services.store, session, "md") for _ in range(2))
    assert first.name == f"interview-{session.id}.md"
    assert second.name == f"interview-{session.id}-2.md"
    assert first.read_text() == second.read_text()


def test_an_export_into_a_folder_that_is_gone(
    services: SmallServices, time: FakeTime, tmp_path: Path
) -> None:
    session = keep_session(services, time)
    gone = tmp_path / "gone"
    gone.mkdir()
    before = Path.cwd()
    os.chdir(gone)
    try:
        gone.rmdir()
        with pytest.raises(InterviewerError, match="current folder"):
            export_session(services.store, session, "md")
    finally:
        os.chdir(before)


@pytest.mark.parametrize("width", [10, 30, 60, 100, 200])
def test_bars_fit_any_width_and_are_as_long_as_the_score(width: int) -> None:
    bars = SectionBars(
        (
            SectionLine("A section with a title that is long", 3, {"estimated": (50.0, 2)}),
            SectionLine("Short", 2, {"estimated": (100.0, 1), "self-marked": (0.0, 1)}),
            SectionLine("None", 1, {}),
        )
    )
    lines = [line.plain for line in bars.lines(width)]
    assert len(lines) == bars.get_height({}, width) == 4
    assert all(line.cell_length <= width for line in bars.lines(width))
    if width >= 100:
        assert lines[0].count("█") == lines[0].count("░") == 20
        assert "◇  50" in lines[0]
        assert lines[1].count("░") == 0
        assert "✎   0" in lines[2]
        assert lines[2].count("█") == 0
        assert "no score · 1 question" in lines[3]
