"""Signals that ask to end, noted rather than raised, so that no write is cut in half."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

Result = TypeVar("Result")

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, a polite kill, and a terminal that went away."""


class Interruption:
    """Whether the program was asked to end, while it is entered.

    A second Ctrl+C is raised as ever, for a program that does not come to look.

    Args:
        wake: called at the first signal, to end a wait for input; must be safe in a handler.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self.asked = False
        self._wake = wake
        self._task: asyncio.Task[Any] | None = None
        self._before: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for name in SIGNALS:
                if hasattr(signal, name):
                    self._before[name] = signal.signal(getattr(signal, name), self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for name, handler in self._before.items():
            signal.signal(getattr(signal, name), handler)

    def run(self, runner: asyncio.Runner, work: Coroutine[Any, Any, Result]) -> Result | None:
        """The result of some work, or None where a signal ended it first."""

        async def watched() -> Result:
            self._task = task = asyncio.current_task()
            if self.asked and task is not None:
                task.cancel()
            return await work

        try:
            return runner.run(watched())
        except asyncio.CancelledError:
            return None
        finally:
            self._task = None

    def _hear(self, number: int, _frame: object) -> None:
        if self.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.asked = True
        if self._task is not None:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
        self._wake()
