"""Modes, presets and drills from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rubrics.grade import blank_grade
from rubrics.loading import load_bank
from sessions.interview import Interview
from sessions.plan import plan_session
from sessions.session import Mode
from sessions.store import Store
from tests.e2e.stored import kept
from tests.fakes import FakeTime, cold_bank, small_bank
from tests.interviewer.command import Shell
from tests.sessions.sample import ESTIMATE

DUE = ["hnsw-structure-and-cost", "what-is-an-embedding"]


@pytest.fixture
def answered(home: Path) -> None:
    """Two questions to which nothing was said, months ago."""
    bank, time = load_bank("ai-embedding-systems-engineer"), FakeTime()
    session = plan_session(bank, time, questions=DUE)
    with Store.open(home, time) as store:
        store.create(session)
        interview = Interview(session, time, store.recorder(session))
        interview.begin()
        for turn in session.turns:
            interview.submit()
            interview.graded(turn.id, blank_grade(turn.question.rubric, ESTIMATE))
            interview.next()


def chosen(home: Path) -> tuple[Mode, list[str]]:
    session = kept(home)
    return session.mode, [turn.question.id for turn in session.turns]


@pytest.mark.usefixtures("answered")
def test_a_drill_asks_what_is_due(interviewer: Shell, home: Path) -> None:
    outcome = interviewer("start", "--plain", "--drill", stdin="/quit\n")
    assert "2 questions, drill" in outcome.out
    assert chosen(home) == (Mode.DRILL, DUE)


@pytest.mark.usefixtures("answered")
def test_a_drill_takes_in_new_questions_where_asked(interviewer: Shell, home: Path) -> None:
    interviewer("start", "--plain", "--drill", "-n", "5", stdin="/quit\n")
    assert chosen(home) == (Mode.DRILL, DUE)
    interviewer("start", "--plain", "--drill", "-n", "5", "--new", stdin="/quit\n")
    mode, questions = chosen(home)
    assert (mode, questions[:2], len(set(questions))) == (Mode.DRILL, DUE, 5)


@pytest.mark.usefixtures("answered")
def test_feedback_comes_after_each_answer_of_a_drill(interviewer: Shell) -> None:
    said = interviewer("start", "--plain", "--drill", stdin=".\n\n/quit\n").out
    assert said.index("Question 1: 0 Weak") < said.index("Question 2 of 2")


def test_without_an_answer_there_is_nothing_to_drill(interviewer: Shell) -> None:
    outcome = interviewer("start", "--plain", "--drill")
    assert outcome.code == 3
    assert "nothing to drill" in outcome.err
    assert "Answer them first" in outcome.err


def test_a_preset_sets_up_and_options_change_it(interviewer: Shell, home: Path) -> None:
    interviewer("start", "--plain", "--preset", "screen", stdin="/quit\n")
    session = kept(home)
    assert (session.mode, len(session.turns), session.limit) == (Mode.EXAM, 5, 900)
    interviewer("start", "--plain", "--preset", "screen", "--practice", "-n", "2", stdin="/quit\n")
    session = kept(home)
    assert (session.mode, len(session.turns), session.limit) == (Mode.PRACTICE, 2, 900)


def test_no_exam_from_a_file_is_followed_up(interviewer: Shell, home: Path) -> None:
    interviewer("start", "--plain", "--preset", "full-loop", stdin="/quit\n")
    assert (kept(home).mode, kept(home).rounds) == (Mode.EXAM, 0)
    options = ("--preset", "full-loop", "--follow-ups", "2")
    interviewer("start", "--plain", *options, stdin="/quit\n")
    assert kept(home).rounds == 2


def test_behavioral_only(interviewer: Shell, home: Path) -> None:
    interviewer("start", "--plain", "--preset", "behavioral", stdin="/quit\n")
    assert {turn.section for turn in kept(home).turns} == {"Behavioral"}


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--preset", "scren"], 3, "Did you mean screen?"),
        (["--preset", "drill"], 3, "Nothing was answered and marked yet."),
        (["--drill", "-q", "what-is-an-embedding"], 2, "leave -q out"),
        (["--new"], 2, "--new goes with --drill"),
        (["--drill", "-s", "beginer"], 3, "Did you mean beginner?"),
    ],
)
def test_wishes_that_cannot_be_met(
    interviewer: Shell, options: list[str], code: int, told: str
) -> None:
    outcome = interviewer("start", "--plain", *options)
    assert outcome.code == code
    assert told in outcome.err
    assert outcome.out == ""


def test_presets_are_listed_with_what_they_lack(interviewer: Shell) -> None:
    outcome = interviewer("start", "--list-presets")
    lines = outcome.out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "screen",
        "full-loop",
        "behavioral",
        "drill",
        "weakest",
    ]
    assert "Full loop, 50 questions." in lines[1]
    assert "Not now. Nothing was answered and marked yet." in lines[3]


@pytest.mark.usefixtures("answered")
def test_what_was_answered_makes_more_presets(interviewer: Shell, home: Path) -> None:
    outcome = interviewer("start", "--list-presets")
    assert "Not now" not in outcome.out
    interviewer("start", "--plain", "--preset", "drill", stdin="/quit\n")
    assert chosen(home) == (Mode.DRILL, DUE)


@pytest.fixture
def banks(tmp_path: Path) -> list[str]:
    """Files of two banks with the same questions."""
    files = []
    for bank in (small_bank(), cold_bank()):
        files.append(tmp_path / f"{bank.id}.yaml")
        files[-1].write_text(json.dumps(bank.model_dump(mode="json")))
    return [str(file) for file in files]


def test_banks_are_mixed(interviewer: Shell, home: Path, banks: list[str]) -> None:
    mix = ("--bank", banks[0], "--bank", banks[1])
    outcome = interviewer(
        "start", "--plain", *mix, "-s", "cold-drinks/tea", stdin="I boil it.\n.\n"
    )
    assert outcome.code == 0, outcome.err
    assert "Hot Drinks Engineer + Cold Drinks Engineer: 2 questions" in outcome.out
    assert "Question 1 of 2 (cold-drinks / Tea)" in outcome.out
    assert [turn.bank for turn in kept(home).turns] == ["cold-drinks", "cold-drinks"]
    assert "Full loop, 8 questions" in interviewer("start", "--list-presets", *mix).out
    for bank, begins in ((banks[1], 0), (banks[0], 3)):
        drill = interviewer("start", "--plain", "--drill", "-n", "1", "--bank", bank)
        assert drill.code == begins, drill.err


def test_an_unknown_bank_among_several_begins_nothing(
    interviewer: Shell, home: Path, banks: list[str]
) -> None:
    for second, words in (("no-such-bank", "no-such-bank"), (banks[0], "the id 'hot-drinks'")):
        outcome = interviewer("start", "--plain", "--bank", banks[0], "--bank", second)
        assert outcome.code != 0
        assert words in outcome.err
    with Store.open(home) as store:
        assert store.sessions() == []
