"""The real program in a real (pseudo) terminal, its screen read as a person would."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, cast

import pexpect
import pyte

PATIENCE = 20.0
"""Seconds that a screen may take to show what is waited for, on a slow machine."""

KEYS = {
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
    "Enter": "\r",
    "Esc": "\x1b",
    "Tab": "\t",
    "Ctrl+Q": "\x11",
}


class Terminal:
    """``interviewer`` with some arguments in a terminal of a given size."""

    def __init__(self, home: Path, *arguments: str, columns: int = 80, lines: int = 24) -> None:
        environ = {
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "INTERVIEWER_HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "interviewer", *arguments],
            env=environ,
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.isalive():
            self.kill()

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program has written, waiting so long at most for something."""
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        # Textual asks the terminal for its modes; pyte would print such questions.
        self._stream.feed(
            re.sub(rb"\x1b\[[?<>=][0-9;]*(?:\$p|u|c|q)|\x1bP[^\x1b]*\x1b\\", b"", data)
        )

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait(self, condition: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text or fulfils a condition, and give the screen."""
        shows = (lambda text: condition in text) if isinstance(condition, str) else condition
        deadline = time.monotonic() + PATIENCE
        while not shows(self.text):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {condition!r}; there is:\n{self.text}")
            if not self.process.isalive() and not self._drain():
                raise AssertionError(f"ended before {condition!r}; there is:\n{self.text}")
            self.read()
        return self.text

    def _drain(self) -> bool:
        before = self.text
        self.read(0)
        return self.text != before

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self.process.send(KEYS[key])

    def type(self, text: str) -> None:
        """Type text."""
        self.process.send(text)

    def kill(self) -> None:
        """End the program without a chance to say anything."""
        self.process.kill(signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Take the terminal away."""
        cast(Any, self.process).ptyproc.fileobj.close()

    def ended(self) -> int | None:
        """Wait for the program's end; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.isalive():
            if time.monotonic() > deadline:
                raise AssertionError(f"still running; there is:\n{self.text}")
            self.read()
        code = self.process.exitstatus
        return None if code is None else int(code)
