from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.delivery import PAUSE, PIECE, Delivery, deliveries, delivery
from sessions.drafts import DraftStep
from sessions.session import Turn, TurnState
from tests.sessions.sample import new_session


def answered(words: int = 4, used: float = 60.0, **changes: object) -> Turn:
    """A turn that was answered with so many words, its first key after ten seconds."""
    answer = " ".join(["tea"] * words)
    return (
        new_session()
        .turns[0]
        .model_copy(
            update={
                "answer": answer,
                "draft": answer,
                "state": TurnState.SUBMITTED,
                "used": used,
                "first_word": 10.0,
                **changes,
            }
        )
    )


def typed(moments: Sequence[float], text: str = "tea ") -> list[DraftStep]:
    """A journal with a few letters at each of these moments."""
    return [DraftStep(at, 4 * number, 0, text) for number, at in enumerate(moments)]


def made(turn: Turn, journal: Sequence[DraftStep] = ()) -> Delivery:
    found = delivery(turn, journal)
    assert found is not None
    return found


def test_time_between_changes_is_typing_and_a_pause_is_not() -> None:
    journal = typed([10.5, 11.0, 15.0, 40.0, 41.5])
    assert made(answered(), journal).typing == pytest.approx((0.5 + 0.5 + 4.0 + 1.5) / 60)


@pytest.mark.parametrize(("gap", "share"), [(PAUSE, PAUSE / 60), (PAUSE + 0.1, 0.0)])
def test_a_pause_is_longer_than_five_seconds(gap: float, share: float) -> None:
    assert made(answered(), typed([10.0, 10.0 + gap])).typing == pytest.approx(share)


def test_all_that_is_to_be_said_of_a_typed_answer() -> None:
    given = made(answered(158, 95.0, edits=4), typed([10.0 + step / 2 for step in range(120)]))
    assert list(given.phrases()) == [
        "first word after 0:10",
        "158 words, 100 a minute",
        "typing 63% of the time",
        "4 edits",
        "spoken about 1:10 at 140 words a minute",
    ]


def test_of_a_pasted_answer_nothing_is_said_of_typing_pace_and_edits() -> None:
    pasted = [DraftStep(10.0, 0, 0, "t" * (PIECE + 1)), DraftStep(12.0, PIECE + 1, 0, "ea")]
    given = made(answered(30, 12.0, edits=2), pasted)
    assert given.typing is given.words_a_minute is None
    assert list(given.phrases()) == [
        "first word after 0:10",
        "30 words",
        "in whole pieces, so its typing is not known",
        "spoken about 0:15 at 140 words a minute",
    ]


def test_a_pasted_word_in_a_typed_answer_is_typing() -> None:
    journal = [
        *typed([10.0 + step for step in range(20)]),
        DraftStep(30.0, 80, 0, "t" * (PIECE + 1)),
    ]
    assert made(answered(), journal).typing == pytest.approx(20 / 60)


def test_a_single_change_tells_nothing_of_typing() -> None:
    assert made(answered(), typed([20.0])).typing is None


def test_without_a_journal_nothing_is_said_of_typing() -> None:
    given = made(answered(1, first_word=None))
    assert list(given.phrases()) == [
        "1 word, 1 a minute",
        "spoken about 0:05 at 140 words a minute",
    ]


def test_an_answer_without_words_has_none() -> None:
    turns = [answered(0), answered(answer=None, state=TurnState.SKIPPED), answered()]
    session = new_session()
    turns = [turn.model_copy(update={"id": at}) for at, turn in enumerate(turns)]
    session = session.model_copy(update={"turns": (*turns, *session.turns[3:])})
    assert list(deliveries(session, {2: typed([11.0])})) == [2]


@given(
    st.lists(st.floats(0, 500), max_size=20).map(sorted),
    st.floats(0, 500),
    st.none() | st.floats(0, 500),
)
def test_a_share_is_a_share(moments: list[float], used: float, first_word: float | None) -> None:
    given = made(answered(9, used, first_word=first_word), typed(moments))
    assert given.typing is None or 0 <= given.typing <= 1
    assert given.words_a_minute is None or given.words_a_minute > 0
    assert all(given.phrases())
