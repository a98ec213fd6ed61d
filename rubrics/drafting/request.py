"""What is asked of a model that drafts: the rules, what is known, and the hint behind a fence."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from rubrics.asking.prompts import Nonce, Prompt, neutral, random_nonce, word_not_in
from rubrics.drafting.draft import READ_AT_MOST
from rubrics.drafting.drafter import Sketch
from rubrics.drafting.reply import SCHEMA_NAME, reply_schema
from rubrics.models.model import Message, Request

PROMPT = Prompt("rubrics.drafting", "draft-v1")

REPLY_TOKENS = 4_000
"""Most tokens of a reply."""


def request_for(sketch: Sketch, nonce: Nonce = random_nonce) -> Request:
    """The one request that drafts a question.

    The rules come first and are the same for all hints, so that servers can keep them at hand. The
    nonce differs each time and is never part of the hint.
    """
    hint = neutral(sketch.hint[:READ_AT_MOST])
    user = Template(PROMPT.texts.user).substitute(
        known="\n".join(_known(sketch)), nonce=word_not_in(hint, nonce), hint=hint
    )
    return Request(
        messages=(Message("system", PROMPT.texts.system), Message("user", user)),
        schema=reply_schema(),
        schema_name=SCHEMA_NAME,
        max_tokens=REPLY_TOKENS,
    )


def _known(sketch: Sketch) -> Iterator[str]:
    """What is known besides the hint, a line or a paragraph each."""
    if sketch.section:
        yield f"Interview: {neutral(sketch.section)}"
    yield f"Question: {neutral(sketch.ask)}" if sketch.ask else "Question: not worded yet"
    if sketch.criteria:
        yield "Criteria, written already:"
        yield from (f"[{one.id}] {neutral(one.expects)}" for one in sketch.criteria)
    if sketch.model_answer:
        yield f"Model answer, written already: {neutral(sketch.model_answer)}"
    if sketch.follow_ups:
        yield f"Follow-ups, written already: {neutral(' '.join(sketch.follow_ups))}"
