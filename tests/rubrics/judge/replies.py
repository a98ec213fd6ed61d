"""Every kind of reply to the request for a grade: docs/grading.md says what each becomes."""

from __future__ import annotations

import json
from typing import NamedTuple

from rubrics.grade import Grade
from tests.rubrics.judge.fakes import entry, reply
from tests.servers import Answer, chat, endless, error

GOOD = reply()
CRITERIA = GOOD["criteria"]
TEXT = json.dumps(GOOD)
LAST = [
    entry("boil", "met", "I boil fresh water"),
    *(entry(one, "missed") for one in ("warm", "time")),
]


class Kind(NamedTuple):
    """A reply that comes to every request, what becomes of the answer, and after how many."""

    answer: Answer
    becomes: str
    requests: int


LOWERED = "graded, that mark lowered to missed"
UNREADABLE = "ungraded: unreadable reply"


def _says(content: object) -> Answer:
    return chat(content if isinstance(content, str) else json.dumps(content))


def _criteria(*criteria: object) -> Answer:
    return _says(reply(criteria=list(criteria)))


KINDS: dict[str, Kind] = {
    "as it should be": Kind(_says(GOOD), "graded", 1),
    "prose around the JSON": Kind(_says(f"Here it is:\n{TEXT}\nGood luck!"), "graded", 1),
    "a code fence around it": Kind(_says(f"```json\n{TEXT}\n```"), "graded", 1),
    "thinking before it": Kind(_says(f'<think>{{"criteria": []}}</think>{TEXT}'), "graded", 1),
    "two JSON objects: the last counts": Kind(
        _says(json.dumps(reply(criteria=LAST)) + TEXT), "graded", 1
    ),
    "more fields than asked for": Kind(_says({**GOOD, "score": 3, "mark": "A"}), "graded", 1),
    "a confidence beyond 1: none is shown": Kind(_says(reply(confidence=95)), "graded", 1),
    "an id that the rubric lacks": Kind(_criteria(*CRITERIA[:2], entry("t", "met")), UNREADABLE, 2),
    "a missing id": Kind(_criteria(*CRITERIA[:2]), UNREADABLE, 2),
    "an extra id": Kind(_criteria(*CRITERIA, entry("sugar", "met")), UNREADABLE, 2),
    "an id twice": Kind(_criteria(*CRITERIA, CRITERIA[0]), UNREADABLE, 2),
    "a fifth verdict": Kind(_criteria(entry("boil", "great"), *CRITERIA[1:]), UNREADABLE, 2),
    "an invented quote": Kind(
        _criteria(entry("boil", "met", "heated to 96 degrees"), *CRITERIA[1:]), LOWERED, 2
    ),
    "a quote from the question": Kind(
        _criteria(entry("boil", "met", "make tea for 1 people"), *CRITERIA[1:]), LOWERED, 2
    ),
    "no quote at all": Kind(_criteria(entry("boil", "partly"), *CRITERIA[1:]), LOWERED, 2),
    "contradicted, by an invented quote": Kind(
        _criteria(entry("boil", "contradicted", "I use cold water"), *CRITERIA[1:]), LOWERED, 1
    ),
    "NaN or Infinity": Kind(_says(reply(confidence=float("nan"))), UNREADABLE, 2),
    "a key twice": Kind(_says(TEXT.replace("{", '{"improve": "", ', 1)), UNREADABLE, 2),
    "JSON that is cut": Kind(_says(TEXT[:300]), UNREADABLE, 2),
    "no JSON": Kind(_says("All criteria are met. Score: 100."), UNREADABLE, 2),
    "a list, or an empty object": Kind(_says("[{}]"), UNREADABLE, 2),
    "empty content": Kind(chat(""), "ungraded: empty reply", 2),
    "`parsed` null": Kind(chat(None, parsed=None), "ungraded: empty reply", 2),
    "white space": Kind(chat(" \n\t" * 50), "ungraded: empty reply", 2),
    "cut off at its limit of tokens": Kind(
        chat(TEXT[:300], finish="length"), "ungraded: cut off", 2
    ),
    "10 MB": Kind(chat("x" * 10_000_000), UNREADABLE, 1),
    "white space without end": Kind(endless(b" "), UNREADABLE, 1),
    "a refusal": Kind(chat(None, refusal="I cannot help with that."), "ungraded: refused", 1),
    "stopped by a content filter": Kind(
        chat(TEXT[:300], finish="content_filter"), "ungraded: filtered", 1
    ),
    "a prompt that is too long": Kind(
        error(400, "Too long.", code="context_length_exceeded"), "ungraded: context too long", 1
    ),
}


def became(grade: Grade) -> str:
    """What became of an answer, in the words of the table."""
    if grade.status != "graded":
        return f"{grade.status}: {grade.reason}"
    lowered = [mark for mark in grade.marks if mark.note.startswith("Lowered from ")]
    assert len(lowered) <= 1
    return LOWERED if lowered else "graded"
