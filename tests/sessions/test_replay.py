"""Replay: an answer as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.drafts import DraftStep, fold, step
from sessions.replay import Doing, Player, Recording


@st.composite
def journals(draw: st.DrawFn) -> list[DraftStep]:
    """The journal of texts that followed one another, by clocks that may be set back."""
    steps = []
    text = ""
    for after in draw(st.lists(st.text(max_size=9), max_size=200)):
        change = step(text, after, draw(st.floats(0, 300)))
        if change is not None:
            steps.append(change)
            text = after
    return steps


@given(journals(), st.floats(0, 400))
def test_at_the_end_stands_the_draft_that_was_kept(steps: list[DraftStep], length: float) -> None:
    recording = Recording(steps, length)
    assert Player(recording).sought(1e9).text == fold(steps)
    assert recording.text_at(-1) == ""


@given(journals(), st.floats(0, 300), st.lists(st.floats(-400, 400)))
def test_the_way_to_a_moment_does_not_matter(
    steps: list[DraftStep], moment: float, moves: list[float]
) -> None:
    player = Player(Recording(steps))
    wandered = player
    for move in moves:
        wandered = wandered.sought(wandered.at + move)
        assert 0 <= wandered.at <= wandered.recording.length
    assert wandered.sought(moment).text == player.sought(moment).text


@given(journals(), st.lists(st.floats(0, 50)), st.booleans())
def test_playing_goes_forward_and_stops_at_the_end(
    steps: list[DraftStep], ticks: list[float], skips: bool
) -> None:
    player = Player(Recording(steps, 10), skips=skips).toggled()
    for tick in (*ticks, 1e6):
        later = player.advanced(tick)
        assert later.at >= player.at
        player = later
    assert player.over
    assert not player.playing


@given(journals(), st.integers(1, 60))
def test_the_strip_tells_of_every_character(steps: list[DraftStep], number: int) -> None:
    stretches = Recording(steps).stretches(number)
    assert len(stretches) == number
    assert sum(part.typed for part in stretches) == sum(len(one.inserted) for one in steps)
    assert sum(part.deleted for part in stretches) == sum(one.removed for one in steps)


TYPED = [
    DraftStep(2.0, 0, 0, "I boil tee"),
    DraftStep(3.0, 7, 3, ""),
    DraftStep(33.0, 7, 0, "tea."),
]


def test_the_text_at_each_moment() -> None:
    recording = Recording(TYPED, 40.0)
    assert [recording.text_at(at) for at in (0, 1.9, 2, 3, 32.9, 33, 40)] == [
        "",
        "",
        "I boil tee",
        "I boil ",
        "I boil ",
        "I boil tea.",
        "I boil tea.",
    ]
    assert [recording.place_at(at) for at in (0, 2, 3, 33)] == [0, 10, 7, 11]


def test_long_gaps_are_passed_over() -> None:
    recording = Recording(TYPED, 40.0)
    assert recording.gaps == ((4.0, 32.0), (34.0, 39.0))
    assert recording.idle == 33.0
    player = Player(recording).toggled()
    assert player.advanced(3.9).at == pytest.approx(3.9)
    assert player.advanced(4.5).at == pytest.approx(32.5)
    assert player.sought(20.0).advanced(0.5).at == pytest.approx(32.5)
    assert player.advanced(7.0).over
    slow = Player(recording, skips=False).toggled()
    assert slow.advanced(4.5).at == 4.5


def test_what_was_done_when() -> None:
    doing = [part.doing for part in Recording(TYPED, 40.0).stretches(20)]
    assert doing[:3] == [Doing.THINKING, Doing.TYPING, Doing.THINKING]
    assert [part.doing for part in Recording(TYPED, 40.0).stretches(40)][3] is Doing.DELETING


def test_speed_and_pause() -> None:
    player = Player(Recording(TYPED, 40.0), skips=False)
    assert player.advanced(5) == player
    for _ in range(9):
        player = player.faster(1)
    assert player.speed == 16
    assert player.toggled().advanced(2).at == 32.0
    for _ in range(9):
        player = player.faster(-1)
    assert player.speed == 1
    again = player.sought(40).toggled()
    assert (again.at, again.playing) == (0.0, True)
    assert not again.toggled().playing


def test_nothing_typed_is_nothing_to_play() -> None:
    recording = Recording([], 0.0)
    assert not recording
    assert recording.stretches(3)[0].doing is Doing.THINKING
    assert Player(recording).toggled().advanced(1).at == 0.0
