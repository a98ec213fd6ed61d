"""Calling the command line in this process."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass

import pytest

from interviewer.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Shell:
    """Calls commands as a shell would, with text as their standard input."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.patch = patch

    def __call__(self, *arguments: str, stdin: str | bytes = "") -> Outcome:
        """Run ``interviewer`` with these arguments."""
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        printed = self.capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return Outcome(stop.value.code, printed.out, printed.err)
