"""Replay on the screen."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.screens.replay import ReplayScreen
from interviewer.screens.review import ReviewScreen
from sessions.interview import Interview
from sessions.plan import plan_session
from sessions.session import Mode
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import keep_session
from tests.app.pictures import same_as_kept
from tests.app.test_nasty_text import STEERING, nasty
from tests.fakes import FakeTime

WRITTEN = (
    (6.0, "I boil "),
    (1.0, "I boil fresh water "),
    (0.5, "I boil fresh water in the kettle."),
    (20.0, "I boil fresh water in the kettle.\n\nThen I cool it"),
    (1.0, "I boil fresh water in the kettle.\n\nThen I "),
    (1.5, "I boil fresh water in the kettle.\n\nThen I warm the pot [a little]"),
    (8.0, "I boil fresh water in the kettle.\n\nThen I warm the pot [a little]."),
)


def keep_typed(services: SmallServices, time: FakeTime, repeat: int = 1) -> None:
    """Keep an interview whose first answer was typed bit by bit, and its second skipped."""
    planned = plan_session(services.small, time, mode=Mode.PRACTICE, seed=1, rounds=0)
    session = planned.model_copy(update={"id": "20260102-030405-0001"})
    services.store.create(session)
    interview = Interview(session, time, services.store.recorder(session))
    interview.begin()
    for seconds, text in WRITTEN:
        time.pass_(seconds)
        interview.type(text * repeat)
        interview.save_draft()
    time.pass_(2)
    interview.submit()
    interview.next()
    interview.skip()
    interview.leave()


async def open_replay(pilot: Pilot[None]) -> ReplayScreen:
    """Open the first answer from Review by its key."""
    await settle(pilot)
    assert isinstance(pilot.app, InterviewerApp)
    pilot.app.open_review()
    await settle(pilot)
    await press(pilot, "space")
    assert isinstance(pilot.app.screen, ReplayScreen)
    return pilot.app.screen


def words(replay: ReplayScreen, name: str) -> str:
    """What a part of the screen says."""
    return str(replay.query_one(name, Static).content)


async def test_an_answer_is_played_by_the_clock(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_typed(services, time)
    async with app.run_test() as pilot:
        replay = await open_replay(pilot)
        assert "playing · 1× · 0:00 of 0:40" in words(replay, "#state")
        time.pass_(2.1)
        replay.look()
        assert replay.player.text == "I boil "
        await press(pilot, "f4", "space")
        time.pass_(60)
        replay.look()
        assert replay.player.text == "I boil "
        assert "paused · 2×" in words(replay, "#state")
        await press(pilot, "space")
        time.pass_(1)
        replay.look()
        assert replay.player.text == WRITTEN[2][1]
        await press(pilot, "end")
        assert replay.player.text == WRITTEN[-1][1]
        assert "as it was handed in" in words(replay, "#state")
        await press(pilot, "left", "left", "right", "home", "right", "right")
        assert replay.player.at == 10.0
        assert "passed over" in words(replay, "#legend")
        await press(pilot, "g")
        assert "played as they were" in words(replay, "#legend")
        await press(pilot, "escape")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        await press(pilot, "enter", "right")
        assert review.transcript.target == (1, None)
        assert not review.check_action("replay", ())


async def test_a_long_text_follows_the_cursor(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_typed(services, time, repeat=40)
    async with app.run_test() as pilot:
        replay = await open_replay(pilot)
        await press(pilot, "end")
        text = replay.text
        assert text.max_scroll_y > 0
        assert text.scroll_offset.y >= text.max_scroll_y - text.size.height
        await press(pilot, "home")
        assert text.scroll_offset.y == 0


@nasty
async def test_nasty_text_steers_nothing(
    services: SmallServices, time: FakeTime, app: InterviewerApp, text: str
) -> None:
    session = keep_session(services, time, ("mpo",), answer=text, mode=Mode.PRACTICE)
    async with app.run_test() as pilot:
        replay = await open_replay(pilot)
        await press(pilot, "end")
        assert replay.player.text == session.turns[0].answer
        assert not STEERING.search(app.export_screenshot().replace("\n", ""))


async def test_how_it_looks(
    services: SmallServices, time: FakeTime, app: InterviewerApp, snapshot: SnapshotAssertion
) -> None:
    keep_typed(services, time)

    async def look(pilot: Pilot[None]) -> None:
        replay = await open_replay(pilot)
        await press(pilot, "f4")
        time.pass_(3.2)
        replay.look()
        await settle(pilot)
        app.clear_notifications()

    await same_as_kept(app, look, snapshot)
