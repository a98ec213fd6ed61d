"""The LiteLLM path, in Anthropic's form, on the same server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from rubrics.models.model import Model, ModelFailure, Reason
from rubrics.models.opening import open_model
from rubrics.models.tries import Tries
from tests.rubrics.models.means import GOOD, LITELLM, REQUEST, FakeWaits
from tests.servers import Answer, FaultyServer, answer, error, reset, silence

pytestmark = LITELLM

KEY = "sk-ant-of-the-test"


def said(text: str, stop: str = "end_turn") -> Answer:
    """A message in Anthropic's form."""
    return answer(200, message(text, stop))


def message(text: str, stop: str = "end_turn") -> dict[str, object]:
    return {
        "id": "msg",
        "type": "message",
        "role": "assistant",
        "model": "claude-served",
        "content": [{"type": "text", "text": text}],
        "stop_reason": stop,
        "usage": {"input_tokens": 1000, "output_tokens": 100},
    }


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultyServer]:
    async with FaultyServer(said(GOOD)) as server:
        monkeypatch.setenv("ANTHROPIC_API_BASE", server.origin)
        yield server


def reach(waits: FakeWaits, timeout: float = 20.0) -> Model:
    return open_model(
        "anthropic/claude-haiku-4-5",
        environ={"ANTHROPIC_API_KEY": KEY},
        tries=Tries(timeout=timeout),
        means=waits.means,
    )


async def test_a_good_reply_takes_one_request_and_has_its_price(
    server: FaultyServer, waits: FakeWaits, capfd: pytest.CaptureFixture[str]
) -> None:
    model = reach(waits)
    reply = await model.complete(REQUEST)
    await model.close()
    assert (reply.text, reply.model) == (GOOD, "claude-served")
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (1000, 100)
    assert reply.usage.cost_usd == pytest.approx(1000 * 1e-6 + 100 * 5e-6)
    [received] = server.received
    assert received.headers["x-api-key"] == KEY
    assert received.body["max_tokens"] == 100
    assert "json_schema" in str(received.body)
    assert capfd.readouterr() == ("", "")


FAULTS: list[tuple[str, Answer, Reason, int]] = [
    ("401", error(401, "invalid x-api-key"), "key refused", 1),
    ("403", error(403, "no"), "not allowed", 1),
    ("404", error(404, "model: claude-x"), "no such model", 1),
    ("400", error(400, "messages: wrong"), "bad request", 1),
    ("400 credit", error(400, "Your credit balance is too low"), "quota used up", 1),
    ("400 context", error(400, "prompt is too long: 9 tokens > 8"), "context too long", 1),
    ("429", error(429, "slow down"), "rate limited", 5),
    ("429 absurd", error(429, headers={"Retry-After": "86400"}), "rate limited", 1),
    ("500", error(500), "server error", 5),
    ("500 that speaks of tokens", error(500, "prompt is too long"), "server error", 5),
    ("503", error(503), "server error", 5),
    ("529", error(529, "overloaded_error"), "server error", 5),
    ("silence", silence, "timeout", 5),
    ("not JSON", answer(200, "<html>"), "server error", 5),
    ("cut off", said('{"ok"', "max_tokens"), "cut off", 2),
    ("refusal", said("", "refusal"), "filtered", 1),
    ("empty", said(""), "empty reply", 2),
    ("10 MB", said("x" * 10_000_000), "unreadable reply", 1),
    # LiteLLM sends once more by itself, at once, when a connection breaks: two for each try.
    ("reset in the body", reset, "server error", 10),
]


@pytest.mark.parametrize(
    ("fault", "reason", "requests"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
async def test_a_lasting_fault_becomes_what_it_is_on_the_other_path(
    server: FaultyServer,
    waits: FakeWaits,
    capfd: pytest.CaptureFixture[str],
    fault: Answer,
    reason: Reason,
    requests: int,
) -> None:
    server.answers = [fault]
    model = reach(waits, timeout=0.3 if fault is silence else 20.0)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append)
    await model.close()
    assert (caught.value.reason, len(server.received)) == (reason, requests)
    assert len(waits.told) == len(waits.waits) < requests
    assert KEY not in str(caught.value)
    assert capfd.readouterr() == ("", "")


async def test_the_pause_that_a_server_asks_for_is_kept(
    server: FaultyServer, waits: FakeWaits
) -> None:
    server.answers = [error(429, headers={"Retry-After": "7"}), said(GOOD)]
    model = reach(waits)
    await model.complete(REQUEST)
    await model.close()
    assert waits.waits == [7.5]


async def test_the_ladder_goes_down(server: FaultyServer, waits: FakeWaits) -> None:
    server.answers = [error(400, "output_format: json_schema is not supported"), said(GOOD)]
    model = reach(waits)
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    assert len(server.received) == 2
    assert "additionalProperties" in str(server.received[1].body["system"])
    assert waits.waits == []


async def test_a_refused_connection(waits: FakeWaits, monkeypatch: pytest.MonkeyPatch) -> None:
    async with FaultyServer() as gone:
        monkeypatch.setenv("ANTHROPIC_API_BASE", gone.origin)
    model = reach(waits)
    with pytest.raises(ModelFailure, match="cannot connect"):
        await model.complete(REQUEST)
    await model.close()
    assert len(waits.waits) == 4
