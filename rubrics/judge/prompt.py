"""What is asked of a model: the rules, the criteria, and the answer behind a fence."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from string import Template

from rubrics.grader import GradingTask
from rubrics.judge.schema import SCHEMA_NAME, reply_schema
from rubrics.models.model import Message, Request
from rubrics.rubric import Criterion, Shape
from rubrics.text import printable

PROMPT = "grade-v1"
"""Name and version of the prompt: the files ``prompts/grade-v1.*.md``."""

READ_AT_MOST = 20_000
"""Characters of an answer that a model is shown, those to its follow-ups included."""

REPLY_AT_MOST = 12_000
"""Characters of an unusable reply that are sent back to be mended."""

Nonce = Callable[[], str]
"""A source of words that nobody can guess."""

_FENCE = re.compile(
    r"<(?=\s*/?\s*(?:answer|system|assistant|user|instruction|question|criteria|rubric)\b)"
    r"|<(?=\|)|(?<=\|)>|<(?=</?SYS>)|<(?=/?s>)|\[(?=/?INST\])",
    re.IGNORECASE,
)
_HARMLESS = {"<": "‹", ">": "›", "[": "("}
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e01ef]")


def random_nonce() -> str:
    """Twelve hexadecimal digits from the source that the operating system keeps for secrets."""
    return secrets.token_hex(6)


@cache
def _template(part: str) -> str:
    return (files("rubrics.judge") / "prompts" / f"{PROMPT}.{part}.md").read_text("utf-8").strip()


def prompt_texts(task: GradingTask) -> tuple[str, ...]:
    """All texts of the prompt for a task, which a cache key holds besides its name."""
    parts = ("system", "user", "repair", *(("further",) if task.further else ()))
    return tuple(_template(part) for part in parts)


def request_for(task: GradingTask, nonce: Nonce = random_nonce) -> Request:
    """The one request that marks an answer.

    The rules come first and are the same for all questions, the criteria next and are the same for
    all answers to one question, so that servers can keep both at hand. No weight and no signal is
    shown. The nonce differs each time and is never part of the answer. A follow-up stands behind
    the answer that it follows, and ends its fence; the answer to it has the next one.
    """
    said = task.said[:READ_AT_MOST]
    answers = [neutral(said[part.start : part.end]) for part in task.parts]
    word = nonce()
    while any(word in answer for answer in answers):
        word = nonce()
    further = (
        Template(_template("further")).substitute(ask=neutral(one.ask), answer=answer, nonce=word)
        for one, answer in zip(task.further, answers[1:], strict=True)
    )
    user = Template(_template("user")).substitute(
        ask=neutral(task.ask),
        criteria="\n".join(_line(criterion) for criterion in task.rubric.criteria),
        nonce=word,
        answer="\n".join((answers[0], *further)),
        ids=_ids(task),
    )
    return _request(task, (Message("system", _template("system")), Message("user", user)))


def repair_for(task: GradingTask, first: Request, reply: str, faults: Sequence[str]) -> Request:
    """The request that sends a reply back with what is wrong with it."""
    user = Template(_template("repair")).substitute(
        faults="\n".join(f"- {neutral(fault)}" for fault in faults), ids=_ids(task)
    )
    return _request(
        task,
        (*first.messages, Message("assistant", reply[:REPLY_AT_MOST]), Message("user", user)),
    )


def neutral(text: str) -> str:
    """Text that a model reads as data.

    What looks like a marker of ours or of a chat's inner form gets a sign that only resembles it;
    characters that are not seen go, and so do those that steer a terminal.
    """
    shown = _UNSEEN.sub("", printable(text))
    return _FENCE.sub(lambda match: _HARMLESS[match.group()], shown)


def _request(task: GradingTask, messages: tuple[Message, ...]) -> Request:
    return Request(
        messages=messages,
        schema=reply_schema(),
        schema_name=SCHEMA_NAME,
        max_tokens=800 + 250 * len(task.rubric.criteria),
    )


def _ids(task: GradingTask) -> str:
    return ", ".join(criterion.id for criterion in task.rubric.criteria)


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
