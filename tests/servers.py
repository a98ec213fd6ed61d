"""A real HTTP server on loopback that answers a chat completion with whatever fault is scripted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Received:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Answer = Callable[["FaultyServer", asyncio.StreamWriter], Awaitable[None]]
"""Writes an answer; the connection is closed after it."""


class FaultyServer:
    """Gives its answers in order and the last one for ever; ``received`` counts the requests.

    An answer may also be chosen by the request: ``choose`` is asked first.
    """

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.received: list[Received] = []
        self.choose: Callable[[Received], Answer | None] = lambda received: None
        self.ended = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended.set()
        if self._server is not None:
            self._server.close()
        while self._serving:
            await asyncio.wait(self._serving)
        if self._server is not None:
            await self._server.wait_closed()

    @property
    def origin(self) -> str:
        """Where it listens: ``http://127.0.0.1:PORT``."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def base_url(self) -> str:
        """As it is given to a model."""
        return f"{self.origin}/v1"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        await self._answer(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = [line.split(":", 1) for line in head[1:] if line]
            headers = {name.lower(): value.strip() for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            received = Received(head[0].split()[1], headers, json.loads(body or b"{}"))
            self.received.append(received)
            answer = self.choose(received)
            if answer is None:
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await answer(self, writer)
            await writer.drain()


def chat(
    text: str | None = '{"ok": true}',
    *,
    finish: str = "stop",
    tokens: tuple[int, int] | None = (10, 5),
    **message: Any,
) -> Answer:
    """A chat completion with this reply."""
    usage = tokens and {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    said = {"role": "assistant", "content": text, **message}
    choice = {"index": 0, "message": said, "finish_reason": finish}
    return answer(200, {"model": "served-model", "choices": [choice], "usage": usage})


def answer(
    status: int,
    body: object = None,
    headers: dict[str, str] | None = None,
    kind: str = "application/json",
) -> Answer:
    """Any status with any body: JSON, or a text as it is."""
    content = (body if isinstance(body, str) else json.dumps(body)).encode()

    async def write(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
        lines = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close"}
        writer.write(_head(status, {**lines, **(headers or {})}) + content)

    return write


def error(status: int, message: str = "it failed", **rest: object) -> Answer:
    """An error in OpenAI's form."""
    headers = rest.pop("headers", None)
    assert headers is None or isinstance(headers, dict)
    return answer(status, {"error": {"message": message, **rest}}, headers)


async def reset(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
    """Half a body, then the connection is torn down."""
    writer.write(_head(200, {"Content-Type": "application/json", "Content-Length": "500"}))
    writer.write(b'{"choices": [{"mess')
    await writer.drain()
    writer.transport.abort()


async def silence(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
    """Nothing at all, until the test is over."""
    await server.ended.wait()


async def drip(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
    """A byte now and then, never all."""
    writer.write(_head(200, {"Content-Type": "application/json", "Content-Length": "500"}))
    while not server.ended.is_set():
        writer.write(b" ")
        await writer.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.ended.wait(), 0.01)


def endless(piece: bytes) -> Answer:
    """A body without an end."""

    async def write(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Type": "application/json", "Connection": "close"}))
        while not server.ended.is_set() and not writer.is_closing():
            writer.write(piece * (65_536 // len(piece)))
            await writer.drain()

    return write


def chunks(
    text: str = '{"ok": true}',
    *,
    finish: str | None = "stop",
    tokens: tuple[int, int] | None = (10, 5),
    size: int = 3,
) -> list[object]:
    """The chunks of a streamed chat completion, some characters each, up to ``[DONE]``."""
    deltas: list[object] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + size]} for at in range(0, len(text), size)]
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
    usage = tokens and {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return [
        *({"model": "served-model", "usage": None, **delta_of(delta)} for delta in deltas),
        *([last] if finish else []),
        *([{"choices": [], "usage": usage}] if usage else []),
        "[DONE]",
    ]


def delta_of(delta: object) -> dict[str, object]:
    """A chunk with this piece of a message."""
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}


def events(data: Iterable[object], end: str = "\n") -> list[bytes]:
    """Server-sent events: each datum as JSON, a text as it is."""
    lines = (
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in data
    )
    return [f"data: {line}{end}{end}".encode() for line in lines]


def stream(pieces: Iterable[bytes], *, torn: bool = False) -> Answer:
    """An event stream, sent packet by packet; the connection is torn down after it if so wished."""

    async def write(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
        kind = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}
        writer.write(_head(200, {**kind, "Connection": "close"}))
        for piece in pieces:
            if server.ended.is_set() or writer.is_closing():
                return
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
        if torn:
            writer.transport.abort()
        else:
            writer.write(b"0\r\n\r\n")

    return write


def _head(status: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
