from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessions.drafts import DraftStep, fold, states, step, well_formed

# Few letters, so that texts have much in common; the rest is what breaks naive code.
LETTERS = st.text(alphabet="ab\n\x00é\u0301👩\u200d🚀שלום\u202e", max_size=12)


def journal(texts: list[str]) -> list[DraftStep]:
    steps = []
    before = ""
    for at, text in enumerate(texts):
        change = step(before, text, float(at))
        if change is not None:
            steps.append(change)
        before = text
    return steps


@given(st.lists(LETTERS, max_size=12))
@example(["aa", "a", "aaa", ""])
def test_a_journal_folds_to_the_last_text(texts: list[str]) -> None:
    steps = journal(texts)
    assert fold(steps) == (texts[-1] if texts else "")
    changed = [text for one, text in zip(["", *texts], texts, strict=False) if one != text]
    assert list(states(steps)) == changed


@given(LETTERS, LETTERS)
def test_a_step_holds_no_more_than_what_changed(before: str, after: str) -> None:
    change = step(before, after, 1.0)
    if change is None:
        assert before == after
        return
    removed = before[change.position : change.position + change.removed]
    assert not (removed and change.inserted and removed[0] == change.inserted[0])
    assert not (removed and change.inserted and removed[-1] == change.inserted[-1])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "abc", (0, 0, "abc")),
        ("abc", "abcd", (3, 0, "d")),
        ("abc", "ab", (2, 1, "")),
        ("abcd", "aXd", (1, 2, "X")),
        ("aaa", "aa", (2, 1, "")),
        ("👩🚀", "👩\u200d🚀", (1, 0, "\u200d")),
    ],
)
def test_steps_count_code_points(before: str, after: str, expected: object) -> None:
    change = step(before, after, 2.5)
    assert change is not None
    assert (change.position, change.removed, change.inserted) == expected
    assert change.at == 2.5


def test_a_megabyte_is_one_small_step_away_from_itself_and_a_letter() -> None:
    text = "word " * 200_000
    middle = len(text) // 2
    change = step(text, f"{text[:middle]}!{text[middle:]}", 0.0)
    assert change == DraftStep(0.0, middle, 0, "!")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whole_text_is_left_alone(text: str) -> None:
    assert well_formed(text) == text


@given(st.text(st.characters(categories=["Cs", "Ll", "So"]), max_size=8))
def test_half_characters_never_remain(text: str) -> None:
    well_formed(text).encode()


def test_two_halves_become_a_character() -> None:
    assert well_formed("a\ud83d\ude00b\ud83d") == "a😀b\ufffd"
