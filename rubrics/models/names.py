"""What a model is called, where its server is, and which client serves it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from rubrics.errors import InterviewerError

Served = Literal["openai", "litellm", "scripted"]

OPENAI = "https://api.openai.com/v1"
LOCAL_SERVERS = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
}
"""Providers that are a server on this machine; they need no key."""

_KEYS = {
    "fireworks_ai": "FIREWORKS_AI_API_KEY",
    "perplexity": "PERPLEXITYAI_API_KEY",
    "together_ai": "TOGETHERAI_API_KEY",
}
_NEED_A_KEY = {
    "anthropic",
    "cerebras",
    "cohere",
    "deepseek",
    "gemini",
    "groq",
    "mistral",
    "openai",
    "openrouter",
    "xai",
    *_KEYS,
}
_ENDPOINTS = re.compile(
    r"(?:/(?:chat/completions|completions|responses|embeddings|models))+$", re.IGNORECASE
)
_OLLAMA_ENDPOINTS = re.compile(r"/api(?:/(?:chat|generate|tags))?$", re.IGNORECASE)


class ModelNameError(InterviewerError):
    """A model's name or a server's address means nothing."""


@dataclass(frozen=True)
class Place:
    """Where a model is.

    Attributes:
        served: the client that serves it.
        provider: the first part of its name; empty where a base URL says it all.
        model: the name as the server wants it; for ``scripted`` the path of the file.
        base_url: of the server, normalised; None for LiteLLM and scripts.
    """

    served: Served
    provider: str
    model: str
    base_url: str | None


def place(name: str, base_url: str | None = None) -> Place:
    """Where a model of this name is.

    With a base URL the name goes to that server whole, but for a leading ``openai/``, ``ollama/``
    or ``lmstudio/``.

    Raises:
        ModelNameError: no such name or address can be.
    """
    name = name.strip()
    provider, slash, model = name.partition("/")
    provider = provider.lower()
    if not name or (slash and not (provider and model)):
        raise ModelNameError(f"{name!r} is no model.", _HOW)
    if provider != "scripted" and re.search(r"[?&=\s]", name):
        raise ModelNameError("A model's name holds no space, no key and no query.", _HOW)
    if provider == "scripted" and slash:
        return Place("scripted", provider, model, None)
    known = slash and (provider == "openai" or provider in LOCAL_SERVERS)
    if base_url and base_url.strip():
        url = normalised(base_url)
        return Place("openai", provider if known else "", model if known else name, url)
    if not slash:
        raise ModelNameError(f"{name!r} does not say whose model it is.", _HOW)
    if provider == "openai":
        return Place("openai", provider, model, OPENAI)
    if provider in LOCAL_SERVERS:
        return Place("openai", provider, model, LOCAL_SERVERS[provider])
    return Place("litellm", provider, f"{provider}/{model}", None)


_HOW = (
    "Write provider/model, such as openai/gpt-6-luna, anthropic/claude-haiku-5-5 or ollama/qwen3."
)


def normalised(base_url: str) -> str:
    """The base URL that is meant: no end point, no slash at the end, a scheme, ``/v1`` if bare.

    Raises:
        ModelNameError: it is no address, or holds a user, a key or a query.
    """
    url = base_url.strip()
    if not _host(url if "://" in url else f"//{url}") or re.search(r"\s", url):
        raise ModelNameError("The base URL is no http or https address.", _URL_HOW)
    if "://" not in url:
        url = f"{'http' if _is_near(_host(f'//{url}')) else 'https'}://{url}"
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise ModelNameError("The base URL is no http or https address.", _URL_HOW)
    if "@" in parts.netloc or parts.query:
        raise ModelNameError("The base URL holds a user, a key or a query.", _URL_HOW)
    path = parts.path.rstrip("/")
    path = _ENDPOINTS.sub("", path).rstrip("/")
    path = _OLLAMA_ENDPOINTS.sub("", path)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{path or '/v1'}"


_URL_HOW = "It looks like https://host/v1; a key is given by itself."


def may_carry_key(base_url: str) -> bool:
    """Whether a key of the environment may travel there: only by https, so nobody reads it."""
    return base_url.startswith("https://")


def is_loopback(base_url: str) -> bool:
    """Whether a server is on this machine."""
    host = _host(base_url)
    address = _address(host)
    return host == "localhost" or bool(address and address.is_loopback)


def runs_here(at: Place) -> bool:
    """Whether a model runs on this machine, so that what it is asked stays here.

    Known of Ollama and LM Studio only: another server on this machine may pass on what it is asked,
    as Ollama itself does with the models of its cloud.
    """
    ours = at.provider in LOCAL_SERVERS and is_loopback(at.base_url or "")
    return ours and not at.model.lower().endswith("cloud")


def shown_host(at: Place) -> str:
    """The host and port of a server that the name of its model does not tell; else nothing."""
    return urlsplit(at.base_url).netloc if at.base_url and at.base_url != OPENAI else ""


def key_variable(provider: str) -> str | None:
    """The environment variable that holds a provider's key; None where it needs none or more."""
    if provider not in _NEED_A_KEY:
        return None
    return _KEYS.get(provider, f"{provider.upper()}_API_KEY")


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_near(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or host.endswith(".local") or bool(address and address.is_private)
