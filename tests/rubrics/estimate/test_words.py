"""Words with their places."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.estimate.words import stem, stems_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("normalise", "normalized"),
        ("behaviour", "behaviors"),
        ("neighbours", "neighbor"),
        ("labelled", "labels"),
        ("centre", "centers"),
        ("dimensional", "dimensions"),
        ("indices", "index"),
        ("nearest", "near"),
        ("fewer", "few"),
        ("chose", "choosing"),
        ("k8s", "kubernetes"),
        ("rewritten", "rewrite"),
        ("three", "3"),
        ("analyse", "analyzing"),
        ("catalogue", "catalog"),
    ],
)
def test_forms_of_one_word_compare_equal(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("call", "cat"),
        ("four", "for"),
        ("recall", "call"),
        ("contention", "content"),
        ("severity", "several"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("text", ["recall@10", "recall@k", "recall at 5", "Recall@K"])
def test_a_cutoff_reads_k(text: str) -> None:
    assert stems_of(text) == {"recal", "k"} or stems_of(text) == {"recall", "k"}


def test_other_numbers_stay_numbers() -> None:
    assert {word.text for word in words_of("10 shards at 3 nodes, 1,000 vectors, 2.5 ms")} >= {
        "10",
        "3",
        "1,000",
        "2.5",
    }


@pytest.mark.parametrize("text", ["cafe\u0301", "café", "CAFÉ", "ca\u00adfe\u0301"])
def test_accents_and_hidden_signs_are_folded(text: str) -> None:
    (word,) = words_of(text)
    assert (word.text, word.start, word.end) == ("cafe", 0, len(text))


@given(st.text())
def test_spans_are_in_order_and_inside(text: str) -> None:
    last = 0
    for word in words_of(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end


def test_a_word_that_opens_otherwise_is_its_own_stem() -> None:
    stems = [word.stem for word in words_of("indices caching vectors", frozenset(("ind", "vec")))]
    assert stems == [stem("index"), "caching", stem("vector")]


def test_threads_do_not_spoil_each_others_stems() -> None:
    ends = ("ional", "ing", "ed", "ization", "able", "iveness", "fulness")
    words = [start + end for start in ("operat", "relat", "measur", "compar") for end in ends]
    expected = [stem(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda word: stem.__wrapped__(word), words * 50))
    finally:
        sys.setswitchinterval(before)
    assert found == expected * 50
