"""The attacks that the estimate is measured with."""

from __future__ import annotations

import pytest

from benchmarks.attacks import FILLER, keyword_bags, negated


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("HNSW is a graph.", "HNSW is not a graph."),
        ("We can scale it.", "We cannot scale it."),
        ("I sample failed queries.", "I do not sample failed queries."),
        ("The graph sits in memory.", "It is not true that the graph sits in memory."),
        ("RAM holds the graph.", "It is not true that RAM holds the graph."),
        ("It is not slow.", "It is not slow."),
        ("It is fast, but it is large.", "It is not fast, but it is not large."),
        ("First, it is fast.", "First, it is not fast."),
    ],
)
def test_each_claim_is_turned_round(claim: str, turned: str) -> None:
    assert negated(claim) == turned


def test_bags_hold_each_noun_once_and_no_verb() -> None:
    spaces, commas, ands, lines = keyword_bags("The index stores dense vectors; vectors are dense.")
    assert spaces == "dense vectors"
    assert (commas, ands, lines) == ("dense, vectors", "dense and vectors", "dense\nvectors")


def test_filler_is_some_two_hundred_words() -> None:
    assert 190 <= len(FILLER.split()) <= 230
