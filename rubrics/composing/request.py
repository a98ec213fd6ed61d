"""What is asked of a model that composes: the rules, then the job and the resume behind fences."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from rubrics.asking.prompts import Nonce, Prompt, neutral, random_nonce, word_not_in
from rubrics.composing.posting import Posting
from rubrics.composing.reply import (
    PLAN_SCHEMA,
    QUESTIONS_SCHEMA,
    plan_schema,
    questions_schema,
)
from rubrics.composing.written import Order
from rubrics.models.model import Message, Request

PLAN_PROMPT = Prompt("rubrics.composing", "plan-v1")
QUESTIONS_PROMPT = Prompt("rubrics.composing", "questions-v1")

PLAN_TOKENS = 2_500
"""Most tokens of a plan."""

TOKENS_A_QUESTION = 300
"""Most tokens of a question with its hint; twice what it takes."""


@dataclass(frozen=True)
class Fenced:
    """The texts of a posting between their marker lines.

    Attributes:
        texts: all of it.
        word: what the markers hold and no text does.
    """

    texts: str
    word: str

    @classmethod
    def of(cls, posting: Posting, nonce: Nonce = random_nonce) -> Fenced:
        """A posting, disarmed and fenced."""
        job, resume = neutral(posting.job), neutral(posting.resume)
        word = word_not_in(job + resume, nonce)
        texts = f"<job-text-{word}>\n{job}\n</job-text-{word}>"
        if resume:
            texts += f"\n\n<resume-text-{word}>\n{resume}\n</resume-text-{word}>"
        return cls(texts, word)


def plan_request(fenced: Fenced, questions: int) -> Request:
    """The one request for a plan."""
    user = Template(PLAN_PROMPT.texts.user).substitute(
        questions=questions, texts=fenced.texts, nonce=fenced.word
    )
    return Request(
        messages=(Message("system", PLAN_PROMPT.texts.system), Message("user", user)),
        schema=plan_schema(),
        schema_name=PLAN_SCHEMA,
        max_tokens=PLAN_TOKENS,
    )


def questions_request(fenced: Fenced, order: Order) -> Request:
    """The one request for the questions of a section.

    Rules and texts come first and are the same for all sections, so that servers can keep them at
    hand.
    """
    plan, section = order.plan, order.section
    others = [one for one in plan.sections if one.id != section.id]
    user = Template(QUESTIONS_PROMPT.texts.user).substitute(
        texts=fenced.texts,
        nonce=fenced.word,
        interview=neutral(f"{plan.title}. {plan.about}"),
        section=neutral(f"{section.title}: {section.covers}"),
        others="\n".join(f"- {neutral(f'{one.title}: {one.covers}')}" for one in others)
        or "- none",
        asked=_asked(order.asked),
        count="question" if order.count == 1 else f"{order.count} questions",
    )
    return Request(
        messages=(Message("system", QUESTIONS_PROMPT.texts.system), Message("user", user)),
        schema=questions_schema(),
        schema_name=QUESTIONS_SCHEMA,
        max_tokens=500 + TOKENS_A_QUESTION * order.count,
    )


def _asked(asked: tuple[str, ...]) -> str:
    if not asked:
        return ""
    listed = "\n".join(f"- {neutral(' '.join(one.split()))}" for one in asked)
    return f"\nAsked already:\n{listed}\n"
