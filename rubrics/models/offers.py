"""What the environment offers to mark with: a provider's key, or a server on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from rubrics.errors import InterviewerError
from rubrics.models.names import (
    LOCAL_SERVERS,
    OPENAI,
    ModelNameError,
    is_loopback,
    key_variable,
    may_carry_key,
    normalised,
)
from rubrics.models.servers import AskModels, Unreached, ask_together, models_at

DEFAULT_MODELS = {
    "openai": "gpt-6-luna",
    "anthropic": "claude-haiku-5-5",
    "gemini": "gemini-3.5-flash-lite",
    "mistral": "mistral-small-latest",
    "groq": "openai/gpt-oss-120b",
    "deepseek": "deepseek-flash",
    "xai": "grok-4.3",
    "cerebras": "gpt-oss-120b",
    "together_ai": "openai/gpt-oss-120b",
}
"""The model that marks where only a provider's key is there; the first provider comes first.

Cheap ones that keep to a strict schema, have a price in LiteLLM's table and no date of retirement.
"""

LOOK_SECONDS = 0.3
"""Most time that looking for servers on this machine takes."""

ASK_SECONDS = 5.0
"""Most time for each step in asking a server that the user named."""

SMALLEST = 3.0
"""Billions of parameters; a model that says it has fewer is not chosen by itself."""

_UNSAID = 7.0
"""Taken as the size, in billions, of a model whose name does not say it."""

_PROGRAMS = {"ollama": "Ollama", "lmstudio": "LM Studio"}


class Offer(NamedTuple):
    """A model that can mark.

    Attributes:
        name: ``provider/model``.
        base_url: of its server; None for the provider's own.
        why: what offers it.
    """

    name: str
    base_url: str | None
    why: str


def default_names() -> list[str]:
    """The default model of each provider, as it is written."""
    return [f"{provider}/{model}" for provider, model in DEFAULT_MODELS.items()]


def offered_by_key(environ: Mapping[str, str]) -> Offer | None:
    """The default model of the first provider whose key is set; None without one."""
    return next(_by_key(environ), None)


def offered_here(
    environ: Mapping[str, str], ask: AskModels = models_at, seconds: float = LOOK_SECONDS
) -> Offer | None:
    """The best model of an Ollama or LM Studio that listens on this machine; None without one."""
    return next(_here(environ, ask, seconds), None)


def all_offers(
    environ: Mapping[str, str], ask: AskModels = models_at, seconds: float = LOOK_SECONDS
) -> list[Offer]:
    """Everything that the environment offers: by each key, and by each server on this machine."""
    return [*_by_key(environ), *_here(environ, ask, seconds)]


def _by_key(environ: Mapping[str, str]) -> Iterator[Offer]:
    """The default model of each provider whose key is set.

    A key of OpenAI counts only towards OpenAI: what another server at ``OPENAI_BASE_URL`` has, and
    whether it should see answers, cannot be told from a key.
    """
    for provider, model in DEFAULT_MODELS.items():
        variable = key_variable(provider)
        is_set = variable is not None and environ.get(variable, "").strip()
        if is_set and (provider != "openai" or _reaches_openai(environ)):
            url = usual_url(provider, environ)
            yield Offer(f"{provider}/{model}", url, f"{variable} is set")


def _here(environ: Mapping[str, str], ask: AskModels, seconds: float) -> Iterator[Offer]:
    """The models of the servers on this machine, the best of each server first."""
    servers = {
        provider: base_url
        for provider in LOCAL_SERVERS
        if (base_url := usual_url(provider, environ)) and is_loopback(base_url)
    }
    for provider, models in ask_together(servers, seconds, ask).items():
        for model in [] if isinstance(models, Unreached) else fit_to_mark(models):
            why = f"{_PROGRAMS[provider]} is running here"
            yield Offer(f"{provider}/{model}", servers[provider], why)


def only_model_at(base_url: str, environ: Mapping[str, str], ask: AskModels = models_at) -> Offer:
    """The one model of a server that the user named.

    Raises:
        InterviewerError: the server cannot be asked, or has none, or several to choose from.
    """
    url = normalised(base_url)
    key = environ.get("OPENAI_API_KEY", "").strip() if may_carry_key(url) else ""
    try:
        models = ask(url, key or None, ASK_SECONDS)
    except Unreached as error:
        raise InterviewerError(error.message, f"{error.advice} {_NAME_ONE}".strip()) from None
    models = [model for model in models if not _MARKS_NOTHING.search(model)]
    if len(models) == 1:
        return Offer(f"openai/{models[0]}", url, "INTERVIEWER_BASE_URL")
    if not models:
        raise InterviewerError(f"{url} has no model that could mark.", _NAME_ONE)
    shown = ", ".join(models[:8]) + (", …" if len(models) > 8 else "")
    raise InterviewerError(
        f"{url} has {len(models)} models: which one marks?",
        f"Name it, as in INTERVIEWER_MODEL=openai/{models[0]}. There are: {shown}. "
        "INTERVIEWER_MODEL=estimate stays offline.",
    )


_NAME_ONE = "Name a model in INTERVIEWER_MODEL, or stay offline: INTERVIEWER_MODEL=estimate."


def usual_url(provider: str, environ: Mapping[str, str]) -> str | None:
    """Where the environment says that a provider's server is; None where LiteLLM knows it."""
    if provider == "openai":
        url = environ.get("OPENAI_BASE_URL", "").strip()
        return normalised(url) if url else OPENAI
    if provider == "ollama":
        return _ollama(environ.get("OLLAMA_HOST", ""))
    return LOCAL_SERVERS.get(provider)


def _reaches_openai(environ: Mapping[str, str]) -> bool:
    try:
        url = usual_url("openai", environ) or ""
    except ModelNameError:
        return False
    host = urlsplit(url).hostname or ""
    return may_carry_key(url) and (host == "openai.com" or host.endswith(".openai.com"))


def _ollama(host: str) -> str:
    """The base URL that Ollama's own variable means: a host, a port, a whole address or nothing."""
    host = host.strip().strip("\"'")
    if not host:
        return LOCAL_SERVERS["ollama"]
    scheme = host.partition("://")[0].lower() if "://" in host else ""
    try:
        parts = urlsplit(host if scheme else f"//{host}")
        port = parts.port or {"http": 80, "https": 443}.get(scheme, 11434)
    except ValueError:
        return LOCAL_SERVERS["ollama"]
    name = parts.hostname or ""
    if name in ("", "0.0.0.0", "::"):  # what a server listens on; it is reached on this machine
        name = "127.0.0.1"
    return f"{scheme or 'http'}://{f'[{name}]' if ':' in name else name}:{port}/v1"


def fit_to_mark(models: Sequence[str]) -> list[str]:
    """The models of a local server that can mark answers, the best first.

    Left out: those that make vectors, hear, see or rank only, those that run in a cloud although a
    local server lists them, and those that say they are too small. Larger ones come first, those
    made for code, pictures or long thought last.
    """
    fit = [
        model
        for model in models
        if not _MARKS_NOTHING.search(model)
        and not model.lower().endswith("cloud")
        and _billions(model) >= SMALLEST
    ]
    return sorted(
        fit,
        key=lambda model: (
            _FOR_OTHER_WORK.search(model) is not None,
            -_billions(model),
            _INSTRUCT.search(model) is None,
        ),
    )


_MARKS_NOTHING = re.compile(
    r"embed|(?<![a-z])(?:bge|e5|gte|minilm|rerank\w*|whisper|tts|clip|moderation)(?![a-z])|minilm"
    r"|guard|dall-e|stable-diffusion|flux|bert",
    re.IGNORECASE,
)
_FOR_OTHER_WORK = re.compile(
    r"cod(?:er|e|estral)|(?<![a-z])(?:vl|vision|llava|ocr|math|sql|base|text|r1|qwq|thinking"
    r"|reasoning)(?![a-z])|starcoder|llava",
    re.IGNORECASE,
)
_INSTRUCT = re.compile(r"instruct|chat|(?<![a-z])it(?![a-z])", re.IGNORECASE)
_SIZE = re.compile(r"(?<![a-z0-9.])(?:(\d+)x)?e?(\d+(?:\.\d+)?)([bm])(?![a-z])", re.IGNORECASE)


def _billions(model: str) -> float:
    """How many parameters a model's name speaks of, in billions: ``8b``, ``8x7b``, ``270m``."""
    sizes = [
        int(times or 1) * float(size) / (1 if unit in "bB" else 1000)
        for times, size, unit in _SIZE.findall(model)
    ]
    return max(sizes, default=_UNSAID)
