"""What must earn nothing by hints alone, and a benchmark whose reader has seen enough."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.estimate_bank import DEFAULT_BANK, INLINE, MOST_ATTACK, inline_scores
from rubrics.loading import load_bank


def test_nothing_empty_earns_by_a_rubric_drafted_from_a_hint() -> None:
    for question in load_bank(DEFAULT_BANK).questions():
        scores = inline_scores(question)
        assert all(scores[name] <= MOST_ATTACK for name in INLINE), (question.id, scores)
        assert scores["model"] > scores["filler"], question.id


def test_a_closed_pipe_is_no_fault() -> None:
    command = [sys.executable, "-m", "benchmarks", "estimate-bank", "--section", "behavioral"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
