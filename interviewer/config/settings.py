"""The settings in force: from the environment, from ``.env`` files, from ``settings.toml``."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Self

from dotenv import dotenv_values
from platformdirs import user_data_path

from interviewer.config.preferences import FILE, Fault, read
from interviewer.config.schema import DEFAULT_BANK, SCHEMA, SECRETS, Setting, Value
from rubrics.errors import InterviewerError

ESTIMATE = "estimate"
"""The name of the offline grader."""

_DECIDE_GRADING = ("model", "base_url", "budget")
"""Settings that say where answers go and what that may cost: nobody guesses at them."""


class SettingsError(InterviewerError):
    """A variable has a value that means nothing."""


@dataclass(frozen=True)
class Settings:
    """The settings in force; ``interviewer.config.schema`` says what each does.

    Attributes:
        home: folder of everything that is kept (``INTERVIEWER_HOME``).
        bank: the bank that is offered first: a name, folder or file.
        theme: dark or light.
        model: who marks: ``provider/model``, or ``estimate``; None where nothing is said, and
            ``graders.choose`` looks around.
        base_url: of a server that speaks OpenAI's API, or None.
        budget: dollars that grading may cost in one run, or None.
        question_minutes: for a question, where the set-up of an interview says nothing, or None.
        follow_ups: most to an answer, where the set-up of an interview says nothing.
        hide_scores: whether numbers and bands wait for the end of an interview.
        keys: the keys of commands, as the user wrote them.
        environ: all variables, keys among them; never shown.
        sources: what set each of them, by the key of the setting; a default has none.
        faults: what in ``settings.toml`` cannot be followed.
        exposed: each ``.env`` that holds a key and that others on this computer can read.
    """

    home: Path
    bank: str = DEFAULT_BANK
    theme: Literal["dark", "light"] = "dark"
    model: str | None = None
    base_url: str | None = None
    budget: float | None = None
    question_minutes: float | None = None
    follow_ups: int = 1
    hide_scores: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    faults: tuple[Fault, ...] = field(default=(), repr=False, compare=False)
    exposed: tuple[Path, ...] = ()

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Self:
        """Read the environment, ``.env`` in a folder (the current one), ``.env`` in the home, and
        ``settings.toml`` there.

        What stands first wins. The process's environment is not changed. What cannot be followed in
        ``settings.toml`` is passed over, and in ``faults``.

        Raises:
            SettingsError: a variable means nothing, or a ``.env`` cannot be read.
        """
        near = (folder or Path.cwd()) / ".env"
        files = {near: _dotenv(near)}
        chosen = {**files[near], **environ}.get("INTERVIEWER_HOME", "").strip()
        home = Path(chosen).expanduser() if chosen else user_data_path("interviewer")
        home = home.absolute()
        files[home / ".env"] = _dotenv(home / ".env")
        variables = {**files[home / ".env"], **files[near], **environ}
        preferences = read(home)
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        for setting in SCHEMA:
            said = variables.get(setting.variable, "").strip()
            if said:
                values[setting.name] = _meant(setting, said)
                sources[setting.key] = setting.variable
            elif setting.key in preferences.values:
                values[setting.name] = preferences.values[setting.key]
                sources[setting.key] = FILE
        return cls(
            home=home,
            **values,
            keys=preferences.keys,
            environ=variables,
            sources=sources,
            faults=preferences.faults,
            exposed=tuple(path for path, found in files.items() if _exposes(path, found)),
        )

    def value(self, setting: Setting) -> Value:
        """What a setting is."""
        found: Value = getattr(self, setting.name)
        return found

    def fixed_by(self, setting: Setting) -> str:
        """The variable that sets it and wins over what is changed in the program; or nothing."""
        source = self.sources.get(setting.key, "")
        return source if source == setting.variable else ""

    @property
    def grading_fault(self) -> Fault | None:
        """What leaves it open where answers go and what that may cost; None where nothing does."""
        for fault in self.faults:
            decides = fault.about in _DECIDE_GRADING and fault.about not in self.sources
            if fault.about is None or decides:
                return fault
        return None

    def changed(self, values: Mapping[str, Value], keys: Mapping[str, str]) -> Self:
        """These settings after some were written into the file.

        Args:
            values: by the key of the setting; None where it was taken out.
            keys: all keys that stand in the file now.
        """
        sources = {key: source for key, source in self.sources.items() if key not in values}
        sources |= {key: FILE for key, value in values.items() if value is not None}
        named = {setting.key: setting for setting in SCHEMA}
        new: dict[str, Any] = {
            named[key].name: named[key].default if value is None else value
            for key, value in values.items()
        }
        left = tuple(fault for fault in self.faults if fault.about not in (None, *values))
        return replace(self, **new, keys=dict(keys), sources=sources, faults=left)

    def warnings(self) -> Iterator[InterviewerError]:
        """What should be mended, although everything works."""
        yield from self.faults
        yield from self.exposures()

    def exposures(self) -> Iterator[InterviewerError]:
        """Which files of keys others can read."""
        for path in self.exposed:
            yield InterviewerError(
                f"{path} holds a key, and others on this computer can read it.",
                f"Close it: chmod 600 {shlex.quote(str(path))}",
            )


def _meant(setting: Setting, said: str) -> Value:
    try:
        return setting.kind.read(said)
    except ValueError:
        raise SettingsError(f"{setting.variable} is {said!r}; {setting.kind.expects}.") from None


def _exposes(path: Path, found: Mapping[str, str]) -> bool:
    """Whether a file holds a key that others can read. Windows does not say by its mode."""
    if os.name != "posix" or not any(
        value.strip() for name, value in found.items() if name.endswith(SECRETS)
    ):
        return False
    return bool(path.stat().st_mode & 0o077)


def _dotenv(path: Path) -> dict[str, str]:
    try:
        if not path.is_file():
            return {}
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).") from None
