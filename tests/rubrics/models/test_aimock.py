"""Both SDK paths against a server that nobody here wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from rubrics.judge import ModelGrader
from rubrics.models.model import Model, ModelFailure, Reason
from rubrics.models.opening import open_model
from rubrics.models.tries import Tries
from tests.aimock import AiMock, why_not
from tests.rubrics.judge.fakes import reply, tea
from tests.rubrics.models.means import GOOD, LITELLM, REQUEST, FakeWaits

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

Fixture = dict[str, Any]
USAGE = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AiMock]:
    with AiMock(tmp_path_factory.mktemp("aimock")) as aimock:
        yield aimock


@pytest.fixture
def aimock(running: AiMock, monkeypatch: pytest.MonkeyPatch) -> AiMock:
    monkeypatch.setenv("ANTHROPIC_API_BASE", running.origin)
    monkeypatch.setenv("OPENROUTER_API_BASE", f"{running.origin}/v1")
    running.answer()
    return running


def says(
    content: str, *, shape: str | None = "json_schema", first: bool = False, **rest: Any
) -> Fixture:
    """A reply to a request that asks for this shape; ``first``: to the first such request only."""
    match: Fixture = {} if shape is None else {"responseFormat": shape}
    if first:
        match["sequenceIndex"] = 0
    chaos = {"chaos": rest.pop("chaos")} if "chaos" in rest else {}
    return {"match": match, "response": {"content": content, "usage": USAGE, **rest}, **chaos}


def fails(status: int, message: str = "it failed", **rest: Any) -> Fixture:
    """An error with this status, whatever is asked."""
    error = {"message": message, "type": "some_error", **rest.pop("error", {})}
    return {"match": {}, "response": {"error": error, "status": status, **rest}}


def through_openai(aimock: AiMock, waits: FakeWaits, tries: Tries | None = None) -> Model:
    return open_model(
        "some-model",
        base_url=f"{aimock.origin}/v1",
        environ={},
        tries=tries,
        means=waits.means,
    )


def through_litellm(name: str, waits: FakeWaits, tries: Tries | None = None) -> Model:
    return open_model(name, api_key="sk-test", environ={}, tries=tries, means=waits.means)


async def test_a_good_reply_takes_one_request(aimock: AiMock, waits: FakeWaits) -> None:
    aimock.answer(says("wrong shape", shape="json_object"), says(GOOD))
    model = through_openai(aimock, waits)
    answered = await model.complete(REQUEST)
    await model.close()
    assert answered.text == GOOD
    assert answered.usage is not None
    assert (answered.usage.prompt_tokens, answered.usage.completion_tokens) == (7, 3)
    [received] = aimock.received()
    assert received["path"] == "/v1/chat/completions"
    assert received["body"]["response_format"]["json_schema"]["schema"] == REQUEST.schema


async def test_a_grade_from_end_to_end(aimock: AiMock, waits: FakeWaits) -> None:
    aimock.answer(says(json.dumps(reply())))
    grader = ModelGrader(through_openai(aimock, waits))
    grade = await grader.grade(tea())
    await grader.close()
    assert (grade.status, grade.score, len(aimock.received())) == ("graded", 100.0, 1)


async def test_the_ladder_goes_down(aimock: AiMock, waits: FakeWaits) -> None:
    no_schema = fails(400, "json_schema is not supported")
    no_schema["match"] = {"responseFormat": "json_schema"}
    aimock.answer(no_schema, says(GOOD, shape="json_object"))
    model = through_openai(aimock, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    shapes = [each["body"]["response_format"]["type"] for each in aimock.received()]
    assert shapes == ["json_schema", "json_object", "json_object"]


FAULTS: dict[str, tuple[Fixture, Reason, int]] = {
    "401": (fails(401), "key refused", 1),
    "404": (fails(404), "no such model", 1),
    "400 context": (fails(400, error={"code": "context_length_exceeded"}), "context too long", 1),
    "429 quota": (fails(429, error={"code": "insufficient_quota"}), "quota used up", 1),
    "429": (fails(429), "rate limited", 5),
    "429, in a day": (fails(429, retryAfter=86_400), "rate limited", 1),
    "429 by its chaos": (says(GOOD, chaos={"rateLimitRate": 1}), "rate limited", 5),
    "500": (fails(500), "server error", 5),
    "503": (fails(503), "server error", 5),
    "500 by its chaos": (says(GOOD, chaos={"dropRate": 1}), "server error", 5),
    "malformed": (says(GOOD, chaos={"malformedRate": 1}), "server error", 5),
    "disconnected": (says(GOOD, chaos={"disconnectRate": 1}), "server error", 5),
    "cut off": (says('{"ok": tr', finishReason="length"), "cut off", 2),
    "filtered": (says("half a", finishReason="content_filter"), "filtered", 1),
    "white space": (says(" \n "), "empty reply", 2),
    "nothing fits": (says(GOOD, shape="something else"), "server error", 5),
}


@pytest.mark.parametrize(("fault", "reason", "requests"), FAULTS.values(), ids=FAULTS.keys())
async def test_a_lasting_fault(
    aimock: AiMock, waits: FakeWaits, fault: Fixture, reason: Reason, requests: int
) -> None:
    aimock.answer(fault)
    model = through_openai(aimock, waits)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append)
    await model.close()
    assert (caught.value.reason, len(aimock.received())) == (reason, requests)
    assert len(waits.told) == len(waits.waits) < requests


PASSING = {name: fault for name, (fault, _, requests) in FAULTS.items() if requests > 1}
del PASSING["nothing fits"]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_a_passing_fault_costs_one_more_request(
    aimock: AiMock, waits: FakeWaits, fault: Fixture
) -> None:
    aimock.answer({**fault, "match": {"sequenceIndex": 0}}, says(GOOD))
    model = through_openai(aimock, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    assert len(aimock.received()) == 2


async def test_the_pause_that_it_asks_for_is_kept(aimock: AiMock, waits: FakeWaits) -> None:
    limited = fails(429, retryAfter=7)
    aimock.answer({**limited, "match": {"sequenceIndex": 0}}, says(GOOD))
    model = through_openai(aimock, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    assert waits.waits == [7.5]


async def test_it_is_not_waited_for_beyond_the_time(aimock: AiMock, waits: FakeWaits) -> None:
    """Its journal leaves out requests that were given up, so the waits are counted."""
    aimock.answer(says(GOOD, chaos={"latencyMs": 20_000}))
    model = through_openai(aimock, waits, Tries(attempts=3, timeout=0.15))
    with pytest.raises(ModelFailure, match="timeout"):
        await model.complete(REQUEST)
    await model.close()
    assert len(waits.waits) == 2


LONG = json.dumps({"ok": True, "said": "word " * 60})


async def test_a_stream_is_told_of_while_it_comes(aimock: AiMock, waits: FakeWaits) -> None:
    aimock.answer(says(LONG))
    told: list[str] = []
    model = through_openai(aimock, waits)
    answered = await model.complete(REQUEST, on_text=told.append)
    await model.close()
    assert answered.text == told[-1] == LONG
    assert len(told) > 3
    assert answered.usage is not None
    assert (answered.usage.prompt_tokens, answered.usage.completion_tokens) == (7, 3)
    [received] = aimock.received()
    assert received["body"]["stream"] is True


async def test_a_stream_that_is_cut_is_asked_for_again(aimock: AiMock, waits: FakeWaits) -> None:
    aimock.answer({**says(LONG, first=True), "truncateAfterChunks": 3}, says(LONG))
    model = through_openai(aimock, waits)
    assert (await model.complete(REQUEST, on_text=lambda text: None)).text == LONG
    await model.close()
    assert len(aimock.received()) == 2


async def test_a_stream_that_is_always_cut_is_no_reply(aimock: AiMock, waits: FakeWaits) -> None:
    aimock.answer({**says(LONG), "truncateAfterChunks": 3})
    model = through_openai(aimock, waits)
    with pytest.raises(ModelFailure, match="server error"):
        await model.complete(REQUEST, on_text=lambda text: None)
    await model.close()
    assert len(aimock.received()) == 5


ANTHROPIC = "anthropic/claude-haiku-4-5"
OPENROUTER = "openrouter/openai/gpt-4o"


class TestThroughLiteLLM:
    """In Anthropic's form and in OpenAI's. Anthropic's has no ``response_format`` to match on."""

    pytestmark = LITELLM

    @pytest.mark.parametrize(
        ("name", "path", "shape"),
        [(ANTHROPIC, "/v1/messages", None), (OPENROUTER, "/v1/chat/completions", "json_schema")],
    )
    async def test_a_good_reply_takes_one_request(
        self, aimock: AiMock, waits: FakeWaits, name: str, path: str, shape: str | None
    ) -> None:
        aimock.answer(says("wrong shape", shape="json_object"), says(GOOD, shape=shape))
        model = through_litellm(name, waits)
        answered = await model.complete(REQUEST)
        await model.close()
        assert answered.text == GOOD
        assert answered.usage is not None
        assert (answered.usage.prompt_tokens, answered.usage.completion_tokens) == (7, 3)
        assert [received["path"] for received in aimock.received()] == [path]

    @pytest.mark.parametrize("name", [ANTHROPIC, OPENROUTER])
    @pytest.mark.parametrize(
        ("fault", "reason", "requests"),
        [FAULTS[name] for name in ("401", "429", "500", "malformed", "cut off")],
    )
    async def test_a_lasting_fault(
        self,
        aimock: AiMock,
        waits: FakeWaits,
        name: str,
        fault: Fixture,
        reason: Reason,
        requests: int,
    ) -> None:
        aimock.answer({**fault, "match": {}})
        model = through_litellm(name, waits)
        with pytest.raises(ModelFailure) as caught:
            await model.complete(REQUEST)
        await model.close()
        assert (caught.value.reason, len(aimock.received())) == (reason, requests)

    # LiteLLM reads a field in each chunk of OpenRouter's that pydantic warns of.
    @pytest.mark.filterwarnings("ignore:Accessing the 'model_.*fields':DeprecationWarning")
    @pytest.mark.parametrize("name", [ANTHROPIC, OPENROUTER])
    async def test_a_stream_that_is_cut_is_asked_for_again(
        self, aimock: AiMock, waits: FakeWaits, name: str
    ) -> None:
        cut = {**says(LONG), "match": {"sequenceIndex": 0}, "truncateAfterChunks": 3}
        aimock.answer(cut, says(LONG, shape=None))
        told: list[str] = []
        model = through_litellm(name, waits)
        answered = await model.complete(REQUEST, on_text=told.append)
        await model.close()
        assert answered.text == told[-1] == LONG
        assert len(aimock.received()) == 2

    @pytest.mark.parametrize("name", [ANTHROPIC, OPENROUTER])
    async def test_the_pause_that_it_asks_for_is_kept(
        self, aimock: AiMock, waits: FakeWaits, name: str
    ) -> None:
        limited = fails(429, retryAfter=7)
        aimock.answer({**limited, "match": {"sequenceIndex": 0}}, says(GOOD, shape=None))
        model = through_litellm(name, waits)
        assert (await model.complete(REQUEST)).text == GOOD
        await model.close()
        assert waits.waits == [7.5]

    @pytest.mark.parametrize("name", [ANTHROPIC, OPENROUTER])
    async def test_a_torn_connection(self, aimock: AiMock, waits: FakeWaits, name: str) -> None:
        """LiteLLM sends once more by itself: two requests for each try."""
        torn = {**says(GOOD, chaos={"disconnectRate": 1}), "match": {}}
        aimock.answer(torn)
        model = through_litellm(name, waits)
        with pytest.raises(ModelFailure, match="server error"):
            await model.complete(REQUEST)
        await model.close()
        assert len(aimock.received()) == 10

    async def test_it_is_not_waited_for_beyond_the_time(
        self, aimock: AiMock, waits: FakeWaits
    ) -> None:
        aimock.answer({**says(GOOD, chaos={"latencyMs": 20_000}), "match": {}})
        model = through_litellm(OPENROUTER, waits, Tries(attempts=2, timeout=0.3))
        with pytest.raises(ModelFailure, match="timeout"):
            await model.complete(REQUEST)
        await model.close()
        assert len(waits.waits) == 1
