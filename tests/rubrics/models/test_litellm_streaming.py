"""Streams over LiteLLM, in Anthropic's form: the same text, price and faults as in one piece."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from rubrics.models.model import Model, ModelFailure, Reason
from rubrics.models.opening import open_model
from tests.rubrics.models.means import LITELLM, REQUEST, FakeWaits
from tests.servers import Answer, FaultyServer, answer, error, stream

pytestmark = LITELLM
TEXT = json.dumps({"said": ["Straße, 日本, 😀"] * 12}, ensure_ascii=False)


def said(text: str = TEXT, stop: str = "end_turn") -> list[bytes]:
    """The events of a message in Anthropic's form."""
    head = {"type": "message", "role": "assistant", "model": "claude-served", "content": []}
    usage = {"input_tokens": 1000, "output_tokens": 1}
    return [
        event("message_start", message={"id": "msg", **head, "usage": usage}),
        event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        event("ping"),
        *(
            event(
                "content_block_delta",
                index=0,
                delta={"type": "text_delta", "text": text[at : at + 5]},
            )
            for at in range(0, len(text), 5)
        ),
        event("content_block_stop", index=0),
        event("message_delta", delta={"stop_reason": stop}, usage={"output_tokens": 100}),
        event("message_stop"),
    ]


def event(kind: str, **rest: object) -> bytes:
    data = json.dumps({"type": kind, **rest}, ensure_ascii=False)
    return f"event: {kind}\ndata: {data}\n\n".encode()


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultyServer]:
    async with FaultyServer(stream(said())) as server:
        monkeypatch.setenv("ANTHROPIC_API_BASE", server.origin)
        yield server


@pytest.fixture
async def model(waits: FakeWaits) -> AsyncIterator[Model]:
    model = open_model(
        "anthropic/claude-haiku-4-5", environ={"ANTHROPIC_API_KEY": "sk-ant-t"}, means=waits.means
    )
    yield model
    await model.close()


async def test_a_reply_is_told_of_while_it_comes_in_one_request(
    server: FaultyServer, model: Model, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    reply = await model.complete(REQUEST, on_text=told.append)
    assert reply.text == told[-1] == TEXT
    assert len(told) > 4
    assert all(TEXT.startswith(text) for text in told)
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (1000, 100)
    assert reply.usage.cost_usd == pytest.approx(1000 * 1e-6 + 100 * 5e-6)
    [received] = server.received
    assert received.body["stream"] is True
    assert "json_schema" in str(received.body)
    assert capfd.readouterr() == ("", "")


OVERLOADED = event("error", error={"type": "overloaded_error", "message": "Overloaded"})
FAULTS: list[tuple[str, Answer, Reason, int]] = [
    ("torn in the middle", stream(said()[:9], torn=True), "server error", 5),
    ("ended in the middle", stream(said()[:9]), "server error", 5),
    ("error in the stream", stream([*said()[:9], OVERLOADED]), "server error", 5),
    ("cut off", stream(said('{"ok"', "max_tokens")), "cut off", 2),
    ("refusal", stream(said("", "refusal")), "filtered", 1),
    ("empty", stream(said("")), "empty reply", 2),
    ("too large", stream(said("x" * 10)[:3] + [
        event("content_block_delta", index=0, delta={"type": "text_delta", "text": "x" * 90_000})
    ] * 12), "unreadable reply", 1),
    ("401", error(401, "invalid x-api-key"), "key refused", 1),
    ("429", error(429, "slow down"), "rate limited", 5),
    ("500", error(500), "server error", 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "reason", "requests"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
async def test_a_lasting_fault_becomes_what_it_is_on_the_other_path(
    server: FaultyServer,
    model: Model,
    waits: FakeWaits,
    capfd: pytest.CaptureFixture[str],
    fault: Answer,
    reason: Reason,
    requests: int,
) -> None:
    server.answers = [fault]
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append, lambda text: None)
    assert (caught.value.reason, len(server.received)) == (reason, requests)
    assert capfd.readouterr() == ("", "")


async def test_a_server_that_refuses_to_stream_is_asked_without(
    server: FaultyServer, model: Model, waits: FakeWaits
) -> None:
    whole = {
        "id": "msg",
        "type": "message",
        "role": "assistant",
        "model": "claude-served",
        "content": [{"type": "text", "text": TEXT}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 1000, "output_tokens": 100},
    }
    server.answers = [error(400, "stream: not supported"), answer(200, whole)]
    for _ in range(2):
        assert (await model.complete(REQUEST, on_text=lambda text: None)).text == TEXT
    assert [each.body.get("stream") for each in server.received] == [True, None, None]
    assert waits.waits == []


async def test_no_tokens_are_counted_here_where_a_server_counts_none(
    server: FaultyServer, model: Model
) -> None:
    lacking = [event for event in said() if b"usage" not in event]
    lacking.insert(-1, event("message_delta", delta={"stop_reason": "end_turn"}))
    server.answers = [stream(lacking)]
    assert (await model.complete(REQUEST, on_text=lambda text: None)).usage is None
