"""Changing the text of ``settings.toml`` so that comments and order stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from interviewer.config.schema import KEYS, Value
from rubrics.errors import InterviewerError


def changed(text: str, values: Mapping[str, Value], keys: Mapping[str, str | None]) -> str:
    """The text with these settings and keys changed; None takes one out.

    Args:
        text: TOML.
        values: by the key of the setting.
        keys: by the id of a command.

    Raises:
        InterviewerError: it cannot be changed without doing harm to the rest.
    """
    plain = tomllib.loads(text)
    _change(plain, values, keys)
    try:
        document = tomlkit.parse(text)
        _change(document, values, keys)
        written = tomlkit.dumps(document)
        if tomllib.loads(written) == plain:
            return written
    except (TOMLKitError, ValueError):
        pass
    raise InterviewerError(
        "The file of settings is written in a way that cannot be changed from here.",
        "It is as it was; change it in an editor.",
    )


def _change(
    document: MutableMapping[str, Any],
    values: Mapping[str, Value],
    keys: Mapping[str, str | None],
) -> None:
    for key, value in values.items():
        table, _, name = key.rpartition(".")
        _put(document, table, name, value)
    for command, pressed in keys.items():
        _drop_dotted(document.get(KEYS), command)
        _put(document, KEYS, command, pressed)


def _put(document: MutableMapping[str, Any], table: str, name: str, value: Value) -> None:
    """Set a value in a table, or at the top; the table is made where it is missing or none."""
    if table and not isinstance(document.get(table), MutableMapping):
        if value is None:
            return
        document.pop(table, None)
        document[table] = {}
    within = document[table] if table else document
    if value is None:
        within.pop(name, None)
    else:
        short = isinstance(value, float) and value.is_integer() and value < 1e15
        within[name] = int(value) if short else value


def _drop_dotted(keys: Any, command: str) -> None:
    """Take out ``interview.hand_in``, which means the same as ``"interview.hand_in"``."""
    first, _, rest = command.partition(".")
    inner = keys.get(first) if isinstance(keys, MutableMapping) else None
    if isinstance(inner, MutableMapping):
        inner.pop(rest, None)
        if not inner:
            keys.pop(first)
