"""Models that say what a test wants them to, and the task that they mark."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from rubrics.grade import Usage
from rubrics.grader import GradingTask
from rubrics.models.model import ModelFailure, OnText, OnWait, Parameters, Reply, Request
from tests.fakes import small_bank

ANSWER = (
    "First I boil fresh water in the kettle. I warm the pot with a little of it. "
    "Then it steeps for four minutes, and I never stir it."
)
USAGE = Usage(prompt_tokens=100, completion_tokens=10, cost_usd=0.5)

Said = str | Mapping[str, Any] | Exception


def tea(answer: str = ANSWER) -> GradingTask:
    """An answer to the question of how to make tea; criteria boil (3), warm (2), time (bonus)."""
    return GradingTask.of(next(small_bank().questions()), answer)


def entry(
    name: str, verdict: str, *evidence: str, reasoning: str = "It is said."
) -> dict[str, Any]:
    """What a model says of one criterion."""
    return {"id": name, "evidence": list(evidence), "reasoning": reasoning, "verdict": verdict}


def reply(*criteria: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """A whole reply; by default with all three criteria met and proved."""
    return {
        "criteria": list(criteria)
        or [
            entry("boil", "met", "I boil fresh water"),
            entry("warm", "met", "I warm the pot"),
            entry("time", "met", "it steeps for four minutes"),
        ],
        "false_claims": [],
        "strongest": "You begin with fresh water.",
        "improve": "Say how hot the water is.",
        "follow_up": None,
        "confidence": 0.9,
    } | others


class FakeModel:
    """Says the replies in turn, the last one again and again; keeps what it was asked."""

    def __init__(
        self,
        *said: Said,
        usage: Usage | None = USAGE,
        answer: Callable[[Request], Said] | None = None,
        parameters: Parameters | None = None,
    ) -> None:
        self._said = list(said)
        self._answer = answer
        self._usage = usage
        self._parameters = parameters or Parameters("test/model")
        self.requests: list[Request] = []
        self.streamed: list[bool] = []
        self.gate: asyncio.Event | None = None
        self.cancelled = 0

    @property
    def parameters(self) -> Parameters:
        return self._parameters

    async def complete(
        self, request: Request, on_wait: OnWait | None = None, on_text: OnText | None = None
    ) -> Reply:
        self.requests.append(request)
        self.streamed.append(on_text is not None)
        if self.gate is not None:
            try:
                await self.gate.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
        if self._answer is not None:
            said = self._answer(request)
        else:
            said = self._said[min(len(self.requests), len(self._said)) - 1]
        if isinstance(said, Exception):
            raise said
        text = said if isinstance(said, str) else json.dumps(said)
        if on_text is not None:
            for end in range(0, len(text) + 1, 7):
                on_text(text[:end])
        return Reply(text, self._usage, self._parameters.name)

    async def close(self) -> None:
        """Nothing to let go."""


def failure() -> ModelFailure:
    """A rate limit that cost a little all the same."""
    return ModelFailure(
        "rate limited", "try later", Usage(prompt_tokens=1, completion_tokens=0, cost_usd=0.25)
    )
