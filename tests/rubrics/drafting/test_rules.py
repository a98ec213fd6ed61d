"""Rubrics from criteria that are given, and from hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.drafting import draft_rubric
from rubrics.errors import RubricError
from rubrics.rubric import Shape, Weight
from rubrics.text import printable

ASK = "How does it work?"


def test_criteria_keep_their_order_and_get_ids() -> None:
    rubric = draft_rubric(
        ASK, "unused", ["Says A.", {"id": "c2", "expects": "Says B.", "weight": "bonus"}, "Says C."]
    )
    assert [one.id for one in rubric.criteria] == ["c1", "c2", "c3"]
    assert [one.expects for one in rubric.criteria] == ["Says A.", "Says B.", "Says C."]
    assert [one.weight.value for one in rubric.criteria] == ["important", "bonus", "important"]


def test_an_id_that_is_taken_further_down_is_left_alone() -> None:
    rubric = draft_rubric(ASK, "", ["Says A.", {"id": "c1", "expects": "Says B."}])
    assert [one.id for one in rubric.criteria] == ["c1-2", "c1"]


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ([], "empty"),
        ("one sentence", "list"),
        ({"expects": "x"}, "list"),
        ([3], "Criterion 1 is neither"),
        (["good", {"weight": "bonus"}], "Criterion 2 has no “expects”"),
        ([{"expects": "x", "weight": "huge"}], "Criterion 1, weight"),
        ([{"expects": "x", "wieght": "bonus"}], "Did you mean weight"),
        ([{"expects": "   "}], "Criterion 1, expects"),
        ([{"expects": "x", "weight": "bonus"}], "not a bonus"),
        ([{"id": "a", "expects": "x"}, {"id": "a", "expects": "y"}], "two criteria"),
        (["x"] * 21, "too many"),
        ([{"expects": "x", "shape": "any"}], "need"),
    ],
)
def test_criteria_that_make_no_rubric_are_named(criteria: object, message: str) -> None:
    with pytest.raises(RubricError, match=message):
        draft_rubric(ASK, "hint", cast(Sequence[str | Mapping[str, object]], criteria))


def test_sentences_become_criteria_and_the_first_is_essential() -> None:
    rubric = draft_rubric(ASK, "The cache holds vectors in memory. It is emptied at night.")
    assert [one.expects for one in rubric.criteria] == [
        "Says that the cache holds vectors in memory.",
        "Says that it is emptied at night.",
    ]
    assert [one.weight for one in rubric.criteria] == [Weight.ESSENTIAL, Weight.IMPORTANT]


@pytest.mark.parametrize(
    "hint",
    [
        "- dense vectors\n- fewer dimensions\n- distance shows meaning",
        "1) dense vectors 2) fewer dimensions 3) distance shows meaning",
        "Points: dense vectors; fewer dimensions; distance shows meaning",
        "Three points: dense vectors, fewer dimensions, and distance shows meaning.",
    ],
)
def test_lists_of_any_form_become_one_criterion_an_item(hint: str) -> None:
    rubric = draft_rubric(ASK, hint)
    assert [one.expects for one in rubric.criteria] == [
        "Mentions dense vectors.",
        "Mentions fewer dimensions.",
        "Says that distance shows meaning.",
    ]


@pytest.mark.parametrize("ask", ["Name at least two of them.", "State 2 examples.", "Give two."])
def test_a_wanted_number_makes_a_choice_with_a_signal_an_item(ask: str) -> None:
    (criterion,) = draft_rubric(ask, "- Pinecone\n- Milvus\n- Weaviate modules").criteria
    assert criterion.shape is Shape.ANY
    assert criterion.need == 2
    assert criterion.signals == (("Pinecone",), ("Milvus",), ("Weaviate modules",))
    assert criterion.expects == "Names at least 2 of these: Pinecone; Milvus; Weaviate modules."


def test_half_of_a_long_list_is_a_criterion_too() -> None:
    hint = "- Pinecone\n- Milvus\n- Weaviate\n- Qdrant\n- Vespa"
    whole, half = draft_rubric("Name at least 4 of them.", hint).criteria
    assert (whole.need, whole.weight, half.need) == (4, Weight.ESSENTIAL, 2)
    assert whole.signals == half.signals


def test_examples_after_such_as_are_a_choice() -> None:
    rubric = draft_rubric(ASK, "Uses a message queue, such as Kafka, Pulsar or Kinesis.")
    assert [one.shape for one in rubric.criteria] == [Shape.ALL, Shape.ANY]
    assert rubric.criteria[1].signals == (("Kafka",), ("Pulsar",), ("Kinesis",))


def test_arrows_are_steps_in_order() -> None:
    (criterion,) = draft_rubric(ASK, "ingest data -> embed chunks -> index vectors").criteria
    assert criterion.shape is Shape.ORDERED
    assert [idea[0] for idea in criterion.signals] == [
        "ingest data",
        "embed chunks",
        "index vectors",
    ]


@pytest.mark.parametrize(
    "hint",
    [
        "Managed: quick to start, costly at scale. Self-hosted: full control, needs people.",
        "There is a trade-off between quick start and full control.",
    ],
)
def test_two_sides_are_a_trade_off(hint: str) -> None:
    (criterion,) = draft_rubric(ASK, hint).criteria
    assert criterion.shape is Shape.TRADE_OFF
    assert len(criterion.signals) in (0, 2)


def test_an_example_is_a_bonus() -> None:
    rubric = draft_rubric(ASK, "It maps text to vectors. For example, similar words end up close.")
    assert rubric.criteria[1].weight is Weight.BONUS


def test_many_points_are_joined_to_seven() -> None:
    rubric = draft_rubric(ASK, " ".join(f"Point {n} is made." for n in range(12)))
    assert len(rubric.criteria) == 7
    text = " ".join(one.expects for one in rubric.criteria)
    assert all(f"Point {n} " in text or f"point {n} " in text for n in range(12))


def test_of_a_long_hint_either_of_two_neighbours_is_enough() -> None:
    rubric = draft_rubric(ASK, " ".join(f"Point number {n} is made here." for n in range(30)))
    assert [one.need for one in rubric.criteria] == [1, 1, 1, None]
    text = " ".join(one.expects for one in rubric.criteria)
    assert all(f"number {n} " in text for n in range(30))
    with_a_list = draft_rubric(
        "Name at least two of the stages.",
        "Between the reading of the raw documents and the first query that a user may send there "
        "lies a long row of stages, which every team names in its own way, and which we shall not "
        "want to hear in full from anyone. Stages:\n- reading files\n- cleaning text\n"
        "- cutting chunks\n- making vectors\n- filling the index\n- serving queries",
    )
    assert sum(one.need is not None for one in with_a_list.criteria) == 1


@pytest.mark.parametrize("hint", ["", " \n\t ", "...", "—", "👍👍👍", "\x00\x1b[31m"])
def test_a_hint_that_says_nothing_is_refused(hint: str) -> None:
    with pytest.raises(RubricError, match="says nothing"):
        draft_rubric(ASK, hint)


@pytest.mark.parametrize(
    "hint",
    [
        "cache",
        "a" * 2000000,
        "word " * 400000,
        "x; " * 100000,
        "- a\n" * 100000,
        "1) " * 9000,
        "a -> " * 50000,
        "such as " * 50000,
        "x: " + ": " * 50000,
        "trade-off between " * 9000,
    ],
    ids=lambda hint: hint[:12],
)
def test_a_huge_or_tiny_hint_makes_a_rubric(hint: str) -> None:
    assert 1 <= len(draft_rubric(ASK, hint).criteria) <= 10


HINTS = st.lists(
    st.sampled_from(
        [
            "cache",
            "vectors are",
            "->",
            ":",
            ";",
            ",",
            "-",
            "\n",
            "\n- ",
            " 1) ",
            ". ",
            "at least two",
            "such as",
            "A: ",
            "B: ",
            "trade-off between",
            "and",
            "(",
            ")",
            "“",
            "e.g.",
            "👍",
            "\u202e",
        ]
    )
).map(" ".join)


@given(
    st.one_of(st.text(max_size=300), HINTS), st.one_of(st.just("Name three of these."), st.text())
)
def test_any_hint_makes_a_rubric_or_a_clear_error(hint: str, ask: str) -> None:
    try:
        rubric = draft_rubric(ask, hint)
    except RubricError:
        assert not any(character.isalnum() for character in printable(hint)[:20_000])
        return
    assert rubric.criteria[0].weight is Weight.ESSENTIAL
    assert len({one.id for one in rubric.criteria}) == len(rubric.criteria)
    for criterion in rubric.criteria:
        assert criterion.expects[0].isupper()
        assert criterion.expects.endswith((".", "!", "?", "…"))
