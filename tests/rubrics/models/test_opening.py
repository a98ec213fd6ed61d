"""Opening a model: addresses, keys, secrecy, and what is loaded when."""

from __future__ import annotations

import traceback

import httpx
import pytest
import respx
from pydantic import SecretStr

from rubrics.models.model import Model, ModelFailure
from rubrics.models.names import ModelNameError
from rubrics.models.opening import open_model
from tests.rubrics.models.means import REQUEST, FakeWaits
from tests.test_house import MODEL_CLIENTS, loaded_by

OPENAI = "https://api.openai.com/v1/chat/completions"
KEY = "sk-of-the-test-1234"


def completion(text: str = '{"ok": true}') -> httpx.Response:
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": text}}
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "prompt_tokens_details": {"cached_tokens": 400},
    }
    body = {"model": "gpt-4o-mini-dated", "choices": [choice], "usage": usage}
    return httpx.Response(200, json=body)


async def sent_by(model: Model, address: str) -> tuple[httpx.Request, float | None]:
    """The one request of a model, and what it cost."""
    with respx.mock:
        route = respx.post(address).mock(return_value=completion())
        reply = await model.complete(REQUEST)
        await model.close()
        assert route.call_count == 1
        assert reply.usage is not None
        return route.calls[0].request, reply.usage.cost_usd


async def test_openai_itself() -> None:
    model = open_model("openai/gpt-4o-mini", environ={"OPENAI_API_KEY": f" {KEY}\n"})
    assert (model.parameters.name, model.parameters.base_url) == ("openai/gpt-4o-mini", None)
    assert model.parameters.options == {"temperature": 0.0}
    request, cost = await sent_by(model, OPENAI)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert b'"max_completion_tokens":100' in request.content
    assert b'"temperature":0.0' in request.content
    assert cost == pytest.approx(600 * 1.5e-7 + 400 * 7.5e-8 + 100 * 6e-7)


@pytest.mark.parametrize("name", ["openai/gpt-5-mini", "openai/gpt-6-luna", "openai/o3"])
async def test_a_reasoning_model_of_openai_takes_one_request_too(name: str) -> None:
    model = open_model(name, api_key=KEY, environ={}, effort="low")
    request, _ = await sent_by(model, OPENAI)
    assert b'"max_completion_tokens":400' in request.content
    assert b'"reasoning_effort":"low"' in request.content
    assert b"temperature" not in request.content


async def test_the_variable_of_the_sdk_does_not_turn_requests_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example/v1")
    model = open_model("openai/gpt-4o-mini", api_key=KEY, environ={})
    await sent_by(model, OPENAI)
    model = open_model("openai/gpt-4o-mini", api_key=KEY)
    assert model.parameters.base_url == "https://elsewhere.example/v1"
    _, cost = await sent_by(model, "https://elsewhere.example/v1/chat/completions")
    assert cost is None


@pytest.mark.parametrize(
    ("name", "base_url", "sent"),
    [
        ("openai/m", "https://gate.example/v1", f"Bearer {KEY}"),
        ("openai/m", "http://gate.example/v1", "Bearer none"),
        ("openai/m", "http://127.0.0.1:9/v1", "Bearer none"),
        ("ollama/m", None, "Bearer none"),
        ("m", "https://gate.example/v1", "Bearer none"),
    ],
)
async def test_a_key_of_the_environment_goes_where_it_belongs(
    name: str, base_url: str | None, sent: str
) -> None:
    model = open_model(name, base_url=base_url, environ={"OPENAI_API_KEY": KEY})
    address = f"{model.parameters.base_url}/chat/completions"
    request, _ = await sent_by(model, address)
    assert request.headers["authorization"] == sent


async def test_a_given_key_goes_anywhere_and_wins() -> None:
    model = open_model(
        "openai/m",
        base_url="http://127.0.0.1:9/v1",
        api_key=SecretStr("mine"),
        environ={"OPENAI_API_KEY": KEY},
    )
    request, _ = await sent_by(model, "http://127.0.0.1:9/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer mine"


async def test_ollama_costs_nothing() -> None:
    address = "http://127.0.0.1:11434/v1/chat/completions"
    _, cost = await sent_by(open_model("ollama/qwen3", environ={}), address)
    assert cost == 0


@pytest.mark.parametrize(
    ("name", "variable"),
    [("openai/gpt-5", "OPENAI_API_KEY"), ("anthropic/claude", "ANTHROPIC_API_KEY")],
)
async def test_without_a_key_nothing_is_sent(name: str, variable: str) -> None:
    with pytest.raises(ModelFailure) as caught:
        await open_model(name, environ={variable: "  "}).complete(REQUEST)
    assert (caught.value.reason, caught.value.detail) == ("no key", f"set {variable}")


@pytest.mark.parametrize("key", ["sk-ab cd", "sk-ä", "sk-\u200bx", "sk-a\nb"])
async def test_a_key_that_no_header_can_carry_is_refused_unsent(key: str) -> None:
    with pytest.raises(ModelFailure, match="key refused") as caught:
        await open_model("openai/gpt-5", api_key=key).complete(REQUEST)
    assert key not in str(caught.value)


@respx.mock
async def test_no_key_in_any_text() -> None:
    respx.post(OPENAI).mock(return_value=httpx.Response(401, json={"error": {"message": KEY}}))
    model = open_model("openai/gpt-5", environ={"OPENAI_API_KEY": KEY}, means=FakeWaits().means)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST)
    shown = "".join(traceback.format_exception(caught.value))
    for text in (shown, repr(caught.value), repr(model), repr(vars(model)), str(model.parameters)):
        assert KEY not in text
    await model.close()


async def test_a_cut_connection_is_tried_again() -> None:
    waits = FakeWaits()
    with respx.mock:
        route = respx.post(OPENAI)
        route.side_effect = [httpx.ConnectError("x"), httpx.ReadTimeout("x"), completion()]
        model = open_model("openai/gpt-4o", api_key=KEY, means=waits.means)
        await model.complete(REQUEST, waits.told.append)
        await model.close()
        assert route.call_count == 3
    assert [told.reason for told in waits.told] == ["cannot connect", "timeout"]


def test_a_name_that_means_nothing() -> None:
    with pytest.raises(ModelNameError):
        open_model("gpt-5")
    with pytest.raises(ModelNameError):
        open_model("openai/m", base_url="https://u:p@host/v1")


def test_opening_a_model_loads_no_client() -> None:
    code = "from rubrics.models.opening import open_model; print(open_model({!r}, environ={{}}))"
    for name in ("openai/gpt-5", "anthropic/claude", "ollama/x"):
        assert not loaded_by(code.format(name)) & MODEL_CLIENTS
