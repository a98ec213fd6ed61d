"""What a server was found able to do, remembered for each server and model."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Step = Literal["schema", "object", "text"]
"""A step of the ladder: a schema that the server keeps to; any JSON object; plain text."""

STEPS: tuple[Step, ...] = ("schema", "object", "text")
_TOKEN_NAMES = ("max_tokens", "max_completion_tokens")
_FORMAT = 1


@dataclass(frozen=True)
class Ability:
    """How one model on one server wants to be asked.

    Attributes:
        step: of the ladder.
        tokens: what the server calls the most tokens of a reply.
        without: options that the server refuses.
        quiet: the model has to be told not to think, else it says nothing.
        room: how many times the asked-for tokens a reply may have, for models that think first.
    """

    step: Step = "schema"
    tokens: str = "max_tokens"
    without: tuple[str, ...] = ()
    quiet: bool = False
    room: int = 1


class Abilities:
    """The memory of what servers can do; kept in a small file where there is one.

    It only saves requests: a file that is broken or cannot be written is as good as none.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Ability] = {}
        if path is not None:
            with suppress(OSError, ValueError, RecursionError):
                self._known = _read(path)

    def get(self, base_url: str | None, model: str) -> Ability | None:
        """What is known of a model on a server; None if nothing."""
        return self._known.get(_key(base_url, model))

    def put(self, base_url: str | None, model: str, ability: Ability) -> None:
        """Remember it."""
        key = _key(base_url, model)
        if self._known.get(key) == ability:
            return
        self._known[key] = ability
        if self._path is not None:
            with suppress(OSError):
                _write(self._path, self._known)


def _key(base_url: str | None, model: str) -> str:
    return f"{base_url or ''} {model}"


def _read(path: Path) -> dict[str, Ability]:
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
        return {}
    models = raw.get("models")
    if not isinstance(models, dict):
        return {}
    found = {key: _ability(value) for key, value in models.items()}
    return {key: ability for key, ability in found.items() if ability is not None}


def _ability(raw: Any) -> Ability | None:
    try:
        ability = Ability(**{**raw, "without": tuple(map(str, raw["without"]))})
    except (TypeError, KeyError):
        return None
    known = ability.step in STEPS and ability.tokens in _TOKEN_NAMES and ability.room in (1, 4)
    return ability if known else None


def _write(path: Path, known: dict[str, Ability]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"format": _FORMAT, "models": {key: asdict(value) for key, value in known.items()}}
    # mkstemp makes the file readable by its owner alone.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
