"""From a reply to a grade: proof, ids, one turn to mend, and no number on any failing path."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.grade import Grade, Usage, Verdict
from rubrics.grader import Progress, Waiting
from rubrics.judge import Budget, ModelGrader
from rubrics.models.model import ModelFailure, Request
from tests.rubrics.judge.fakes import ANSWER, USAGE, FakeModel, entry, failure, reply, tea


async def graded(*said: Any, answer: str = ANSWER, **options: Any) -> tuple[Grade, FakeModel]:
    model = FakeModel(*said)
    return await ModelGrader(model, **options).grade(tea(answer)), model


def verdicts(grade: Grade) -> list[str]:
    return [mark.verdict.value for mark in grade.marks]


async def test_a_good_reply_takes_one_request_and_every_mark_is_proved() -> None:
    grade, model = await graded(reply())
    assert len(model.requests) == 1
    assert (grade.status, grade.score, grade.confidence) == ("graded", 100.0, 0.9)
    assert all(mark.proved for mark in grade.marks)
    for mark in grade.marks:
        for evidence in mark.evidence:
            assert ANSWER[evidence.start : evidence.end] == evidence.quote
    assert grade.usage == USAGE
    assert grade.grader.model_dump() == {
        "name": "model", "version": "2", "model": "test/model", "prompt": "grade-v2",
    }  # fmt: skip


async def test_verdicts_are_matched_by_id_not_by_place() -> None:
    grade, _ = await graded(
        reply(
            entry("time", "missed"),
            entry("boil", "met", "I boil fresh water"),
            entry("warm", "partly", "I warm the pot"),
        )
    )
    assert [mark.id for mark in grade.marks] == ["boil", "warm", "time"]
    assert verdicts(grade) == ["met", "partly", "missed"]
    assert grade.score == 80.0


GOOD = reply()["criteria"]


@pytest.mark.parametrize(
    ("criteria", "fault"),
    [
        (GOOD[:2], "no entry for the id time"),
        ([*GOOD, GOOD[0]], "2 entries for the id boil"),
        ([*GOOD, entry("sugar", "met", "I boil fresh water")], "no criterion has the id sugar"),
        ([GOOD[0], GOOD[1], entry("Time", "missed")], "no entry for the id time"),
    ],
)
async def test_wrong_ids_are_mended_in_one_turn(criteria: list[Any], fault: str) -> None:
    grade, model = await graded(reply(criteria=criteria), reply())
    assert grade.score == 100.0
    assert len(model.requests) == 2
    assert fault in model.requests[1].messages[-1].content
    assert grade.usage == Usage(prompt_tokens=200, completion_tokens=20, cost_usd=1.0)


@pytest.mark.parametrize(
    "bad",
    ["Sorry, no.", reply(criteria=GOOD[:2]), reply(confidence=float("nan")), "{}", "[]",
     json.dumps(reply())[:100]],
)  # fmt: skip
async def test_what_cannot_be_mended_is_ungraded(bad: Any) -> None:
    grade, model = await graded(bad)
    assert (grade.status, grade.reason, grade.score) == ("ungraded", "unreadable reply", None)
    assert grade.usage is not None
    assert len(model.requests) == 2
    assert grade.detail


@pytest.mark.parametrize(
    "quote",
    ["I heat it to 96 degrees", "make tea for 1 people", "the", "kettle", "", "x" * 100_000],
)
async def test_credit_without_proof_is_asked_for_once_more_then_lowered(quote: str) -> None:
    bad = reply(entry("boil", "met", quote), GOOD[1], GOOD[2])
    grade, model = await graded(bad)
    assert len(model.requests) == 2
    assert "boil" in model.requests[1].messages[-1].content
    mark = grade.marks[0]
    assert (mark.verdict, mark.proved, mark.evidence) == (Verdict.MISSED, False, ())
    assert mark.note.startswith("Lowered from met")
    assert verdicts(grade) == ["missed", "met", "met"]


async def test_proof_brought_on_asking_counts_and_changes_nothing_else() -> None:
    first = reply(entry("boil", "met", "water is boiled by me"), GOOD[1], entry("time", "missed"))
    grade, _ = await graded(first, reply())
    assert verdicts(grade) == ["met", "met", "missed"]


@pytest.mark.parametrize("second", ["no", reply(criteria=[]), reply(GOOD[0], GOOD[0])])
async def test_a_bad_second_reply_lowers_and_keeps_the_rest(second: Any) -> None:
    first = reply(entry("boil", "met", "nothing of the kind"), GOOD[1], GOOD[2])
    grade, _ = await graded(first, second)
    assert (grade.status, verdicts(grade)) == ("graded", ["missed", "met", "met"])


async def test_a_failure_while_asking_again_is_no_lowered_mark() -> None:
    first = reply(entry("boil", "met", "nothing of the kind"), GOOD[1], GOOD[2])
    grade, _ = await graded(first, failure())
    assert (grade.status, grade.reason, grade.marks) == ("ungraded", "rate limited", ())
    assert grade.usage == Usage(prompt_tokens=101, completion_tokens=10, cost_usd=0.75)


async def test_a_contradiction_needs_proof_too_but_is_not_asked_for_again() -> None:
    grade, model = await graded(
        reply(entry("boil", "contradicted", "I use cold water"), GOOD[1], GOOD[2])
    )
    assert verdicts(grade) == ["missed", "met", "met"]
    assert len(model.requests) == 1
    grade, _ = await graded(
        reply(entry("boil", "contradicted", "I never stir it"), GOOD[1], GOOD[2])
    )
    assert verdicts(grade)[0] == "contradicted"
    assert grade.score == 30.0


def claim(quote: str, severity: str = "serious") -> dict[str, str]:
    return {"quote": quote, "why": "It is not so.", "severity": severity}


@pytest.mark.parametrize(
    ("claims", "kept", "score"),
    [
        ([claim("I never stir it")], ["I never stir it"], 90.0),
        ([claim("I never stir it", "minor")], ["I never stir it"], 100.0),
        ([claim("I drink it cold in the dark")], [], 100.0),
        ([claim("I never stir it"), claim("and I never stir it.")], ["I never stir it"], 90.0),
    ],
)
async def test_a_false_claim_costs_only_where_the_answer_makes_it(
    claims: list[dict[str, str]], kept: list[str], score: float
) -> None:
    grade, _ = await graded(reply(*GOOD[:2], entry("time", "missed"), false_claims=claims))
    assert [one.quote for one in grade.false_claims] == kept
    assert grade.score == score


async def test_a_false_claim_that_overlaps_a_contradiction_costs_nothing_more() -> None:
    criteria = [entry("boil", "contradicted", "four minutes, and I never"), GOOD[1], GOOD[2]]
    grade, _ = await graded(reply(*criteria, false_claims=[claim("I never stir it")]))
    assert len(grade.false_claims) == 1
    assert grade.score == 30.0


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("How hot is\nthe water?", "How hot is the water?"),
        ("How hot? And why?", "What if the water is hard?"),
        ("Tell me more.", "What if the water is hard?"),
        ("Why " + "so " * 150 + "hot?", "What if the water is hard?"),
        ("?", "What if the water is hard?"),
        (None, "What if the water is hard?"),
    ],
)
async def test_the_follow_up_is_one_question_or_the_bank_s(said: str | None, asked: str) -> None:
    grade, _ = await graded(reply(GOOD[0], GOOD[1], entry("time", "missed"), follow_up=said))
    assert grade.follow_up == asked


async def test_nothing_is_asked_after_a_complete_answer() -> None:
    grade, _ = await graded(reply(follow_up="How hot is it?"))
    assert grade.follow_up is None


async def test_words_of_a_model_are_made_fit_to_show() -> None:
    nasty = "\x1b[31mred\x1b]0;title\x07 \u202eright\nto left " + "long " * 1000
    grade, _ = await graded(
        reply(
            entry("boil", "missed", reasoning=nasty), GOOD[1], GOOD[2],
            strongest=nasty, improve=nasty, follow_up=nasty,
            false_claims=[claim("I never stir it") | {"why": nasty}],
        )
    )  # fmt: skip
    for text in (grade.strongest, grade.improve, grade.marks[0].note, grade.false_claims[0].why):
        assert text.startswith("red right to left long")
        assert text.endswith("…")
        assert len(text) <= 600


async def test_advice_is_never_empty_while_a_point_is_open() -> None:
    grade, _ = await graded(reply(GOOD[0], entry("warm", "missed"), GOOD[2], improve=""))
    assert grade.improve == "Next time make this point: Says that the pot is warmed before use."


@pytest.mark.parametrize("answer", ["", " \n", "…?!"])
async def test_a_blank_answer_reaches_no_model(answer: str) -> None:
    grade, model = await graded(reply(), answer=answer)
    assert (grade.status, grade.score, model.requests) == ("blank", 0.0, [])
    assert grade.follow_up == "What if the water is hard?"


async def test_a_failure_is_ungraded_with_its_reason_and_cost() -> None:
    grade, model = await graded(failure())
    assert (grade.status, grade.reason, len(model.requests)) == ("ungraded", "rate limited", 1)
    assert grade.usage is not None
    assert grade.usage.cost_usd == 0.25
    grade, _ = await graded(ModelFailure("no key"))
    assert (grade.reason, grade.usage) == ("no key", None)


async def test_a_fault_in_a_client_is_no_exception_and_no_score() -> None:
    grade, _ = await graded(KeyError("choices"))
    assert (grade.status, grade.reason) == ("ungraded", "internal error")


async def test_an_unknown_price_makes_the_sum_unknown() -> None:
    model = FakeModel("no", reply(), usage=None)
    assert (await ModelGrader(model).grade(tea())).usage is None
    model = FakeModel("no", reply(), usage=USAGE.model_copy(update={"cost_usd": None}))
    usage = (await ModelGrader(model).grade(tea())).usage
    assert usage == Usage(prompt_tokens=200, completion_tokens=20, cost_usd=None)


async def test_a_huge_answer_is_read_in_part_and_says_so() -> None:
    answer = ANSWER + " And so on it goes." * 100_000
    grade, model = await graded(reply(GOOD[0], entry("warm", "missed"), GOOD[2]), answer=answer)
    assert grade.marks[1].note == "It is said. Only the first 20,000 characters were read."
    assert sum(len(message.content) for message in model.requests[0].messages) < 25_000


async def test_waits_are_passed_on() -> None:
    told: list[Progress] = []

    class Waits(FakeModel):
        async def complete(self, request: Request, on_wait: Any = None, on_text: Any = None) -> Any:
            on_wait(Waiting("rate limited", 8.0, 2, 5))
            return await super().complete(request)

    await ModelGrader(Waits(reply())).grade(tea(), told.append)
    assert told == [Waiting("rate limited", 8.0, 2, 5)]


async def test_being_cancelled_is_passed_on() -> None:
    model = FakeModel(reply())
    model.gate = asyncio.Event()
    task = asyncio.create_task(ModelGrader(model).grade(tea()))
    while not model.requests:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.cancelled == 1


async def test_an_exhausted_budget_asks_nothing_more() -> None:
    budget = Budget(1.0)
    model = FakeModel(reply())
    grader = ModelGrader(model, budget=budget)
    reasons = [(await grader.grade(tea(ANSWER + " " * n))).reason for n in range(3)]
    assert reasons == [None, None, "budget"]
    assert len(model.requests) == 2
    assert budget.spent_usd == 1.0


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ANYTHING = JSON | st.text(max_size=400)
CRITERION = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["boil", "warm", "time", "sugar"]) | JSON,
        "evidence": st.lists(st.sampled_from([ANSWER[:18], ANSWER, "water"]) | ANYTHING) | JSON,
        "reasoning": ANYTHING,
        "verdict": st.sampled_from(list(Verdict)) | JSON,
    }
)
LIKELY = st.tuples(
    *(
        st.fixed_dictionaries(
            {
                "id": st.just(name),
                "evidence": st.lists(st.sampled_from([ANSWER[6:24], ANSWER]) | st.text()),
                "reasoning": st.text(),
                "verdict": st.sampled_from(list(Verdict)),
            }
        )
        for name in ("boil", "warm", "time")
    )
).map(list)
REPLY = st.fixed_dictionaries(
    {
        "criteria": LIKELY | LIKELY | st.lists(CRITERION, max_size=4) | JSON,
        "false_claims": st.lists(
            st.fixed_dictionaries(
                {
                    "quote": st.sampled_from([ANSWER[6:24], ANSWER[80:120]]) | st.text(),
                    "why": st.text(),
                    "severity": st.sampled_from(["minor", "serious"]),
                }
            )
        )
        | JSON,
        "strongest": ANYTHING,
        "improve": ANYTHING,
        "follow_up": ANYTHING,
        "confidence": st.floats() | JSON,
    }
)
SAID = (REPLY | JSON).map(json.dumps) | st.text()


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=2))
def test_whatever_a_model_replies_the_grade_is_a_valid_one(said: list[str]) -> None:
    grade, model = asyncio.run(graded(*said))
    assert len(model.requests) <= 2
    assert grade.status in ("graded", "ungraded")
    assert Grade.model_validate_json(grade.model_dump_json()) == grade
    assert (grade.score is None) == (not grade.marks)
    for mark in grade.marks:
        assert mark.proved == bool(mark.evidence) == (mark.verdict is not Verdict.MISSED)
        for evidence in mark.evidence:
            assert ANSWER[evidence.start : evidence.end] == evidence.quote
    for one in grade.false_claims:
        assert one.quote in ANSWER
