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
