"""Review: the list, the text, and what leads from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.screens.feedback import FeedbackScreen
from interviewer.screens.interview import InterviewScreen
from interviewer.screens.report import ReportScreen
from interviewer.screens.review import ReviewScreen
from interviewer.widgets.hanging import Hanging
from interviewer.widgets.transcript import Transcript
from interviewer.widgets.transcript_blocks import Block, Wanted, blocks_of
from rubrics.grade import Verdict
from sessions.interview import Interview
from sessions.session import Mode, Session
from tests.app.conftest import SmallServices, press, settle
from tests.app.kept import ANSWER, keep_session
from tests.app.pictures import same_as_kept
from tests.fakes import FakeTime, small_bank

Snap = Callable[..., bool]

SIZES = [
    pytest.param((80, 24), id="80x24"),
    pytest.param((120, 40), id="120x40"),
]
DAY = 86400.0


def keep_some(services: SmallServices, time: FakeTime) -> list[Session]:
    """Four sessions on four days, the newest first."""
    kept = []
    for number, (did, mode, end) in enumerate(
        [
            (("mmm", "mpo"), Mode.PRACTICE, True),
            (("ooo", "omo", "ungraded"), Mode.EXAM, True),
            (("mpo",), Mode.PRACTICE, False),
            (("mpo", "skip", "", "omx"), Mode.EXAM, True),
        ]
    ):
        name = f"20260102-030405-000{number}"
        kept.append(keep_session(services, time, did, name=name, mode=mode, end=end))
        time.pass_(DAY)
    return kept[::-1]


def on_review(app: InterviewerApp) -> ReviewScreen:
    """The Review, which is open."""
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


def text_of(transcript: Transcript) -> str:
    """All that a transcript says, also what is scrolled out of view."""
    width = transcript.scrollable_content_region.width
    lines = []
    for index in range(len(transcript._blocks)):
        lines += ["".join(s.text for s in strip) for strip in transcript._strips(index)]
    assert all(len(line) >= width for line in lines)
    return "\n".join(line.rstrip() for line in lines)


def seen(transcript: Transcript) -> list[str]:
    """The lines that are in view."""
    return [transcript.render_line(y).text.rstrip() for y in range(transcript.size.height)]


def blocks(review: ReviewScreen) -> list[Block]:
    """What a transcript is made of."""
    return review.transcript._blocks


async def open_review(pilot: Pilot[None], session_id: str | None = None) -> ReviewScreen:
    """Open Review."""
    await settle(pilot)
    assert isinstance(pilot.app, InterviewerApp)
    pilot.app.open_review(session_id)
    await settle(pilot)
    return on_review(pilot.app)


async def test_how_it_looks(
    services: SmallServices, time: FakeTime, app: InterviewerApp, snapshot: SnapshotAssertion
) -> None:
    keep_some(services, time)

    async def look(pilot: Pilot[None]) -> None:
        await open_review(pilot)
        await press(pilot, "n", "n")

    await same_as_kept(app, look, snapshot)


async def test_how_it_looks_with_nothing_kept(
    app: InterviewerApp, snapshot: SnapshotAssertion
) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await open_review(pilot)

    await same_as_kept(app, look, snapshot)


async def test_moving_in_the_list_shows_each_interview(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        assert review.sessions.chosen == kept[0].id
        assert "1 skipped" in text_of(review.transcript)
        await press(pilot, "down", "down")
        assert review.sessions.chosen == kept[2].id
        assert "ungraded: rate limited" in text_of(review.transcript).replace("\n", " ")


async def test_the_text_tells_everything(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo", "skip", "", "omx"))
    interview = Interview(session, time, services.store.recorder(session))
    interview.mark(0, "warm", Verdict.MET)
    interview.annotate(0, "Read up on water.")
    interview.flag(0)
    async with app.run_test(size=(120, 40)) as pilot:
        review = await open_review(pilot)
        text = text_of(review.transcript)
        for words in (
            "1. How would you make tea for 1 people?",
            "your own marks · the estimate said 80",
            "Tea · 0:50 of 2:00 · ⚑ flagged · first word after 0:50 · 41 words",
            "│ I boil fresh water in the kettle",
            "● Says that the pot is warmed before use.\n"
            "  important · estimate: ◐ partly → you: ● met\n  “I boil",
            "○ Says that it steeps for a few minutes.\n  bonus · missed",
            "✗ Says that it steeps for a few minutes.\n  bonus · wrong",
            "Next time: Say how long it steeps",
            "Your note: Read up on water.",
            "Skipped",
            "nothing was written",
        ):
            assert words in text
        assert "Model answer" not in text
        await press(pilot, "f5")
        assert text_of(review.transcript).count("Model answer") == 4


async def test_n_goes_from_miss_to_miss_and_round(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "skip", "", "omx"))
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        visited = []
        for _ in range(6):
            await press(pilot, "n")
            visited.append(review.transcript.target)
            assert any(
                criterion in line
                for criterion in ("Says that", "How would")
                for line in seen(review.transcript)
            )
        assert visited == [
            (0, "warm"),
            (0, "time"),
            (2, None),
            (3, "boil"),
            (3, "time"),
            (0, "warm"),
        ]
        await press(pilot, "N", "N")
        assert review.transcript.target == (3, "boil")
        assert app.focused is review.transcript


async def test_the_cursor_is_always_in_view(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "mpo", "mpo", "mpo"))
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        transcript = review.transcript
        transcript.focus()
        for key in ["pagedown", "down", "down", "pageup", "end", "up", "right", "left", "home"]:
            await press(pilot, key)
            for _ in range(200):
                if (
                    not transcript.is_scrolling
                    and transcript.scroll_y == transcript.scroll_target_y
                ):
                    break
                await pilot.pause(0.01)
            await settle(pilot)
            assert transcript._cursor is not None
            start = transcript._starts[transcript._cursor] - transcript.scroll_offset.y
            assert 0 <= start < transcript.size.height, key


async def test_arrows_go_from_question_to_question(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "skip", "", "omx"))
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "enter", "right", "right")
        assert review.transcript.target == (2, None)
        await press(pilot, "n", "left")
        assert review.transcript.target == (3, None)
        await press(pilot, "left", "left", "left", "left")
        assert review.transcript.target == (0, None)


async def test_enter_goes_into_the_text_and_opens_an_answer(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mmo", "mmm"))
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "enter")
        assert app.focused is review.transcript
        await press(pilot, "n", "enter")
        feedback = app.screen
        assert isinstance(feedback, FeedbackScreen)
        assert feedback.criteria.criterion is not None
        assert feedback.criteria.criterion.id == "time"
        await press(pilot, "m", "escape")
        assert on_review(app).transcript.target == (0, "time")
        assert "your own marks" in text_of(on_review(app).transcript)
        services.store.claim(session.id).release()


async def test_a_click_moves_the_cursor_and_a_double_click_opens(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "mpo"))
    async with app.run_test(size=(120, 40)) as pilot:
        review = await open_review(pilot)
        row = next(
            i for i, line in enumerate(seen(review.transcript)) if "pot is warmed before" in line
        )
        await pilot.click("#transcript", offset=(10, row + 1))
        assert review.transcript.target == (0, "warm")
        await pilot.click("#transcript", offset=(10, row), times=2)
        await settle(pilot)
        assert isinstance(app.screen, FeedbackScreen)


async def test_slash_filters_the_list(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "slash", *"EXAM")
        assert [option.id for option in review.sessions.options] == [kept[0].id, kept[2].id]
        assert review.query_one("#left").border_title == "2 of 4 interviews"
        await press(pilot, "enter", "down")
        assert review.sessions.chosen == kept[2].id
        await press(pilot, "slash", *"zzz")
        assert review.sessions.option_count == 0
        assert text_of(review.transcript) == ""
        await press(pilot, "escape")
        assert review.sessions.option_count == 4
        assert not review.find_session.display
        assert on_review(app)._session is not None


async def test_a_filter_finds_answers_and_names_what_is_wrong_with_it(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        review.pane.filter("score<50 missed:warm")
        await settle(pilot)
        assert [option.id for option in review.sessions.options] == [kept[2].id]
        assert review.transcript.target == (0, None)
        review.pane.filter("score<50 misssed:warm")
        await settle(pilot)
        fault = review.query_one("#fault", Static)
        assert "There is no misssed: to filter by. Did you mean missed?" in str(fault.content)
        assert fault.display
        assert review.sessions.option_count == 1
        review.pane.filter("KETTLE mode:practice")
        await settle(pilot)
        assert [option.id for option in review.sessions.options] == [kept[1].id, kept[3].id]
        assert not fault.display
        review.pane.filter("kettle saucer")
        await settle(pilot)
        assert "No interview has all of this. Esc shows everything again." in str(fault.content)
        assert fault.display


async def test_what_is_kept_meanwhile_is_found_too(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        review.pane.filter("noted")
        await settle(pilot)
        assert review.sessions.option_count == 0
        session = services.store.sessions()[0]
        kept = services.store.session(session.id)
        Interview(kept, time, services.store.recorder(kept)).annotate(1, "Read this")
        review.post_message(review.Changed())
        await settle(pilot)
        assert review.sessions.chosen == session.id
        assert review.transcript.target == (1, None)


async def test_slash_in_the_text_shows_only_answers_that_hold_a_word(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "skip", "", "omx"))
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "enter", "slash", *"KETTLE")
        text = text_of(review.transcript)
        assert "1. How would" in text
        assert "2. How would" not in text
        assert "4. How would" in text
        bodies = [one.visual.body for one in blocks(review) if isinstance(one.visual, Hanging)]
        lit = [body.plain[span.start : span.end] for body in bodies for span in body.spans]
        assert lit.count("kettle") == 2
        await press(pilot, "enter", "escape")
        assert "2. How would" in text_of(review.transcript)
        assert app.focused is review.transcript
        await press(pilot, "slash", *"zzz")
        assert "Nothing in this interview holds “zzz”" in text_of(review.transcript).replace(
            "\n", " "
        )


async def test_a_session_is_deleted_and_brought_back(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        assert not review.check_action("undo", ())
        await press(pilot, "down", "delete", "delete")
        assert [one.id for one in services.store.sessions()] == [kept[0].id, kept[3].id]
        assert review.sessions.chosen == kept[3].id
        await press(pilot, "u")
        assert review.sessions.chosen == kept[2].id
        await press(pilot, "u")
        assert [one.id for one in services.store.sessions()] == [one.id for one in kept]
        assert not review.check_action("undo", ())


async def test_the_last_one_deleted_leaves_words_and_can_come_back(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "delete")
        assert review.query_one("#empty").display
        await press(pilot, "u")
        assert review.sessions.chosen == session.id
        assert not review.query_one("#empty").display


async def test_what_is_open_elsewhere_is_not_deleted(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time)
    async with app.run_test(notifications=True) as pilot:
        await open_review(pilot)
        with services.store.claim(session.id):
            await press(pilot, "delete")
        assert any("open in another window" in note.title for note in app._notifications)
    assert [one.id for one in services.store.sessions()] == [session.id]


async def test_an_unfinished_one_goes_on_from_here(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time, ("mpo",), mode=Mode.PRACTICE, end=False)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        assert not review.check_action("report", ())
        assert not review.check_action("export", ())
        await press(pilot, "f2")
        interview = app.screen
        assert isinstance(interview, InterviewScreen)
        assert interview.interview.session.id == session.id
        await press(pilot, *"warm", "escape")
        assert "A draft, not handed in:" in text_of(on_review(app).transcript)
        assert "│ warm" in text_of(on_review(app).transcript)


async def test_a_finished_one_leads_to_its_report(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    session = keep_session(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        assert not review.check_action("resume", ())
        await press(pilot, "f2")
        assert isinstance(app.screen, ReportScreen)
        await press(pilot, "escape", "e", "enter")
        assert (Path.cwd() / f"interview-{session.id}.html").exists()


async def test_an_exam_that_goes_on_gives_nothing_away(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "omx"), end=False)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "f5", "enter", "enter")
        text = text_of(review.transcript)
        assert "▪ handed in" in text
        assert "The marks of an exam come at its end." in text
        assert "1 question is still to come." in text
        for secret in ("Says that", "Model answer", "Solid", "80", "Next time", "4. How would"):
            assert secret not in text
        on_review(app)
        await press(pilot, "n")
        await press(pilot, "escape", "slash", *"solid")
        assert review.sessions.option_count == 0


async def test_a_practice_that_goes_on_tells_only_of_what_was_answered(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time, ("mpo", "skip"), mode=Mode.PRACTICE, end=False)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "f5")
        assert text_of(review.transcript).count("Model answer") == 1
        await press(pilot, "enter", "right", "enter")
        on_review(app)


async def test_a_named_session_is_shown_first(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    kept = keep_some(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot, kept[3].id)
        assert review.sessions.chosen == kept[3].id
        await press(pilot, "escape")
        assert not isinstance(app.screen, ReviewScreen)


async def test_escape_goes_back_one_level_at_a_time(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    keep_session(services, time)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "slash", "e", "enter", "enter", "slash", "p", "enter")
        assert review.transcript.has_focus
        assert (review.find_session.value, review.find_text.value) == ("e", "p")
        await press(pilot, "escape")
        assert review.find_text.value == ""
        await press(pilot, "escape")
        assert review.sessions.has_focus
        await press(pilot, "escape")
        assert review.find_session.value == ""
        on_review(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ReviewScreen)


async def test_a_long_interview_is_laid_out_bit_by_bit(
    services: SmallServices, time: FakeTime, app: InterviewerApp
) -> None:
    services.small = small_bank(25)
    session = keep_session(services, time, ["mpo"] * 50, answer=ANSWER * 50)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        transcript = review.transcript
        transcript.show(blocks_of(session, Wanted()))
        assert len(transcript._starts) < 20
        transcript.go_to_miss(-1)
        assert transcript.target == (49, "time")
        transcript.show(blocks_of(session, Wanted()))
        for _ in range(100):
            await pilot.pause()
            if transcript.laid_out:
                break
        assert transcript.laid_out
        assert transcript.virtual_size.height > 50 * 190


@pytest.mark.parametrize("width", [20, 60, 75, 200])
async def test_any_width_will_do(
    services: SmallServices, time: FakeTime, app: InterviewerApp, width: int
) -> None:
    keep_some(services, time)
    async with app.run_test(size=(80, 24)) as pilot:
        review = await open_review(pilot)
        await press(pilot, "enter", "right", "right")
        await pilot.resize_terminal(width, 15)
        await settle(pilot)
        assert review.transcript.size.height >= 3
        assert review.sessions.size.height >= 2
        shown = seen(review.transcript)
        assert any(shown)


@pytest.mark.parametrize(
    "text",
    [
        "[ [/] [/bold] [@click=app.quit]x[/] [bold",
        "\x1b[31mred\x1b]0;title\x07 \x9b2J \x00\x08\x7f\x85\r",
        "\u202etxet\u202c \u2066b\u2069 עברית 👩‍👩‍👧 e\u0301",
        "word " * 200_000,
    ],
    ids=["markup", "codes", "scripts", "long"],
)
async def test_nasty_text_steers_nothing(
    services: SmallServices, time: FakeTime, app: InterviewerApp, text: str
) -> None:
    bank = small_bank()
    section = bank.sections[0]
    question = section.questions[0].model_copy(
        update={"ask": text[:2000], "hint": text[:2000], "model_answer": text[:8000]}
    )
    services.small = bank.model_copy(
        update={
            "title": text[:2000],
            "sections": (
                section.model_copy(update={"title": text[:2000], "questions": (question,)}),
            ),
        }
    )
    session = keep_session(services, time, ("mpo",), answer=f"Tea {text}", mode=Mode.PRACTICE)
    interview = Interview(session, time, services.store.recorder(session))
    interview.annotate(0, text)
    async with app.run_test() as pilot:
        review = await open_review(pilot)
        await press(pilot, "f5", "enter", "slash", "t")
        shown = text_of(review.transcript)
        assert "Tea" in shown
        _steers_nothing(shown)
        await press(pilot, "escape", "f2")
        assert isinstance(app.screen, ReportScreen)
        _steers_nothing(app.export_screenshot())


def _steers_nothing(text: str) -> None:
    assert not [
        hex(ord(letter))
        for letter in text
        if letter in "\x1b\x9b\x00\x08\x7f\x85\r\u202e\u202c\u2066\u2069"
    ]
