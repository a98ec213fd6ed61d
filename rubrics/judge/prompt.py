"""What is asked of a model: the rules, the criteria, and the answer behind a fence."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from rubrics.asking.prompts import (
    Nonce,
    Prompt,
    faults_as_list,
    neutral,
    random_nonce,
    sent_back,
    word_not_in,
)
from rubrics.grader import GradingTask
from rubrics.judge.schema import SCHEMA_NAME, reply_schema
from rubrics.models.model import Message, Request
from rubrics.rubric import Criterion, Shape

PROMPT = Prompt("rubrics.judge", "grade-v2")

READ_AT_MOST = 20_000
"""Characters of an answer that a model is shown, those to its follow-ups included."""


def prompt_texts(task: GradingTask) -> tuple[str, ...]:
    """All texts of the prompt for a task, which a cache key holds besides its name."""
    return (*PROMPT.texts, *((PROMPT.part("further"),) if task.further else ()))


def request_for(task: GradingTask, nonce: Nonce = random_nonce) -> Request:
    """The one request that marks an answer.

    The rules come first and are the same for all questions, the criteria next and are the same for
    all answers to one question, so that servers can keep both at hand. No weight and no signal is
    shown. The nonce differs each time and is never part of the answer. A follow-up stands behind
    the answer that it follows, and ends its fence; the answer to it has the next one.
    """
    said = task.said[:READ_AT_MOST]
    answers = [neutral(said[part.start : part.end]) for part in task.parts]
    word = word_not_in("\n".join(answers), nonce)
    further = (
        Template(PROMPT.part("further")).substitute(ask=neutral(one.ask), answer=answer, nonce=word)
        for one, answer in zip(task.further, answers[1:], strict=True)
    )
    user = Template(PROMPT.texts.user).substitute(
        ask=neutral(task.ask),
        criteria="\n".join(map(_line, _by_weight(task))),
        nonce=word,
        answer="\n".join((answers[0], *further)),
        ids=_ids(task),
    )
    return Request(
        messages=(Message("system", PROMPT.texts.system), Message("user", user)),
        schema=reply_schema(),
        schema_name=SCHEMA_NAME,
        max_tokens=800 + 250 * len(task.rubric.criteria),
    )


def repair_for(task: GradingTask, first: Request, reply: str, faults: Sequence[str]) -> Request:
    """The request that sends a reply back with what is wrong with it."""
    text = Template(PROMPT.texts.repair).substitute(faults=faults_as_list(faults), ids=_ids(task))
    return sent_back(first, reply, text)


def _ids(task: GradingTask) -> str:
    return ", ".join(criterion.id for criterion in _by_weight(task))


def _by_weight(task: GradingTask) -> list[Criterion]:
    """The criteria, heaviest first, so that a follow-up aims there though no weight is shown."""
    return sorted(task.rubric.criteria, key=lambda criterion: -criterion.weight.points)


def _line(criterion: Criterion) -> str:
    return f"[{criterion.id}] {neutral(criterion.expects)}{_shape(criterion)}"


def _shape(criterion: Criterion) -> str:
    """The shape of a criterion in words; nothing where all of it is asked for."""
    match criterion.shape:
        case Shape.ANY:
            return f" (Any {criterion.need} of what it lists, or as good, make it met.)"
        case Shape.ORDERED:
            return " (In this order.)"
        case Shape.TRADE_OFF:
            return " (Both sides.)"
        case Shape.STORY:
            return " (Of the candidate's own experience.)"
        case Shape.ALL:
            return ""
