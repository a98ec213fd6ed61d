"""Phrases in clauses."""

from __future__ import annotations

import pytest

from rubrics.grade import Verdict
from tests.rubrics.estimate.samples import mark


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("dense vector", "The vectors that a model gives are dense."),
        ("fine-tuning", "We finetuned the encoder on our data."),
        ("finetune", "We did fine-tuning on our own data."),
        ("fine tune", "We use fine-tuned encoders for that."),
        ("re-rank", "A cross-encoder reranks the best hundred."),
        ("rerank", "A cross-encoder re-ranks the best hundred."),
        ("nearest neighbour", "It finds approximate nearest neighbors quickly."),
        ("recall@k", "I measure recall@10 on held-out queries."),
        ("fewer dimensions", "It needs fewer dimensions than raw text."),
        ("scale out", "Milvus can scale out over many nodes."),
        ("efSearch", "I raise ef_search until recall holds."),
        ("normalise", "The vectors are normalized to unit length."),
        ("semantic meaning", "It keeps the MEANING, in a semantic space."),
    ],
)
def test_forms_that_match(phrase: str, answer: str) -> None:
    assert mark(answer, phrase).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("dense vector", "The graph is dense. A vector is stored elsewhere by the server."),
        ("dense vector", "The graph is dense, but the vector lives on another server."),
        (
            "dense vector",
            "The dense jungle of options that people see when they first open the long page of "
            "settings hides one vector.",
        ),
        ("scale out", "It is a question of scale and of cost."),
        ("embedding", "An embedding is what a model gives for text."),
    ],
)
def test_what_does_not_match(phrase: str, answer: str) -> None:
    assert mark(answer, phrase).verdict is Verdict.MISSED


def test_words_of_the_question_count_for_nothing() -> None:
    ask = "What is a dense vector index?"
    answer = "A dense vector index is what holds the points."
    assert mark(answer, "dense vector", ask=ask).verdict is Verdict.MISSED
    assert mark(answer, "holds points", ask=ask).verdict is Verdict.MET
