"""Calling the command line in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click
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


def by_script(replies: Sequence[Any], folder: Path) -> tuple[str, ...]:
    """The options that let a scripted model reply so; none where there is no reply."""
    if not replies:
        return ()
    path = folder / "script.json"
    path.write_text(json.dumps({"replies": list(replies)}))
    return ("--grader", f"scripted/{path}")


def answered(patch: pytest.MonkeyPatch, command: ModuleType) -> list[Any]:
    """A terminal for a command, with what is answered there to one question after the other."""
    answers: list[Any] = []

    def said(text: str, **_: Any) -> Any:
        click.echo(text, err=True)
        return answers.pop(0)

    patch.setattr(command, "has_terminal", lambda: True)
    patch.setattr(click, "confirm", said)
    patch.setattr(click, "prompt", said)
    return answers
