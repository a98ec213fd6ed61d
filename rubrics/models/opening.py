"""From a name to a model that can be asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from rubrics.models.abilities import Abilities, Ability
from rubrics.models.client import Client
from rubrics.models.failures import Fault
from rubrics.models.model import Model, Parameters
from rubrics.models.names import OPENAI, Place, key_variable, may_carry_key, place
from rubrics.models.prices import Prices
from rubrics.models.reached import ReachedModel, Setting
from rubrics.models.scripted import Script, ScriptedClient
from rubrics.models.tries import Means, Tries

_THINKS_FIRST = re.compile(r"o\d|gpt-[5-9]")


def open_model(
    name: str,
    *,
    base_url: str | None = None,
    api_key: SecretStr | str | None = None,
    environ: Mapping[str, str] = os.environ,
    temperature: float | None = 0.0,
    effort: str | None = None,
    tries: Tries | None = None,
    means: Means | None = None,
    abilities: Abilities | None = None,
    prices: Prices | None = None,
) -> Model:
    """Make a model ready to be asked. Nothing is sent and no library is loaded yet.

    Args:
        name: ``provider/model``; ``scripted/FILE`` replays a script.
        base_url: of a server that speaks OpenAI's API; ``OPENAI_BASE_URL`` for ``openai/…``.
        api_key: of the provider. Without it, the provider's variable of the environment is taken,
            but only towards an https address.
        environ: where variables are looked up.
        temperature: 0 to 2, or None for the model's own.
        effort: how much a model that thinks first should think (``low``, ``none``, …).
        tries: bounds of tries and time.
        means: sleep, clocks and chance.
        abilities: what is known of servers; pass one object for all models.
        prices: the price table; pass one object for all models.

    Raises:
        ModelNameError: the name or the base URL means nothing.
        ScriptError: the script cannot be read.
    """
    means = means or Means()
    if not base_url and name.strip().lower().startswith("openai/"):
        base_url = environ.get("OPENAI_BASE_URL")
    at = place(name, base_url)
    connect: Callable[[], Client]
    key: SecretStr | None = None
    if at.served == "scripted":
        script = Script.read(Path(at.model).expanduser())
        options: dict[str, Any] = {}
        no_key = None

        def connect() -> Client:
            return ScriptedClient(script, means)
    else:
        key = key_for(at, api_key, environ)
        no_key = why_no_key(at, key)
        options = {} if temperature is None else {"temperature": temperature}
        if effort is not None:
            options["reasoning_effort"] = effort
        connect = _connector(at, key)
    setting = Setting(
        tries=tries or Tries(),
        means=means,
        abilities=abilities or Abilities(),
        prices=prices or Prices(),
        first=_first(at),
        key=key,
        no_key=no_key,
    )
    shown = at.base_url if at.base_url != OPENAI else None
    return ReachedModel(Parameters(name.strip(), shown, options), at, setting, connect)


def _connector(at: Place, key: SecretStr | None) -> Callable[[], Client]:
    def connect() -> Client:
        if at.base_url is not None:
            from rubrics.models.openai_client import OpenAIClient

            return OpenAIClient(at.base_url, key)
        from rubrics.models.litellm_client import LiteLLMClient

        return LiteLLMClient(key)

    return connect


def key_for(
    at: Place, given: SecretStr | str | None, environ: Mapping[str, str]
) -> SecretStr | None:
    """The key that travels to a place: the given one, or the environment's, by https only."""
    value = given.get_secret_value() if isinstance(given, SecretStr) else given or ""
    if not value.strip() and (at.base_url is None or may_carry_key(at.base_url)):
        value = environ.get(key_variable(at.provider) or "", "")
    value = value.strip()
    return SecretStr(value) if value else None


def why_no_key(at: Place, key: SecretStr | None) -> Fault | None:
    """Why a model cannot be asked; None where it can."""
    if key is not None:
        if re.fullmatch(r"[!-~]+", key.get_secret_value()):
            return None
        return Fault("key refused", detail="the key holds characters that no key has")
    variable = key_variable(at.provider)
    if variable is not None and at.base_url in (None, OPENAI):
        return Fault("no key", detail=f"set {variable}")
    return None


def _first(at: Place) -> Ability:
    """How to ask a server that was never asked, so that one request can do."""
    if at.base_url != OPENAI:
        return Ability()
    thinks = _THINKS_FIRST.match(at.model) is not None
    return Ability(
        tokens="max_completion_tokens",
        without=("temperature",) if thinks else (),
        room=4 if thinks else 1,
    )
