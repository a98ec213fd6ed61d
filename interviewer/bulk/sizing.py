"""What sending some answers to a model will about take, before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rubrics.grader import GradingTask
from rubrics.judge.prompt import request_for
from rubrics.models.model import Parameters, Request
from rubrics.models.names import place
from rubrics.models.prices import Prices
from rubrics.models.replies import Tokens

CHARACTERS_A_TOKEN = 4
"""Near for English with a common tokenizer."""

TOKENS_A_REPLY = 400
"""Of the median answer of the shipped bank; see docs/grading.md."""


def size_of(tasks: Iterable[GradingTask], model: Parameters) -> str:
    """Tokens and dollars in words: ``about 14,000 tokens in and 4,800 out, $0.02``."""
    prompts = [_tokens(request_for(task)) for task in tasks]
    tokens = Tokens(sum(prompts), TOKENS_A_REPLY * len(prompts))
    cost = Prices().cost(place(model.name, model.base_url), tokens)
    price = "price unknown" if cost is None else f"${cost:.4f}"
    return f"about {tokens.prompt:,} tokens in and {tokens.completion:,} out, {price}"


def _tokens(request: Request) -> int:
    characters = sum(len(message.content) for message in request.messages)
    return (characters + len(json.dumps(request.schema))) // CHARACTERS_A_TOKEN
