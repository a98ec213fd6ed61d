"""Grades that are kept: under what key, how safely, and one call for two same requests."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rubrics.grade import Grade, Usage
from rubrics.grader import GradingTask
from rubrics.judge import Budget, GradeCache, ModelGrader
from rubrics.judge.cache import cache_key
from rubrics.models.model import Parameters
from rubrics.rubric import Rubric
from tests.rubrics.judge.fakes import ANSWER, USAGE, FakeModel, entry, failure, reply, tea

FREE = Usage(prompt_tokens=0, completion_tokens=0, cost_usd=0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "grades.db"


@pytest.fixture
def cache(path: Path) -> Iterator[GradeCache]:
    cache = GradeCache(path)
    yield cache
    cache.close()


async def test_the_second_grade_is_free_and_the_same(cache: GradeCache, path: Path) -> None:
    model = FakeModel(reply())
    first = await ModelGrader(model, cache=cache).grade(tea())
    cache.close()
    other = GradeCache(path)
    second = await ModelGrader(model, cache=other).grade(tea())
    other.close()
    assert len(model.requests) == 1
    assert second == first.model_copy(update={"usage": FREE})
    assert first.usage == USAGE


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
async def test_the_file_is_for_its_owner_only(cache: GradeCache, path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    os.chmod(path, 0o644)
    await ModelGrader(FakeModel(reply()), cache=cache).grade(tea())
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


async def test_what_failed_is_asked_for_again(cache: GradeCache) -> None:
    for bad in ("no JSON", failure(), KeyError("bug")):
        model = FakeModel(bad)
        grader = ModelGrader(model, cache=cache)
        assert (await grader.grade(tea())).status == "ungraded"
        before = len(model.requests)
        assert (await grader.grade(tea())).status == "ungraded"
        assert len(model.requests) == 2 * before
    assert cache.stats().grades == 0


def key(task: GradingTask | None = None, **changes: object) -> str:
    grader = ModelGrader(FakeModel(reply())).id
    given: dict[str, object] = {
        "task": task or tea(),
        "grader": grader,
        "parameters": Parameters("test/model", "http://127.0.0.1:1/v1", {"temperature": 0}),
        "prompt": ("system", "user", "repair"),
        "schema": {"type": "object"},
    }
    return cache_key(**(given | changes))  # type: ignore[arg-type]


def test_everything_that_changes_the_reply_changes_the_key() -> None:
    task = tea()
    grader = ModelGrader(FakeModel(reply())).id
    fewer = Rubric(criteria=task.rubric.criteria[:2])
    keys = [
        key(),
        key(task.model_copy(update={"answer": ANSWER + " "})),
        key(task.model_copy(update={"ask": "Tea?"})),
        key(task.model_copy(update={"rubric": fewer})),
        key(grader=grader.model_copy(update={"version": "another"})),
        key(grader=grader.model_copy(update={"prompt": "another"})),
        key(prompt=("system", "user", "another")),
        key(schema={"type": "array"}),
        key(parameters=Parameters("test/other", "http://127.0.0.1:1/v1", {"temperature": 0})),
        key(parameters=Parameters("test/model", None, {"temperature": 0})),
        key(parameters=Parameters("test/model", "http://127.0.0.1:1/v1", {"temperature": 1})),
    ]
    assert len(set(keys)) == len(keys)


async def test_nothing_else_changes_the_key(cache: GradeCache) -> None:
    task = tea().model_copy(update={"follow_ups": ()})
    assert key(task) == key()
    model = FakeModel(
        reply(reply()["criteria"][0], entry("warm", "missed"), entry("time", "missed"))
    )
    nonces = iter(("one", "two"))
    grader = ModelGrader(model, cache=cache, nonce=lambda: next(nonces))
    assert (await grader.grade(tea())).follow_up == "What if the water is hard?"
    assert (await grader.grade(task)).follow_up is None
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    "damage",
    [b"this is no database " * 500, b"", b"SQLite format 3\x00" + b"\xff" * 5000],
)
async def test_a_damaged_file_is_begun_anew(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    cache = GradeCache(path)
    model = FakeModel(reply())
    for _ in range(3):
        assert (await ModelGrader(model, cache=cache).grade(tea())).status == "graded"
    assert len(model.requests) <= 2
    assert cache.stats().grades == 1
    cache.close()


async def test_a_damaged_row_is_as_good_as_none(cache: GradeCache, path: Path) -> None:
    model = FakeModel(reply())
    await ModelGrader(model, cache=cache).grade(tea())
    for text in ("{", '{"status": "graded"}', None):
        with sqlite3.connect(path) as file:
            file.execute("UPDATE grades SET value = ?", (text,))
        file.close()
        before = len(model.requests)
        assert (await ModelGrader(model, cache=cache).grade(tea())).score == 100.0
        assert len(model.requests) == before + 1


async def test_a_file_of_another_layout_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE grades (something)")
        file.execute("PRAGMA user_version = 99")
    file.close()
    cache = GradeCache(path)
    await ModelGrader(FakeModel(reply()), cache=cache).grade(tea())
    assert cache.stats().grades == 1
    cache.close()


async def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "grades.db", tmp_path):
        cache = GradeCache(place)
        grade = await ModelGrader(FakeModel(reply()), cache=cache).grade(tea())
        assert grade.score == 100.0
        assert cache.stats().grades == cache.clear() == 0
        cache.close()


async def test_stats_and_clear(cache: GradeCache) -> None:
    assert cache.stats().grades == cache.clear() == 0
    grader = ModelGrader(FakeModel(reply()), cache=cache)
    for answer in (ANSWER, ANSWER, ANSWER + "!"):
        await grader.grade(tea(answer))
    stats = cache.stats()
    assert (stats.grades, stats.hits, stats.misses) == (2, 1, 2)
    assert stats.size > 0
    assert cache.clear() == 2
    assert cache.stats().grades == 0


async def test_two_same_requests_in_flight_are_one_call_paid_once(cache: GradeCache) -> None:
    model = FakeModel(reply())
    model.gate = asyncio.Event()
    grader = ModelGrader(model, cache=cache)
    waiting = [asyncio.create_task(grader.grade(tea())) for _ in range(5)]
    while not model.requests:
        await asyncio.sleep(0)
    model.gate.set()
    grades = await asyncio.gather(*waiting)
    assert len(model.requests) == 1
    assert {grade.score for grade in grades} == {100.0}
    assert sum(grade.usage.cost_usd or 0 for grade in grades if grade.usage) == USAGE.cost_usd


@pytest.mark.parametrize("cancelled", [0, 1])
async def test_one_that_gives_up_does_not_stop_the_other(cache: GradeCache, cancelled: int) -> None:
    model = FakeModel(reply())
    model.gate = asyncio.Event()
    grader = ModelGrader(model, cache=cache)
    waiting = [asyncio.create_task(grader.grade(tea())) for _ in range(2)]
    while not model.requests:
        await asyncio.sleep(0)
    waiting[cancelled].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[cancelled]
    model.gate.set()
    grade = await waiting[1 - cancelled]
    assert (grade.score, grade.usage) == (100.0, USAGE)
    assert (len(model.requests), model.cancelled) == (1, 0)


async def test_when_all_give_up_the_call_ends_and_a_new_one_begins(cache: GradeCache) -> None:
    model = FakeModel(reply())
    model.gate = asyncio.Event()
    grader = ModelGrader(model, cache=cache)
    waiting = [asyncio.create_task(grader.grade(tea())) for _ in range(2)]
    while not model.requests:
        await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in done] == [asyncio.CancelledError] * 2
    assert model.cancelled == 1
    model.gate.set()
    assert (await grader.grade(tea())).score == 100.0
    assert len(model.requests) == 2


async def test_a_kept_grade_costs_no_budget(cache: GradeCache) -> None:
    budget = Budget(0.5)
    grader = ModelGrader(FakeModel(reply()), cache=cache, budget=budget)
    assert (await grader.grade(tea())).score == 100.0
    assert budget.exhausted
    assert (await grader.grade(tea())).score == 100.0
    assert (await grader.grade(tea(ANSWER + "!"))).reason == "budget"


def test_threads_with_loops_of_their_own_share_a_cache(cache: GradeCache) -> None:
    def work(number: int) -> list[Grade]:
        async def run() -> list[Grade]:
            grader = ModelGrader(FakeModel(reply()), cache=cache)
            answers = [tea(ANSWER + "!" * (number % 2 + place)) for place in range(10)]
            return await asyncio.gather(*(grader.grade(answer) for answer in answers))

        return asyncio.run(run())

    with ThreadPoolExecutor(4) as pool:
        grades = [grade for done in pool.map(work, range(4)) for grade in done]
    assert {grade.score for grade in grades} == {100.0}
    assert cache.stats().grades == 11
