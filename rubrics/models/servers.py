"""Asking a server that speaks OpenAI's API which models it has, with nothing but Python."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import IO, Any, Literal
from urllib.error import HTTPError, URLError
from urllib.request import (
    BaseHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from rubrics.errors import InterviewerError
from rubrics.models.names import is_loopback
from rubrics.text import printable

Stage = Literal["address", "connection", "tls", "time", "status", "answer"]
"""How far a request came: no address, no connection, no trust, no time, no 200, no list."""

LARGEST_LIST = 4_000_000
"""Bytes; a longer list of models is not read."""

LONGEST_NAME = 200


class Unreached(InterviewerError):
    """A server did not say which models it has.

    Attributes:
        stage: how far the request came.
        status: of HTTP, where one came.
    """

    def __init__(
        self, message: str, advice: str = "", *, stage: Stage, status: int | None = None
    ) -> None:
        super().__init__(message, advice)
        self.stage: Stage = stage
        self.status = status


AskModels = Callable[[str, str | None, float], list[str]]
"""Base URL, key, seconds: the names of a server's models, or ``Unreached``."""


def models_at(base_url: str, key: str | None, seconds: float) -> list[str]:
    """The names of the models that a server has, in its own order.

    A redirect is not followed, so a key goes nowhere else; a server on this machine is never
    asked through a proxy.

    Args:
        base_url: normalised.
        key: sent with the request, where there is one.
        seconds: for the connection, and again for the answer.

    Raises:
        Unreached: there is no such server, or it does not say.
    """
    headers = {"Accept": "application/json", "User-Agent": "interviewer"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        request = Request(f"{base_url}/models", headers=headers)
        with _opener(base_url).open(request, timeout=seconds) as response:
            content = _read(response, time.monotonic() + seconds)
    except HTTPError as error:
        error.close()
        raise Unreached(
            f"{base_url} answers {error.code} when it is asked for its models.",
            stage="status",
            status=error.code,
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        raise _unreached(base_url, error) from None
    return _names(base_url, content)


def ask_together(
    servers: Mapping[str, str], seconds: float, ask: AskModels = models_at
) -> dict[str, list[str] | Unreached]:
    """Ask several servers at once, without keys, and wait so long at most for all of them.

    Args:
        servers: base URLs by any name.
        seconds: for everything. A server that is slower counts as unreached.
        ask: asks one of them.
    """
    found: dict[str, list[str] | Unreached] = {}

    def one(name: str, base_url: str) -> None:
        try:
            found[name] = ask(base_url, None, seconds)
        except Unreached as error:
            found[name] = error

    deadline = time.monotonic() + seconds
    # Daemons, because a thread that hangs in a name server must not hold up the program's end.
    threads = [
        threading.Thread(target=one, args=item, name=f"ask {item[0]}", daemon=True)
        for item in servers.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    came = dict(found)
    return {name: came.get(name, _late(base_url)) for name, base_url in servers.items()}


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def _opener(base_url: str) -> OpenerDirector:
    handlers: list[BaseHandler] = [_NoRedirects()]
    if is_loopback(base_url):
        handlers.append(ProxyHandler({}))
    if base_url.startswith("https://"):
        import httpx  # slow to load; the SDK's own trust, so that both see the same server

        handlers.append(HTTPSHandler(context=httpx.create_ssl_context()))
    return build_opener(*handlers)


def _read(response: HTTPResponse, deadline: float) -> bytes:
    """The body, unless it drips for too long; of one that is too long, a little too much."""
    content = b""
    while len(content) <= LARGEST_LIST and (piece := response.read1(65_536)):
        if time.monotonic() > deadline:
            raise TimeoutError
        content += piece
    return content


def _unreached(base_url: str, error: Exception) -> Unreached:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, socket.gaierror):
        return Unreached(
            f"{base_url}: its host has no address.",
            "Look for a slip in the address, and whether this computer is online.",
            stage="address",
        )
    if isinstance(reason, ssl.SSLError):
        words = (getattr(reason, name, None) for name in ("verify_message", "reason"))
        said = printable(next(filter(None, words), "none at all"))
        return Unreached(
            f"{base_url}: no trusted connection ({said}).",
            "A certificate of your own goes in a file that SSL_CERT_FILE names; a server without "
            "TLS has an http address.",
            stage="tls",
        )
    if isinstance(reason, TimeoutError):
        return _late(base_url)
    if isinstance(reason, OSError):
        said = printable(reason.strerror or str(reason) or type(reason).__name__)
        return Unreached(
            f"Nothing answers at {base_url} ({said}).",
            "Start the server, or look for a slip in the address and its port.",
            stage="connection",
        )
    return Unreached(f"{base_url} does not answer as a server of models does.", stage="answer")


def _late(base_url: str) -> Unreached:
    return Unreached(
        f"{base_url} did not answer in time.", "Is it busy, or behind a firewall?", stage="time"
    )


def _names(base_url: str, content: bytes) -> list[str]:
    try:
        raw: Any = json.loads(content) if len(content) <= LARGEST_LIST else None
    except (ValueError, RecursionError):
        raw = None
    entries = raw.get("data") if isinstance(raw, Mapping) else None
    if not isinstance(entries, list):
        raise Unreached(
            f"{base_url} answers, but with no list of models.",
            "The base URL of such a server often ends in /v1.",
            stage="answer",
        )
    names = [entry.get("id") for entry in entries if isinstance(entry, Mapping)]
    return [name for name in names if isinstance(name, str) and _is_name(name)]


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and " ".join(printable(text).split()) == text
