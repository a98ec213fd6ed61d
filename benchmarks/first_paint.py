"""How soon the app is on the screen, beside an app that does nothing.

Both are started in turn in a real pseudo-terminal of 80×24, several times. Measured is the time
from the start of the process to its text on the screen. Only the ratio means something.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte

BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Footer, Static

class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Start an interview")
        yield Footer()

Bare().run()
"""
SIGN = "Start an interview"
"""Text that stands on either screen once it is painted."""

BUDGET = 1.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often to start each."""
    parser.add_argument("--runs", type=int, default=7, help="starts of each (default 7)")


def run(options: argparse.Namespace) -> int:
    """Measure, print, and end with 1 where the budget is broken."""
    with tempfile.TemporaryDirectory() as home:
        bare = [sys.executable, "-c", BARE]
        ours = [sys.executable, "-m", "interviewer"]
        first_paint(ours, Path(home))  # Makes the store and the compiled modules; not counted.
        first_paint(bare, Path(home))
        times: dict[str, list[float]] = {"bare": [], "interviewer": []}
        for _ in range(options.runs):
            times["bare"].append(first_paint(bare, Path(home)))
            times["interviewer"].append(first_paint(ours, Path(home)))
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["interviewer"] / medians["bare"]
    for name, values in times.items():
        print(
            f"{name:12} median {1000 * medians[name]:6.0f} ms  least {1000 * min(values):6.0f} ms"
        )
    print(f"ratio {ratio:.2f}, budget {BUDGET}: {'kept' if ratio <= BUDGET else 'BROKEN'}")
    return int(ratio > BUDGET)


def first_paint(command: list[str], home: Path, sign: str = SIGN) -> float:
    """Seconds from the start of a program to this text on the screen."""
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    environ = {**os.environ, "INTERVIEWER_HOME": str(home), "TERM": "xterm-256color"}
    started = time.perf_counter()
    process: pexpect.spawn[bytes] = pexpect.spawn(
        command[0], command[1:], env=environ, dimensions=(24, 80), timeout=30
    )
    try:
        while not any(sign in line for line in screen.display):
            stream.feed(process.read_nonblocking(65536, timeout=30))
        return time.perf_counter() - started
    finally:
        process.close(force=True)
