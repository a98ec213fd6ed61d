"""Many things at once: order, window, errors, cancelling. No test waits for time to pass."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable

import pytest

from interviewer.bulk.concurrency import at_once, each, in_order, lines_of_pipe
from rubrics.errors import InterviewerError


class Work:
    """Work on numbers that ends when it is told to, and knows what was going on."""

    def __init__(self, *slow: int) -> None:
        self.gates = {number: asyncio.Event() for number in slow}
        self.begun: list[int] = []
        self.running = 0
        self.most = 0
        self.told: list[int] = []

    async def __call__(self, number: int) -> int:
        self.begun.append(number)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await (self.gates[number].wait() if number in self.gates else asyncio.sleep(0))
        finally:
            self.running -= 1
        return number

    def start(self, numbers: Iterable[int], jobs: int, ahead: int = 100) -> asyncio.Task[None]:
        """Begin, and tell the results in order."""
        return asyncio.create_task(
            in_order(each(numbers), self, self.told.append, jobs=jobs, ahead=ahead)
        )


async def settled(rounds: int = 1000) -> None:
    """Let everything run that can."""
    for _ in range(rounds):
        await asyncio.sleep(0)


async def test_work_runs_ahead_of_a_slow_first_item() -> None:
    work = Work(0)
    task = work.start(range(50), jobs=4)
    await settled()
    assert (work.told, sorted(work.begun)) == ([], list(range(50)))
    work.gates[0].set()
    await task
    assert work.told == list(range(50))
    assert work.most == 4


async def test_the_slow_first_item_costs_one_place_and_no_more() -> None:
    work = Work(0, *range(10, 13))
    task = work.start(range(50), jobs=4)
    await settled()
    assert work.running == 4, "three more are at work beside the first"
    assert sorted(work.begun) == [*range(13)]
    for gate in work.gates.values():
        gate.set()
    await task
    assert work.told == list(range(50))


async def test_it_runs_ahead_by_so_many_results_and_no_more() -> None:
    work = Work(0)
    task = work.start(range(50), jobs=4, ahead=10)
    await settled()
    assert len(work.begun) == 4 + 10
    work.gates[0].set()
    await task
    assert work.told == list(range(50))


async def test_an_item_is_read_only_when_there_is_somebody_for_it() -> None:
    read: list[int] = []

    def items() -> Iterable[int]:
        for number in range(50):
            read.append(number)
            yield number

    work = Work(*range(50))
    task = work.start(items(), jobs=4)
    await settled()
    assert len(read) == 4
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.running == 0


@pytest.mark.parametrize("jobs", [1, 3, 200])
async def test_every_item_is_worked_on_once(jobs: int) -> None:
    work = Work()
    await work.start(range(100), jobs=jobs)
    assert work.told == sorted(work.begun) == list(range(100))
    assert work.most <= jobs


async def test_nothing_to_do_is_done() -> None:
    work = Work()
    await work.start((), jobs=4)
    assert work.begun == []


@pytest.mark.parametrize("where", ["work", "tell"])
async def test_an_error_ends_everything_and_comes_out_as_it_is(where: str) -> None:
    work = Work(0, 2)

    async def breaks(number: int) -> int:
        if number == 1 and where == "work":
            raise BrokenPipeError("gone")
        return await work(number)

    def tell(number: int) -> None:
        raise BrokenPipeError("gone")

    task = asyncio.create_task(in_order(each(range(1, 9)), breaks, tell, jobs=3))
    with pytest.raises(BrokenPipeError, match="gone"):
        await task
    assert work.running == 0


async def test_work_that_ends_as_if_cancelled_is_an_error_and_no_item_is_lost_in_silence() -> None:
    async def breaks(number: int) -> int:
        if number == 1:
            raise asyncio.CancelledError
        return number

    with pytest.raises(InterviewerError, match="from within"):
        await in_order(each(range(4)), breaks, lambda _: None, jobs=2)


async def test_work_that_waits_for_nothing_can_be_cancelled() -> None:
    count = 0

    async def quick(number: int) -> None:
        nonlocal count
        count += 1
        if count == 10:
            task.cancel()

    task = asyncio.create_task(at_once(each(range(1_000_000)), quick, jobs=2))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert count < 100


async def test_a_line_of_a_pipe_is_there_before_the_next_is_written() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, encoding="utf-8") as source:
        lines = lines_of_pipe(source)
        for text in ("one\n", "two\n"):
            os.write(writer, text.encode())
            assert await anext(lines) == text
        os.write(writer, b"half")
        os.close(writer)
        assert [line async for line in lines] == ["half"]


async def test_a_pipe_that_cannot_be_read_says_so(tmp_path: object) -> None:
    class Broken(list[str]):
        def __iter__(self) -> object:  # type: ignore[override]
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        await anext(lines_of_pipe(Broken()))  # type: ignore[arg-type]
