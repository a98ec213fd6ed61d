"""What the environment says: variables, and a ``.env`` file beside the work or in the home."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
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
        model: who grades (``INTERVIEWER_MODEL``): ``provider/model``, or ``estimate``.
        base_url: of a server that speaks OpenAI's API (``INTERVIEWER_BASE_URL``), or None.
        budget: dollars that grading may cost in one run (``INTERVIEWER_BUDGET``), or None.
        environ: all variables, keys among them; never shown.
    """

    home: Path
    bank: str = DEFAULT_BANK
    theme: Literal["dark", "light"] = "dark"
    model: str = ESTIMATE
    base_url: str | None = None
    budget: float | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

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
        return cls(
            home=home.absolute(),
            bank=values.get("INTERVIEWER_BANK", "").strip() or DEFAULT_BANK,
            theme="light" if theme == "light" else "dark",
            model=values.get("INTERVIEWER_MODEL", "").strip() or ESTIMATE,
            base_url=values.get("INTERVIEWER_BASE_URL", "").strip() or None,
            budget=_dollars(values.get("INTERVIEWER_BUDGET", "").strip()),
            environ=values,
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


def _dotenv(path: Path) -> dict[str, str]:
    try:
        if not path.is_file():
            return {}
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).") from None
