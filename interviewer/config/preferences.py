"""``settings.toml`` in the home: what the user chose in the program, or wrote by hand."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviewer.config.schema import KEYS, SCHEMA, SECRETS, Setting, Value
from rubrics.errors import InterviewerError

FILE = "settings.toml"

_KNOWN = [setting.key for setting in SCHEMA]
_TABLES = {key.partition(".")[0] for key in _KNOWN if "." in key}


class Fault(InterviewerError):
    """Something in the file that cannot be followed, and is passed over.

    Attributes:
        about: key of the setting that is meant; empty where none is, None for the whole file.
        written: that key as it stands in the file.
    """

    def __init__(
        self, message: str, advice: str, about: str | None = "", written: str = ""
    ) -> None:
        super().__init__(message, advice)
        self.about = about
        self.written = written


@dataclass(frozen=True)
class Preferences:
    """What the file says.

    Attributes:
        values: by the key of the setting; only those that are set and can be followed.
        keys: ids of commands and their keys, as they are written.
        faults: what cannot be followed.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read(home: Path) -> Preferences:
    """Read the file of a home; without one, nothing is set."""
    path = home / FILE
    try:
        written = _parsed(path.read_bytes())
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        return Preferences(faults=(_unreadable(path, error),))
    keys = _flat(written.pop(KEYS, {}), "")
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for key, raw in _settings_in(written):
        setting = next((setting for setting in SCHEMA if setting.key == key), None)
        if setting is None:
            faults.append(_unknown(path, key))
            continue
        try:
            values[key] = setting.kind.read(raw)
        except ValueError:
            faults.append(_wrong(path, setting, raw))
    pressed: dict[str, str] = {}
    for command, raw in keys:
        if command and isinstance(raw, str):
            pressed[command] = raw
        else:
            faults.append(_no_keys(path, command, raw))
    values = {key: value for key, value in values.items() if value != ""}
    return Preferences(values, pressed, tuple(faults))


def write(home: Path, values: Mapping[str, Value], keys: Mapping[str, str | None]) -> Path | None:
    """Change some settings in the file, and leave everything else in it as it is.

    Args:
        home: where it is; made where it is missing.
        values: by the key of the setting; None takes it out of the file.
        keys: by the id of a command; None takes it out of the file.

    Returns:
        Where a copy of the file is, if it could not be read and was begun anew.

    Raises:
        InterviewerError: the file cannot be written; it is as it was.
    """
    import shutil

    from interviewer.config.preferences_text import changed
    from interviewer.exporting import free_name, write_private

    path = (home / FILE).resolve()  # a link to a file that is kept elsewhere stays one
    copy = None
    text = ""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(fault.about is None for fault in read(home).faults):
            copy = free_name(path.parent, f"{path.stem}-before", "toml")
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
        elif path.exists():
            text = path.read_text("utf-8")
    except OSError as error:
        raise InterviewerError(
            f"{path} cannot be changed ({error.strerror}).", "It is as it was."
        ) from None
    write_private(path, changed(text, values, keys), force=True)
    return copy


def _parsed(content: bytes) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(content.decode("utf-8"))


def _settings_in(written: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What stands in the file, by the key of the setting that it would be."""
    for name, raw in written.items():
        yield from _flat(raw, name) if name in _TABLES else iter([(name, raw)])


def _flat(raw: Any, key: str) -> Iterator[tuple[str, Any]]:
    """The values of a table and of the tables in it, by their whole key."""
    if not isinstance(raw, dict):
        yield key, raw
        return
    for name, value in raw.items():
        yield from _flat(value, f"{key}.{name}" if key else name)


def _unreadable(path: Path, error: OSError | ValueError) -> Fault:
    why = error.strerror if isinstance(error, OSError) else error
    return Fault(
        f"{path} cannot be read ({why}).",
        "Nothing in it is followed, and no answer is sent anywhere. Mend it; or save in Settings, "
        "which keeps a copy of it and begins it anew.",
        about=None,
    )


def _wrong(path: Path, setting: Setting, raw: object) -> Fault:
    return Fault(
        f"{path}: {setting.key} is {reprlib.repr(raw)}; {setting.kind.expects}.",
        "It is not followed. Mend it there, or save another in Settings.",
        about=setting.key,
        written=setting.key,
    )


def _no_keys(path: Path, command: str, raw: object) -> Fault:
    return Fault(
        f"{path}: {KEYS}: {command or KEYS} is {reprlib.repr(raw)}.",
        'Keys are a text, such as "f2,ctrl+n". It is not followed.',
    )


def _unknown(path: Path, key: str) -> Fault:
    import difflib

    from rubrics.bank import nearest

    near = difflib.get_close_matches(key, _KNOWN, n=1, cutoff=0.65)
    advice = nearest(key, [*_KNOWN, KEYS])
    if key.upper().endswith(SECRETS):
        advice = "A provider's key belongs in the environment, or in a .env that is yours alone."
    return Fault(
        f"{path}: there is no setting {key}.",
        f"{advice} It stays in the file and is not followed.",
        about=near[0] if near else "",
        written=key,
    )
