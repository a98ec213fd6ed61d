"""Whole ways through the app: with keys alone, and with the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static, TextArea

from interviewer.app import InterviewerApp
from interviewer.screens.dialogs import ChoiceDialog
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.home import HomeScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.setup import SetupScreen
from interviewer.widgets.lit_answer import LitAnswer
from rubrics.grade import Verdict
from sessions.interview import Interview
from sessions.plan import plan_session
from sessions.session import Mode, Phase, Session, TurnState
from tests.app.conftest import SmallServices, press, settle
from tests.fakes import FakeTime
from tests.sessions.sample import own

GOOD = "I boil water first, then I warm the pot."


def kept(services: SmallServices) -> Session:
    """The newest session as the store holds it."""
    latest = services.store.latest()
    assert latest is not None
    return services.store.session(latest.id)


def new_session(
    services: SmallServices, mode: Mode = Mode.PRACTICE, number: int = 2, rounds: int = 0
) -> Session:
    """A session that the store holds."""
    session = plan_session(
        services.small, services.time, mode=mode, number=number, seed=1, rounds=rounds
    )
    services.store.create(session)
    return session


def on_interview(app: InterviewerApp) -> InterviewScreen:
    """The Interview screen, which is open."""
    assert isinstance(app.screen, InterviewScreen)
    return app.screen


def on_feedback(app: InterviewerApp) -> FeedbackScreen:
    """The Feedback screen, which is open."""
    assert isinstance(app.screen, FeedbackScreen)
    return app.screen


def shows(app: InterviewerApp, text: str) -> bool:
    """Whether a text is in some part of the open screen."""
    return any(text in str(part.content) for part in app.screen.query(Static))


async def write(pilot: Pilot[None], text: str) -> None:
    """Write a text into the editor: the first letter by its key, the rest at once."""
    await pilot.press(text[0])
    screen = pilot.app.screen
    editor = screen.query_one(TextArea)
    editor.insert(text[1:])
    await pilot.pause()


async def test_a_practice_interview_with_keys_alone(
    app: InterviewerApp, services: SmallServices, time: FakeTime
) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)
        await press(pilot, "f2")
        await pilot.press(*"I", "space", *"boil", "space", *"water")
        await press(pilot, "f2")
        assert on_feedback(app).turn.grade is not None
        assert shows(app, "estimate")
        for _ in range(3):
            await press(pilot, "f2")
            time.pass_(2)
            await press(pilot, "f2")
        await press(pilot, "f2")
        assert kept(services).phase is Phase.ENDED
        assert [turn.state for turn in kept(services).turns] == [
            TurnState.GRADED,
            *[TurnState.BLANK] * 3,
        ]
        assert kept(services).turns[0].answer == "I boil water"
        assert type(app.screen).__name__ == "ReportScreen"


async def test_a_practice_interview_with_the_mouse(
    app: InterviewerApp, services: SmallServices
) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#menu", offset=(4, 0))
        await settle(pilot)
        await pilot.click("#start")
        await settle(pilot)
        on_interview(app).answer.insert(GOOD)
        await pilot.click(_footer_key(app, "hand_in"))
        await settle(pilot)
        assert on_feedback(app).turn.answer == GOOD
        await pilot.click("#mark-contradicted")
        await settle(pilot)
        turn = kept(services).turns[0]
        assert turn.self_marks == own(boil=Verdict.CONTRADICTED)
        await pilot.click("#mark-undo")
        await settle(pilot)
        assert kept(services).turns[0].self_marks == {}
        await pilot.click(_footer_key(app, "go_on"))
        await settle(pilot)
        assert on_interview(app).interview.current.number == 2


def _footer_key(app: InterviewerApp, action: str) -> Any:
    from textual.widgets._footer import FooterKey

    [key] = [key for key in app.screen.query(FooterKey) if key.action == action]
    return key


async def test_the_clock_hands_in_at_zero_in_an_exam(
    services: SmallServices, time: FakeTime
) -> None:
    app = InterviewerApp(services, start=new_session(services, Mode.EXAM))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "boil")
        time.pass_(121)
        on_interview(app).look()
        await settle(pilot)
        screen = on_interview(app)
        assert screen.interview.current.number == 2
        assert screen.answer.text == ""
        assert kept(services).turns[0].answer == "boil"
        assert kept(services).turns[0].handed_in == "clock"
        assert screen.strip.content == "1 ▪   2 now"
        await press(pilot, "f5", "f6", "f7")
        assert on_interview(app).interview.phase is Phase.ANSWERING
        assert not screen.hint.display
        time.pass_(121)
        screen.look()
        await settle(pilot)
        assert kept(services).end_reason in ("finished", "time was up")
        assert type(app.screen).__name__ == "ReportScreen"


async def test_a_key_pressed_twice_does_not_hand_in_the_next_question_blank(
    services: SmallServices, time: FakeTime
) -> None:
    app = InterviewerApp(services, start=new_session(services, Mode.EXAM))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "I boil water.")
        await press(pilot, "f2", "f2")
        assert [turn.state.answered for turn in kept(services).turns] == [True, False]
        time.pass_(2)
        await press(pilot, "f2")
        assert kept(services).phase is Phase.ENDED


async def test_a_pause_hides_question_and_answer(services: SmallServices, time: FakeTime) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "secret")
        await press(pilot, "f6")
        assert isinstance(app.screen, ChoiceDialog)
        assert kept(services).phase is Phase.PAUSED
        picture = app.export_screenshot()
        assert "secret" not in picture
        assert "people" not in picture
        time.pass_(500)
        await press(pilot, "enter")
        screen = on_interview(app)
        assert screen.interview.question_left == 120
        assert screen.answer.text == "secret"
        assert screen.focused is screen.answer
        await press(pilot, "f6", "f6")  # The key that paused also goes on.
        assert on_interview(app).interview.phase is Phase.ANSWERING


async def test_the_clock_is_looked_at_under_a_dialog_and_says_that_it_stood(
    services: SmallServices, time: FakeTime
) -> None:
    app = InterviewerApp(services, start=new_session(services, Mode.EXAM))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        screen = on_interview(app)
        assert screen.clock.display
        assert not screen.query_one("#clock").display
        assert screen.clock.digits.value == "2:00"
        await press(pilot, "f8")
        assert isinstance(app.screen, ChoiceDialog)
        time.pass_(95)
        time.stand(720)
        while screen.clock.digits.value != "25s":
            await pilot.pause()
        while not app._notifications:
            await pilot.pause()
        [said] = [notification.message for notification in app._notifications]
        assert said == "The program stood still for 12 min; the clock stood too."


async def test_how_an_answer_was_given_stands_under_its_marks(
    services: SmallServices, time: FakeTime
) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        time.pass_(8)
        await pilot.press("I")
        for word in ("boil", "water"):
            time.pass_(2)
            on_interview(app).answer.insert(f" {word}")
            await pilot.pause()
        time.pass_(26)
        await press(pilot, "f2")
        assert shows(
            app,
            "0:38 of 2:00 used · first word after 0:08 · 3 words, 5 a minute · "
            "typing 11% of the time · no edits · spoken about 0:05 at 140 words a minute",
        )


async def test_going_back_to_a_skipped_question_finds_its_draft(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services, number=3))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "boil")
        await press(pilot, "f3")
        assert on_interview(app).answer.text == ""
        await press(pilot, "f7")
        await press(pilot, "enter")
        assert on_interview(app).interview.current.number == 1
        assert on_interview(app).answer.text == "boil"
        assert kept(services).turns[1].state is TurnState.SKIPPED


async def test_what_was_skipped_is_offered_before_the_end(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f3")
        await write(pilot, GOOD)
        await press(pilot, "f2")
        await press(pilot, "f2")
        assert kept(services).phase is Phase.CLOSING
        assert isinstance(app.screen, ChoiceDialog)
        await press(pilot, "enter")
        assert on_interview(app).interview.current.number == 1
        await press(pilot, "f3")
        await press(pilot, "end", "enter")
        assert kept(services).phase is Phase.ENDED


async def test_answering_again_keeps_both_answers(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "milk")
        await press(pilot, "f2")
        await press(pilot, "f3")
        assert on_interview(app).interview.current.label == "1.2"
        await write(pilot, GOOD)
        await press(pilot, "f2")
        first, second = kept(services).turns[:2]
        assert (first.answer, second.answer) == ("milk", GOOD)
        assert second.score is not None
        assert first.score is not None
        assert second.score > first.score


async def test_ending_early_asks_once(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "boil water")
        await press(pilot, "f8")
        await press(pilot, "enter")
        assert kept(services).phase is Phase.ANSWERING
        await press(pilot, "f8")
        await press(pilot, "down", "enter")
        session = kept(services)
        assert session.end_reason == "ended early"
        assert session.turns[0].answer == "boil water"
        assert session.turns[0].grade is not None


@pytest.mark.parametrize("way", ["escape", "ctrl+q", "signal"])
async def test_leaving_keeps_the_last_letter_and_resume_finds_it(
    services: SmallServices, time: FakeTime, way: str
) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "boi")
        if way == "signal":
            await pilot.press("l")
            app.leave_at_once()
        else:
            await pilot.press("l", way)
        await pilot.pause()
        assert kept(services).turns[0].draft == "boil"
    time.pass_(3600)
    later = InterviewerApp(services)
    async with later.run_test() as pilot:
        await settle(pilot)
        assert isinstance(later.screen, HomeScreen)
        menu = later.screen.query_one("#menu", OptionList)
        assert "Resume (question 1 of 2)" in str(menu.get_option_at_index(0).prompt)
        await press(pilot, "enter")
        assert on_interview(later).answer.text == "boil"
        assert on_interview(later).interview.question_left == 120


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.FEEDBACK, Phase.CLOSING])
async def test_every_phase_can_be_taken_up_again(services: SmallServices, phase: Phase) -> None:
    session = new_session(services, number=2)
    interview = Interview(session, services.time, services.store.recorder(session))
    interview.begin()
    if phase is Phase.PAUSED:
        interview.pause()
    elif phase is Phase.FEEDBACK:
        interview.submit()
    else:
        interview.skip()
        interview.submit()
        interview.next()
    app = InterviewerApp(services, start=kept(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        expected = FeedbackScreen if phase is Phase.FEEDBACK else ChoiceDialog
        assert isinstance(app.screen, expected)
        await press(pilot, "f2" if phase is Phase.FEEDBACK else "enter")
        assert on_interview(app).interview.phase is Phase.ANSWERING


async def test_an_answer_that_was_not_graded_is_graded_at_resume(services: SmallServices) -> None:
    session = new_session(services)
    interview = Interview(session, services.time, services.store.recorder(session))
    interview.begin()
    interview.type(GOOD)
    interview.submit()
    interview.leave()
    assert kept(services).turns[0].grade is None
    app = InterviewerApp(services, start=kept(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert kept(services).turns[0].grade is not None
        assert shows(app, "estimate")


async def test_a_letter_typed_beside_the_editor_belongs_to_the_answer(
    services: SmallServices,
) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("a", "shift+tab", "b")
        await settle(pilot)
        screen = on_interview(app)
        assert screen.focused is screen.answer
        assert screen.answer.text == "ab"


async def test_evidence_lights_for_the_point_under_the_cursor(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, GOOD)
        await press(pilot, "f2")
        screen = on_feedback(app)
        turn = screen.turn
        assert turn.grade is not None
        for index, mark in enumerate(turn.grade.marks):
            screen.criteria.highlighted = index
            await settle(pilot)
            lit = _lit(screen.answer)
            assert lit == {turn.grade.marks[index].evidence[0].quote} if mark.evidence else not lit


def _lit(answer: LitAnswer) -> set[str]:
    content = answer.query_one(Static).content
    return {
        str(content)[span.start : span.end]
        for span in getattr(content, "spans", [])
        if "bold" not in str(span.style)
    }


async def test_a_mark_of_ones_own_stands_beside_the_estimate(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, GOOD)
        await press(pilot, "f2")
        await press(pilot, "o")
        assert kept(services).turns[0].self_marks == own(boil=Verdict.MISSED)
        prompt: Any = on_feedback(app).criteria.get_option_at_index(0).prompt
        assert "estimate: ● met → you: ○ missed" in prompt.plain
        assert shows(app, "your own marks")
        await press(pilot, "u")
        assert kept(services).turns[0].self_marks == {}
        await press(pilot, "down", "2")
        assert kept(services).turns[0].self_marks == own(warm=Verdict.PARTLY)


async def test_feedback_read_afterwards_leads_from_turn_to_turn(services: SmallServices) -> None:
    session = new_session(services)
    interview = Interview(session, services.time, services.store.recorder(session))
    interview.begin()
    interview.type(GOOD)
    interview.submit()
    interview.end()
    app = InterviewerApp(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.push_screen(FeedbackScreen(interview, 0, live=False))
        await settle(pilot)
        await press(pilot, "f7")
        assert kept(services).turns[0].grade is not None
        await press(pilot, "f5")
        assert shows(app, "I boil fresh water in the kettle.")
        await press(pilot, "f8")
        await write(pilot, "better now")
        await press(pilot, "f2")
        assert kept(services).turns[0].note == "better now"
        await press(pilot, "f4", "1")
        assert kept(services).turns[0].flagged
        await press(pilot, "f2")
        assert on_feedback(app).turn.id == 1
        assert shows(app, "Not answered yet.")
        await press(pilot, "f2")
        assert on_feedback(app).turn.id == 1
        await press(pilot, "f3")
        assert on_feedback(app).turn.id == 0
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_leaving_an_exam_asks_once(services: SmallServices) -> None:
    app = InterviewerApp(services, start=new_session(services, mode=Mode.EXAM))
    async with app.run_test() as pilot:
        await settle(pilot)
        await write(pilot, "boil")
        await press(pilot, "escape")
        assert isinstance(app.screen, ChoiceDialog)
        assert shows(app, "Leave the exam?")
        await press(pilot, "enter")
        assert on_interview(app).answer.text == "boil"
        await press(pilot, "escape", "down", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert kept(services).turns[0].draft == "boil"
