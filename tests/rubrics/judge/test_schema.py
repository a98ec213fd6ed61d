"""The form of a reply, asked for and read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from rubrics.asking.forms import Unreadable
from rubrics.grade import Verdict
from rubrics.judge.schema import JudgedClaim, JudgedCriterion, Judgement, reply_schema
from rubrics.judge.schema import read_judgement as read
from tests.rubrics.judge.fakes import entry, reply

STRICT = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf"}


def nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and all schemas within it."""
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from nodes(inner)
    if "items" in schema:
        yield from nodes(schema["items"])


def test_the_schema_keeps_to_strict_mode() -> None:
    for node in nodes(reply_schema()):
        assert set(node) <= STRICT
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


def test_evidence_comes_before_reasoning_and_both_before_the_verdict() -> None:
    schema = reply_schema()
    assert list(schema["properties"]) == [
        "criteria", "false_claims", "strongest", "improve", "follow_up", "confidence",
    ]  # fmt: skip
    of_criterion = schema["properties"]["criteria"]["items"]["properties"]
    assert list(of_criterion) == ["id", "evidence", "reasoning", "verdict"]
    assert of_criterion["verdict"]["enum"] == [verdict.value for verdict in Verdict]


def test_what_is_asked_for_is_what_is_read() -> None:
    schema = reply_schema()["properties"]
    assert list(schema) == list(Judgement.model_fields)
    assert list(schema["criteria"]["items"]["properties"]) == list(JudgedCriterion.model_fields)
    assert list(schema["false_claims"]["items"]["properties"]) == list(JudgedClaim.model_fields)


def test_harmless_freedoms_are_understood() -> None:
    said = reply(
        {"id": "[boil]", "evidence": "boil water", "verdict": " Met ", "note": 1},
        {"id": "warm", "evidence": None, "reasoning": None, "verdict": "MISSED"},
        strongest=None,
        further=[],
    )
    judgement = read(f"Here it is:\n```json\n{json.dumps(said)}\n```")
    assert [(one.id, one.evidence, one.verdict) for one in judgement.criteria] == [
        ("boil", ("boil water",), Verdict.MET),
        ("warm", (), Verdict.MISSED),
    ]
    assert judgement.strongest == ""


@pytest.mark.parametrize("stated", [85, -0.1, "high", True, None, [0.5], {}, 10**29])
def test_what_is_no_share_states_no_confidence(stated: object) -> None:
    assert read(json.dumps(reply(confidence=stated))).confidence is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "JSON"),
        ("I cannot mark this.", "JSON"),
        (json.dumps(reply())[:-40], "JSON"),
        (json.dumps(reply(confidence=float("nan"))), "NaN"),
        (json.dumps(reply(confidence=float("inf"))), "Infinity"),
        (json.dumps(reply(entry("boil", "excellent"))), "criteria.0.verdict"),
        (json.dumps(reply(entry("boil", "met") | {"evidence": [1]})), "criteria.0.evidence"),
        (json.dumps({"criteria": []}), "false_claims"),
        (json.dumps({"criteria": {"boil": "met"}, "false_claims": []}), "criteria"),
        ('{"criteria": ' + "[" * 100_000, "JSON"),
    ],
)
def test_what_is_not_of_the_form_says_where(text: str, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        read(text)
