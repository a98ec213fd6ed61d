"""How fast a file of answers is graded by a model that takes a second for a reply.

The answers are variants of the model answers of the shipped bank; the model is a server on
loopback, a process of its own. Measured are: the wall time beside the ideal, of the whole command
and of what follows its start; what grading takes of the processor beside what the bare calls of the
SDK take; and grading the same answers again from the cache.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.slow_server import slow_server
from interviewer.cli import cli
from rubrics import GradingTask, Question, load_bank, shipped_banks
from rubrics.judge.prompt import request_for
from rubrics.models.abilities import Ability
from rubrics.models.ladder import body_of

WALL_BUDGET = 1.1
CPU_BUDGET = 1.0
CACHE_BUDGET = 2000
MODEL = "openai/slow"
SOME = 300
"""Answers of a round."""

ROUNDS = 5
"""Rounds of the bare calls and of ours, in turn. The least of each counts: others disturb more."""

AGAIN = 10
"""How often each answer is given from the cache in a round: what is read once counts little."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many answers, how many at once."""
    parser.add_argument("--answers", type=int, default=500, help="answers to grade (default 500)")
    parser.add_argument("--jobs", type=int, default=32, help="answers at once (default 32)")
    parser.add_argument(
        "--delay", type=int, default=1000, help="milliseconds a reply (default 1000)"
    )


@dataclass(frozen=True)
class Took:
    """Seconds: on the wall, and of the processor by this process."""

    wall: float
    cpu: float


def run(options: argparse.Namespace) -> int:
    """Measure, print, and end with 1 where a budget is broken."""
    count, jobs = options.answers, options.jobs
    tasks = _answers(count)
    with tempfile.TemporaryDirectory() as name, slow_server() as origin:
        folder = Path(name)
        os.environ["INTERVIEWER_HOME"] = str(folder / "home")
        slow, fast = f"{origin}/{options.delay}/v1", f"{origin}/0/v1"
        source = _file(folder / "answers.jsonl", tasks)
        command = _whole_command(source, slow, jobs)
        # Loads what is loaded once; not counted.
        _grade(_file(folder / "few.jsonl", tasks[:jobs]), fast, jobs, "--no-cache")
        graded = _took(lambda: _grade(source, slow, jobs, "--no-cache"))
        some = _file(folder / "some.jsonl", tasks[:SOME])
        bodies = _bodies(tasks[:SOME])
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(_took(lambda: asyncio.run(_bare(bodies, fast, jobs))).cpu)
            _clear()
            ours.append(_took(lambda: _grade(some, fast, jobs)).cpu)
        again = _file(folder / "again.jsonl", tasks[:SOME] * AGAIN)
        cached = min(_took(lambda: _grade(again, fast, jobs)).wall for _ in range(ROUNDS))
    ideal = count / jobs * options.delay / 1000
    ratio = graded.wall / ideal
    own = min(ours) / min(bare) - 1
    rate = AGAIN * len(bodies) / cached
    print(f"{count} answers, {options.delay} ms a reply, {jobs} at once; ideal {ideal:.2f} s")
    print(f"whole command   {command:6.2f} s, {command / ideal:.2f} of the ideal")
    print(f"once it runs    {graded.wall:6.2f} s; of the ideal: {_kept(ratio, WALL_BUDGET)}")
    print(
        f"processor       {1000 * min(ours) / len(bodies):6.2f} ms an answer, the bare call "
        f"{1000 * min(bare) / len(bodies):.2f} ms; our own beside it: {_kept(own, CPU_BUDGET)}"
    )
    print(
        f"from the cache  {rate:6.0f} answers a second, budget {CACHE_BUDGET}: "
        f"{'kept' if rate >= CACHE_BUDGET else 'BROKEN'}"
    )
    return int(ratio > WALL_BUDGET or own > CPU_BUDGET or rate < CACHE_BUDGET)


def _kept(value: float, budget: float) -> str:
    return f"{value:.2f}, budget {budget:g}: {'kept' if value <= budget else 'BROKEN'}"


def _file(path: Path, tasks: list[tuple[Question, str]]) -> Path:
    path.write_text("".join(_line(*one) for one in enumerate(tasks)))
    return path


def _clear() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main(["cache", "clear", "--yes"], standalone_mode=False)


def _answers(count: int) -> list[tuple[Question, str]]:
    questions = list(load_bank(shipped_banks()[0]).questions())
    return [
        (question, f"{question.model_answer} This is variant {number // len(questions)}.")
        for number, question in ((at, questions[at % len(questions)]) for at in range(count))
    ]


def _line(number: int, answered: tuple[Question, str]) -> str:
    question, answer = answered
    return json.dumps({"id": number, "question_id": question.id, "answer": answer}) + "\n"


def _whole_command(source: Path, base_url: str, jobs: int) -> float:
    """Seconds from start to end of the command, as it is typed."""
    command = [sys.executable, "-m", "interviewer", *_arguments(source, jobs, "--no-cache")]
    began = time.perf_counter()
    subprocess.run(
        command,
        env={**os.environ, "INTERVIEWER_BASE_URL": base_url},
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def _grade(source: Path, base_url: str, jobs: int, *more: str) -> None:
    """The command in this process."""
    os.environ["INTERVIEWER_BASE_URL"] = base_url
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        code = cli.main(_arguments(source, jobs, *more), standalone_mode=False)
    assert not code, code


def _arguments(source: Path, jobs: int, *more: str) -> list[str]:
    target = str(source.with_suffix(".graded"))
    return [
        "grade",
        str(source),
        "-o",
        target,
        "--force",
        "--grader",
        MODEL,
        "--jobs",
        str(jobs),
        *more,
    ]


def _bodies(tasks: list[tuple[Question, str]]) -> list[dict[str, Any]]:
    """The requests as grading sends them."""
    return [
        body_of(request_for(GradingTask.of(*one)), "slow", {"temperature": 0.0}, Ability())
        for one in tasks
    ]


async def _bare(bodies: list[dict[str, Any]], base_url: str, jobs: int) -> None:
    """The same requests through the SDK alone."""
    from openai import AsyncOpenAI

    left = iter(bodies)
    async with AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:

        async def worker() -> None:
            for body in left:
                await client.chat.completions.create(**body)

        await asyncio.gather(*(worker() for _ in range(jobs)))


def _took(work: Callable[[], None]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)
