"""Many things at once with results in order, and lines from a pipe that hold nothing up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TextIO, TypeVar

from rubrics.errors import InterviewerError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4096
"""Results at most that are held while one before them is still to come."""

READ_AHEAD = 64
"""Lines of a pipe that are read before anybody wants them."""


async def at_once(
    items: AsyncIterator[Item], work: Callable[[Item], Awaitable[object]], *, jobs: int
) -> None:
    """Work on some items at once, and on the next as soon as one is done.

    An item is read only when there is somebody to work on it. Cancelling ends all that is begun.

    Args:
        items: what to work on.
        work: what is done with one; what it raises ends everything and is raised here.
        jobs: how many are worked on at once.
    """
    reading = asyncio.Lock()

    async def worker() -> None:
        while True:
            # Work that waits for nothing leaves room for signals too.
            await asyncio.sleep(0)
            async with reading:
                try:
                    item = await anext(items)
                except StopAsyncIteration:
                    return
            await _whole(work(item))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(worker())
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def _whole(work: Awaitable[object]) -> None:
    """Work that nobody cancelled must not end as if somebody had: its item would be lost."""
    try:
        await work
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise InterviewerError("The work on an item broke off from within.") from None


async def in_order(
    items: AsyncIterator[Item],
    work: Callable[[Item], Awaitable[Result]],
    tell: Callable[[Result], None],
    *,
    jobs: int,
    ahead: int = AHEAD,
) -> None:
    """Work on some items at once, and tell the results in the order of the items.

    A slow item holds up no other: work runs ahead of it, by so many results at most.

    Args:
        items, work, jobs: as for ``at_once``.
        tell: given each result as soon as all before it were given.
        ahead: how many results may wait for one before them.
    """
    done: dict[int, Result] = {}
    told = 0
    room = asyncio.Semaphore(jobs + ahead)

    async def numbered() -> AsyncIterator[tuple[int, Item]]:
        number = 0
        async for item in items:
            await room.acquire()
            yield number, item
            number += 1

    async def work_and_tell(numbered_item: tuple[int, Item]) -> None:
        nonlocal told
        number, item = numbered_item
        done[number] = await work(item)
        while told in done:
            tell(done.pop(told))
            told += 1
            room.release()

    await at_once(numbered(), work_and_tell, jobs=jobs)


async def each(items: Iterable[Item]) -> AsyncIterator[Item]:
    """Items that are at hand."""
    for item in items:
        yield item


async def lines_of_pipe(source: TextIO) -> AsyncIterator[str]:
    """Lines as somebody writes them, read in a thread of their own.

    Raises:
        OSError: the pipe cannot be read.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | OSError | None] = asyncio.Queue()
    room = threading.Semaphore(READ_AHEAD)

    def read() -> None:
        end: OSError | None = None
        # The loop may be gone by the time that a line comes.
        with suppress(RuntimeError):
            try:
                for line in source:
                    room.acquire()
                    loop.call_soon_threadsafe(lines.put_nowait, line)
            except OSError as error:
                end = error
            loop.call_soon_threadsafe(lines.put_nowait, end)

    threading.Thread(target=read, name="lines", daemon=True).start()
    while True:
        line = await lines.get()
        if line is None:
            return
        if isinstance(line, OSError):
            raise line
        room.release()
        yield line
