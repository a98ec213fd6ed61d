"""A whole interview in a real terminal at 80×24, and its sudden ends."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from sessions.session import Phase, TurnState
from tests.e2e.stored import kept
from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

WORDS = ["the", "vector", "captures", "meaning", "so", "that", "texts", "lie", "close"]


def test_five_questions_from_home_to_report(home: Path) -> None:
    with Terminal(home, "start", "-n", "5", "--seed", "3") as terminal:
        for number in range(1, 6):
            terminal.wait(f"{number} of 5")
            terminal.wait("0 words")
            terminal.type(f"Answer {number}: a dense vector captures the meaning of the text.")
            terminal.wait("11 words")
            terminal.press("F2")
            terminal.wait("estimate")
            terminal.wait("Go on")
            terminal.press("F2")
        terminal.wait("over 5 of 5")
        terminal.press("Ctrl+Q")
        assert terminal.ended() == 0
    session = kept(home)
    assert session.phase is Phase.ENDED
    assert [turn.state for turn in session.turns] == [TurnState.GRADED] * 5
    assert [turn.answer for turn in session.turns] == [
        f"Answer {number}: a dense vector captures the meaning of the text."
        for number in range(1, 6)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_in_mid_sentence_loses_at_most_the_last_second(home: Path, seed: int) -> None:
    draw = random.Random(seed)
    typed: list[tuple[float, str]] = []
    with Terminal(home, "start", "-n", "2", "--seed", "3") as terminal:
        terminal.wait("0 words")
        until = time.monotonic() + draw.uniform(1.5, 4)
        while time.monotonic() < until:
            word = draw.choice(WORDS) + " "
            terminal.type(word)
            typed.append((time.monotonic(), word))
            terminal.read(draw.uniform(0.01, 0.1))
        terminal.kill()
        killed = time.monotonic()
    everything = "".join(word for _, word in typed)
    # A second behind the keyboard, and a little for the key's way through the terminal.
    safe = "".join(word for moment, word in typed if moment < killed - 1.25)
    draft = kept(home).turns[0].draft
    assert everything.startswith(draft)
    assert draft.startswith(safe)
    assert safe

    with Terminal(home, "resume") as terminal:
        terminal.wait(f"{len(draft.split())} words")
        terminal.type("and on")
        terminal.wait("saved")
        terminal.press("F2")
        terminal.wait("estimate")
    assert kept(home).turns[0].answer == draft + "and on"


def test_a_terminal_that_goes_away_ends_the_program_and_keeps_the_draft(home: Path) -> None:
    with Terminal(home, "start", "-n", "2") as terminal:
        terminal.wait("0 words")
        terminal.type("half a thought")
        terminal.wait("3 words")
        terminal.hang_up()
        deadline = time.monotonic() + 20
        while terminal.process.isalive():
            assert time.monotonic() < deadline, "runs on without a terminal"
    assert kept(home).turns[0].draft == "half a thought"


def test_a_polite_kill_keeps_the_draft(home: Path) -> None:
    with Terminal(home, "start", "-n", "2") as terminal:
        terminal.wait("0 words")
        terminal.type("half a thought")
        terminal.wait("3 words")
        terminal.process.kill(signal.SIGTERM)
        terminal.ended()
    assert kept(home).turns[0].draft == "half a thought"


def test_plain_mode_by_hand(home: Path) -> None:
    with Terminal(home, "start", "--plain", "-n", "1", "--seed", "3", lines=60) as terminal:
        terminal.wait("Question 1 of 1")
        terminal.type("A dense vector that captures meaning.\r")
        terminal.type(".\r")
        terminal.wait("(estimate)")
        terminal.type("/end\r")
        terminal.wait("Read it again")
        assert terminal.ended() == 0
    assert kept(home).turns[0].answer == "A dense vector that captures meaning."


def test_a_second_program_on_the_same_session_is_told_so(home: Path) -> None:
    with Terminal(home, "start", "-n", "1") as first:
        first.wait("0 words")
        with Terminal(home, "resume", "--plain") as second:
            second.wait("another")
            assert second.ended() == 3
        first.type("still here")
        first.wait("2 words")
