"""Asking real servers on loopback which models they have."""

from __future__ import annotations

import asyncio
import socket
import ssl

import pytest

from rubrics.models.names import LOCAL_SERVERS
from rubrics.models.offers import Offer, offered_here
from rubrics.models.servers import LARGEST_LIST, Unreached, ask_together, models_at
from tests.servers import Answer, FaultyServer, answer, drip, error, reset, silence

LISTED = answer(200, {"object": "list", "data": [{"id": "qwen3:8b"}, {"id": "bge-m3"}]})


async def asked(base_url: str, key: str | None = None, seconds: float = 5.0) -> list[str]:
    return await asyncio.to_thread(models_at, base_url, key, seconds)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert isinstance(port, int)
        return port


async def test_the_models_of_a_server_in_its_order() -> None:
    async with FaultyServer(LISTED) as server:
        assert await asked(server.base_url, "secret") == ["qwen3:8b", "bge-m3"]
    [received] = server.received
    assert received.path == "/v1/models"
    assert received.headers["authorization"] == "Bearer secret"


async def test_without_a_key_none_is_sent() -> None:
    async with FaultyServer(LISTED) as server:
        await asked(server.base_url)
    assert "authorization" not in server.received[0].headers


async def test_a_redirect_is_not_followed() -> None:
    async with FaultyServer(LISTED) as other:
        moved = answer(302, "", {"Location": f"{other.base_url}/models"})
        async with FaultyServer(moved) as server:
            with pytest.raises(Unreached, match="answers 302"):
                await asked(server.base_url, "secret")
    assert other.received == []


async def test_this_machine_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("no_proxy", "")
    async with FaultyServer(LISTED) as server:
        assert await asked(server.base_url) == ["qwen3:8b", "bge-m3"]


@pytest.mark.parametrize(
    ("fault", "stage", "status"),
    [
        (error(401), "status", 401),
        (error(404), "status", 404),
        (error(503), "status", 503),
        (answer(200, "<html>", kind="text/html"), "answer", None),
        (answer(200, {"models": []}), "answer", None),
        (answer(200, "[" * 100_000), "answer", None),
        (answer(200, " " * (LARGEST_LIST + 1)), "answer", None),
        (reset, "answer", None),
        (silence, "time", None),
        (drip, "time", None),
    ],
)
async def test_a_server_that_does_not_say_is_told_apart(
    fault: Answer, stage: str, status: int | None
) -> None:
    async with FaultyServer(fault) as server:
        with pytest.raises(Unreached) as caught:
            await asked(server.base_url, seconds=0.2)
        server.ended.set()
    if fault is reset:  # how a torn connection shows depends on the system
        assert caught.value.stage in ("answer", "connection")
    else:
        assert (caught.value.stage, caught.value.status) == (stage, status)


async def test_a_port_where_nothing_listens() -> None:
    with pytest.raises(Unreached) as caught:
        await asked(f"http://127.0.0.1:{free_port()}/v1")
    assert caught.value.stage == "connection"
    assert "Start the server" in caught.value.advice


async def test_a_server_without_tls_at_an_https_address() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreached) as caught:
            await asked(f"https://127.0.0.1:{port}/v1")
    assert caught.value.stage == "tls"


def test_a_certificate_that_is_not_trusted_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr("http.client.HTTPSConnection.connect", refuse)
    with pytest.raises(Unreached) as caught:
        models_at("https://gate.example/v1", None, 1.0)
    assert caught.value.stage == "tls"


def test_a_host_without_an_address_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    with pytest.raises(Unreached) as caught:
        models_at("http://gate.example/v1", None, 1.0)
    assert caught.value.stage == "address"


async def test_names_that_are_none_are_passed_over() -> None:
    entries = ["x", {"id": 3}, {"id": ""}, {"id": "a\x1b[31mb"}, {"id": "x" * 300}, {"id": "good"}]
    async with FaultyServer(answer(200, {"data": entries})) as server:
        assert await asked(server.base_url) == ["good"]


async def test_servers_are_asked_together_and_a_silent_one_holds_up_nobody() -> None:
    async with FaultyServer(LISTED) as good, FaultyServer(silence) as silent:
        servers = {
            "silent": silent.base_url,
            "good": good.base_url,
            "gone": f"http://127.0.0.1:{free_port()}/v1",
        }
        found = await asyncio.to_thread(ask_together, servers, 0.3)
        silent.ended.set()
    assert list(found) == list(servers)
    assert found["good"] == ["qwen3:8b", "bge-m3"]
    assert isinstance(found["silent"], Unreached)
    assert isinstance(found["gone"], Unreached)


async def test_an_ollama_at_its_own_variable_is_found_over_the_wire(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(LOCAL_SERVERS, "lmstudio", f"http://127.0.0.1:{free_port()}/v1")
    async with FaultyServer(LISTED) as server:
        environ = {"OLLAMA_HOST": server.origin}
        offer = await asyncio.to_thread(offered_here, environ, models_at, 5.0)
        base_url = server.base_url
    assert offer == Offer("ollama/qwen3:8b", base_url, "Ollama is running here")
    assert [received.path for received in server.received] == ["/v1/models"]
