"""A look at the model that marks: key, server, name, shape of its replies, and one tiny grade."""

from __future__ import annotations

import difflib
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import cast

from pydantic import SecretStr

from interviewer.aside import aside
from interviewer.checks.finding import Finding
from interviewer.config.settings import Settings
from interviewer.graders import ABILITIES_FILE, Choice
from rubrics.drafting import draft_rubric
from rubrics.grade import Grade, Usage, Verdict
from rubrics.grader import GradingTask
from rubrics.judge import ModelGrader
from rubrics.models.abilities import Abilities, Step
from rubrics.models.model import Reason
from rubrics.models.names import Place, key_variable, may_carry_key, place, runs_here
from rubrics.models.opening import key_for, open_model, why_no_key
from rubrics.models.prices import Prices
from rubrics.models.replies import Tokens
from rubrics.models.servers import Unreached, models_at
from rubrics.models.tries import Tries

ONE_TRY = Tries(attempts=1, deadline=120.0, timeout=120.0)
"""What goes wrong is to be seen, not waited for; a local model may have to be loaded first."""

ASK_SECONDS = 10.0

TINY = Tokens(prompt=900, completion=300)
"""What the tiny grade takes, or a little less."""


def what_is_sent(choice: Choice) -> str:
    """What looking at a model sends, and what that costs, to be said before."""
    at = place(choice.name, choice.base_url)
    cost = Prices().cost(at, TINY)
    price = "at a price that is not known" if cost is None else f"for about ${cost:.4f}"
    return f"Two small requests go to {choice.name}, {'at no cost' if cost == 0 else price}."


async def examine_model(choice: Choice, settings: Settings) -> AsyncIterator[Finding]:
    """Look at a model, in the order in which things go wrong; what cannot work ends it.

    Sends two small requests: for the list of models, and for one tiny grade. Whoever stops
    listening ends the one under way.
    """
    at = place(choice.name, choice.base_url)
    key = key_for(at, None, settings.environ)
    yield (found := _key(at, key, settings))
    if found.state == "problem":
        return
    if at.base_url is not None:
        models, found = await aside(partial(_server, at.base_url, key))
        yield found
        if found.state == "problem":
            return
        if models is not None:
            yield _listed(at.model, models)
    elif at.served == "litellm":
        yield _priced(at)
    async for found in _tiny_grade(choice, at, settings):
        yield found


def _key(at: Place, key: SecretStr | None, settings: Settings) -> Finding:
    variable = key_variable(at.provider)
    if at.served == "scripted" or runs_here(at):
        return Finding("key", "ok", "none needed")
    if variable is None:
        named = "its server" if at.base_url else "LiteLLM"
        return Finding("key", "ok", f"none of ours; {named} may want one from the environment")
    fault = why_no_key(at, key)
    if key is None and fault is None:
        plain = at.base_url is not None and not may_carry_key(at.base_url)
        why = "keys travel by https only" if plain else f"{variable} is not set"
        return Finding("key", "ok", f"none is sent: {why}")
    if key is None:
        return Finding(
            "key",
            "problem",
            f"{variable} is not set",
            f"Set it in the environment, or write {variable}=… into {settings.home / '.env'} "
            "and close that file: chmod 600.",
        )
    if fault is not None:
        return Finding("key", "problem", f"{variable}: {fault.detail}", ADVICE["key refused"])
    return Finding("key", "ok", f"{variable}, {len(key.get_secret_value())} characters")


def _server(base_url: str, key: SecretStr | None) -> tuple[list[str] | None, Finding]:
    """The models that a server lists, or None where it does not say, and how it is reached."""
    begun = time.perf_counter()
    try:
        models = models_at(base_url, key.get_secret_value() if key else None, ASK_SECONDS)
    except Unreached as error:
        if error.status in (401, 403):
            refused = f"{base_url} is reached, but refuses the key ({error.status})"
            return None, Finding("server", "problem", refused, ADVICE["key refused"])
        if error.stage in ("status", "answer"):
            advice = "If the grade fails too, look at the base URL: it often ends in /v1."
            return None, Finding("server", "note", error.message, advice)
        return None, Finding("server", "problem", error.message, error.advice)
    took = 1000 * (time.perf_counter() - begun)
    return models, Finding("server", "ok", f"{base_url} is reached, in {took:.0f} ms")


def _listed(model: str, models: list[str]) -> Finding:
    if model in models or f"{model}:latest" in models:
        return Finding("model", "ok", f"{model} is there")
    close = difflib.get_close_matches(model, models, n=3, cutoff=0.5) or models[:5]
    return Finding(
        "model",
        "note",
        f"{model} is not among the {len(models)} models that the server lists",
        f"There is: {', '.join(close)}" if close else "It lists none: is one loaded?",
    )


def _priced(at: Place) -> Finding:
    price = Prices().price(at)
    if price is None:
        return Finding(
            "model",
            "note",
            f"{at.model} has no price in LiteLLM's table",
            "Is it spelled as its provider does? What it costs will be unknown.",
        )
    costs = f"${1e6 * price.prompt:g} in, ${1e6 * price.completion:g} out, for a million tokens"
    return Finding("model", "ok", f"{at.model} costs {costs}")


async def _tiny_grade(choice: Choice, at: Place, settings: Settings) -> AsyncIterator[Finding]:
    # What was found of the server before is not asked, so that its present state shows.
    abilities = Abilities()
    begun = time.perf_counter()
    grade = await _graded(choice, settings, abilities)
    seconds = time.perf_counter() - begun
    ability = abilities.get(at.base_url, at.model)
    if ability is not None:
        Abilities(settings.home / ABILITIES_FILE).put(at.base_url, at.model, ability)
        yield _STEPS[ability.step]
    yield _grade_finding(grade, seconds)


def tiny_task() -> GradingTask:
    """An answer that costs next to nothing to grade; whoever can mark at all marks it in full."""
    ask = "How do you make tea?"
    criteria = ["Says that water is boiled.", "Says that the tea steeps for some minutes."]
    return GradingTask(
        ask=ask,
        answer="First I bring fresh water to the boil. Then the tea steeps for four minutes.",
        rubric=draft_rubric(ask, "", criteria),
    )


async def _graded(choice: Choice, settings: Settings, abilities: Abilities) -> Grade:
    model = open_model(
        choice.name,
        base_url=choice.base_url,
        environ=settings.environ,
        tries=ONE_TRY,
        abilities=abilities,
    )
    grader = ModelGrader(model)
    try:
        return await grader.grade(tiny_task())
    finally:
        await grader.close()


def _grade_finding(grade: Grade, seconds: float) -> Finding:
    if grade.reason is not None:
        advice = ADVICE[cast(Reason, grade.reason)]
        return Finding("grade", "problem", f"ungraded: {grade.failure}", advice)
    took = f"{seconds:.1f} s (loading included), {_took(grade.usage)}"
    text = f"{grade.score:g} of 100 in {took}"
    if any(mark.verdict is not Verdict.MET for mark in grade.marks):
        return Finding(
            "grade",
            "note",
            f"{text}; every point is in the answer",
            "It works, but does not mark well; a larger model will.",
        )
    return Finding("grade", "ok", text)


def _took(usage: Usage | None) -> str:
    if usage is None:
        return "tokens unknown"
    price = "price unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    price = "at no cost" if usage.cost_usd == 0 else price
    return f"{usage.prompt_tokens} + {usage.completion_tokens} tokens, {price}"


_STEPS: dict[Step, Finding] = {
    "schema": Finding("replies", "ok", "keep to a strict JSON schema"),
    "object": Finding("replies", "ok", "are JSON objects; the schema stands in the prompt"),
    "text": Finding(
        "replies",
        "note",
        "are plain text with JSON in it; the schema stands in the prompt",
        "Some may be unreadable. A server that knows response_format does better.",
    ),
}

_LATER = "It may pass: try again in a while."
_OTHER_MODEL = "Try another model."
_REPORT = "Run it again; if it stays so, report it with this line."

ADVICE: dict[Reason, str] = {
    "no key": "Set the provider's key in the environment or in a .env file.",
    "key refused": "Is it the whole key, of this provider, and not expired? Copy it anew.",
    "not allowed": "The key may not use this model or this region; the provider's pages say more.",
    "no such model": "Look for a slip in the name; the provider's pages list its models.",
    "cannot connect": "Is this computer online, and the base URL right?",
    "timeout": "The server is slow or the model is being loaded: try again, or a smaller model.",
    "rate limited": "The provider asks for a pause. Grading waits for it by itself.",
    "quota used up": "There is no credit left with the provider, or billing is not set up.",
    "server error": _LATER,
    "bad request": "The server does not understand the request; its words say why.",
    "context too long": "The model takes too little text: try another, or a larger context.",
    "refused": _OTHER_MODEL,
    "filtered": _OTHER_MODEL,
    "empty reply": _OTHER_MODEL,
    "cut off": _OTHER_MODEL,
    "unreadable reply": "The model does not keep to a shape; a larger one will.",
    "budget": "The cost limit of the settings allows nothing.",
    "interrupted": _LATER,
    "internal error": _REPORT,
}
"""What to do for each reason of an ungraded answer."""
