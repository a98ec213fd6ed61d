"""Beginning and going on with an interview by another grader than the settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.config.preferences import FILE
from tests.e2e.stored import kept
from tests.interviewer.command import Shell

ANSWER = "It is a dense vector that captures meaning."


@pytest.fixture
def scripted(tmp_path: Path) -> str:
    """A model that refuses every answer."""
    path = tmp_path / "script.json"
    path.write_text('{"replies": [{"refusal": "I would rather not.", "again": true}]}')
    return f"scripted/{path}"


def test_the_option_says_who_marks_and_it_is_named_before_anything_is_sent(
    interviewer: Shell, home: Path, scripted: str
) -> None:
    outcome = interviewer(
        "start", "--plain", "-n", "1", "--grader", scripted, stdin=f"{ANSWER}\n.\n"
    )
    assert outcome.code == 0
    said = outcome.out.splitlines()
    assert said[1] == (
        f"Answers stay on this computer: {scripted} (--grader, not calibrated) marks them."
    )
    assert "ungraded: refused" in outcome.out
    session = kept(home)
    assert session.grader == scripted
    assert session.turns[0].grade is not None
    assert session.turns[0].grade.grader.model == scripted


def test_the_estimate_can_be_asked_for(
    interviewer: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL", "openai/m")
    outcome = interviewer(
        "start", "--plain", "-n", "1", "--grader", "estimate", stdin=f"{ANSWER}\n.\n"
    )
    assert (
        "Answers stay on this computer: offline estimate (--grader, not calibrated)." in outcome.out
    )
    assert kept(home).grader == "estimate"
    assert "(estimate)" in outcome.out


def test_a_resumed_interview_is_marked_by_the_grader_of_now_and_says_so(
    interviewer: Shell, home: Path, scripted: str
) -> None:
    interviewer("start", "--plain", "-n", "2", stdin=f"{ANSWER}\n.\n\n/quit\n")
    outcome = interviewer("resume", "--plain", "--grader", scripted, stdin=f"{ANSWER}\n.\n/quit\n")
    said = outcome.out.splitlines()[1]
    assert said.startswith("This interview began with the offline estimate; what it marked stays.")
    assert scripted in said
    first, second = kept(home).turns
    assert first.grade is not None
    assert second.grade is not None
    assert first.grade.grader.name == "estimate"
    assert second.grade.grader.model == scripted
    same = interviewer("resume", "--plain", stdin="/quit\n")
    assert "began with" not in same.out


@pytest.mark.parametrize("command", ["start", "resume"])
@pytest.mark.parametrize(
    ("name", "told", "advised"),
    [
        ("opnai/gpt", "There is no provider 'opnai'.", "Did you mean openai?"),
        ("estimat", "does not say whose model it is", "Did you mean estimate?"),
        ("scripted/none.yaml", "none.yaml cannot be read", ""),
    ],
)
def test_a_wrong_name_is_refused_before_there_is_a_session(
    interviewer: Shell, home: Path, command: str, name: str, told: str, advised: str
) -> None:
    outcome = interviewer(command, "--plain", "--grader", name)
    assert outcome.code == 3
    assert told in outcome.err
    assert advised in outcome.err
    assert not (home / "interviewer.db").exists()


def test_keys_that_lie_open_are_told_of_once(interviewer: Shell) -> None:
    Path(".env").write_text("GROQ_API_KEY=gsk-secret\n")
    Path(".env").chmod(0o644)
    outcome = interviewer("start", "--plain", "-n", "1", stdin="/quit\n")
    assert outcome.code == 0
    assert outcome.err.count("chmod 600") == 1
    assert "gsk-secret" not in outcome.err + outcome.out


def test_a_file_is_graded_by_the_same_choice(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch, scripted: str
) -> None:
    assert "offline estimate (INTERVIEWER_MODEL)" in interviewer("grade", "-").err
    monkeypatch.setenv("INTERVIEWER_MODEL", scripted)
    assert f"{scripted} (INTERVIEWER_MODEL) marks them." in interviewer("grade", "-").err
    monkeypatch.delenv("INTERVIEWER_MODEL")
    monkeypatch.setenv("GROQ_API_KEY", "gsk-secret")
    outcome = interviewer("grade", "-")
    assert outcome.code == 0
    assert "Answers are sent to groq/openai/gpt-oss-120b (GROQ_API_KEY is set)" in outcome.err
    assert "gsk-secret" not in outcome.err + outcome.out


def test_reading_again_needs_no_grader(interviewer: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    interviewer("start", "--plain", "-n", "1", stdin=f"{ANSWER}\n.\n")
    monkeypatch.setenv("INTERVIEWER_MODEL", "opnai/m")
    assert interviewer("review", "--plain").code == 0
    assert interviewer("export", "last").code == 0


def test_minutes_of_the_settings_hold_where_none_are_given(interviewer: Shell, home: Path) -> None:
    home.mkdir()
    (home / FILE).write_text("[interview]\nquestion_minutes = 7\n")
    begun = interviewer("start", "--plain", "-n", "1", stdin="/quit\n")
    assert "7:00 min:" in begun.out
    assert begun.err == ""
    given = interviewer("start", "--plain", "-n", "1", "--question-minutes", "2", stdin="/quit\n")
    assert "2:00 min:" in given.out


def test_follow_ups_of_the_settings_hold_where_none_are_said(
    interviewer: Shell, home: Path
) -> None:
    home.mkdir()
    (home / FILE).write_text("[interview]\nfollow_ups = 2\n")
    interviewer("start", "--plain", "-n", "1", stdin="/quit\n")
    assert kept(home).rounds == 2
    interviewer("start", "--plain", "-n", "1", "--follow-ups", "0", stdin="/quit\n")
    assert kept(home).rounds == 0


def test_a_mistake_in_the_file_is_told_and_stops_only_what_depends_on_it(
    interviewer: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / FILE).write_text("them = 'light'\nbudget = 'much'\n")
    begun = interviewer("start", "--plain", "-n", "1", stdin="/quit\n")
    assert begun.code == 0
    assert "there is no setting them. Did you mean theme?" in begun.err
    monkeypatch.setenv("INTERVIEWER_MODEL", "openai/m")
    stopped = interviewer("start", "--plain", "-n", "1")
    assert stopped.code == 3
    assert f"{home / FILE}: budget is 'much'; it is a number of dollars" in stopped.err
    assert interviewer("review", "--plain").code == 0
