"""Whose models can be named: our own providers, and the many that LiteLLM knows."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from rubrics.models.names import LOCAL_SERVERS, ModelNameError, Place, key_variable, place

OWN = ("openai", *LOCAL_SERVERS, "scripted")
"""Providers that are reached without LiteLLM."""

_LISTS = ("provider_endpoints_support_backup.json", "llms/openai_like/providers.json")


def known_place(name: str, base_url: str | None, suggestions: Iterable[str] = ()) -> Place:
    """Where a model of this name is, after a look at whether there is such a provider.

    Args:
        name: ``provider/model``.
        base_url: of a server that takes any name.
        suggestions: whole names that may have been meant.

    Raises:
        ModelNameError: there is no such provider or name; the advice says what is near.
    """
    try:
        at = place(name, base_url)
    except ModelNameError as error:
        close = difflib.get_close_matches(name.strip().lower(), list(suggestions), n=2, cutoff=0.6)
        if not close:
            raise
        meant = f"Did you mean {' or '.join(close)}?"
        raise ModelNameError(error.message, f"{meant} {error.advice}") from None
    if at.served != "litellm":
        return at
    others = providers_of_litellm()
    # Where LiteLLM keeps its lists elsewhere, it will say by itself that it knows no such provider.
    if others and at.provider not in others:
        known = [*OWN, *sorted(name for name in others if key_variable(name) and name not in OWN)]
        close = difflib.get_close_matches(at.provider, known, n=2, cutoff=0.6)
        meant = f"Did you mean {' or '.join(close)}? " if close else ""
        raise ModelNameError(
            f"There is no provider {at.provider!r}.",
            f"{meant}Known: estimate, {', '.join(known)}, and what else LiteLLM knows.",
        )
    return at


def providers_of_litellm() -> frozenset[str]:
    """Providers that LiteLLM knows, read from its files without importing it."""
    spec = find_spec("litellm")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    home = Path(spec.submodule_search_locations[0])
    found: set[str] = set()
    for name in _LISTS:
        with suppress(OSError, ValueError):
            raw = json.loads((home / name).read_bytes())
            if isinstance(raw, dict):
                listed = raw.get("providers", raw)
                found |= {provider for provider in listed if "/" not in provider}
    with suppress(OSError):
        found |= {path.name for path in (home / "llms").iterdir() if path.is_dir()}
    return frozenset(name for name in found if not name.startswith("_"))
