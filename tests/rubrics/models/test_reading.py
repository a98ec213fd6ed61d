"""The JSON object in a reply."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.models.reading import read_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(max_size=8), VALUES, max_size=5)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '  \n{"a": 1}\n\n',
        'Here you are:\n```json\n{"a": 1}\n```\nAnything else?',
        '{"draft": {"b": 2}}\nOn second thoughts:\n{"a": 1}',
        'I read {the answer} and {"id": ...} as a form. {"a": 1}',
        'A lone { is no object; {"a": 1}',
        '<think>first {"a": 2}, then "{" maybe</think>{"a": 1}',
        '{\n  "a": 1\n}',
        '[{"a": 1}]',
    ],
)
def test_the_last_object_is_found(text: str) -> None:
    assert read_object(text) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON object"),
        ("All met.", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "9" * 5000 + "}", "too large"),
        ('{"a": 1,}', "broken"),
        ("{'a': 1}", "no JSON object"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"marks": [{"id": "x"}, {"id": "y"', "not closed"),
        ('{"a": 1} and {"b": 2', "not closed"),
        ('{"a": "it goes on', "not closed"),
        ('{"a": 1} then {"b": NaN}', "NaN"),
        ('{"a": 1} then {"b": 1,}', "broken"),
    ],
)
def test_what_is_no_whole_object_is_refused_in_a_few_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        read_object(text)
    assert len(str(caught.value)) < 150


@given(OBJECTS)
def test_an_object_comes_back_from_prose_and_fences(value: dict[str, object]) -> None:
    for written in (json.dumps(value), json.dumps(value, indent=2, ensure_ascii=False)):
        assert read_object(written) == value
        assert read_object(f'First {{"draft": true}}.\n```json\n{written}\n```\nDone.') == value


@given(OBJECTS, st.data())
def test_a_cut_object_is_never_taken_for_a_whole_one(
    value: dict[str, object], data: st.DataObject
) -> None:
    whole = json.dumps({"all": value})
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError, match=r"."):
        read_object(whole[:cut])


@given(st.text(alphabet='{}[]":,\\ \n0ae-', max_size=60))
def test_any_text_is_an_object_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_object(text), dict)


@pytest.mark.parametrize(
    "piece", ["{", '{"', '{"a":', '{"a"}', '{"a":NaN}', '"', "{}", "<think>", '{"a":"', "\\", " {"]
)
def test_a_long_run_of_anything_is_read_in_one_go(piece: str) -> None:
    """Steps back at each brace would make this take time by the square of it."""
    with contextlib.suppress(ValueError):
        read_object(piece * (200_000 // len(piece)))
