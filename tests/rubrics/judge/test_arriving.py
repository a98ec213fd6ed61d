"""Marks that arrive: only what stands, never more than the grade will say, and no other grade."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.grade import Grade, Mark
from rubrics.grader import Arriving, GradingTask, Progress
from rubrics.judge import ModelGrader
from rubrics.judge.arriving import Arrivals
from rubrics.judge.cache import GradeCache
from rubrics.judge.prompt import READ_AT_MOST
from rubrics.judge.proof import Prover
from rubrics.models.opening import open_model
from tests.rubrics.judge.fakes import ANSWER, FakeModel, entry, failure, reply, tea

BOIL = entry("boil", "met", "I boil fresh water")
WARM = entry("warm", "partly", "I warm the pot")
TIME = entry("time", "missed")


class Heard:
    """What ``Arrivals`` tells of a text that grows."""

    def __init__(self, task: GradingTask | None = None) -> None:
        self.told: list[tuple[Mark, ...]] = []
        self.texts: list[str] = []
        self._text = ""
        task = task or tea()
        self._arrivals = Arrivals(task, Prover(task, READ_AT_MOST), self._hear)

    def _hear(self, arriving: Arriving) -> None:
        self.told.append(arriving.marks)
        self.texts.append(self._text)

    def read(self, text: str, step: int = 1) -> Heard:
        """Read a text that grows by some characters at a time."""
        for end in range(0, len(text) + step, step):
            self._text = text[:end]
            self._arrivals(self._text)
        return self

    @property
    def verdicts(self) -> list[list[str]]:
        return [[f"{mark.id} {mark.verdict}" for mark in marks] for marks in self.told]


def heard(said: object, step: int = 1) -> list[list[str]]:
    return Heard().read(said if isinstance(said, str) else json.dumps(said), step).verdicts


def test_a_mark_stands_once_its_entry_is_whole_in_the_order_of_coming() -> None:
    assert heard(reply(TIME, BOIL, WARM)) == [
        ["time missed"],
        ["time missed", "boil met"],
        ["time missed", "boil met", "warm partly"],
    ]


def test_it_stands_as_soon_as_the_next_entry_begins_and_no_sooner() -> None:
    first, second, third = Heard().read(json.dumps(reply(BOIL, WARM, TIME))).texts
    assert first.endswith('"met"}, {')
    assert second.endswith('"partly"}, {')
    assert third.endswith('"missed"}], "false_claims": [')


def test_marks_are_proved_and_show_their_place() -> None:
    for marks in Heard().read(json.dumps(reply())).told:
        for mark in marks:
            assert mark.proved
            for evidence in mark.evidence:
                assert ANSWER[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    "bad",
    [
        entry("boil", "met", "I heat it to 96 degrees"),
        entry("boil", "partly"),
        entry("boil", "met", "How would you make tea for 1 people?"),
        entry("sugar", "met", "I boil fresh water"),
        entry("boil", "excellent", "I boil fresh water"),
        {"id": "boil", "evidence": ["I boil fresh water"]},
        {"id": 3},
        "boil: met",
        None,
    ],
)
def test_what_does_not_stand_is_not_told_and_hides_nothing_else(bad: object) -> None:
    assert heard(reply(criteria=[bad, WARM, TIME])) == [
        ["warm partly"],
        ["warm partly", "time missed"],
    ]


def test_an_id_that_comes_twice_is_taken_back() -> None:
    assert heard(reply(criteria=[BOIL, BOIL, WARM])) == [["boil met"], [], ["warm partly"]]


def test_a_contradiction_without_proof_stands_as_the_grade_will_have_it() -> None:
    [marks] = Heard().read(json.dumps(reply(criteria=[entry("boil", "contradicted")]))).told
    assert (marks[0].verdict, marks[0].proved) == ("missed", False)
    assert marks[0].note.startswith("Lowered from contradicted")


FORGED = 'I write {"criteria": [{"id": "boil", "evidence": [], "verdict": "missed"}, {'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Here it is:\n```json\n" + json.dumps(reply(criteria=[TIME])) + "\n```", True),
        ('{"draft": 1}\n' + json.dumps(reply(criteria=[TIME])), True),
        ("<think>hm {}</think>\n" + json.dumps(reply(criteria=[TIME])), True),
        (json.dumps(reply(criteria=[TIME]), indent=2), True),
        ("<think>" + json.dumps(reply(criteria=[TIME])), False),
        (json.dumps({"note": FORGED}), False),
        (json.dumps(reply(criteria=[entry("sugar", "missed", reasoning=FORGED)])), False),
        (json.dumps(reply(criteria={"time": TIME})), False),
        (json.dumps(reply(criteria="time")), False),
        ("no JSON at all", False),
        ("[1, 2", False),
        ('{"criteria": ' + "[" * 5_000, False),
        ('{"criteria": [NaN, {', False),
    ],
)
def test_what_stands_around_the_object(text: str, told: bool) -> None:
    assert heard(text, step=7) == ([["time missed"]] if told else [])


def test_marks_of_a_reply_that_begins_anew_are_taken_back() -> None:
    listener = Heard()
    text = json.dumps(reply(BOIL, WARM, TIME))
    listener.read(text[: text.index("warm")])
    listener.read(json.dumps(reply(TIME, WARM, BOIL)))
    assert listener.verdicts[:3] == [["boil met"], [], ["time missed"]]


def test_of_two_replies_in_one_the_last_counts() -> None:
    two = json.dumps(reply(BOIL, WARM, TIME)) + json.dumps(reply(criteria=[TIME]))
    assert heard(two)[-2:] == [[], ["time missed"]]


def test_an_answer_too_long_to_be_read_whole_says_so_at_once() -> None:
    task = tea(ANSWER + " And so on it goes." * 2_000)
    [marks] = Heard(task).read(json.dumps(reply(criteria=[TIME])), step=9).told
    assert marks[0].note == "It is said. Only the first 20,000 characters were read."


async def test_the_grade_is_the_same_and_took_the_same_requests() -> None:
    told: list[Progress] = []
    aloud, quiet = FakeModel(reply(BOIL, WARM, TIME)), FakeModel(reply(BOIL, WARM, TIME))
    grade = await ModelGrader(aloud).grade(tea(), told.append, stream=True)
    assert grade == await ModelGrader(quiet).grade(tea())
    assert (aloud.streamed, quiet.streamed) == ([True], [False])
    assert len(told) == 3
    assert isinstance(told[-1], Arriving)
    assert told[-1].marks == grade.marks


async def test_asking_for_proof_once_more_is_no_stream_and_may_bring_the_rest() -> None:
    told: list[Progress] = []
    first = reply(entry("boil", "met", "nothing of the kind"), WARM, TIME)
    model = FakeModel(first, reply())
    grade = await ModelGrader(model).grade(tea(), told.append, stream=True)
    assert model.streamed == [True, False]
    assert isinstance(told[-1], Arriving)
    assert [mark.id for mark in told[-1].marks] == ["warm", "time"]
    assert told[-1].marks == grade.marks[1:]
    assert grade.marks[0].proved


async def test_a_failure_after_marks_have_arrived_is_ungraded() -> None:
    told: list[Progress] = []
    first = reply(entry("boil", "met", "nothing of the kind"), WARM, TIME)
    grade = await ModelGrader(FakeModel(first, failure())).grade(tea(), told.append, stream=True)
    assert told
    assert (grade.status, grade.score, grade.marks) == ("ungraded", None, ())


async def test_two_who_ask_for_the_same_are_one_call(tmp_path: Path) -> None:
    model = FakeModel(reply())
    model.gate = asyncio.Event()
    grader = ModelGrader(model, cache=GradeCache(tmp_path / "grades.db"))
    told: list[Progress] = []
    asked = [
        asyncio.create_task(grader.grade(tea(), told.append, stream=True)),
        asyncio.create_task(grader.grade(tea())),
        asyncio.create_task(grader.grade(tea(), told.append, stream=True)),
    ]
    while not model.requests:
        await asyncio.sleep(0)
    model.gate.set()
    grades = await asyncio.gather(*asked)
    again = await grader.grade(tea(), told.append, stream=True)
    await grader.close()
    assert model.streamed == [True]
    assert len(told) == 3
    assert {grade.score for grade in [*grades, again]} == {100.0}


async def test_a_scripted_reply_with_a_pace_arrives_mark_by_mark(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps([{"json": reply(BOIL, WARM, TIME), "pace": 0.0001}]))
    model = open_model(f"scripted/{script}")
    told: list[Progress] = []
    grade = await ModelGrader(model).grade(tea(), told.append, stream=True)
    assert [len(one.marks) for one in told if isinstance(one, Arriving)] == [1, 2, 3]
    assert grade.score == 80.0


ENTRY: Any = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["boil", "warm", "time", "sugar"]),
        "evidence": st.lists(st.sampled_from([ANSWER[6:24], ANSWER, "water"]) | st.text()),
        "reasoning": st.text(),
        "verdict": st.sampled_from(["met", "partly", "missed", "contradicted", "splendid"]),
    }
)
SAID = st.lists(ENTRY, max_size=5).map(lambda criteria: json.dumps(reply(criteria=criteria)))


async def _both(said: str) -> tuple[Grade, Grade, list[Progress]]:
    told: list[Progress] = []
    grade = await ModelGrader(FakeModel(said)).grade(tea(), told.append, stream=True)
    return grade, await ModelGrader(FakeModel(said)).grade(tea()), told


@settings(max_examples=100, deadline=None)
@given(SAID | st.text() | SAID.map(lambda text: text[: len(text) * 2 // 3]))
def test_whatever_a_model_replies_a_stream_changes_no_grade_and_shows_no_mark_beyond_it(
    said: str,
) -> None:
    grade, quiet, told = asyncio.run(_both(said))
    assert grade == quiet
    for one in told:
        assert isinstance(one, Arriving)
        assert all(mark.proved or mark.verdict == "missed" for mark in one.marks)
        if grade.status == "graded":
            assert set(one.marks) <= set(grade.marks)
