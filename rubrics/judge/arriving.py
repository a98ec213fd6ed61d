"""Marks that stand already while the reply that brings them is still coming."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from pydantic import ValidationError
from pydantic_core import from_json

from rubrics.grade import Mark
from rubrics.grader import Arriving, GradingTask
from rubrics.judge.proof import Prover
from rubrics.judge.schema import JudgedCriterion
from rubrics.judge.verdicts import mark_of, prove

_BEGIN = re.compile(r'\{\s*"criteria"\s*:')
_THINKS = re.compile(r"\s*<think(?:ing)?>")
_THOUGHT = "</think"


class Arrivals:
    """Reads a reply as it grows, and tells when the marks that stand have changed.

    A mark stands once the model is done with its criterion and code has found the proof; credit
    without proof is not told. When a reply begins anew, because the connection broke, its marks
    are taken back.
    """

    def __init__(self, task: GradingTask, prover: Prover, tell: Callable[[Arriving], None]) -> None:
        self._task = task
        self._criteria = {criterion.id: criterion for criterion in task.rubric.criteria}
        self._prover = prover
        self._tell = tell
        self._entries: list[object] = []
        self._marks: tuple[Mark, ...] = ()

    def __call__(self, text: str) -> None:
        """Read a reply as far as it has come."""
        entries = _whole_entries(text)
        if entries == self._entries:
            return
        self._entries = entries
        marks = self._standing(entries)
        if marks != self._marks:
            self._marks = marks
            self._tell(Arriving(marks))

    def _standing(self, entries: list[object]) -> tuple[Mark, ...]:
        said = [criterion for entry in entries if (criterion := _criterion(entry)) is not None]
        named = Counter(criterion.id for criterion in said)
        known = (one for one in said if one.id in self._criteria and named[one.id] == 1)
        proved = (prove(one, self._prover) for one in known)
        return tuple(
            mark_of(self._criteria[one.said.id], one, self._task)
            for one in proved
            if not one.lacks_proof
        )


def _whole_entries(text: str) -> list[object]:
    """What a reply has said of criteria, without the entry that is still being written."""
    start = 0
    if _THINKS.match(text):
        start = text.find(_THOUGHT)
        if start < 0:
            return []
    # Of two objects the last one counts. Within a string the quotation marks would be escaped.
    begins = [begin.start() for begin in _BEGIN.finditer(text, start)]
    if not begins:
        return []
    try:
        reply = from_json(text[begins[-1] :], allow_partial=True)
    except ValueError:
        return []
    entries = reply.get("criteria")
    if not isinstance(entries, list):
        return []
    return entries[:-1] if list(reply)[-1] == "criteria" else entries


def _criterion(entry: object) -> JudgedCriterion | None:
    try:
        return JudgedCriterion.model_validate(entry)
    except ValidationError:
        return None
