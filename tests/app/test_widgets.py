"""The widgets alone: what they make of the values they are given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content

from interviewer.widgets.clock import face
from interviewer.widgets.editor import LONGEST_LINE, fit_to_edit
from interviewer.widgets.hanging import Hanging
from interviewer.widgets.lit_answer import EVIDENCE, SHOWN_AT_MOST, TERM, LitAnswer
from interviewer.widgets.score_line import score_words
from interviewer.widgets.signs import halves, in_place, one_line, turn_sign
from interviewer.widgets.turn_strip import TurnStrip
from interviewer.wording import BEING_GRADED, about_minutes
from rubrics.estimate import Estimator
from rubrics.grade import Evidence, Grade, GraderId, Verdict
from rubrics.grader import GradingTask
from rubrics.text import printable
from sessions.plan import plan_session
from sessions.session import Turn, TurnState
from tests.fakes import FakeTime, small_bank
from tests.sessions.sample import own


def turn(**changes: object) -> Turn:
    """The first turn of a session over the small bank, with some values changed."""
    [first, *_] = plan_session(small_bank(), FakeTime(), seed=1).turns
    return first.model_copy(update=changes)


def graded(answer: str, **changes: object) -> Turn:
    """A turn with an estimate of this answer."""
    made = turn(answer=answer, state=TurnState.GRADED)
    grade = Estimator().estimate(GradingTask.of(made.question, answer))
    return made.model_copy(update={"grade": grade, **changes})


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    shown = in_place(text)
    assert len(shown) == len(text)
    assert printable(shown) == shown


@given(st.text(), st.integers(1, 50))
def test_one_line_is_one_line(text: str, longest: int) -> None:
    shown = one_line(text, longest)
    assert len(shown) <= longest
    assert not any(unicodedata.category(letter) == "Cc" for letter in shown)


@given(st.text(st.sampled_from("ab \n"), max_size=200), st.integers(1, 200))
def test_a_text_fitted_to_the_editor_loses_no_letter(text: str, times: int) -> None:
    fitted = fit_to_edit(text * times)
    assert fitted.replace("\n", "") == (text * times).replace("\n", "")
    assert max(map(len, fitted.split("\n"))) <= LONGEST_LINE


@pytest.mark.parametrize(
    ("left", "allotted", "line", "look"),
    [
        (120.0, 120, "2:00 ▐██████████▌", "quiet"),
        (31.0, 120, "0:31 ▐███░░░░░░░▌", "quiet"),
        (151.0, 600, "2:31 ▐███░░░░░░░▌", "quiet"),
        (150.0, 600, "2:30 ▐██░░░░░░░░▌ left", "warm"),
        (30.0, 600, "30 s", "plain"),
        (0.4, 600, "1 s", "plain"),
        (30.0, 30, "0:30 ▐██████████▌", "quiet"),
        (-41.0, 120, "+0:41 overtime", "plain"),
    ],
)
def test_the_clock_is_quiet_then_warm_then_plain(
    left: float, allotted: float, line: str, look: str
) -> None:
    shown = face(left, allotted)
    assert (shown.line, shown.look) == (line, look)


@pytest.mark.parametrize("width", [12, 30, 60, 200])
@pytest.mark.parametrize("now", [0, 25, 49])
async def test_the_strip_shows_the_open_turn_and_fits(width: int, now: int) -> None:
    first = turn()
    turns = [first.model_copy(update={"id": n, "number": n + 1}) for n in range(50)]

    class Shows(App[None]):
        def compose(self) -> ComposeResult:
            yield TurnStrip()

    app = Shows()
    async with app.run_test(size=(width, 3)):
        strip = app.query_one(TurnStrip)
        strip.show(turns, now, tell=True)
        shown = str(strip.content)
        assert f"{now + 1} now" in shown
        assert Content(shown).cell_length <= width
        assert shown.startswith("‹") != shown.startswith("1 ")
        assert shown.endswith("›") != (f"50 {'now' if now == 49 else '·'}" in shown)


def test_an_exam_tells_no_result() -> None:
    answered = graded("I boil water.")
    assert turn_sign(answered, tell=False) == "▪"
    assert turn_sign(answered).startswith("◇ ")
    assert turn_sign(turn(state=TurnState.SKIPPED), tell=False) == "–"


def test_a_score_says_who_it_is_from() -> None:
    answered = graded("I boil water and warm the pot.")
    assert "◇ estimate" in score_words(answered).plain
    marked = answered.model_copy(update={"self_marks": own(boil=Verdict.MISSED)})
    assert "✎ your own marks" in score_words(marked).plain
    assert "the estimate said" in score_words(marked).plain
    submitted = turn(answer="a", state=TurnState.SUBMITTED)
    assert "being graded" in score_words(submitted, BEING_GRADED).plain
    assert "not graded yet" in score_words(submitted).plain


def test_an_ungraded_answer_shows_its_reason_and_no_number() -> None:
    grade = Grade(
        status="ungraded",
        reason="rate limited",
        grader=GraderId(name="model", version="1"),
        rubric="0" * 16,
    )
    words = score_words(turn(answer="a", state=TurnState.UNGRADED, grade=grade)).plain
    assert words == "! Ungraded: rate limited"


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.5, "½"), (3.5, "3½"), (4, "4"), (-0.5, "−½")]
)
def test_halves_are_written_as_such(value: float, words: str) -> None:
    assert halves(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(20, "1 min"), (2280, "38 min"), (3600, "1 h"), (4800, "1 h 20 min")]
)
def test_lengths_of_time_in_words(seconds: float, words: str) -> None:
    assert about_minutes(seconds) == words


async def test_evidence_and_terms_are_lit_in_their_places() -> None:
    text = "First \x1b I boil water, then I pour."
    start = text.index("boil")
    piece = Evidence(quote="boil water", start=start, end=start + 10, terms=((start, start + 4),))

    class Shows(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return {"quiet": "#888888", "lit-foreground": "#000000", "lit-background": "#ffffff"}

        def compose(self) -> ComposeResult:
            yield LitAnswer(text)

    app = Shows()
    async with app.run_test():
        answer = app.query_one(LitAnswer)
        answer.light([piece])
        content = answer.query_one("Static").content  # type: ignore[attr-defined]
        assert {(str(content)[s.start : s.end], s.style) for s in content.spans} == {
            ("boil water", EVIDENCE),
            ("boil", TERM),
        }
        answer.show("")
        assert "Nothing was written." in str(answer.query_one("Static").content)  # type: ignore[attr-defined]
        answer.show("x" * (SHOWN_AT_MOST + 5))
        assert "5 more characters" in str(answer.query_one("Static").content)  # type: ignore[attr-defined]


async def test_evidence_far_down_comes_into_view() -> None:
    text = "line\n" * 100 + "here"
    piece = Evidence(quote="here", start=500, end=504)

    class Shows(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return {"quiet": "#888888", "lit-foreground": "#000000", "lit-background": "#ffffff"}

        def compose(self) -> ComposeResult:
            yield LitAnswer(text)

    app = Shows()
    async with app.run_test(size=(40, 10)) as pilot:
        answer = app.query_one(LitAnswer)
        answer.light([piece])
        await pilot.pause()
        assert answer.scroll_offset.y > 80


def test_text_hangs_behind_its_sign() -> None:
    hanging = Hanging(Content("● "), Content("one two three"))
    assert hanging.get_height({}, 7) == 3
    assert hanging.get_height({}, 80) == 1
    assert hanging.get_optimal_width({}, 80) == 15
    assert hanging.plain == "● one two three"
