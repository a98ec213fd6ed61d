"""What each kind of reply becomes, in how many requests; and that the docs say the same."""

from __future__ import annotations

import pytest

from rubrics.judge import ModelGrader
from tests.docs import table
from tests.rubrics.judge.fakes import tea
from tests.rubrics.judge.replies import GOOD, KINDS, LOWERED, Kind, became
from tests.rubrics.models.means import FakeWaits, reach
from tests.servers import FaultyServer, chat

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@each_kind
async def test_a_reply_that_comes_each_time(kind: Kind) -> None:
    async with FaultyServer(kind.answer) as server:
        grader = ModelGrader(reach(server, FakeWaits()))
        grade = await grader.grade(tea())
        await grader.close()
    assert (became(grade), len(server.received)) == (kind.becomes, kind.requests)
    if kind.becomes.startswith("ungraded"):
        assert (grade.score, grade.marks) == (None, ())
    else:
        assert grade.score == (60.0 if kind.becomes == LOWERED else 100.0)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=name) for name, kind in KINDS.items() if kind.requests == 2]
)
async def test_a_good_reply_to_the_second_request_makes_up_for_the_first(kind: Kind) -> None:
    async with FaultyServer(kind.answer, KINDS["as it should be"].answer) as server:
        grader = ModelGrader(reach(server, FakeWaits()))
        grade = await grader.grade(tea())
        await grader.close()
    assert (grade.status, grade.score, len(server.received)) == ("graded", 100.0, 2)
    assert grade.strongest == GOOD["strongest"]


async def test_the_second_turn_has_tries_of_its_own() -> None:
    """One turn for the reply and one to mend it; a fault that passes costs a request in each."""
    empty, no_json, good = (
        KINDS[name].answer for name in ("empty content", "no JSON", "as it should be")
    )
    async with FaultyServer(empty, no_json, empty, good) as server:
        grader = ModelGrader(reach(server, FakeWaits()))
        grade = await grader.grade(tea())
        await grader.close()
    assert (grade.score, len(server.received)) == (100.0, 4)


async def test_more_room_that_was_needed_before_is_not_offered_twice() -> None:
    async with FaultyServer(chat("{", finish="length"), KINDS["as it should be"].answer) as server:
        grader = ModelGrader(reach(server, FakeWaits()))
        assert (await grader.grade(tea())).score == 100.0
        server.answers = [chat("{", finish="length")]
        grade = await grader.grade(tea())
        await grader.close()
    assert (grade.reason, len(server.received)) == ("cut off", 3)


def test_the_docs_say_what_each_becomes() -> None:
    told = table("grading.md", "What each reply becomes")
    assert told == [[name, kind.becomes, str(kind.requests)] for name, kind in KINDS.items()]
