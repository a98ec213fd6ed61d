"""Hundreds of answers at once through a server that fails now and then, and through a dead one."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from rubrics.grade import Grade
from rubrics.grader import Grader
from rubrics.judge import GradeCache, ModelGrader
from rubrics.models.model import Message, Parameters, Request
from rubrics.models.tries import Tries
from tests.rubrics.judge.fakes import FakeModel, entry, reply, tea
from tests.rubrics.judge.replies import KINDS
from tests.rubrics.models.means import OwnClocks, reach
from tests.rubrics.models.test_wire import CASES
from tests.servers import Answer, FaultyServer, Received, answer, chat, drip, error, reset, silence

ANSWERS = 500
AT_ONCE = 32
SHARE = 0.3
"""Of the requests that fail."""

MADE = {
    "boil": "I boil fresh water for {} seconds",
    "warm": "I warm the pot {} times",
    "time": "it steeps for {} minutes",
}


def made(number: int) -> str:
    """An answer that makes some of the three points, with its number in each of them."""
    points = [text.format(number) for bit, text in enumerate(MADE.values()) if number >> bit & 1]
    return f"For cup {number} I take green leaves. " + " ".join(f"{one}." for one in points)


def marked(number: int, text: str) -> dict[str, Any]:
    """What a careful model replies to it."""
    quotes = {name: point.format(number) for name, point in MADE.items()}
    met = "partly" if number % 5 == 0 else "met"
    return reply(
        *(
            entry(name, met, quote) if quote in text else entry(name, "missed")
            for name, quote in quotes.items()
        )
    )


def number_in(messages: Sequence[Message] | list[dict[str, str]]) -> int:
    """The number of the answer that a request is about."""
    said = [one.content if isinstance(one, Message) else one["content"] for one in messages]
    found = re.search(r"For cup (\d+) ", said[1])
    assert found
    return int(found[1])


def good(number: int) -> dict[str, Any]:
    return marked(number, made(number))


def as_it_comes(number: int) -> Answer:
    return chat(json.dumps(good(number)))


PASSING = (
    error(429),
    error(429, headers={"Retry-After": "2"}),
    error(500),
    error(502),
    error(503),
    reset,
    answer(200, '{"choices": [{"mess'),
    answer(200, "", kind="text/plain"),
    answer(200, "upstream connect error", kind="text/plain"),
)
SLOW = (silence, drip)
EMPTY = (chat(""), chat(None, parsed=None))


def badly_said(number: int, dice: random.Random) -> Answer:
    """A reply that has to be mended."""
    whole = good(number)
    first, *others = whole["criteria"]
    wrong: list[object] = [
        json.dumps(whole)[:200],
        "I am sorry, all criteria are met.",
        {**whole, "criteria": others},
        {**whole, "criteria": [{**first, "id": "sugar"}, *others]},
        {**whole, "criteria": [first, *others, {**first, "id": "sugar"}]},
        {**whole, "criteria": [first, *others, first]},
        {**whole, "confidence": float("nan")},
    ]
    if first["verdict"] != "missed":
        invented = {**first, "evidence": ["I heat it to 96 degrees"]}
        wrong += [{**whole, "criteria": [invented, *others]}] * 3
    said = dice.choice(wrong)
    return chat(said if isinstance(said, str) else json.dumps(said))


def oddly_said(number: int, dice: random.Random) -> Answer:
    """A good reply, wrapped in what does no harm."""
    text = json.dumps(good(number))
    forms = (
        f"Sure, here it is:\n{text}\nGood luck!",
        f"```json\n{text}\n```",
        f'{{"a": 1}} {text}',
    )
    return chat(dice.choice(forms))


class Unsteady:
    """Chooses what a server does so that three requests of ten fail, each in a way that passes.

    Every answer has dice of its own, so that faults do not depend on the order of requests.
    """

    def __init__(self, seed: int) -> None:
        self.requests: Counter[int] = Counter()
        self.failed: Counter[int] = Counter()
        self.odd = 0
        self._dice = {number: random.Random(f"{seed} {number}") for number in range(ANSWERS)}
        self._tries: Counter[tuple[int, int]] = Counter()
        self._had: set[tuple[int, str]] = set()

    def __call__(self, received: Received) -> Answer:
        messages = received.body["messages"]
        number = number_in(messages)
        self.requests[number] += 1
        dice = self._dice[number]
        if dice.random() >= SHARE:
            return as_it_comes(number)
        if dice.random() < 0.1:
            self.odd += 1
            return oddly_said(number, dice)
        fault = self._fault(number, len(messages), dice)
        self.failed[number] += 1
        return fault

    def _fault(self, number: int, turn: int, dice: random.Random) -> Answer:
        """One that leaves the answer another request: no more than four in a turn, …"""
        self._tries[number, turn] += 1
        assert self._tries[number, turn] < Tries().attempts, "choose another seed"
        if turn == 2 and dice.random() < 0.4:
            return badly_said(number, dice)
        if self._first(number, f"empty {turn}") and dice.random() < 0.15:
            return dice.choice(EMPTY)
        # What is slow takes real time: in the first answers it passes while the others are made.
        if number < 100 and self._first(number, "slow") and dice.random() < 0.5:
            return dice.choice(SLOW)
        return dice.choice(PASSING)

    def _first(self, number: int, what: str) -> bool:
        new = (number, what) not in self._had
        self._had.add((number, what))
        return new


async def graded(grader: Grader, numbers: Sequence[int]) -> list[Grade]:
    """The grades of these answers, so many at once."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Grade:
        async with room:
            OwnClocks.begin()
            return await grader.grade(tea(made(number)))

    return await asyncio.gather(*(one(number) for number in numbers))


async def without_faults(numbers: Sequence[int]) -> list[Grade]:
    """The grades that a model gives which never fails."""

    def said(request: Request) -> dict[str, Any]:
        return good(number_in(request.messages))

    model = FakeModel(answer=said, parameters=Parameters("some-model"))
    return await graded(ModelGrader(model), numbers)


def unpaid(grades: Sequence[Grade]) -> list[Grade]:
    """Grades without what they cost."""
    return [grade.model_copy(update={"usage": None}) for grade in grades]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[GradeCache]:
    cache = GradeCache(tmp_path / "grades.db")
    yield cache
    cache.close()


async def test_under_faults_that_pass_all_is_graded_as_without_them(cache: GradeCache) -> None:
    numbers = range(ANSWERS)
    async with FaultyServer() as server:
        server.choose = unsteady = Unsteady(seed=3)
        model = reach(server, OwnClocks(), tries=Tries(timeout=4))
        grader = ModelGrader(model, cache=cache)
        grades = await graded(grader, numbers)
        again = await graded(grader, numbers)
        await grader.close()
    assert unpaid(grades) == unpaid(await without_faults(numbers))
    assert {grade.status for grade in grades} == {"graded"}
    assert len({grade.score for grade in grades}) > 8
    # One request that brought the grade, and one for each fault: none lost, none graded twice.
    assert {n: unsteady.requests[n] - unsteady.failed[n] for n in numbers} == dict.fromkeys(
        numbers, 1
    )
    assert len(server.received) == ANSWERS + unsteady.failed.total()
    assert 0.27 < (unsteady.failed.total() + unsteady.odd) / len(server.received) < 0.33
    assert unpaid(again) == unpaid(grades)
    assert cache.stats().grades == ANSWERS


DEAD = {
    **{name: (fault, reason, sent) for name, (fault, reason, sent) in CASES.items()
       if fault not in SLOW},
    **{name: (kind.answer, kind.becomes.removeprefix("ungraded: "), kind.requests)
       for name, kind in KINDS.items() if kind.becomes.startswith("ungraded")},
}  # fmt: skip
"""Faults that last, by their names in the tables: what comes, the reason, the requests."""


async def test_under_faults_that_last_what_is_dead_is_ungraded_and_counted(
    cache: GradeCache,
) -> None:
    """Every fourth answer meets a fault of the tables each time; the others go on beside it."""
    numbers = range(4 * len(DEAD))
    dead = dict(zip(numbers[::4], DEAD.values(), strict=True))
    requests: Counter[int] = Counter()

    def choose(received: Received) -> Answer:
        number = number_in(received.body["messages"])
        requests[number] += 1
        return dead[number][0] if number in dead else as_it_comes(number)

    async with FaultyServer() as server:
        server.choose = choose
        grader = ModelGrader(reach(server, OwnClocks()), cache=cache)
        grades = await graded(grader, numbers)
        once = requests.copy()
        again = await graded(grader, numbers)
        await grader.close()
    expected = dict(zip(numbers, unpaid(await without_faults(numbers)), strict=True))
    for number, grade in zip(numbers, grades, strict=True):
        if number in dead:
            assert (grade.status, grade.score, grade.marks) == ("ungraded", None, ())
            assert (grade.reason, once[number]) == dead[number][1:]
        else:
            assert (unpaid([grade]), once[number]) == ([expected[number]], 1)
    assert sum(grade.status == "ungraded" for grade in grades) == len(DEAD)
    assert cache.stats().grades == len(numbers) - len(DEAD)
    assert unpaid(again) == unpaid(grades)
    assert requests == {n: sent * (2 if n in dead else 1) for n, sent in once.items()}
