"""Own marks with reasons, every miss, attempts side by side, grading again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, Static

from interviewer.app import InterviewerApp
from interviewer.config.settings import Settings
from interviewer.screens.dialogs import LineDialog
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.misses import MissesScreen
from interviewer.screens.regrading import RegradeDialog
from interviewer.screens.review import ReviewScreen
from interviewer.screens.side_by_side import AttemptsScreen, GradesScreen
from interviewer.widgets.beside import Beside
from interviewer.widgets.lit_answer import lit
from interviewer.widgets.session_list import result
from interviewer.widgets.transcript_blocks import Wanted, blocks_of
from rubrics.estimate import Estimator
from rubrics.grade import Evidence, Verdict
from rubrics.models.names import OPENAI
from rubrics.models.offers import Offer
from sessions.interview import Interview
from sessions.own_marks import OwnMark
from sessions.session import Mode, Session
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import MODEL, grade, keep_session
from tests.app.pictures import same_as_kept
from tests.fakes import FakeTime

DAY = 86400.0
REASON = "said in the second sentence"


def keep_attempts(services: SmallServices, time: FakeTime) -> list[Session]:
    """The same two questions on three days; a model graded the last two, by hand one point."""
    kept = []
    for number, did in enumerate([("ooo", "mpo"), ("opo", "mmo"), ("mpo", "mox")]):
        name = f"20260102-030405-000{number}"
        session = keep_session(services, time, did, name=name, mode=Mode.PRACTICE)
        interview = Interview(session, time, services.store.recorder(session))
        if number:
            time.pass_(60)
            interview.graded(0, grade(interview.turns[0], did[0], MODEL))
        if number == 2:
            interview.mark(0, "warm", Verdict.MET, REASON)
        kept.append(services.store.session(name))
        time.pass_(DAY)
    return kept


async def open_point(pilot: Pilot[None], session: Session, criterion: str | None) -> ReviewScreen:
    """Open Review at a point of the first question."""
    await settle(pilot)
    app = pilot.app
    assert isinstance(app, InterviewerApp)
    app.open_review(session.id, (0, criterion))
    await settle(pilot)
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


def words(app: InterviewerApp, name: str = "#words") -> str:
    """What a line of the open screen says."""
    return str(app.screen.query_one(name, Static).content)


# On plain values


def test_evidence_is_lit_in_the_part_of_the_text_that_is_shown() -> None:
    pieces = [Evidence(quote="x", start=start, end=end) for start, end in ((0, 4), (8, 30))]
    spans = lit(Content("0123456789"), pieces, 2, 12).spans
    assert [(span.start, span.end) for span in spans] == [(0, 2), (6, 10)]


def test_two_texts_stand_side_by_side_only_where_there_is_room() -> None:
    both = Beside(("Yours", Content("one two three")), ("Model", Content("four\nfive\nsix")))
    assert [both.get_height({}, width) for width in (100, 64, 63)] == [4, 4, 6]


def test_the_answer_of_a_follow_up_is_lit_in_its_own_place(
    services: SmallServices, time: FakeTime
) -> None:
    session = keep_session(services, time, ("mpo",))
    first = session.turns[0].model_copy(update={"answer": "\n\nWater."})
    follow_up = first.model_copy(
        update={"id": 9, "round": 1, "asks": "And?", "answer": "Tea.", "grade": None}
    )
    said = session.model_copy(update={"turns": (first, follow_up, *session.turns[1:])})
    answers = [block.answer for block in blocks_of(said, Wanted()) if block.answer is not None]
    assert [(one.turn, one.start, one.end, one.content.plain) for one in answers] == [
        (0, 2, 8, "Water."),
        (0, 10, 14, "Tea."),
    ]


def test_an_average_over_several_graders_says_so_in_the_list(
    services: SmallServices, time: FakeTime
) -> None:
    session = keep_session(services, time, ("mpo", "mpo", "mpo"))
    interview = Interview(session, time, services.store.recorder(session))
    for turn_id, version in ((0, "1"), (1, "2")):
        grader = MODEL.model_copy(update={"version": version})
        interview.graded(turn_id, grade(interview.turns[turn_id], "mpo", grader))
    [summary] = services.store.sessions()
    assert result(summary).plain == "● 80 over 2 by 2 graders · ◇ 80 over 1"


# On the screen


async def test_a_models_verdict_is_overruled_with_a_reason_and_undone(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_attempts(services, time)[1]

    def own() -> dict[str, OwnMark]:
        return services.store.session(session.id).turns[0].self_marks

    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, "boil")
        await press(pilot, "m")
        assert isinstance(app.screen, LineDialog)
        assert own() == {"boil": OwnMark(verdict=Verdict.MET)}
        app.screen.query_one(Input).value = REASON
        await press(pilot, "enter")
        assert own() == {"boil": OwnMark(verdict=Verdict.MET, reason=REASON)}
        await press(pilot, "o")
        assert own()["boil"].verdict is Verdict.MISSED  # as the model says: nothing to explain
        await press(pilot, "x", "escape")
        assert own() == {"boil": OwnMark(verdict=Verdict.CONTRADICTED)}
        await press(pilot, "z", "z")
        assert own() == {"boil": OwnMark(verdict=Verdict.MET, reason=REASON)}
        await press(pilot, "ctrl+z")
        assert own() == {}
        await press(pilot, "z")
        assert own() == {}


async def test_a_reason_is_given_in_the_feedback_and_taken_back_with_the_mark(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("ooo",))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, "boil")
        await press(pilot, "enter")
        feedback = app.screen
        assert isinstance(feedback, FeedbackScreen)
        await press(pilot, "r")
        assert app.screen is feedback  # there is no mark to give a reason for
        await press(pilot, "m")
        assert app.screen is feedback  # an estimate is overruled without a question
        await press(pilot, "r")
        app.screen.query_one(Input).value = REASON
        await press(pilot, "f2")
        assert feedback.turn.self_marks["boil"].reason == REASON
        await press(pilot, "u")
        assert feedback.turn.self_marks == {}
        await press(pilot, "z", "z", "z")
        assert feedback.turn.self_marks == {}


async def test_from_a_miss_to_every_other_and_back(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_attempts(services, time)
    async with app.run_test(size=(100, 30)) as pilot:
        review = await open_point(pilot, kept[1], "time")
        await press(pilot, "w")
        misses = app.screen
        assert isinstance(misses, MissesScreen)
        assert words(app, "#title") == "Missed: this point, 3 of 3 times it was marked."
        await press(pilot, "down", "down", "enter")
        opened = app.screen
        assert isinstance(opened, ReviewScreen)
        assert opened is not review
        assert (opened.sessions.chosen, opened.transcript.target) == (kept[0].id, (0, "time"))
        await press(pilot, "escape")
        assert app.screen is misses
        await press(pilot, "right")
        assert "kitchen, 12 of 18 times" in words(app, "#title")
        await press(pilot, "/", *"pot", "enter")
        assert "kitchen, 4 of 6 times" in words(app, "#title")
        await press(pilot, "escape", "escape")
        assert app.screen_stack[-1] is review
        assert review.transcript.target == (0, "time")


async def test_attempts_are_compared_where_they_can_be(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_attempts(services, time)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_point(pilot, kept[2], None)
        await press(pilot, "t")
        attempts = app.screen
        assert isinstance(attempts, AttemptsScreen)
        assert attempts.table.at == 2
        assert attempts.table.texts[1] == [
            "● 20 Weak",
            "≠ not comparable\nestimate before",
            "○ missed",
            "◐ partly",
            "○ missed",
        ]
        assert attempts.table.texts[2][:2] == ["✎ 100 Strong", "≠ not comparable\na grade before"]
        assert attempts.table.texts[2][3] == "● met ✎"
        await press(pilot, "left", "left", "left")
        assert attempts.table.at == 0
        await press(pilot, "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.sessions.chosen == kept[0].id


async def test_a_question_is_answered_again(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo",))
    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, None)
        await press(pilot, "a")
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        [turn] = screen.interview.turns
        assert turn.question == session.turns[0].question
        assert services.store.unfinished() is not None


async def test_a_question_that_is_gone_from_its_bank_is_asked_as_it_was(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo",))
    asked = session.turns[0].question.model_copy(update={"id": "tea-99"})
    services.store.recorder(session).keep(
        session, [session.turns[0].model_copy(update={"question": asked})]
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, None)
        await press(pilot, "a")
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        assert screen.interview.turns[0].question == asked
        assert screen.interview.session.bank == session.bank


async def test_an_answer_is_graded_again_and_both_grades_are_shown(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_attempts(services, time)[2]
    services.grader = Estimator()
    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, None)
        await press(pilot, "g")
        dialog = app.screen
        assert isinstance(dialog, RegradeDialog)
        assert words(app, "#sums") == "Answers stay on this computer: offline estimate."
        dialog.by.value = "nobody/nothing/at all"
        await settle(pilot)
        await press(pilot, "enter")
        assert app.screen.query_one("#by") is dialog.by  # nobody of that name grades
        dialog.by.value = "estimate"
        await settle(pilot)
        await press(pilot, "f2")
        grades = app.screen
        assert isinstance(grades, GradesScreen)
        kept = services.store.grades(session.id, 0)
        assert [one.in_force for one in kept] == [False, False, True]
        assert kept[-1].grade.grader == Estimator().id
        assert words(app).startswith("In force: the grade of 5 Jan 2026")
        assert "on 1 point your own mark wins" in words(app)
        assert REASON in words(app)
        await press(pilot, "left")
        assert "This one: estimate version" in words(app)
        app.clear_notifications()
        await press(pilot, "f5")
        app.screen.query_one("#by", Input).value = "estimate"
        await settle(pilot)
        await press(pilot, "f2")
        assert [toast.message for toast in app._notifications] == [
            "It goes on behind whatever you do.",
            "1 is the same as before.",
        ]


async def test_what_a_model_would_cost_is_said_before_it_is_asked(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo", "mmo"))
    services.found = (Offer("openai/gpt-4o-mini", OPENAI, "OPENAI_API_KEY is set"),)
    services.settings = Settings(
        services.settings.home, bank="hot-drinks", environ={"OPENAI_API_KEY": "sk-no"}
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await open_point(pilot, session, None)
        await press(pilot, "g")
        dialog = app.screen
        assert isinstance(dialog, RegradeDialog)
        dialog.query_one("#all").toggle()  # type: ignore[attr-defined]
        dialog.offers.focus()
        await press(pilot, "down", "enter")
        assert "Answers are sent to openai/gpt-4o-mini" in words(app, "#sums")
        assert "2 answers: about " in words(app, "#sums")
        assert "$" in words(app, "#sums")
        await press(pilot, "escape")
        assert len(services.store.grades(session.id, 0)) == 1


WAYS: dict[str, Sequence[str]] = {
    "disputed": (),
    "beside": ("f5",),
    "why": ("x",),
    "misses": ("w",),
    "attempts": ("t",),
    "grades": ("h",),
    "grade_again": ("g",),
}


@pytest.mark.parametrize("way", WAYS)
async def test_how_it_looks(
    services: SmallServices,
    time: FakeTime,
    app: InterviewerApp,
    snapshot: SnapshotAssertion,
    way: str,
) -> None:
    session = keep_attempts(services, time)[2]
    services.found = (Offer("openai/gpt-6-luna", OPENAI, "OPENAI_API_KEY is set"),)

    async def look(pilot: Pilot[None]) -> None:
        await open_point(pilot, session, "warm")
        await press(pilot, *WAYS[way])

    await same_as_kept(app, look, snapshot)
