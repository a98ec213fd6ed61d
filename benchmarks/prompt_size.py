"""How many tokens grading an answer takes, over the whole bank.

Tokens are estimated as characters / 4, which is near for English with a common tokenizer. The
answer is the model answer of each question. The reply is as long as the prompt allows: for each
criterion a quote (what the estimate finds, 15 words at most) and 10 words of reasoning; advice of
25 words; no false claim, and no follow-up where every point is met. The JSON schema counts as
prompt, since most servers count it.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from statistics import median

from rubrics import Bank, Estimator, GradingTask, Question, Verdict, load_bank, shipped_banks
from rubrics.judge.prompt import request_for

CHARACTERS_A_TOKEN = 4
BUDGET_IN = 1200
BUDGET_OUT = 400
"""Tokens of the median answer, as the design allows them."""

QUOTE_WORDS = 15
_REASONING = "States the mechanism directly and says what it achieves here."
_STRONGEST = "You gave a concrete order of steps and a reason for each of them."
_IMPROVE = (
    "Say which figure you would watch, what value would make you stop and who decides then, "
    "with one failure that you have seen yourself."
)


@dataclass(frozen=True)
class Size:
    """Tokens of one question.

    Attributes:
        rules: of the part that is the same for all questions.
        task: of question, criteria and what stands around the answer.
        answer: of the answer.
        schema: of the JSON schema.
        reply: of the reply.
    """

    rules: float
    task: float
    answer: float
    schema: float
    reply: float

    @property
    def prompt(self) -> float:
        """Everything that goes in."""
        return self.rules + self.task + self.answer + self.schema


def size_of(question: Question) -> Size:
    """The tokens that marking the model answer of a question takes."""
    task = GradingTask.of(question, question.model_answer)
    request = request_for(task, nonce=lambda: "0123456789ab")
    rules, user = (tokens(message.content) for message in request.messages)
    answer = tokens(question.model_answer)
    schema = tokens(json.dumps(request.schema, separators=(",", ":")))
    return Size(rules, user - answer, answer, schema, tokens(typical_reply(task)))


def typical_reply(task: GradingTask) -> str:
    """A reply of the usual length, which quotes what the estimate finds."""
    marks = Estimator().estimate(task).marks
    complete = all(mark.verdict is Verdict.MET for mark in marks)
    criteria = [
        {
            "id": mark.id,
            "evidence": [_shortened(evidence.quote) for evidence in mark.evidence[:1]],
            "reasoning": _REASONING,
            "verdict": mark.verdict.value,
        }
        for mark in marks
    ]
    reply = {
        "criteria": criteria,
        "false_claims": [],
        "strongest": _STRONGEST,
        "improve": _IMPROVE,
        "follow_up": None if complete or not task.follow_ups else task.follow_ups[0],
        "confidence": 0.85,
    }
    return json.dumps(reply, ensure_ascii=False)


def _shortened(quote: str) -> str:
    return " ".join(quote.split()[:QUOTE_WORDS])


def tokens(text: str) -> float:
    """About how many tokens a text has."""
    return len(text) / CHARACTERS_A_TOKEN


def medians(bank: Bank) -> tuple[float, float]:
    """Tokens in and out of the median answer of a bank."""
    sizes = [size_of(question) for question in bank.questions()]
    return median(size.prompt for size in sizes), median(size.reply for size in sizes)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--bank", default=shipped_banks()[0], help="id or path of a bank")


def run(options: argparse.Namespace) -> int:
    """Print the table; exit code 1 where the median is over the budget."""
    bank = load_bank(options.bank)
    sizes = [size_of(question) for question in bank.questions()]
    print(f"{bank.id}: {len(sizes)} questions; tokens as characters / {CHARACTERS_A_TOKEN}")
    print(f"{'':24}{'median':>8}{'most':>8}")
    for label, of in (
        ("rules (always the same)", [size.rules for size in sizes]),
        ("question and criteria", [size.task for size in sizes]),
        ("answer", [size.answer for size in sizes]),
        ("JSON schema", [size.schema for size in sizes]),
        (f"in, of {BUDGET_IN}", [size.prompt for size in sizes]),
        (f"out, of {BUDGET_OUT}", [size.reply for size in sizes]),
    ):
        print(f"{label:24}{median(of):8.0f}{max(of):8.0f}")
    into, out = medians(bank)
    return int(into > BUDGET_IN or out > BUDGET_OUT)
