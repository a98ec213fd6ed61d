"""Lines as they are typed."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TextIO


class Lines:
    """Lines as they are typed, read in a thread of their own.

    Attributes:
        by_hand: whether a person types, who reads and writes while an answer is graded.
        ended: set when ``end`` was called.
    """

    def __init__(self, source: TextIO, loop: asyncio.AbstractEventLoop) -> None:
        self.by_hand = source.isatty()
        self.ended = asyncio.Event()
        self._loop = loop
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        threading.Thread(target=self._read, args=(source,), name="lines", daemon=True).start()

    async def get(self, seconds: float) -> str | None:
        """The next line, None at the end of the input.

        Raises:
            TimeoutError: none came in this time.
        """
        return await asyncio.wait_for(self._lines.get(), seconds)

    def empty(self) -> bool:
        """Whether no line waits to be read."""
        return self._lines.empty()

    def end(self) -> None:
        """End the input now; safe in a signal's handler."""
        self._loop.call_soon_threadsafe(self.ended.set)
        self._loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _read(self, source: TextIO) -> None:
        with suppress(RuntimeError):  # The interview was left meanwhile.
            try:
                for line in source:
                    self._put(line.rstrip("\r\n"))
            except (OSError, ValueError):
                pass  # A terminal that went away ends the input like its end does.
            self._put(None)

    def _put(self, line: str | None) -> None:
        self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
