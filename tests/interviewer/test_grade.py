from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rubrics.loading import load_bank
from tests.interviewer.command import Shell

KEYS = [
    "id",
    "status",
    "reason",
    "detail",
    "score",
    "band",
    "criteria",
    "false_claims",
    "strongest",
    "improve",
    "follow_up",
    "confidence",
    "grader",
    "rubric",
    "usage",
    "drafter",
]
INLINE: dict[str, Any] = {
    "id": "a",
    "question": "How do you make tea?",
    "hint": "Boil fresh water. Warm the pot. Let it steep for four minutes.",
    "answer": "First I boil fresh water, and I warm the pot. It steeps for four minutes.",
}


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_question_of_the_bank_is_graded_by_its_id(interviewer: Shell) -> None:
    question = next(load_bank("ai-embedding-systems-engineer").questions())
    outcome = interviewer(
        "grade",
        "-",
        stdin=lines({"id": 7, "question_id": question.id, "answer": question.model_answer}),
    )
    assert outcome.code == 0
    record = json.loads(outcome.out)
    assert list(record) == KEYS
    assert record["id"] == 7
    assert record["status"] == "estimated"
    assert record["score"] >= 85
    assert record["band"] == "strong"
    assert [item["id"] for item in record["criteria"]] == [c.id for c in question.criteria]
    assert list(record["criteria"][0]) == [
        "id",
        "expects",
        "weight",
        "verdict",
        "evidence",
        "proved",
    ]
    assert all(
        quote in question.model_answer for c in record["criteria"] for quote in c["evidence"]
    )
    assert record["rubric"] == question.rubric.hash


def test_results_come_in_the_order_of_the_lines(interviewer: Shell) -> None:
    records = [{**INLINE, "id": str(number)} for number in (3, 1, 2)]
    outcome = interviewer("grade", "-", "--json", stdin=lines(*records))
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["3", "1", "2"]


def test_given_criteria_keep_their_order_and_get_ids_where_they_have_none(
    interviewer: Shell,
) -> None:
    criteria = [
        "Says that water is boiled.",
        {"id": "pot", "expects": "Says that the pot is warmed.", "weight": "essential"},
        {"expects": "Says how long it steeps."},
    ]
    outcome = interviewer("grade", "-", stdin=lines({**INLINE, "criteria": criteria}))
    marks = json.loads(outcome.out)["criteria"]
    assert [mark["id"] for mark in marks] == ["c1", "pot", "c3"]
    assert [mark["weight"] for mark in marks] == ["important", "essential", "important"]


@pytest.mark.parametrize("answer", ["", "   \n\t", "...", "?!"])
def test_a_blank_answer_is_blank_and_earns_nothing(interviewer: Shell, answer: str) -> None:
    record = json.loads(interviewer("grade", "-", stdin=lines({**INLINE, "answer": answer})).out)
    assert (record["status"], record["score"]) == ("blank", 0)
    assert {mark["verdict"] for mark in record["criteria"]} == {"missed"}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"answer": "x"}', '"id"'),
        ('{"id": "b"}', '"answer"'),
        ('{"id": "b", "answer": null}', '"answer"'),
        ('{"id": "b", "answer": "x"}', 'needs "question_id", or "question" and "hint"'),
        ('{"id": "b", "answer": "x", "question": "Why?"}', 'needs "question_id"'),
        ('{"id": "b", "answer": "x", "question_id": "hnsw"}', "has no question 'hnsw'"),
        ('{"id": "b", "answer": "x", "question_id": "q", "bank": "none"}', "no bank 'none'"),
        ('{"id": "b", "answer": "x", "question_id": "q", "hint": "h"}', "which one?"),
        (
            '{"id": "b", "answer": "x", "question": "q", "hint": "h", "criteria": [{"id": "c"}]}',
            "expects",
        ),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_graded(
    interviewer: Shell, bad: str, words: str
) -> None:
    outcome = interviewer(
        "grade", "-", stdin=lines(INLINE) + "\n" + bad + "\n" + lines({**INLINE, "id": "c"})
    )
    assert outcome.code == 1
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["a", "c"]
    assert "-: line 3: " in outcome.err
    assert words in outcome.err
    assert "3 lines: 1 bad, 2 estimated." in outcome.err


def test_the_output_file_is_private_and_never_written_over(
    interviewer: Shell, tmp_path: Path
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(lines(INLINE))
    first = interviewer("grade", str(source), "-o", str(target), "--json")
    assert first.code == 0
    summary = json.loads(first.out)
    assert {"lines": 1, "estimated": 1, "grader": "estimate"}.items() <= summary.items()
    assert target.stat().st_mode & 0o777 == 0o600
    kept = target.read_text()
    second = interviewer("grade", str(source), "-o", str(target))
    assert second.code == 3
    assert "is there already" in second.err
    assert target.read_text() == kept
    assert interviewer("grade", str(source), "-o", str(target), "--force").code == 0
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_the_input_is_never_the_output(interviewer: Shell, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(INLINE))
    outcome = interviewer("grade", str(source), "-o", str(source), "--force")
    assert outcome.code == 3
    assert source.read_text() == lines(INLINE)


def test_lines_of_a_pipe_are_written_over_a_file_too(interviewer: Shell, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    outcome = interviewer("grade", "-", "-o", str(target), "--force", stdin=lines(INLINE))
    assert outcome.code == 0
    assert json.loads(target.read_text())["id"] == "a"


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_has_no_results(interviewer: Shell, tmp_path: Path, content: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(content)
    outcome = interviewer("grade", str(source))
    assert (outcome.code, outcome.out) == (0, "")
    assert "0 lines: none." in outcome.err


def test_a_file_that_is_not_there_is_named(interviewer: Shell) -> None:
    outcome = interviewer("grade", "nowhere.jsonl")
    assert outcome.code == 3
    assert "nowhere.jsonl cannot be read (No such file or directory)" in outcome.err


def test_a_byte_that_is_no_text_spoils_its_own_line_only(
    interviewer: Shell, tmp_path: Path
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines(INLINE).encode() + b"\xff\xfe\n" + lines(INLINE).encode())
    outcome = interviewer("grade", str(source), "-o", str(target))
    assert outcome.code == 1
    assert "line 2: not UTF-8 text" in outcome.err
    assert len(target.read_text().splitlines()) == 2


@pytest.mark.parametrize("to_file", [True, False])
def test_half_a_character_goes_in_and_comes_out(
    interviewer: Shell, tmp_path: Path, to_file: bool
) -> None:
    target = tmp_path / "out.jsonl"
    half = {**INLINE, "id": "half \ud83d", "answer": INLINE["answer"] + " \ud83d"}
    where = ["-o", str(target)] if to_file else []
    outcome = interviewer("grade", "-", *where, stdin=lines(half))
    assert outcome.code == 0
    written = target.read_text() if to_file else outcome.out
    assert json.loads(written)["status"] == "estimated"


def test_an_unknown_grader_is_refused_before_anything_is_read(interviewer: Shell) -> None:
    outcome = interviewer("grade", "nowhere.jsonl", "--grader", "oracle")
    assert outcome.code == 3
    assert "'oracle' does not say whose model it is" in outcome.err


PROVED = {"id": "c1", "evidence": ["I boil fresh water"], "reasoning": "r", "verdict": "met"}
REPLY = {
    "criteria": [
        PROVED,
        {"id": "c2", "evidence": ["nowhere to be found"], "reasoning": "r", "verdict": "met"},
    ],
    "false_claims": [],
    "strongest": "Fresh water.",
    "improve": "Warm the pot.",
    "follow_up": None,
    "confidence": 0.8,
}
ASKED: dict[str, Any] = {
    **INLINE,
    "criteria": ["Says that fresh water is boiled.", "Says that it is cooled."],
}


def script(tmp_path: Path, *replies: Any) -> str:
    path = tmp_path / "script.json"
    path.write_text(json.dumps({"replies": list(replies)}))
    return f"scripted/{path}"


def test_a_model_marks_what_the_answer_proves(interviewer: Shell, tmp_path: Path) -> None:
    grader = script(tmp_path, {"json": REPLY}, {"json": REPLY})
    outcome = interviewer("grade", "-", "--grader", grader, stdin=lines(ASKED))
    record = json.loads(outcome.out)
    assert record["status"] == "graded"
    assert [(mark["verdict"], mark["proved"]) for mark in record["criteria"]] == [
        ("met", True),
        ("missed", False),
    ]
    assert record["score"] == 50
    assert record["criteria"][0]["evidence"] == ["I boil fresh water"]
    assert record["grader"]["model"] == grader


def test_a_grade_is_paid_for_once(interviewer: Shell, tmp_path: Path) -> None:
    missed = {"id": "c2", "evidence": [], "reasoning": "r", "verdict": "missed"}
    reply = {**REPLY, "criteria": [PROVED, missed]}
    grader = script(tmp_path, {"json": reply})
    first = interviewer("grade", "-", "--grader", grader, stdin=lines(ASKED))
    again = interviewer("grade", "-", "--grader", grader, stdin=lines(ASKED, ASKED))
    assert [json.loads(line)["score"] for line in first.out.splitlines()] == [50]
    assert [json.loads(line)["score"] for line in again.out.splitlines()] == [50, 50]


def test_a_model_that_fails_leaves_the_answer_ungraded(interviewer: Shell, tmp_path: Path) -> None:
    grader = script(tmp_path, {"status": 401, "says": "bad key"})
    outcome = interviewer("grade", "-", "--grader", grader, stdin=lines(ASKED))
    record = json.loads(outcome.out)
    assert outcome.code == 1
    assert (record["status"], record["reason"]) == ("ungraded", "key refused")
    assert (record["score"], record["band"], record["criteria"]) == (None, None, [])


def test_hostile_text_reaches_stderr_without_control_characters(interviewer: Shell) -> None:
    bad = json.dumps({"id": "b", "answer": "x", "question_id": "\x1b[31m\x07evil"})
    outcome = interviewer("grade", "-", stdin=bad)
    assert "\x1b" not in outcome.err
    assert "evil" in outcome.err


def test_a_megabyte_is_graded(interviewer: Shell) -> None:
    outcome = interviewer("grade", "-", stdin=lines({**INLINE, "answer": "boil water " * 100_000}))
    assert outcome.code == 0
    assert json.loads(outcome.out)["status"] == "estimated"
