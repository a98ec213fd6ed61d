"""Settings as they are being changed: what is filled in, what is wrong with it, and undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from interviewer.config.schema import SCHEMA, Setting, Value
from interviewer.config.settings import Settings
from interviewer.keyboard.command_table import command_table
from interviewer.keyboard.keymap import Keymap

Raw = str | bool
"""What a field holds: a text, empty where nothing is set; or yes or no."""


@dataclass(frozen=True)
class _State:
    fields: Mapping[str, Raw]
    keys: Mapping[str, str]


class Draft:
    """A form over the settings. It changes nothing outside of itself.

    Args:
        settings: those in force.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        fields = {setting.key: _raw(settings.value(setting)) for setting in SCHEMA}
        self._first = self._now = _State(fields, dict(settings.keys))
        self._before: list[tuple[str, _State]] = []

    # What is filled in

    def raw(self, setting: Setting) -> Raw:
        """What the field of a setting holds."""
        return self._now.fields[setting.key]

    def first(self, setting: Setting) -> Raw:
        """What it held at first."""
        return self._first.fields[setting.key]

    @property
    def keys(self) -> Mapping[str, str]:
        """Ids of commands and their keys, as they would stand in the file."""
        return self._now.keys

    @property
    def keymap(self) -> Keymap:
        """The keys that the commands would have."""
        return Keymap.of(self.keys)

    def problem(self, setting: Setting) -> str:
        """What is wrong with what a field holds, or with what the file says of it; or nothing."""
        try:
            self._value(setting)
        except ValueError:
            return f"Another value, please: {setting.kind.expects}."
        if self.raw(setting) == self.first(setting):
            for fault in self._settings.faults:
                if fault.about == setting.key:
                    return str(fault)
        return ""

    @property
    def wrong(self) -> list[Setting]:
        """The settings whose field holds nothing that can be used."""
        return [setting for setting in SCHEMA if not self._can_be_read(setting)]

    # Changing it

    def fill_in(self, setting: Setting, raw: Raw) -> None:
        """Change a field; letters typed one after the other are one change."""
        if raw == self.raw(setting):
            return
        typing = isinstance(raw, str) and bool(self._before) and self._before[-1][0] == setting.key
        fields = {**self._now.fields, setting.key: raw}
        self._change(setting.key, replace(self._now, fields=fields), merge=typing)

    def give(self, command: str, keys: tuple[str, ...]) -> None:
        """Give a command these keys, and take them from others that were given them."""
        self._change(command, replace(self._now, keys=self.given(command, keys)))

    def given(self, command: str, keys: tuple[str, ...]) -> Mapping[str, str]:
        """What would stand in the file if a command were given these keys."""
        table, keymap = command_table(), self.keymap
        own: dict[str, str] = {}
        for name, written in self.keys.items():
            other = table.get(name)
            if other is None or not (
                other.meets(table[command]) and set(keys) & set(keymap.keys[name])
            ):
                own[name] = written
            elif left := [key for key in keymap.keys[name] if key not in keys]:
                own[name] = ",".join(left)
        return {**own, command: ",".join(keys)}

    def take_back(self, *commands: str) -> None:
        """Give these commands the keys that they have by themselves."""
        own = {name: written for name, written in self.keys.items() if name not in commands}
        if own != self.keys:
            self._change("", replace(self._now, keys=own))

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        if not self._before:
            return False
        self._now = self._before.pop()[1]
        return True

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._before)

    # What it comes to

    @property
    def values(self) -> dict[str, Value]:
        """What is to be written: by the key of the setting, None to be taken out of the file.

        Raises:
            ValueError: a field holds nothing that can be used.
        """
        mended = {fault.written for fault in self._settings.faults}
        found = {}
        for setting in SCHEMA:
            if self._settings.fixed_by(setting):
                continue
            value = self._value(setting)
            meant = setting.default if value is None else value
            if meant != self._settings.value(setting) or setting.key in mended:
                found[setting.key] = value
        return found

    @property
    def changed_keys(self) -> dict[str, str | None]:
        """The keys that are to be written, None to be taken out of the file."""
        before, now = self._first.keys, self.keys
        return {
            name: now.get(name)
            for name in dict.fromkeys((*before, *now))
            if now.get(name) != before.get(name)
        }

    @property
    def changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self._now != self._first

    def settings(self) -> Settings:
        """The settings as they would be.

        Raises:
            ValueError: a field holds nothing that can be used.
        """
        return self._settings.changed(self.values, self.keys)

    def _change(self, what: str, state: _State, *, merge: bool = False) -> None:
        if not merge:
            self._before.append((what, self._now))
        self._now = state

    def _value(self, setting: Setting) -> Value:
        raw = self.raw(setting)
        return None if raw == "" else setting.kind.read(raw)

    def _can_be_read(self, setting: Setting) -> bool:
        try:
            self._value(setting)
        except ValueError:
            return False
        return True


def _raw(value: Value) -> Raw:
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return value
    return str(int(value)) if float(value).is_integer() else str(value)
