"""The same faults, at the HTTP library, through both SDKs: the same reasons and requests."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

pytest.importorskip("respx", reason="respx is not installed here")

import httpx
import respx

from rubrics.models.model import Model, ModelFailure, Reason
from rubrics.models.opening import open_model
from tests.rubrics.models.means import GOOD, LITELLM, REQUEST, START, FakeWaits

KEY = "sk-of-the-test-1234"
PATHS = {
    "openai SDK": ("openai/gpt-4o-mini", "https://api.openai.com/v1/chat/completions"),
    "LiteLLM": ("openrouter/openai/gpt-4o", "https://openrouter.ai/api/v1/chat/completions"),
}
each_path = pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param(*PATHS["openai SDK"], id="openai SDK"),
        pytest.param(*PATHS["LiteLLM"], id="LiteLLM", marks=LITELLM),
    ],
)
Effect = httpx.Response | type[httpx.HTTPError]


def reach(name: str, waits: FakeWaits) -> Model:
    return open_model(name, api_key=KEY, environ={}, means=waits.means)


def says(text: str | None, finish: str = "stop", **message: Any) -> httpx.Response:
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": text, **message},
    }
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "served-model",
        "choices": [choice],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    return httpx.Response(200, json=body)


def fails(status: int, message: str = "it failed", after: str = "", **rest: str) -> httpx.Response:
    headers = {"Retry-After": after} if after else {}
    return httpx.Response(status, headers=headers, json={"error": {"message": message, **rest}})


IN_A_YEAR = format_datetime(START + timedelta(days=365), usegmt=True)
FAULTS: dict[str, tuple[Effect, Reason, int]] = {
    "401": (fails(401, f"Incorrect key {KEY}"), "key refused", 1),
    "402": (fails(402, "no credit left"), "quota used up", 1),
    "403": (fails(403), "not allowed", 1),
    "404 model": (fails(404, "no such model", code="model_not_found"), "no such model", 1),
    "400": (fails(400), "bad request", 1),
    "400 context": (fails(400, code="context_length_exceeded"), "context too long", 1),
    "413": (fails(413), "context too long", 1),
    "400 filter": (fails(400, code="content_filter"), "filtered", 1),
    "422": (fails(422), "bad request", 1),
    "429 quota": (fails(429, code="insufficient_quota"), "quota used up", 1),
    "429": (fails(429), "rate limited", 5),
    "429 after 3": (fails(429, after="3"), "rate limited", 5),
    "429 absurd": (fails(429, after="86400"), "rate limited", 1),
    "429 in a year": (fails(429, after=IN_A_YEAR), "rate limited", 1),
    "408": (fails(408), "timeout", 5),
    "409": (fails(409), "server error", 5),
    "500": (fails(500), "server error", 5),
    "501": (fails(501), "server error", 1),
    "502 page": (httpx.Response(502, text="<h1>Bad gateway</h1>"), "server error", 5),
    "503": (fails(503, after="1"), "server error", 5),
    "529": (fails(529, "overloaded"), "server error", 5),
    "refused connection": (httpx.ConnectError, "cannot connect", 5),
    "torn connection": (httpx.RemoteProtocolError, "server error", 5),
    "timeout": (httpx.ReadTimeout, "timeout", 5),
    "no JSON": (httpx.Response(200, text='{"choices": ['), "server error", 5),
    "empty body": (httpx.Response(200, text=""), "server error", 5),
    "empty": (says(""), "empty reply", 2),
    "parsed is null": (says(None, parsed=None), "empty reply", 2),
    "white space": (says(" \n\t" * 50), "empty reply", 2),
    "refusal": (says(None, refusal="I cannot help with that."), "refused", 1),
    "filtered reply": (says("half a", "content_filter"), "filtered", 1),
    "cut off": (says('{"ok": tr', "length"), "cut off", 2),
    "10 MB": (says("x" * 10_000_000), "unreadable reply", 1),
}


@each_path
@pytest.mark.parametrize(("fault", "reason", "requests"), FAULTS.values(), ids=FAULTS.keys())
@respx.mock
async def test_a_lasting_fault(
    waits: FakeWaits,
    capfd: pytest.CaptureFixture[str],
    name: str,
    address: str,
    fault: Effect,
    reason: Reason,
    requests: int,
) -> None:
    route = respx.post(address)
    if isinstance(fault, httpx.Response):
        route.return_value = fault
    else:
        route.side_effect = fault
    model = reach(name, waits)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append)
    await model.close()
    if name.startswith("openrouter/") and fault in (httpx.ConnectError, httpx.RemoteProtocolError):
        requests *= 2  # LiteLLM sends once more by itself
    assert (caught.value.reason, route.call_count) == (reason, requests)
    assert len(waits.told) == len(waits.waits) < requests
    assert KEY not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@each_path
@pytest.mark.parametrize("text", [GOOD, f"Here:\n```json\n{GOOD}\n```", f"{GOOD}\n{GOOD}", "prose"])
@respx.mock
async def test_the_text_comes_as_it_was_sent(
    waits: FakeWaits, name: str, address: str, text: str
) -> None:
    route = respx.post(address).mock(return_value=says(text))
    model = reach(name, waits)
    reply = await model.complete(REQUEST)
    await model.close()
    assert (reply.text, reply.model, route.call_count) == (text, "served-model", 1)
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (10, 5)
    assert route.calls[0].request.headers["authorization"] == f"Bearer {KEY}"


@each_path
@respx.mock
async def test_a_passing_fault_and_a_pause_that_is_asked_for(
    waits: FakeWaits, name: str, address: str
) -> None:
    route = respx.post(address)
    date = format_datetime(START + timedelta(seconds=9), usegmt=True)
    route.side_effect = [fails(429, after="7"), fails(503), httpx.ReadTimeout, says(GOOD)]
    model = reach(name, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    route.side_effect = [fails(429, after=date), says(GOOD)]
    waits.seconds = 0.0
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    assert waits.waits == [7.5, 1.0, 2.0, 9.5]


@each_path
@respx.mock
async def test_the_ladder_goes_down(waits: FakeWaits, name: str, address: str) -> None:
    route = respx.post(address)
    route.side_effect = [fails(400, "bad", param="response_format")] * 2 + [says(GOOD)]
    model = reach(name, waits)
    assert (await model.complete(REQUEST)).text == GOOD
    await model.close()
    sent = [call.request.content for call in route.calls]
    shapes = [b"json_schema" in body and b"json_object" not in body for body in sent]
    assert (b'"json_object"' in sent[1], b"response_format" in sent[2]) == (True, False)
    assert (len(sent), shapes[0], waits.waits) == (3, True, [])
