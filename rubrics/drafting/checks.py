"""From what a model drafts to a draft that can be used: everything is checked, nothing believed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from rubrics.asking.forms import Unreadable, read_as
from rubrics.asking.words import line, one_question
from rubrics.drafting.coverage import coverage_faults
from rubrics.drafting.draft import READ_AT_MOST
from rubrics.drafting.drafter import Draft, Sketch
from rubrics.drafting.names import name_of
from rubrics.drafting.reply import DraftedCriterion, DraftedQuestion
from rubrics.estimate.matching import phrase_of
from rubrics.estimate.words import stems_of
from rubrics.grade import GraderId
from rubrics.rubric import Criterion, Shape, Weight
from rubrics.text import printable

FEWEST, MOST = 2, 7
"""Criteria of a question."""

EXPECTS_WORDS = 45
"""Words of a criterion, at most: a longer one says more than one thing."""

ALIKE = 0.6
"""Share of content words in common from which one criterion repeats another."""

FAULTS_AT_MOST = 12
ASK_AT_MOST = 600
ANSWER_AT_MOST = 8_000
TAGS_AT_MOST = 5
_TWO_SENTENCES = re.compile(r"[.!?。！？]\s+\S")


def read_draft(text: str, sketch: Sketch, drafter: GraderId, *, strict: bool) -> Draft:
    """A reply as a draft of what its sketch leaves open.

    Args:
        text: the reply.
        sketch: what was asked.
        drafter: who stands on it.
        strict: whether each word of the hint has to be named by a criterion; see
            ``coverage_faults``.

    Raises:
        Unreadable: it is not of the form, or breaks a rule; the faults name all that is wrong.
    """
    said = read_as(DraftedQuestion, text)
    faults: list[str] = []
    parts: dict[str, Any] = {"drafter": drafter}
    if not sketch.criteria:
        parts["criteria"] = _criteria(said, sketch, faults, strict)
    if sketch.ask is None:
        parts["ask"] = line(said.ask, ASK_AT_MOST)
        if not parts["ask"]:
            faults.append("ask: the question is missing")
    if sketch.model_answer is None:
        answer = _paragraphs(said.model_answer)
        if not answer or len(answer) > ANSWER_AT_MOST:
            faults.append(f"model_answer: has {len(answer)} characters")
        parts["model_answer"] = answer
    if not sketch.follow_ups:
        asked = [question for one in said.follow_ups if (question := one_question(one))]
        if not asked:
            faults.append("follow_ups: there is no entry that is one question")
        parts["follow_ups"] = tuple(asked[:2])
    minutes = said.minutes
    if minutes is None or not (math.isfinite(minutes) and 0.5 <= minutes <= 60):
        faults.append("minutes: is no number from 0.5 to 60")
    if faults:
        raise Unreadable(tuple(faults[:FAULTS_AT_MOST]))
    tags = dict.fromkeys(name for tag in said.tags if (name := name_of(tag)))
    return Draft(
        **parts,
        id=name_of(said.id) or name_of(parts.get("ask") or sketch.ask or sketch.hint) or None,
        minutes=minutes,
        tags=tuple(tags)[:TAGS_AT_MOST],
    )


def _paragraphs(text: str) -> str:
    """A text as paragraphs of one line each."""
    told = (line(part, len(part)) for part in re.split(r"\n\s*\n", printable(text)))
    return "\n\n".join(part for part in told if part)


def _criteria(
    said: DraftedQuestion, sketch: Sketch, faults: list[str], strict: bool
) -> tuple[Criterion, ...]:
    """The criteria, those that can be read; what is wrong goes to the faults."""
    asked = stems_of(sketch.ask if sketch.ask is not None else said.ask)
    criteria = []
    for place, one in enumerate(said.criteria, 1):
        try:
            criteria.append(_criterion(one, asked))
        except ValidationError as error:
            name = one.id or f"criterion {place}"
            faults += [f"{name}: {_told(detail)}" for detail in error.errors()[:3]]
        except ValueError as error:
            faults.append(f"{one.id or f'criterion {place}'}: {error}")
    if not FEWEST <= len(said.criteria) <= MOST:
        faults.append(f"{len(said.criteria)} criteria; there should be {FEWEST} to {MOST}")
    faults += _faults_between(criteria)
    faults += coverage_faults(sketch.hint[:READ_AT_MOST], said.criteria, strict=strict)
    return tuple(criteria)


def _criterion(said: DraftedCriterion, asked: frozenset[str]) -> Criterion:
    """One criterion.

    Raises:
        ValueError: it breaks a rule.
    """
    expects = line(said.expects, 10 * EXPECTS_WORDS)
    if _TWO_SENTENCES.search(expects):
        raise ValueError("expects is more than one sentence")
    if len(expects.split()) > EXPECTS_WORDS or expects.endswith("…"):
        raise ValueError(f"expects has more than {EXPECTS_WORDS} words")
    signals = tuple(_phrases(idea, asked) for idea in said.signals)
    if not signals or not all(signals):
        raise ValueError("signals lack an idea, or one has no phrase beyond the question's words")
    return Criterion(
        id=name_of(said.id),
        expects=expects,
        weight=said.weight,
        shape=said.shape,
        # A number that a strict schema made a model fill in says nothing.
        need=said.need if said.shape is Shape.ANY else None,
        signals=signals,
    )


def _phrases(idea: str, asked: frozenset[str]) -> tuple[str, ...]:
    """The phrases of an idea, each once, without those that could never count."""
    phrases = (line(phrase, 80) for phrase in idea.split("|"))
    return tuple(dict.fromkeys(p for p in phrases if p and phrase_of(p, asked) is not None))


def _faults_between(criteria: Sequence[Criterion]) -> Iterator[str]:
    ids = [criterion.id for criterion in criteria]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        yield f"{name}: two criteria have this id"
    if criteria and not any(one.weight is Weight.ESSENTIAL for one in criteria):
        yield "no criterion is essential"
    for one, other in combinations(criteria, 2):
        left, right = stems_of(one.expects), stems_of(other.expects)
        if len(left & right) >= ALIKE * len(left | right):
            yield f"{other.id}: repeats {one.id}"


def _told(detail: Any) -> str:
    key = ".".join(str(step) for step in detail["loc"])
    text = str(detail["msg"]).removeprefix("Value error, ")
    return f"{key}: {text}" if key else text
