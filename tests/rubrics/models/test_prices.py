"""The price of tokens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rubrics.models.names import place
from rubrics.models.prices import Price, Prices
from rubrics.models.replies import Tokens
from tests.test_house import loaded_by

TABLE = {
    "sample_spec": {"input_cost_per_token": "words", "output_cost_per_token": 0.0},
    "gpt-x": {
        "litellm_provider": "openai",
        "input_cost_per_token": 2e-6,
        "output_cost_per_token": 8e-6,
        "cache_read_input_token_cost": 5e-7,
    },
    "groq/l": {
        "litellm_provider": "groq",
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 2e-6,
    },
    "picture": {"litellm_provider": "openai", "output_cost_per_image": 0.04},
    "odd": [],
}


@pytest.fixture
def prices(tmp_path: Path) -> Prices:
    path = tmp_path / "table.json"
    path.write_text(json.dumps(TABLE))
    return Prices(path)


@pytest.mark.parametrize(
    ("name", "base_url", "price"),
    [
        ("openai/gpt-x", None, Price(2e-6, 8e-6, 5e-7)),
        ("groq/l", None, Price(1e-6, 2e-6, 1e-6)),
        ("anthropic/gpt-x", None, None),
        ("openai/picture", None, None),
        ("openai/unknown", None, None),
        ("openai/gpt-x", "https://gate.example", None),
        ("ollama/gpt-x", None, Price(0, 0, 0)),
        ("ollama/gpt-oss:120b-cloud", None, None),
        ("ollama/gpt-x", "https://gate.example", None),
        ("ollama/gpt-x", "127.0.0.1:9", Price(0, 0, 0)),
        ("openai/gpt-x", "127.0.0.1:9", None),
        ("scripted/gpt-x", None, None),
    ],
)
def test_a_price_is_known_or_said_to_be_unknown(
    prices: Prices, name: str, base_url: str | None, price: Price | None
) -> None:
    assert prices.price(place(name, base_url)) == price


def test_what_comes_from_the_cache_is_cheaper(prices: Prices) -> None:
    cost = prices.cost(place("openai/gpt-x"), Tokens(1000, 10, cached=600))
    assert cost == pytest.approx(400 * 2e-6 + 600 * 5e-7 + 10 * 8e-6)
    assert prices.cost(place("openai/unknown"), Tokens(1, 1)) is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"openai/gpt-x": {}}'])
def test_without_a_table_every_price_is_unknown(tmp_path: Path, content: str) -> None:
    path = tmp_path / "table.json"
    path.write_text(content)
    assert Prices(path).price(place("openai/gpt-x")) is None
    assert Prices(tmp_path / "none.json").price(place("openai/gpt-x")) is None


def test_the_table_that_litellm_brings_is_read_without_loading_it() -> None:
    loaded = loaded_by(
        "from rubrics.models.names import place\n"
        "from rubrics.models.prices import Prices\n"
        "for name in ('openai/gpt-4o-mini', 'anthropic/claude-haiku-4-5',\n"
        "             'gemini/gemini-2.5-flash', 'groq/llama-3.3-70b-versatile'):\n"
        "    price = Prices().price(place(name))\n"
        "    assert (price is None) == name.startswith('groq'), name\n"
    )
    assert not loaded & {"litellm", "openai"}
