"""The ladder over the wire: what is changed when a server cannot do what it is asked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rubrics.models.abilities import Abilities, Ability
from rubrics.models.model import Model, ModelFailure
from tests.rubrics.models.means import GOOD, REQUEST, SCHEMA, FakeWaits, reach
from tests.servers import (
    Answer,
    FaultyServer,
    answer,
    chat,
    error,
)

NO_SCHEMA = error(400, "Invalid parameter", param="response_format")
LLAMA = error(500, 'response_format type must be "text", but got: json_schema', code=500)
FASTAPI = answer(
    422, {"detail": [{"msg": "unknown", "loc": ["body", "response_format"], "input": "?"}]}
)


@pytest.mark.parametrize("refusal", [NO_SCHEMA, LLAMA, FASTAPI], ids=["400", "500", "422"])
async def test_the_ladder_goes_down_without_a_wait_and_is_remembered(
    server: FaultyServer, waits: FakeWaits, refusal: Answer
) -> None:
    abilities = Abilities()
    server.answers = [refusal, refusal, chat(f"Sure:\n{GOOD}")]
    model = reach(server, waits, abilities=abilities)
    assert (await model.complete(REQUEST, waits.told.append)).text == f"Sure:\n{GOOD}"
    shapes = [each.body.get("response_format", {}).get("type") for each in server.received]
    assert shapes == ["json_schema", "json_object", None]
    for each in server.received[1:]:
        assert json.dumps(SCHEMA) in each.body["messages"][0]["content"]
        assert each.body["messages"][0]["content"].startswith("Mark the answer.")
    await model.complete(REQUEST, waits.told.append)
    assert len(server.received) == 4
    assert "response_format" not in server.received[3].body
    await model.close()
    assert waits.told == []
    assert waits.waits == []
    assert abilities.get(server.base_url, "some-model") == Ability(step="text")


async def test_plain_text_refused_too_is_a_bad_request(server: FaultyServer, model: Model) -> None:
    server.answers = [NO_SCHEMA]
    with pytest.raises(ModelFailure, match="bad request"):
        await model.complete(REQUEST)
    assert len(server.received) == 3


async def test_a_fault_during_the_ladder_is_not_taken_for_an_ability(
    server: FaultyServer, waits: FakeWaits
) -> None:
    abilities = Abilities()
    server.answers = [NO_SCHEMA, error(401)]
    model = reach(server, waits, abilities=abilities)
    with pytest.raises(ModelFailure, match="key refused"):
        await model.complete(REQUEST)
    await model.close()
    assert abilities.get(server.base_url, "some-model") is None


async def test_free_text_is_asked_for_without_a_shape(server: FaultyServer, model: Model) -> None:
    server.answers = [chat("Two words.")]
    reply = await model.complete(replace(REQUEST, schema=None))
    assert reply.text == "Two words."
    assert "response_format" not in server.received[0].body


async def test_parameters_that_a_reasoning_model_refuses_are_left_out(
    server: FaultyServer, waits: FakeWaits
) -> None:
    server.answers = [
        error(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        ),
        error(400, "Unsupported value", param="temperature", code="unsupported_value"),
        chat(GOOD),
    ]
    model = reach(server, waits)
    await model.complete(REQUEST)
    await model.complete(REQUEST)
    await model.close()
    assert len(server.received) == 4
    for received in server.received[2:]:
        assert received.body["max_completion_tokens"] == 100
        assert not received.body.keys() & {"max_tokens", "temperature"}
    assert waits.waits == []


async def test_a_model_that_only_thinks_is_told_not_to(
    server: FaultyServer, waits: FakeWaits
) -> None:
    server.answers = [chat("", reasoning="Let me think …"), chat(GOOD)]
    model = reach(server, waits)
    reply = await model.complete(REQUEST)
    await model.complete(REQUEST)
    await model.close()
    efforts = [each.body.get("reasoning_effort") for each in server.received]
    assert efforts == [None, "none", "none"]
    assert reply.usage is not None
    assert reply.usage.prompt_tokens == 20


async def test_a_model_that_cannot_stop_thinking_gets_more_room(
    server: FaultyServer, waits: FakeWaits
) -> None:
    server.answers = [
        chat("", reasoning="Let me", finish="length"),
        error(500, 'think value "none" is not supported for this model', type="api_error"),
        chat("", reasoning="Let me", finish="length"),
        chat(GOOD),
    ]
    model = reach(server, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    rooms = [each.body["max_tokens"] for each in server.received]
    assert rooms == [100, 100, 100, 400]
    assert waits.waits == []


async def test_more_room_is_remembered_only_if_it_helped(
    server: FaultyServer, model: Model
) -> None:
    server.answers = [chat("{", finish="length")]
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST)
    assert caught.value.usage is not None
    assert caught.value.usage.completion_tokens == 10
    server.answers = [chat("{", finish="length"), chat(GOOD)]
    await model.complete(REQUEST)
    await model.complete(REQUEST)
    assert [each.body["max_tokens"] for each in server.received] == [100, 400, 100, 400, 400]


async def test_a_whole_reply_with_white_space_to_the_limit_is_whole(
    server: FaultyServer, model: Model
) -> None:
    server.answers = [chat(GOOD + " " * 50, finish="length")]
    await model.complete(REQUEST)
    assert len(server.received) == 1
