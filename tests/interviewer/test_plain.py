"""The interview by lines, on plain state: lines in, text out, time set by hand."""

from __future__ import annotations

import asyncio
import io
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.config.settings import Settings
from interviewer.plain import run as plain_run
from interviewer.plain import run_plain
from interviewer.services import Services
from rubrics.estimate import Estimator
from rubrics.grade import Grade, GraderId, Verdict
from rubrics.grader import GradingTask, OnProgress
from sessions.plan import plan_session
from sessions.session import Mode, Phase, Session, TurnState
from sessions.store import Store, StoreError
from tests.fakes import FakeTime, Unheld, small_bank
from tests.sessions.sample import own

GOOD = ["First I boil the water in a kettle.", "Then I warm the pot with a little of it."]


class Stage:
    """A session over the small bank, and what a candidate types at it."""

    def __init__(self, home: Path) -> None:
        self.time = FakeTime()
        self.services = Services(Store.open(home, self.time), Settings(home), time=self.time)
        self.session: Session | None = None

    def plan(self, **choices: Any) -> Session:
        self.session = plan_session(small_bank(), self.time, seed=1, **choices)
        self.services.store.create(self.session)
        return self.session

    def run(self, *lines: str) -> str:
        """Type these lines to the session as it is kept, then close the input."""
        assert self.session is not None
        target = io.StringIO()
        source = io.StringIO("".join(f"{line}\n" for line in lines))
        run_plain(self.kept, self.services, source, target)
        return target.getvalue()

    def phase(self) -> Phase:
        return self.kept.phase

    @property
    def kept(self) -> Session:
        assert self.session is not None
        return self.services.store.session(self.session.id)


@pytest.fixture
def stage(home: Path) -> Iterator[Stage]:
    stage = Stage(home)
    yield stage
    stage.services.close()


def test_a_file_of_answers_is_a_whole_interview(stage: Stage) -> None:
    stage.plan()
    out = stage.run(*GOOD, ".", "", "no idea", ".", *GOOD, ".", "", "/skip", "/end")
    kept = stage.kept
    assert [turn.state for turn in kept.turns] == [
        TurnState.GRADED,
        TurnState.GRADED,
        TurnState.GRADED,
        TurnState.SKIPPED,
    ]
    assert kept.turns[0].answer == "\n".join(GOOD)
    assert kept.phase is Phase.ENDED
    assert "Question 1 of 4 (Tea), 2:00 min:" in out
    assert "(estimate)" in out
    assert "1. ● met, essential: Says that fresh water is boiled first." in out
    assert '"First I boil the water in a kettle' in out
    assert f"interviewer review {kept.id}" in out


def test_the_next_answer_may_follow_without_an_empty_line(stage: Stage) -> None:
    stage.plan(number=2)
    stage.run("one", ".", "two", ".")
    assert [turn.answer for turn in stage.kept.turns] == ["one", "two"]


def test_the_end_of_the_input_hands_in_what_was_typed(stage: Stage) -> None:
    stage.plan()
    stage.run("half an answer")
    assert stage.kept.turns[0].answer == "half an answer"
    assert stage.kept.turns[0].handed_in == "end"
    assert stage.kept.end_reason == "ended early"


def test_quit_keeps_everything_and_resume_goes_on(stage: Stage) -> None:
    session = stage.plan()
    out = stage.run("half", "/quit", "never read")
    assert f"interviewer resume {session.id}" in out
    assert stage.kept.phase is Phase.ANSWERING
    out = stage.run("a whole", ".", "/end")
    assert "Your answer so far:\nhalf" in out
    assert stage.kept.turns[0].answer == "half\na whole"


def test_an_exam_shows_no_marks_before_its_end(stage: Stage) -> None:
    stage.plan(mode=Mode.EXAM, number=2, rounds=0)
    out = stage.run("one", ".", "/hint", "/pause", "/model", "two", ".")
    assert out.index("The interview is over: finished.") < out.index("Estimate")
    assert "(estimate)" not in out[: out.index("The interview is over")]
    assert out.count("is not possible") == 2
    assert "There is no answer with feedback yet." in out
    assert [turn.answer for turn in stage.kept.turns] == ["one", "two"]


def test_a_follow_up_is_taken_from_feedback(stage: Stage) -> None:
    stage.plan(number=2)
    out = stage.run(
        GOOD[0], ".", "/follow", GOOD[1], ".", "/follow", "/feedback", "/mark 3 met", "/end"
    )
    first, follow_up, _ = stage.kept.turns
    assert (first.label, follow_up.label) == ("1", "1a")
    assert follow_up.answer == GOOD[1]
    assert first.self_marks == own(time=Verdict.MET)
    places = [
        out.index(words)
        for words in (
            "Question 1: 60 Thin (estimate)",
            "(empty line: next question; /follow, /model, ",
            "Question 1a of 2 (Tea), 0:45 min:\n"
            "Follow-up to question 1: How would you make tea for",
            "What if the water is hard?\nHanded in.",
            "Question 1: 100 Strong (estimate), with 1a",
            '"Then I warm the pot with a little of it.',
            "(empty line: next question; /model, ",
            "! Follow is not possible: it is feedback.",
        )
    ]
    assert places == sorted(places)
    assert out.count("with 1a") == 2


def test_a_follow_up_that_is_skipped_or_blank_leads_back_to_what_can_be_done(stage: Stage) -> None:
    stage.plan(number=1)
    out = stage.run(GOOD[0], ".", "/follow", "half", "/skip", "/follow", "/undo", ".", "/end")
    assert "Your answer so far:\nhalf" in out
    assert out.count("(empty line: next question; /follow, ") == 2
    assert out.count("(empty line: next question; /model, ") == 1
    assert stage.kept.turns[1].state is TurnState.BLANK
    assert "Estimate: Thin 60, over 1 of 1 answer" in out


def test_an_exam_asks_follow_ups_by_itself(stage: Stage) -> None:
    stage.plan(mode=Mode.EXAM, number=1)
    out = stage.run(GOOD[0], ".", GOOD[1], ".")
    assert "Question 1a of 1 (Tea), 0:45 min:" in out
    assert "Estimate: Strong 100, over 1 of 1 answer" in out
    assert "with 1a" not in out


class Late(Unheld):
    """A model that marks by the estimate, and fails where there was a follow-up."""

    id = GraderId(name="model", version="1", model="late")

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        if task.further:
            return Grade(
                status="ungraded", reason="timeout", grader=self.id, rubric=task.rubric.hash
            )
        grade = Estimator().estimate(task)
        return grade.model_copy(update={"status": "graded", "grader": self.id})


def test_an_exam_comes_back_to_a_question_that_a_model_has_marked(stage: Stage) -> None:
    stage.services.grader = Late()
    stage.plan(mode=Mode.EXAM, number=3)
    out = stage.run(GOOD[0], ".", GOOD[0], ".", GOOD[1], ".", "/skip", "/skip", "/skip")
    assert [turn.label for turn in stage.kept.turns] == ["1", "1a", "2", "2a", "3"]
    assert "Back to question 1: How would you make tea" in out
    assert "! Question 1: timeout" in out
    assert "Not in the grade: follow-up 1a: timeout" in out
    assert "1 follow-up ungraded: timeout" in out


def test_one_s_own_mark_wins_and_stands_beside_the_estimate(stage: Stage) -> None:
    stage.plan(number=1)
    out = stage.run("no idea", ".", "/mark 1 met", "/mark 2 met", "/mark 2 none", "/end")
    turn = stage.kept.turns[0]
    assert turn.self_marks == own(boil=Verdict.MET)
    assert turn.grade is not None
    assert turn.grade.score == 0
    assert turn.score == 60
    assert "Kept. With your own marks: 60." in out


def test_scores_wait_for_the_end_where_the_user_wants_that(stage: Stage) -> None:
    stage.plan(number=1)
    stage.services.settings = replace(stage.services.settings, hide_scores=True)
    out = stage.run("I boil water first.", ".", "/mark 2 met", "/feedback", "/end")
    before, _, after = out.partition("The interview is over")
    assert "marked (estimate); the score comes at the end" in before
    assert "Kept. With your own marks: the score comes at the end." in before
    assert "Says that fresh water is boiled first." in before
    assert not re.search(r"\d (Strong|Solid|Thin|Weak)", before)
    assert re.search(r"(Strong|Solid|Thin|Weak) \d", after)


def test_a_reason_may_follow_a_mark(stage: Stage) -> None:
    stage.plan(number=1)
    out = stage.run("I boil.", ".", "/mark 2 met said at  the end", "/feedback", "/end")
    assert stage.kept.turns[0].self_marks["warm"].reason == "said at the end"
    assert "● met (your mark, estimate: missed, because said at the end), important" in out


@pytest.mark.parametrize("words", ["", "1", "1 superb", "0 met", "4 met", "x met", "² met"])
def test_a_mark_that_is_none_is_explained(stage: Stage, words: str) -> None:
    stage.plan(number=1)
    out = stage.run("no idea", ".", f"/mark {words}", "/end")
    assert "! That is no mark. /mark 1 met, for criteria 1 to 3: met, partly, missed" in out
    assert stage.kept.turns[0].self_marks == {}


def test_commands_do_what_help_says(stage: Stage) -> None:
    stage.plan(number=2)
    out = stage.run(
        "/help",
        "/time",
        "/show",
        "first",
        "second",
        "/undo",
        "//slash",
        "/show",
        "/flag",
        "/hint",
        "/nonsense",
        ".",
        "/model",
        "/again",
        "better",
        ".",
        "/next",
        "/end",
    )
    first, again, last = stage.kept.turns
    assert first.answer == "first\n/slash"
    assert (first.flagged, first.hinted) == (True, True)
    assert (again.label, again.answer) == ("1.2", "better")
    assert last.state is not TurnState.PLANNED
    for text in (
        "Question: 2:00 left",
        "(nothing yet)",
        "Taken back: second",
        "first\n/slash",
        "Question 1 is flagged.",
        "Hint: Boil fresh water",
        "There is no command /nonsense. /help lists them.",
        "Model answer:\nI boil fresh water",
        "Question 1.2 of 2",
    ):
        assert text in out, text


def test_going_back_to_a_skipped_question(stage: Stage) -> None:
    stage.plan(number=2)
    out = stage.run("begun", "/skip", "two", ".", "", "/back 9", "hello", "/back 1", "done", ".")
    assert "No skipped question 9. Skipped: 1." in out
    assert out.count("Every question was asked. Skipped: 1.") == 2
    assert stage.kept.turns[0].answer == "begun\ndone"


def test_a_pause_takes_no_text(stage: Stage) -> None:
    stage.plan(number=1)
    out = stage.run("one", "/pause", "lost?", "/resume", "two", ".", "/end")
    assert "Paused; nothing was taken." in out
    assert stage.kept.turns[0].answer == "one\ntwo"


def test_a_session_left_in_a_pause_or_in_feedback_goes_on_there(stage: Stage) -> None:
    stage.plan(number=2)
    stage.run("one", "/pause")
    assert stage.phase() is Phase.PAUSED
    out = stage.run("/resume", ".", "/quit")
    assert "Paused. /resume goes on." in out
    assert stage.phase() is Phase.FEEDBACK
    out = stage.run("", "/skip", "/quit")
    assert "Question 1: " in out
    assert stage.phase() is Phase.CLOSING
    assert "Every question was asked. Skipped: 2." in stage.run("/end")


def test_escape_codes_and_markup_in_an_answer_stay_harmless(stage: Stage) -> None:
    stage.plan(number=1)
    answer = "I boil the [bold] \x1b[31mwater\x07 \u202eשלום"
    out = stage.run(answer, ".", "/end")
    assert stage.kept.turns[0].answer == answer
    assert not set(out) & {"\x1b", "\x07", "\u202e"}
    assert "[bold]" in out


class Typing:
    """Lines that come while time goes by: a number is seconds of silence."""

    by_hand = False

    def __init__(self, time: FakeTime, *script: str | float) -> None:
        self.ended = asyncio.Event()
        self.time = time
        self.script = list(script)

    def end(self) -> None:
        self.ended.set()

    def empty(self) -> bool:
        return not self.script or not isinstance(self.script[0], str)

    async def get(self, seconds: float) -> str | None:
        if not self.script:
            return None
        item = self.script.pop(0)
        if isinstance(item, str):
            return item
        (self.time.stand if isinstance(item, Asleep) else self.time.pass_)(item)
        raise TimeoutError


def typing(stage: Stage, patch: pytest.MonkeyPatch, *script: str | float) -> str:
    lines: Callable[..., Typing] = lambda *_: Typing(stage.time, *script)  # noqa: E731
    patch.setattr(plain_run, "Lines", lines)
    return stage.run()


def test_an_exam_hands_in_at_zero(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.plan(mode=Mode.EXAM, number=2, rounds=0)
    out = typing(stage, monkeypatch, "half", 91, 29.5, 10, "two", ".")
    assert "[30 seconds of the question's time left]" in out
    assert "Time is up; handed in as it stands." in out
    assert [(turn.answer, turn.handed_in) for turn in stage.kept.turns] == [
        ("half", "clock"),
        ("two", "hand"),
    ]


class Asleep(float):
    """Seconds in which the program stands still while no line comes."""


def test_a_program_that_stood_still_says_so_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.plan(mode=Mode.EXAM, number=1, rounds=0)
    out = typing(stage, monkeypatch, "half", 10, Asleep(720), 10, "rest", ".")
    assert out.count("[The program stood still for 12 min; the clock stood too.]") == 1
    assert (stage.kept.turns[0].answer, stage.kept.turns[0].used) == ("half\nrest", 20)


def test_a_pause_does_not_show_the_answer(stage: Stage) -> None:
    stage.plan(number=1)
    out = stage.run("a secret", "/pause", "/show", "/resume", ".")
    paused, _, rest = out.partition("Paused.")[2].partition("On again")
    assert "secret" not in paused
    assert "a secret" in rest


def test_how_an_answer_was_given_stands_under_its_marks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.plan(number=1)
    out = typing(stage, monkeypatch, 8, GOOD[0], 22, ".", "/end")
    assert (
        "How you gave 1: 0:30 of 2:00 used · first word after 0:08 · 8 words · "
        "in whole pieces, so its typing is not known · spoken about 0:05 at 140 words a minute.\n"
    ) in out


def test_practice_counts_overtime(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.plan(number=1)
    out = typing(stage, monkeypatch, "half", 200, "/time", "rest", ".", "/end")
    assert "[the question's time is over; you may go on]" in out
    assert "Question: +1:20 left" in out
    assert stage.kept.turns[0].answer == "half\nrest"
    assert stage.kept.turns[0].used == 200


def test_a_draft_that_cannot_be_kept_is_said_once_and_again_when_it_can(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.plan(number=1)
    recorder = stage.services.store.recorder(stage.kept)
    kept, full = type(recorder).draft, [True]

    def draft(self: Any, session: Session, turn: Any) -> None:
        if full[0]:
            raise StoreError("The disk is full.")
        kept(self, session, turn)

    monkeypatch.setattr(type(recorder), "draft", draft)
    script = Typing(stage.time, "one", 1.0, 1.0, 1.0, ".", "/end")

    class Healing(Typing):
        async def get(self, seconds: float) -> str | None:
            if len(self.script) == 3:
                full[0] = False
            return await super().get(seconds)

    monkeypatch.setattr(plain_run, "Lines", lambda *_: Healing(stage.time, *script.script))
    out = stage.run()
    assert out.count("! Not saved: The disk is full.") == 1
    assert out.count("Saved again.") == 1
    assert stage.kept.turns[0].answer == "one"


def test_what_could_not_be_handed_in_is_never_called_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stage.plan(number=1)
    recorder = type(stage.services.store.recorder(session))
    kept = recorder.keep

    def keep(self: Any, session: Session, turns: Any) -> None:
        if any(turn.state.answered for turn in turns):
            raise StoreError("The disk is full.")
        kept(self, session, turns)

    monkeypatch.setattr(recorder, "keep", keep)
    target = io.StringIO()
    code = run_plain(session, stage.services, io.StringIO("one\n.\n"), target)
    assert code == 3
    assert "! The disk is full." in target.getvalue()
    assert f"interviewer resume {session.id}" in target.getvalue()
    assert stage.kept.turns[0].draft == "one"


class Stuck(Unheld):
    """A grader that never comes back, while the program is asked to end."""

    id = GraderId(name="model", version="1", model="stuck")

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        signal.raise_signal(signal.SIGTERM)
        await asyncio.Event().wait()
        raise AssertionError("nothing sets that event")


def test_a_signal_ends_the_wait_for_a_grader_and_the_answer_is_kept(stage: Stage) -> None:
    stage.services.grader = Stuck()
    session = stage.plan(number=1)
    target = io.StringIO()
    assert run_plain(session, stage.services, io.StringIO("one\n.\n"), target) == 130
    assert f"interviewer resume {session.id}" in target.getvalue()
    assert stage.kept.turns[0].answer == "one"
    assert stage.kept.turns[0].grade is None
