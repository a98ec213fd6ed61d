"""A reply that comes piece by piece: told of while it grows, and put together again at the end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from rubrics.models.client import LARGEST_REPLY
from rubrics.models.failures import BROKE_OFF, Failed
from rubrics.models.model import OnText
from rubrics.models.replies import TOO_LARGE, joined

LARGEST_STREAM = 16 * LARGEST_REPLY
"""Bytes of a stream; each token of it comes in a frame of some 300."""

STEP = 40
"""Characters by which a text grows, at the least, before it is told of again."""

_PARTS = ("content", "refusal", "reasoning", "reasoning_content")


class Assembly:
    """A chat completion, put together from the chunks of its stream.

    The text so far is told whenever it has grown by ``STEP`` characters, or by a 32nd of what it
    was: some ten times a second at the speed of today's models, and never so often that the time
    it takes goes with the square of the text.
    """

    def __init__(self, on_text: OnText | None) -> None:
        self._on_text = on_text
        self._parts: dict[str, list[str]] = {name: [] for name in _PARTS}
        self._text = ""
        self._untold = 0
        self._size = 0
        self._begun = False
        self._model: object = None
        self._usage: object = None
        self.error: object = None
        self.finish: object = None

    def add(self, chunk: object) -> None:
        """Take one chunk, in the form of OpenAI's API; what it lacks or has besides is no matter.

        Raises:
            Failed: the reply has become too large.
        """
        if not isinstance(chunk, Mapping):
            return
        self.error = self.error or chunk.get("error")
        self._model = self._model or chunk.get("model")
        self._usage = chunk.get("usage") or self._usage
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, Mapping) or choice.get("index"):
            return
        self._begun = True
        self.finish = choice.get("finish_reason") or self.finish
        delta = choice.get("delta")
        if isinstance(delta, Mapping):
            self._grow(delta)

    def _grow(self, delta: Mapping[str, Any]) -> None:
        for name, value in delta.items():
            if name in self._parts and value:
                piece = joined(value)
                self._parts[name].append(piece)
                self._size += len(piece)
                self._untold += len(piece) if name == "content" else 0
        if self._size > LARGEST_REPLY:
            raise Failed(TOO_LARGE)
        if self._untold >= max(STEP, len(self._text) // 32):
            self._tell()

    def _tell(self) -> None:
        self._untold = 0
        self._text = "".join(self._parts["content"])
        self._parts["content"] = [self._text]
        if self._on_text is not None:
            self._on_text(self._text)

    def payload(self) -> dict[str, Any]:
        """The completion as it would have come in one piece. Tells what is not told yet."""
        if self._untold:
            self._tell()
        message = {name: "".join(pieces) or None for name, pieces in self._parts.items()}
        choice = {
            "index": 0,
            "message": {"role": "assistant", **message},
            "finish_reason": self.finish,
        }
        return {
            "model": self._model,
            "choices": [choice] if self._begun and not self.error else [],
            "usage": self._usage,
            "error": self.error,
        }


async def assembled(pieces: AsyncIterator[bytes], on_text: OnText | None) -> dict[str, Any]:
    """The completion that comes as server-sent events.

    Raises:
        Failed: it is too large, or breaks off.
        ValueError: an event is no JSON.
    """
    assembly = Assembly(on_text)
    events = _Events()
    async for piece in pieces:
        for data in events.read(piece):
            if data == b"[DONE]":
                return assembly.payload()
            assembly.add(json.loads(data))
            if assembly.error:
                return assembly.payload()
    if not assembly.finish:
        raise Failed(BROKE_OFF)
    return assembly.payload()


class _Events:
    """Reads server-sent events out of the bytes of a stream, wherever these are cut.

    The SDK has a decoder of its own. It takes a line of any length, though, and up to version 2
    it keeps the event loop busy for a minute with one megabyte of short lines.
    """

    def __init__(self) -> None:
        self._read = 0
        self._rest = bytearray()
        self._data: list[bytes] = []

    def read(self, piece: bytes) -> Iterator[bytes]:
        """The data of each event that ends in this piece.

        Raises:
            Failed: the stream has become too large.
        """
        self._read += len(piece)
        if self._read > LARGEST_STREAM:
            raise Failed(TOO_LARGE)
        self._rest += piece
        if b"\n" not in piece:
            return
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            field, colon, value = line.rstrip(b"\r").partition(b":")
            if field == b"data":
                self._data.append(bytes(value.removeprefix(b" ")))
            elif self._data and not field and not colon:
                yield b"\n".join(self._data)
                self._data = []
