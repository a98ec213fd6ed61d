"""How soon the report is complete after the last answer of an exam of fifty questions.

The exam is sat by keys alone in a real pseudo-terminal. The model is a server on loopback that
takes two seconds for a reply. Measured is the time from the key that hands in the last answer to a
report that holds the grades of all fifty, beside one bare call of the same server in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.slow_server import slow_server
from sessions import Session, Store
from tests.e2e.terminal import Terminal

BUDGET = 2.5
"""Seconds, at two seconds a call."""

MODEL = "openai/slow"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long the exam is, how slow the model."""
    parser.add_argument("--questions", type=int, default=50, help="questions (default 50)")
    parser.add_argument(
        "--delay", type=int, default=2000, help="milliseconds a reply (default 2000)"
    )


def run(options: argparse.Namespace) -> int:
    """Measure, print, and end with 1 where the budget is broken."""
    with tempfile.TemporaryDirectory() as name, slow_server() as origin:
        os.environ["INTERVIEWER_BASE_URL"] = f"{origin}/{options.delay}/v1"
        took, session = after_last(Path(name), options.questions)
        call = one_call(f"{origin}/{options.delay}/v1", session.turns[0].question.ask)
    budget = BUDGET - 2 + options.delay / 1000
    graded = sum(turn.score is not None for turn in session.turns)
    whole = graded == options.questions
    print(f"{graded} of {options.questions} answers graded, {options.delay} ms a reply")
    print(f"one bare call          {call:5.2f} s")
    print(f"from last key to report {took:4.2f} s, {took / call:.2f} of the call")
    kept = whole and took <= budget
    print(f"budget {budget:g} s: {'kept' if kept else 'BROKEN'}")
    return int(not kept)


def after_last(home: Path, questions: int) -> tuple[float, Session]:
    """Sit an exam; seconds from the last key to the complete report, and the session then."""
    begin = ["start", "--exam", "-n", str(questions), "--follow-ups", "0", "--grader", MODEL]
    with Terminal(home, *begin, columns=120, lines=40) as terminal:
        terminal.wait(f" 1 of {questions} ")
        for number, turn in enumerate(_session(home).turns, 1):
            terminal.wait(f" {number} of {questions} ")
            terminal.wait("your answer · 0 words")
            terminal.type(f"\x1b[200~{turn.question.model_answer}\x1b[201~")
            terminal.wait(lambda text: "your answer · 0 words" not in text)
            if number == questions:
                # Nobody writes an answer in a third of a second: those before have their grades.
                with Store.open(home) as store:
                    while store.waiting():
                        terminal.read(0.2)
                began = time.perf_counter()
            terminal.press("F2")
        terminal.wait(f"over {questions} of {questions} answers")
        took = time.perf_counter() - began
        terminal.press("Ctrl+Q")
        terminal.ended()
    return took, _session(home)


def one_call(base_url: str, ask: str) -> float:
    """Seconds of one request by itself."""
    body = json.dumps({"messages": [{"role": "user", "content": ask}]}).encode()
    request = urllib.request.Request(f"{base_url}/chat/completions", body)
    began = time.perf_counter()
    # The server answers each request of a connection, and closes none.
    with urllib.request.urlopen(request) as reply:
        reply.read()
    return time.perf_counter() - began


def _session(home: Path) -> Session:
    with Store.open(home) as store:
        latest = store.latest()
        assert latest is not None
        return store.session(latest.id)
