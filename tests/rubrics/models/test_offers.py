"""What the environment offers to mark with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubrics.errors import InterviewerError
from rubrics.models.names import LOCAL_SERVERS, OPENAI, ModelNameError, key_variable, place
from rubrics.models.offers import (
    DEFAULT_MODELS,
    Offer,
    default_names,
    fit_to_mark,
    offered_by_key,
    offered_here,
    only_model_at,
    usual_url,
)
from rubrics.models.opening import key_for
from rubrics.models.prices import Prices
from rubrics.models.providers import known_place, providers_of_litellm
from rubrics.models.servers import AskModels, Unreached

OLLAMA, STUDIO = LOCAL_SERVERS["ollama"], LOCAL_SERVERS["lmstudio"]
ELSEWHERE = "https://gate.example/v1"


def servers(**models: list[str]) -> AskModels:
    """A machine with these servers; any other address is refused."""
    known = {"ollama": OLLAMA, "lmstudio": STUDIO, "gate": ELSEWHERE}
    found = {known[name]: names for name, names in models.items()}

    def ask(base_url: str, key: str | None, seconds: float) -> list[str]:
        if base_url not in found:
            raise Unreached(f"Nothing answers at {base_url}.", "Start it.", stage="connection")
        return found[base_url]

    return ask


@pytest.mark.parametrize("provider", DEFAULT_MODELS)
def test_a_key_alone_offers_its_provider_s_default_model(provider: str) -> None:
    variable = key_variable(provider)
    assert variable is not None
    base_url = OPENAI if provider == "openai" else None
    offer = offered_by_key({variable: "k", "OTHER": "x"})
    assert offer == Offer(f"{provider}/{DEFAULT_MODELS[provider]}", base_url, f"{variable} is set")


def test_every_default_model_has_a_price_and_a_grade_costs_less_than_a_cent() -> None:
    prices = Prices()
    for name in default_names():
        price = prices.price(place(name))
        assert price is not None, name
        assert 1200 * price.prompt + 400 * price.completion < 0.01, name


def test_the_first_provider_wins_and_an_empty_key_is_none() -> None:
    keys = {"GROQ_API_KEY": "k", "ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": " "}
    offer = offered_by_key(keys)
    assert offer is not None
    assert offer.name.startswith("anthropic/")
    assert offered_by_key({}) is None


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        ("", True),
        ("https://api.openai.com/v1/", True),
        ("https://eu.api.openai.com/v1", True),
        ("http://api.openai.com/v1", False),
        ("https://api.openai.com.example/v1", False),
        ("http://127.0.0.1:8080/v1", False),
        ("no address", False),
    ],
)
def test_a_key_of_openai_offers_nothing_at_another_server(url: str, offered: bool) -> None:
    offer = offered_by_key({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": url})
    assert (offer is not None) == offered


@pytest.mark.parametrize(
    ("models", "best"),
    [
        (["qwen3:4b", "llama3.1:8b", "gemma3:12b"], "gemma3:12b"),
        (["nomic-embed-text:latest", "bge-m3:latest", "qwen3:4b"], "qwen3:4b"),
        (["text-embedding-nomic-embed-text-v1.5", "qwen/qwen3-4b-2507"], "qwen/qwen3-4b-2507"),
        (["gpt-oss:120b-cloud", "qwen3-coder:480b-cloud", "qwen3:8b"], "qwen3:8b"),
        (["qwen2.5-coder:32b", "deepseek-r1:14b", "llava:34b", "llama3.1:8b"], "llama3.1:8b"),
        (["qwen2.5:0.5b", "gemma3:270m", "llama3.2:1b", "phi4-mini:3.8b"], "phi4-mini:3.8b"),
        (["mistral:latest", "llama3.2:3b"], "mistral:latest"),
        (["mixtral:8x7b", "gemma3:27b"], "mixtral:8x7b"),
        (["llama3.1:8b", "llama3.1:8b-instruct-q4_K_M"], "llama3.1:8b-instruct-q4_K_M"),
        (["llama3.1:8b-text-q4_0", "qwen3:4b"], "qwen3:4b"),
        (["starcoder2:15b"], "starcoder2:15b"),
        (["llama-guard3:8b", "all-minilm:l6-v2", "qwen3:0.6b"], None),
        ([], None),
    ],
)
def test_the_model_of_a_local_server_that_marks_best(models: list[str], best: str | None) -> None:
    assert next(iter(fit_to_mark(models)), None) == best


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", OLLAMA),
        ("127.0.0.1:9", "http://127.0.0.1:9/v1"),
        ("0.0.0.0", OLLAMA),
        (":9", "http://127.0.0.1:9/v1"),
        ("http://localhost:9/", "http://localhost:9/v1"),
        ("https://gpu.example", "https://gpu.example:443/v1"),
        ("gpu.example", "http://gpu.example:11434/v1"),
        ("[::1]:9", "http://[::1]:9/v1"),
        ('"0.0.0.0:9"', "http://127.0.0.1:9/v1"),
        ("localhost:port", OLLAMA),
    ],
)
def test_ollama_s_own_variable_says_where_it_is(host: str, url: str) -> None:
    assert usual_url("ollama", {"OLLAMA_HOST": host}) == url


def test_a_server_here_offers_its_best_model_and_ollama_comes_first() -> None:
    both = servers(ollama=["qwen3:4b"], lmstudio=["gemma-3-12b"])
    assert offered_here({}, both) == Offer("ollama/qwen3:4b", OLLAMA, "Ollama is running here")
    one = servers(ollama=["bge-m3"], lmstudio=["google/gemma-3-12b"])
    assert offered_here({}, one) == Offer(
        "lmstudio/google/gemma-3-12b", STUDIO, "LM Studio is running here"
    )
    assert offered_here({}, servers()) is None


def test_only_this_machine_is_looked_at() -> None:
    asked: list[str] = []

    def ask(base_url: str, key: str | None, seconds: float) -> list[str]:
        asked.append(base_url)
        assert key is None
        return []

    assert offered_here({"OLLAMA_HOST": "gpu.example", "OPENAI_API_KEY": "k"}, ask) is None
    assert asked == [STUDIO]


def test_the_one_model_of_a_server_that_was_named_marks() -> None:
    offer = only_model_at("gate.example", {}, servers(gate=["bge-m3", "org/model"]))
    assert offer == Offer("openai/org/model", ELSEWHERE, "INTERVIEWER_BASE_URL")
    assert place(offer.name, offer.base_url).model == "org/model"


@pytest.mark.parametrize(
    ("asked", "told", "advised"),
    [
        (servers(gate=["a", "b"]), "2 models", "There are: a, b"),
        (servers(gate=[]), "no model", "INTERVIEWER_MODEL"),
        (servers(), "Nothing answers", "INTERVIEWER_MODEL=estimate"),
    ],
)
def test_a_server_with_no_one_model_asks_for_a_name(
    asked: AskModels, told: str, advised: str
) -> None:
    with pytest.raises(InterviewerError) as caught:
        only_model_at(ELSEWHERE, {}, asked)
    assert told in caught.value.message
    assert advised in caught.value.advice


def test_a_server_that_was_named_is_asked_with_the_key_by_https_only() -> None:
    keys: list[str | None] = []

    def ask(base_url: str, key: str | None, seconds: float) -> list[str]:
        keys.append(key)
        return ["m"]

    environ = {"OPENAI_API_KEY": "secret"}
    for url in (ELSEWHERE, "http://127.0.0.1:8080"):
        offer = only_model_at(url, environ, ask)
        later = key_for(place(offer.name, offer.base_url), None, environ)
        assert keys[-1] == (later.get_secret_value() if later else None)
    assert keys == ["secret", None]


@pytest.mark.parametrize(
    ("name", "told", "advised"),
    [
        ("opnai/gpt", "no provider 'opnai'", "Did you mean openai?"),
        ("antropic/claude", "no provider 'antropic'", "Did you mean anthropic?"),
        ("zzz/model", "no provider 'zzz'", "Known: estimate, openai, ollama"),
        ("estimat", "does not say whose", "Did you mean estimate?"),
        ("gpt-6-luna", "does not say whose", "Did you mean openai/gpt-6-luna?"),
        ("qqqqqqqqqqqqq", "does not say whose", "Write provider/model"),
    ],
)
def test_a_name_of_no_provider_is_refused_with_what_is_near(
    name: str, told: str, advised: str
) -> None:
    with pytest.raises(ModelNameError) as caught:
        known_place(name, None, ["estimate", *default_names()])
    assert told in caught.value.message
    assert advised in caught.value.advice


def test_providers_that_litellm_knows_are_known_and_a_server_of_one_s_own_takes_any_name() -> None:
    assert {"anthropic", "azure", "bedrock", "huggingface", "vertex_ai"} <= providers_of_litellm()
    for name in ("azure/x", "hosted_vllm/x", *default_names()):
        assert known_place(name, None) == place(name)
    assert known_place("zzz/model", ELSEWHERE) == place("zzz/model", ELSEWHERE)


def test_the_documentation_names_every_default_model_in_their_order() -> None:
    text = (Path(__file__).parents[3] / "docs" / "models.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+_API_KEY)` \| `([^`]+)` \|$", text, re.MULTILINE)
    assert rows == [(key_variable(name.partition("/")[0]), name) for name in default_names()]
