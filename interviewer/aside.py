"""Slow calls beside the program's loop, which end with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


async def aside(call: Callable[[], Result]) -> Result:
    """What a slow call gives, made in a thread that holds up neither the loop nor the end.

    Whoever is cancelled while waiting hears no more of it.
    """
    loop = asyncio.get_running_loop()
    given: asyncio.Future[Result] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if given.done() else settle())

    def run() -> None:
        try:
            result = call()
        except Exception as error:
            fault = error
            tell(lambda: given.set_exception(fault))
        else:
            tell(lambda: given.set_result(result))

    # A daemon, because a server that does not answer must not hold up the end of the program.
    threading.Thread(target=run, name="aside", daemon=True).start()
    return await given
