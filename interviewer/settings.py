"""What the environment says: variables, and a ``.env`` file beside the work or in the home."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from platformdirs import user_data_path

from rubrics.errors import InterviewerError

DEFAULT_BANK = "ai-embedding-systems-engineer"


class SettingsError(InterviewerError):
    """A variable has a value that means nothing."""


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    Attributes:
        home: folder of everything that is kept (``INTERVIEWER_HOME``).
        bank: the bank that is offered first (``INTERVIEWER_BANK``): a name, folder or file.
        theme: dark or light (``INTERVIEWER_THEME``).
    """

    home: Path
    bank: str = DEFAULT_BANK
    theme: Literal["dark", "light"] = "dark"

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
        """Read the environment, then ``.env`` in a folder (the current one), then in the home.

        What stands first wins. The process's environment is not changed.

        Raises:
            SettingsError: a value means nothing, or a ``.env`` cannot be read.
        """
        near = _dotenv((folder or Path.cwd()) / ".env")
        values = {**near, **environ}
        chosen = values.get("INTERVIEWER_HOME", "").strip()
        home = Path(chosen).expanduser() if chosen else user_data_path("interviewer")
        values = {**_dotenv(home / ".env"), **values}
        theme = values.get("INTERVIEWER_THEME", "").strip().lower() or "dark"
        if theme not in ("dark", "light"):
            raise SettingsError(f"INTERVIEWER_THEME is {theme!r}; it can be dark or light.")
        bank = values.get("INTERVIEWER_BANK", "").strip() or DEFAULT_BANK
        return cls(home=home.absolute(), bank=bank, theme="light" if theme == "light" else "dark")


def _dotenv(path: Path) -> dict[str, str]:
    try:
        if not path.is_file():
            return {}
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).") from None
