"""One reading of everything that can go wrong with a request: why, and whether to try again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from rubrics.models.model import Reason
from rubrics.text import printable

Again = Literal["no", "once", "transient", "rate_limit"]
"""Whether another try can help: never; one more; as often as allowed; after the server's pause."""

LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Fault:
    """What went wrong with one request.

    Attributes:
        reason: of the documented set.
        again: whether another try can help.
        after: seconds that the server asks to wait, or None.
        detail: a line for the person, without control characters.
        said: what the server said, lower case: message, code and parameter; for the ladder.
        thinking: the model thought, and said nothing.
    """

    reason: Reason
    again: Again = "no"
    after: float | None = None
    detail: str = ""
    said: str = ""
    thinking: bool = False


BROKE_OFF = Fault("server error", "transient", detail="the connection broke off")


class Failed(Exception):
    """A request brought nothing usable."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def fault_of(error: Exception, now: datetime) -> Fault:
    """Why a request failed, read from the exception that a client raised.

    What the server really sent (status, headers, body) counts before what a library made of it,
    so the same fault is the same whichever client met it.

    Args:
        error: what was raised.
        now: the time of day, for a ``Retry-After`` that is a date.
    """
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, Failed):
            return link.fault
    for link in reversed(chain):
        response = getattr(link, "response", None)
        headers = getattr(response, "headers", None)
        status = getattr(response, "status_code", None)
        # LiteLLM wraps every fault in answers of its own making, which have no headers.
        if isinstance(status, int) and headers:
            return fault_of_status(status, headers, _body(link, response), now)
    names = {base.__name__ for link in chain for base in type(link).__mro__}
    if any("Timeout" in name for name in names):
        return Fault("timeout", "transient", detail="no answer in time")
    if "JSONDecodeError" in names:
        return Fault("server error", "transient", detail="the server's answer was not JSON")
    if names & {"RemoteProtocolError", "ReadError", "WriteError", "ConnectionResetError"}:
        return BROKE_OFF
    if names & {"ConnectError", "ConnectionError", "OSError", "ProxyError"}:
        return Fault("cannot connect", "transient", detail="the server cannot be reached")
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return fault_of_status(status, {}, str(getattr(error, "message", error)), now)
    if "APIConnectionError" in names:
        return Fault("cannot connect", "transient", detail="the server cannot be reached")
    return Fault("internal error", detail=line(f"{type(error).__name__}: {error}"))


def fault_of_status(status: int, headers: Mapping[str, str], body: object, now: datetime) -> Fault:
    """Why a request failed, read from an HTTP answer that is not a success.

    Args:
        status: of HTTP.
        headers: of the answer, names in any case that the mapping finds.
        body: of the answer: parsed JSON, or text.
        now: the time of day.
    """
    words = _words(body)
    said = " ".join(words).lower()
    detail = line(words[0] if words else "") or f"HTTP {status}"
    after = retry_after(headers, now)
    fault = replace(_by_status(status, said), after=after, detail=detail, said=said)
    return replace(fault, said="") if fault.again in ("transient", "rate_limit") else fault


_QUOTA = re.compile(
    r"insufficient_quota|billing_|credit balance|insufficient (?:funds|balance|cred)"
)
_BAD_KEY = re.compile(r"api_key_invalid|api key not valid|(?:invalid|incorrect)[ _]api[ _]key")
_CONTEXT = re.compile(
    r"context_length|context[ _](?:length|window|size)|prompt is too long|too many tokens"
    r"|exceeds? the (?:maximum|available|model).{0,40}(?:tokens|context|length)"
)
_FILTER = re.compile(r"content_filter|content[ _](?:management[ _])?policy|responsible_?ai")
SHAPE = re.compile(
    r"response_?format|json_?schema|json_?object|json[ _]mode|structured[ _]output|grammar|\bschema"
)
"""What a server says when it cannot give the shape of reply that was asked for."""


def _by_status(status: int, said: str) -> Fault:
    if status == 401:
        return Fault("key refused")
    if status == 402 or (status in (400, 403, 429) and _QUOTA.search(said)):
        return Fault("quota used up")
    if status == 429:
        return Fault("rate limited", "rate_limit")
    if status == 408:
        return Fault("timeout", "transient")
    if status in (409, 425):
        return Fault("server error", "transient")
    if status in (500, 501, 505) and (SHAPE.search(said) or "think value" in said):
        return Fault("bad request")  # llama.cpp and Ollama answer so to what they cannot do
    if status >= 500:
        return Fault("server error", "no" if status in (501, 505) else "transient")
    if _FILTER.search(said):
        return Fault("filtered")
    if status == 413 or _CONTEXT.search(said):
        return Fault("context too long")
    if status == 403:
        return Fault("not allowed")
    if _BAD_KEY.search(said):
        return Fault("key refused")
    if status == 404 and not SHAPE.search(said):
        return Fault("no such model")
    return Fault("bad request") if status >= 400 else Fault("server error")


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a server asks to wait: from ``Retry-After`` as seconds or date; else None."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = (headers.get(name) or "").strip()
        if re.fullmatch(r"\d{1,15}(?:\.\d{1,9})?", value):
            return float(value) * unit
        if value and unit == 1.0:
            try:
                date = parsedate_to_datetime(value)
            except ValueError:
                return None
            date = date if date.tzinfo else date.replace(tzinfo=UTC)
            return max(0.0, (date - now).total_seconds())
    return None


_TOKENS = re.compile(r"\b(?:sk|pk|gsk|xai|key|AIza)[-_][\w*-]{6,}|\bAIza[\w-]{10,}|Bearer\s+\S+")


def line(text: str, secret: str = "") -> str:
    """A text of a server as one short line, without control characters and keys."""
    if secret:
        text = text.replace(secret, "***")
    text = " ".join(printable(_TOKENS.sub("***", text[:4000])).split())
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _body(link: BaseException, response: object) -> object:
    parsed = getattr(link, "body", None)
    if parsed is not None:
        return parsed
    try:
        text = str(getattr(response, "text", ""))[:100_000]
    except Exception:  # a body that was never read, or cannot be decoded
        return ""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _words(body: object) -> list[str]:
    """What an error body says: message first, then parameter, code and type.

    Only these are read: some servers send the whole request back in the body.
    """
    if isinstance(body, list):
        body = body[0] if body else None
    if isinstance(body, Mapping):
        error = body.get("error", body)
        if isinstance(error, Mapping):
            words = [error.get(name) for name in ("message", "param", "code", "type", "status")]
            words += [_details(error.get("detail", body.get("detail")))]
            inner = error.get("metadata")
            if isinstance(inner, Mapping) and isinstance(inner.get("raw"), str):
                words.append(inner["raw"])
        else:
            words = [error, body.get("message")]
    else:
        words = [body if isinstance(body, str) and not body.lstrip().startswith("<") else None]
    return [str(word)[:4000] for word in words if isinstance(word, str | int) and str(word).strip()]


def _details(detail: Any) -> str:
    if not isinstance(detail, list):
        return detail if isinstance(detail, str) else ""
    found = [item for item in detail[:5] if isinstance(item, Mapping)]
    return "; ".join(f"{item.get('msg', '')} {item.get('loc', '')}" for item in found)
