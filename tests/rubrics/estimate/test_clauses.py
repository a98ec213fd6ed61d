"""Sentences, and what counts as a claim."""

from __future__ import annotations

import pytest

from rubrics.estimate.clauses import sentences_of


def claims(text: str) -> list[bool]:
    return [sentence.claim for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "An embedding is a dense vector.",
        "Milvus: open source, scales out",
        "Pinecone - managed service",
        "recall = share of neighbours found",
        "Milvus (open source, distributed)",
        "- shadow traffic first, compare recall",
        "- compare recall, shadow traffic, roll back slowly, watch p99",
        "Reduced latency by half",
        "HNSW scales with the number of vectors",
        "To simplify protocol processing the index uses headers",
        "it reduces memory",
    ],
)
def test_claims(text: str) -> None:
    assert claims(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "dense vector meaning similarity search arithmetic",
        "dense, vector, meaning, similarity, search, arithmetic",
        "dense and vector and meaning and similarity and search",
        "vector",
        "dense vector",
        "mechanism vector replaced centroid stands effect memory shrinks drastically gets faster",
        "prompt, tells, context, given, sources, cited, confidence, scored",
        "the index of the vectors",
    ],
)
def test_names_in_a_row_are_no_claim(text: str) -> None:
    assert claims(text) == [False]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One is here. Two is there.", 2),
        ("Use e.g. Milvus for that.", 1),
        ("It costs 2.5 ms a query.", 1),
        ("- one is here\n- two is there", 2),
        ("This line is wrapped by the editor in the middle\nof a sentence.", 1),
        ("one is here; two is there", 2),
        ("", 0),
        ("…!?", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


def test_clauses_begin_at_but_and_colons() -> None:
    (sentence,) = sentences_of("It is fast, but it needs memory: the graph is large.")
    first = [sentence.words[left].text for left, _ in sentence.clauses]
    assert first == ["it", "but", "it", "the"] or first == ["it", "but", "the"]
