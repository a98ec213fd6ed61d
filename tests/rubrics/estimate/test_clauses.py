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
        "It was my mistake and I said so.",
        "I love systems and applied math.",
        "It bridges models and production.",
        "Gradually move users with a feature toggle.",
        "Overlay the latency chart with the Airflow schedule.",
        "Right-size the nodes according to CPU usage and measured load.",
        "I like hands-on experimentation with new tools.",
        "BM25 matches exact product codes.",
        "It is lossy.",
        "Metadata: language, file, class and method name are extracted.",
        "The team lacks computer vision skills and a UX designer.",
        "- Anonymize or use differential privacy for training",
        "Instrument the code with the client library.",
        "Metrics: embedding_inference_latency_seconds, vector_db_query_duration_seconds, "
        "embedding_model_batch_size.",
        "Third, the costs: GPUs, annotation and re-indexing everything.",
        "- GPU pool behind Triton, autoscaling on lag",
        "First I boil the water in a kettle.",
        "Then vend the tokens.",
        "I can vend more tokens",
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
        "Terms: dense, vector, meaning, similarity, search, arithmetic, neighbours, distance",
    ],
)
def test_names_in_a_row_are_no_claim(text: str) -> None:
    assert claims(text) == [False]


@pytest.mark.parametrize(
    "text",
    [
        "After that a canary at 1%, gradually increasing.",
        "Then an A/B test measuring click-through rate.",
        "LLM-as-judge as a second pass verifying faithfulness.",
        "- Canary at 1%, then 10%",
        "Recall at k from offline evaluation.",
        "Resource utilization such as CPU and memory.",
        "Demote old documents in the ranking.",
    ],
)
def test_terse_notes(text: str) -> None:
    assert [sentence.note for sentence in sentences_of(text)] == [True]


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
