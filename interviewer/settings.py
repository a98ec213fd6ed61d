"""What the environment says: variables, and a ``.env`` file beside the work or in the home."""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from platformdirs import user_data_path

from rubrics.errors import InterviewerError

DEFAULT_BANK = "ai-embedding-systems-engineer"

ESTIMATE = "estimate"
"""The name of the offline grader."""


class SettingsError(InterviewerError):
    """A variable has a value that means nothing."""


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    Attributes:
        home: folder of everything that is kept (``INTERVIEWER_HOME``).
        bank: the bank that is offered first (``INTERVIEWER_BANK``): a name, folder or file.
        theme: dark or light (``INTERVIEWER_THEME``).
        model: who marks (``INTERVIEWER_MODEL``): ``provider/model``, or ``estimate``; None where
            nothing is said, and ``graders.choose`` looks around.
        base_url: of a server that speaks OpenAI's API (``INTERVIEWER_BASE_URL``), or None.
        budget: dollars that grading may cost in one run (``INTERVIEWER_BUDGET``), or None.
        environ: all variables, keys among them; never shown.
        exposed: each ``.env`` that holds a key and that others on this computer can read.
    """

    home: Path
    bank: str = DEFAULT_BANK
    theme: Literal["dark", "light"] = "dark"
    model: str | None = None
    base_url: str | None = None
    budget: float | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    exposed: tuple[Path, ...] = ()

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
        """Read the environment, then ``.env`` in a folder (the current one), then in the home.

        What stands first wins. The process's environment is not changed.

        Raises:
            SettingsError: a value means nothing, or a ``.env`` cannot be read.
        """
        near = (folder or Path.cwd()) / ".env"
        files = {near: _dotenv(near)}
        values = {**files[near], **environ}
        chosen = values.get("INTERVIEWER_HOME", "").strip()
        home = Path(chosen).expanduser() if chosen else user_data_path("interviewer")
        home = home.absolute()
        files[home / ".env"] = _dotenv(home / ".env")
        values = {**files[home / ".env"], **values}
        theme = values.get("INTERVIEWER_THEME", "").strip().lower() or "dark"
        if theme not in ("dark", "light"):
            raise SettingsError(f"INTERVIEWER_THEME is {theme!r}; it can be dark or light.")
        return cls(
            home=home,
            bank=values.get("INTERVIEWER_BANK", "").strip() or DEFAULT_BANK,
            theme="light" if theme == "light" else "dark",
            model=values.get("INTERVIEWER_MODEL", "").strip() or None,
            base_url=values.get("INTERVIEWER_BASE_URL", "").strip() or None,
            budget=_dollars(values.get("INTERVIEWER_BUDGET", "").strip()),
            environ=values,
            exposed=tuple(path for path, found in files.items() if _exposes(path, found)),
        )

    def warnings(self) -> Iterator[InterviewerError]:
        """What should be mended, although everything works."""
        for path in self.exposed:
            yield InterviewerError(
                f"{path} holds a key, and others on this computer can read it.",
                f"Close it: chmod 600 {shlex.quote(str(path))}",
            )


def _dollars(text: str) -> float | None:
    if not text:
        return None
    try:
        dollars = float(text)
    except ValueError:
        dollars = math.nan
    if not (math.isfinite(dollars) and dollars >= 0):
        raise SettingsError(f"INTERVIEWER_BUDGET is {text!r}; it is a number of dollars, like 0.5.")
    return dollars


_HOLDS_A_KEY = ("_KEY", "_TOKEN", "_SECRET")


def _exposes(path: Path, found: Mapping[str, str]) -> bool:
    """Whether a file holds a key that others can read. Windows does not say by its mode."""
    if os.name != "posix" or not any(
        value.strip() for name, value in found.items() if name.endswith(_HOLDS_A_KEY)
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
