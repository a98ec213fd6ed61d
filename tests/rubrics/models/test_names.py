"""What a name and a base URL mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.models.names import (
    LOCAL_SERVERS,
    OPENAI,
    ModelNameError,
    Place,
    is_loopback,
    key_variable,
    may_carry_key,
    normalised,
    place,
    runs_here,
    shown_host,
)

LOCAL = "http://127.0.0.1:8000/v1"


@pytest.mark.parametrize(
    ("name", "base_url", "found"),
    [
        ("openai/gpt-5-mini", None, Place("openai", "openai", "gpt-5-mini", OPENAI)),
        ("OpenAI/gpt-5-mini", "", Place("openai", "openai", "gpt-5-mini", OPENAI)),
        ("openai/m", LOCAL, Place("openai", "openai", "m", LOCAL)),
        ("openai/openai/gpt-oss", LOCAL, Place("openai", "openai", "openai/gpt-oss", LOCAL)),
        ("m", LOCAL, Place("openai", "", "m", LOCAL)),
        ("Qwen/Qwen3-8B", LOCAL, Place("openai", "", "Qwen/Qwen3-8B", LOCAL)),
        ("groq/m", LOCAL, Place("openai", "", "groq/m", LOCAL)),
        ("ollama/qwen3:4b", None, Place("openai", "ollama", "qwen3:4b", LOCAL_SERVERS["ollama"])),
        ("ollama/qwen3", "lan:9/v1", Place("openai", "ollama", "qwen3", "https://lan:9/v1")),
        ("lmstudio/a/b", None, Place("openai", "lmstudio", "a/b", LOCAL_SERVERS["lmstudio"])),
        ("anthropic/c", None, Place("litellm", "anthropic", "anthropic/c", None)),
        ("openrouter/a/b", None, Place("litellm", "openrouter", "openrouter/a/b", None)),
        ("scripted/a/b.yaml", None, Place("scripted", "scripted", "a/b.yaml", None)),
        ("scripted//tmp/b.yaml", LOCAL, Place("scripted", "scripted", "/tmp/b.yaml", None)),
    ],
)
def test_a_name_says_where_the_model_is(name: str, base_url: str | None, found: Place) -> None:
    assert place(name, base_url) == found


@pytest.mark.parametrize("name", ["", " ", "gpt-5", "openai/", "/gpt-5", "scripted"])
def test_a_name_that_means_nothing_is_refused_with_advice(name: str) -> None:
    with pytest.raises(ModelNameError) as caught:
        place(name)
    assert "provider/model" in caught.value.advice


@pytest.mark.parametrize(
    ("given_url", "meant"),
    [
        ("https://host/v1/chat/completions", "https://host/v1"),
        ("https://host/v1/Chat/Completions/", "https://host/v1"),
        ("https://host/v1/", "https://host/v1"),
        ("https://host/v1/models", "https://host/v1"),
        ("https://host/v1/responses", "https://host/v1"),
        ("https://host", "https://host/v1"),
        ("host.example", "https://host.example/v1"),
        ("localhost:11434", "http://localhost:11434/v1"),
        ("127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("192.168.0.7:8080", "http://192.168.0.7:8080/v1"),
        ("[::1]:8080", "http://[::1]:8080/v1"),
        ("http://localhost:11434/api/chat", "http://localhost:11434/v1"),
        ("http://localhost:11434/api", "http://localhost:11434/v1"),
        ("HTTPS://Host/Path/openai/", "https://host/Path/openai"),
        (" https://host/api/v1 ", "https://host/api/v1"),
        ("https://host/v1#part", "https://host/v1"),
    ],
)
def test_a_base_url_becomes_what_was_meant(given_url: str, meant: str) -> None:
    assert normalised(given_url) == meant
    assert normalised(meant) == meant


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/v1",
        "https://",
        "https://user:secret@host/v1",
        "https://host/v1?key=secret",
        "https://ho st/v1",
        "https://host:port/v1",
        "http://[::1/v1",
    ],
)
def test_what_is_no_base_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ModelNameError) as caught:
        normalised(url)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_base_url_or_refused(text: str) -> None:
    try:
        url = normalised(text)
    except ModelNameError:
        return
    assert normalised(url) == url


def test_keys_travel_by_https_only() -> None:
    assert may_carry_key(OPENAI)
    assert not may_carry_key("http://host/v1")


def test_variables_of_keys() -> None:
    assert key_variable("anthropic") == "ANTHROPIC_API_KEY"
    assert key_variable("together_ai") == "TOGETHERAI_API_KEY"
    assert key_variable("ollama") is None
    assert key_variable("bedrock") is None


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:9/v1", True),
        ("http://localhost/v1", True),
        ("http://0.0.0.0/v1", False),
        ("http://192.168.0.2/v1", False),
        ("https://localhost.example/v1", False),
        ("https://127.0.0.1.example/v1", False),
        ("", False),
    ],
)
def test_a_server_on_this_machine_is_told_from_its_neighbours(url: str, here: bool) -> None:
    assert is_loopback(url) == here


@pytest.mark.parametrize(
    ("name", "base_url", "here", "host"),
    [
        ("ollama/qwen3", None, True, "127.0.0.1:11434"),
        ("ollama/qwen3", "gpu.example/v1", False, "gpu.example"),
        ("ollama/gpt-oss:120b-cloud", None, False, "127.0.0.1:11434"),
        ("lmstudio/m", None, True, "127.0.0.1:1234"),
        ("m", "127.0.0.1:8080", False, "127.0.0.1:8080"),
        ("openai/m", None, False, ""),
        ("groq/m", None, False, ""),
    ],
)
def test_it_is_told_what_stays_on_this_machine(
    name: str, base_url: str | None, here: bool, host: str
) -> None:
    at = place(name, base_url)
    assert (runs_here(at), shown_host(at)) == (here, host)
