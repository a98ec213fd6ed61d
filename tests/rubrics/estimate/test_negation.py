"""What is denied."""

from __future__ import annotations

import pytest

from rubrics.grade import Verdict
from tests.rubrics.estimate.samples import mark

MET, MISSED, CONTRADICTED = Verdict.MET, Verdict.MISSED, Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("An embedding is a dense vector of floats.", MET),
        ("An embedding is not a dense vector of floats.", CONTRADICTED),
        ("An embedding isn't a dense vector of floats.", CONTRADICTED),
        ("An embedding isn’t a dense vector of floats.", CONTRADICTED),
        ("An embedding is never a dense vector of floats.", CONTRADICTED),
        ("It is not true that an embedding is a dense vector.", CONTRADICTED),
        ("It is wrong to say that it is a dense vector of floats.", CONTRADICTED),
        ("The model fails to produce a dense vector for text.", CONTRADICTED),
        ("An embedding lacks a dense vector of its own floats.", CONTRADICTED),
        ("It is not only a dense vector but also a learned one.", MET),
        ("It is not just a dense vector, it is learned.", MET),
        ("It is not sparse but a dense vector of floats.", MET),
        ("It does not store words, it stores a dense vector.", MET),
        ("It does not scale because every dense vector is compared.", MET),
        ("Nobody doubts it: the model gives a dense vector.", MET),
        ("It is not wrong that text becomes a dense vector.", MET),
        ("It never fails to give a dense vector for text.", MET),
        ("If you do not store a dense vector, search breaks.", MET),
        ("Without a dense vector, semantic search breaks.", MET),
        ("Use keywords instead of a dense vector for text.", MISSED),
        ("A dense vector is not what the model gives.", MISSED),
        ("It is a dense vector. It is not a dense vector.", MISSED),
        ("Embeddings are dense vectors, not sparse ones like TF-IDF.", MET),
        ("A dense vector, which isn't sparse, is what it gives.", MET),
        ("We don't use kafka, we use a dense vector.", MET),
        ("Don't forget that it is a dense vector.", MET),
        ("Dense vectors come from models that were not trained on labels.", MET),
        ("I doubt that a dense vector is produced by it.", CONTRADICTED),
        ("The idea that an embedding is a dense vector is wrong.", CONTRADICTED),
        ("The floats no longer form a dense vector there.", CONTRADICTED),
    ],
)
def test_scope(answer: str, verdict: Verdict) -> None:
    assert mark(answer).verdict is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("We switch over without downtime for the users.", MET),
        ("The users see no downtime in the switch.", MET),
        ("The switch never causes downtime for users.", MET),
        ("The switch causes downtime for our users.", MISSED),
    ],
)
def test_a_phrase_with_a_negation_wants_one(answer: str, verdict: Verdict) -> None:
    assert mark(answer, "without downtime").verdict is verdict


def test_hedging_both_ways_is_missed_and_says_so() -> None:
    found = mark("It gives a dense vector. It does not give a dense vector.")
    assert found.verdict is MISSED
    assert "both ways" in found.note


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("old data S3", "Old data that nobody queries goes to S3, only hot data stays in memory."),
        ("vision engineer", "We lack a vision engineer, so I hire a vision engineer."),
        (
            "backfill corpus",
            "Vectors from two models can't be mixed, and backfill the corpus while docs come in.",
        ),
        ("compare everything", "Trees no longer help and you end up comparing with everything."),
        ("re-embed documents", "Training isn't free and you have to re-embed all your documents."),
        ("scan everything", "Trees don't help any more and you have to scan everything."),
    ],
)
def test_where_a_denial_ends(phrase: str, answer: str) -> None:
    assert mark(answer, phrase).verdict is MET


@pytest.mark.parametrize(
    ("phrase", "answer", "verdict"),
    [
        (
            "raise efSearch",
            "It is not true that then I run exact search: where recall counts, I do not raise "
            "efSearch.",
            CONTRADICTED,
        ),
        ("help recall", "It is not true that it does not help recall.", MET),
        ("vision engineer", "We lack a vision engineer. A vision engineer left.", MISSED),
        ("S3", "Old data that nobody queries does not go to S3 at all.", CONTRADICTED),
    ],
)
def test_what_stays_denied(phrase: str, answer: str, verdict: Verdict) -> None:
    assert mark(answer, phrase).verdict is verdict


def test_a_phrase_with_a_negation_beats_the_one_without() -> None:
    answer = "There is no ops overhead for us with it."
    assert mark(answer, "no ops overhead | ops overhead").verdict is MET
    assert mark(answer, "ops overhead").verdict is CONTRADICTED
