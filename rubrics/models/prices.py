"""What a model's tokens cost: LiteLLM's table, read from its file without importing it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rubrics.models.names import OPENAI, Place, runs_here
from rubrics.models.replies import Tokens

_TABLE = "model_prices_and_context_window_backup.json"


@dataclass(frozen=True)
class Price:
    """Dollars for one token: read, written, and read from the provider's cache."""

    prompt: float
    completion: float
    cached: float


class Prices:
    """Prices by model. The table is read once, when first asked for.

    Args:
        path: of a table in LiteLLM's format; by default the one in its package.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._table: dict[str, Price] | None = None
        self._reading = threading.Lock()

    def load(self) -> None:
        """Read the table now; for a thread, as it takes some tens of milliseconds."""
        with self._reading:
            if self._table is None:
                self._table = _read(self._path or _shipped())

    def price(self, place: Place) -> Price | None:
        """The price of a model; None where it is not known.

        A model of Ollama or LM Studio on this machine costs nothing. A server that the user named
        may ask any price, so its price is not known.
        """
        if runs_here(place):
            return Price(0.0, 0.0, 0.0)
        if place.served == "scripted" or place.base_url not in (None, OPENAI):
            return None
        self.load()
        table = self._table or {}
        bare = place.model.removeprefix(f"{place.provider}/")
        return table.get(f"{place.provider}/{bare}") or table.get(f"{place.provider} {bare}")

    def cost(self, place: Place, tokens: Tokens) -> float | None:
        """Dollars for so many tokens; None where the price is not known."""
        price = self.price(place)
        if price is None:
            return None
        fresh = tokens.prompt - tokens.cached
        return (
            fresh * price.prompt
            + tokens.cached * price.cached
            + tokens.completion * price.completion
        )


def _shipped() -> Path | None:
    spec = find_spec("litellm")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / _TABLE


def _read(path: Path | None) -> dict[str, Price]:
    """Prices by ``provider/model``, and by ``provider model`` for names without a provider."""
    try:
        raw = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError):
        return {}
    table: dict[str, Price] = {}
    for name, entry in raw.items() if isinstance(raw, dict) else ():
        price = _price(entry)
        if price is not None:
            table[name] = price
            table.setdefault(f"{entry.get('litellm_provider')} {name}", price)
    return table


def _price(entry: Any) -> Price | None:
    if not isinstance(entry, Mapping):
        return None
    prompt, completion = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not isinstance(prompt, int | float) or not isinstance(completion, int | float):
        return None
    cached = entry.get("cache_read_input_token_cost")
    return Price(prompt, completion, cached if isinstance(cached, int | float) else prompt)
