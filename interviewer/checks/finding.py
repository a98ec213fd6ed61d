"""What a look at something found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rubrics.errors import InterviewerError


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    what: str
    state: Literal["ok", "note", "problem"]
    text: str
    advice: str = ""


def attempted(what: str, look: Callable[[], str]) -> Finding:
    """What a look found; a problem where it could not be had."""
    try:
        return Finding(what, "ok", look())
    except InterviewerError as error:
        return Finding(what, "problem", error.message, error.advice)
