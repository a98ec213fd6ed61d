"""``grade -o`` that ended before its time: what the same command takes up, and what it does not."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from asyncio.subprocess import DEVNULL
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from interviewer.config.settings import Settings
from interviewer.graders import Choice
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grade import Grade, GraderId
from rubrics.grader import Grader, GradingTask, OnProgress
from tests.fakes import Unheld, small_bank
from tests.interviewer.command import Shell
from tests.servers import FaultyServer, chat

QUESTION = {
    "question": "How do you make tea?",
    "criteria": ["Says that fresh water is boiled.", "Says that the pot is warmed."],
}


def line(number: int, **changes: Any) -> str:
    answer = f"I boil fresh water. Cup {number}."
    return json.dumps({"id": number, "answer": answer, **QUESTION, **changes}) + "\n"


class Counting(Unheld):
    """A model that marks as the estimate does, knows whom it was asked about, and may fail."""

    def __init__(self, model: str = "openai/model") -> None:
        self.model = model
        self.asked: list[str] = []
        self.reasons: dict[str, str] = {}
        self.breaks_at: str | None = None

    @property
    def id(self) -> GraderId:
        return GraderId(name="model", version="1", model=self.model, prompt="p1")

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        name = task.answer.split()[-1].strip(".")
        if name == self.breaks_at:
            raise InterviewerError("The lights went out.")
        self.asked.append(name)
        if name in self.reasons:
            return Grade(
                status="ungraded",
                reason=self.reasons[name],
                grader=self.id,
                rubric=task.rubric.hash,
            )
        changes = {"status": "graded", "grader": self.id}
        return Estimator().estimate(task).model_copy(update=changes)


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """The grader that the command opens, whatever is named; its name follows what is named."""
    counting = Counting()

    def opened(choice: Choice, settings: Settings, **_: Any) -> Grader:
        counting.model = choice.name
        return counting

    monkeypatch.setattr("interviewer.commands.marking.open_grader", opened)
    return counting


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(map(line, range(10))))
    return path


@pytest.fixture
def run(interviewer: Shell, source: Path) -> Callable[..., Any]:
    target = source.with_name("out.jsonl")
    return lambda *more: interviewer("grade", str(source), "-o", str(target), "--jobs", "1", *more)


def results(source: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in source.with_name("out.jsonl").read_text().splitlines()]


def break_off(grader: Counting, run: Callable[..., Any], at: int, *more: str) -> None:
    """Let a run break off at an answer, all before it being graded."""
    grader.breaks_at = str(at)
    outcome = run(*more)
    assert (outcome.code, "The lights went out" in outcome.err) == (3, True)
    grader.breaks_at = None
    grader.asked.clear()


def test_the_same_command_goes_on(grader: Counting, run: Callable[..., Any], source: Path) -> None:
    break_off(grader, run, 6)
    outcome = run("--json")
    assert grader.asked == ["6", "7", "8", "9"]
    assert "Going on: 6 of 10 were graded already" in outcome.err
    assert [record["id"] for record in results(source)] == list(range(10))
    assert {record["status"] for record in results(source)} == {"graded"}
    summary = json.loads(outcome.out)
    assert (summary["lines"], summary["graded"], summary["taken_up"]) == (10, 10, 6)
    assert not list(source.parent.glob("*.part*"))


def test_it_is_the_same_as_in_one_run(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    assert run().code == 0
    whole = source.with_name("out.jsonl").read_bytes()
    source.with_name("out.jsonl").unlink()
    break_off(grader, run, 3)
    break_off(grader, run, 8)
    assert run().code == 0
    assert source.with_name("out.jsonl").read_bytes() == whole


def test_only_what_changed_is_graded_again(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    break_off(grader, run, 6)
    lines = source.read_text().splitlines(keepends=True)
    lines[2] = line(2, answer="I never boil water. Cup 2.")
    source.write_text("".join([line(11), *lines]))
    outcome = run()
    assert grader.asked == ["11", "2", "6", "7", "8", "9"]
    assert "Going on: 5 of 11 were graded already" in outcome.err
    assert "and 1 of other answers or another grader" in outcome.err
    assert [record["id"] for record in results(source)] == [11, *range(10)]


def test_results_of_another_grader_are_never_taken(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    break_off(grader, run, 6, "--grader", "openai/one")
    break_off(grader, run, 3, "--grader", "openai/two")
    outcome = run("--grader", "openai/one")
    assert grader.asked == ["6", "7", "8", "9"]
    assert "Going on: 6 of 10" in outcome.err
    assert {record["grader"]["model"] for record in results(source)} == {"openai/one"}


def test_results_by_another_rubric_are_never_taken(
    grader: Counting, run: Callable[..., Any], source: Path, tmp_path: Path
) -> None:
    bank = small_bank()
    path = tmp_path / "bank.yaml"
    path.write_text(yaml.safe_dump(bank.model_dump(mode="json")))
    source.write_text(
        "".join(
            json.dumps(
                {"id": n, "question_id": f"tea-{n}", "bank": str(path), "answer": f"Tea {n}."}
            )
            + "\n"
            for n in (1, 2)
        )
    )
    break_off(grader, run, 2)
    path.write_text(path.read_text().replace("fresh water is boiled", "hot water is boiled"))
    run()
    assert grader.asked == ["1", "2"]


def test_a_changed_hint_is_another_rubric(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    break_off(grader, run, 2)
    source.write_text(source.read_text().replace("pot is warmed", "pot is cooled"))
    run()
    assert grader.asked == [str(number) for number in range(10)]


def test_what_failed_for_a_passing_reason_is_tried_again(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    grader.reasons = {"1": "rate limited", "3": "refused"}
    break_off(grader, run, 6)
    grader.reasons = {}
    outcome = run()
    assert grader.asked == ["1", "6", "7", "8", "9"]
    assert "Going on: 5 of 10" in outcome.err
    assert "10 lines: 9 graded, 1 ungraded (1 refused)." in outcome.err


def test_bad_lines_are_named_again_and_counted_once(
    grader: Counting, run: Callable[..., Any], source: Path
) -> None:
    source.write_text(line(1) + "{\n" + line(2) + line(3))
    break_off(grader, run, 3)
    outcome = run()
    assert outcome.code == 1
    assert grader.asked == ["3"]
    assert "line 2: not JSON" in outcome.err
    assert "4 lines: 1 bad, 3 graded." in outcome.err
    assert [record["id"] for record in results(source)] == [1, 2, 3]


def test_a_pipe_is_gone_on_with_too(
    grader: Counting, interviewer: Shell, source: Path, tmp_path: Path
) -> None:
    target = str(tmp_path / "out.jsonl")
    grader.breaks_at = "6"
    arguments = ("grade", "-", "-o", target, "--jobs", "1")
    assert interviewer(*arguments, stdin=source.read_text()).code == 3
    grader.breaks_at, grader.asked = None, []
    outcome = interviewer(*arguments, stdin=source.read_text())
    assert grader.asked == ["6", "7", "8", "9"]
    assert "Going on" in outcome.err
    assert "6 graded already" in outcome.err


def test_a_full_disk_keeps_what_was_graded(
    grader: Counting, run: Callable[..., Any], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, left = os.write, [4]

    def full(file: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return write(file, data)

    with monkeypatch.context() as patch:
        patch.setattr("interviewer.bulk.results.os.write", full)
        outcome = run()
    assert outcome.code == 3
    assert "cannot be written (No space left on device)" in outcome.err
    assert "the same command goes on" in outcome.err
    grader.asked.clear()
    assert run().code == 0
    assert grader.asked == [str(number) for number in range(4, 10)]


# The real program, and real ends

LINES = 40
REPLY = {
    "criteria": [
        {"id": f"c{n}", "evidence": [], "reasoning": "r", "verdict": "missed"} for n in (1, 2)
    ],
    "false_claims": [],
    "strongest": "",
    "improve": "More.",
    "follow_up": None,
    "confidence": 0.5,
}


@pytest.fixture
def slow(tmp_path: Path) -> list[str]:
    """A command that grades 40 answers by a model that takes its time, and pays for each anew."""
    source, script = tmp_path / "in.jsonl", tmp_path / "script.json"
    source.write_text("".join(map(line, range(LINES))))
    script.write_text(json.dumps([{"json": REPLY, "delay": 0.05, "again": True}]))
    return [
        *(sys.executable, "-m", "interviewer", "grade", str(source), "--jobs", "4", "--no-cache"),
        *("-o", str(tmp_path / "out.jsonl"), "--grader", f"scripted/{script}"),
    ]


def begun(command: list[str], until: Callable[[], bool]) -> subprocess.Popen[str]:
    """The program under way."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    deadline = time.monotonic() + 120
    while not until():
        assert time.monotonic() < deadline, "nothing was graded"
        assert process.poll() is None or until(), process.communicate()
        time.sleep(0.002)
    return process


def kept(part: Path) -> int:
    """How many whole results stand in a journal."""
    return part.read_bytes().count(b"\n") if part.exists() else 0


def test_kill_at_random_moments_loses_nothing_that_was_paid_for(
    slow: list[str], tmp_path: Path
) -> None:
    draw = random.Random()
    part = tmp_path / "out.jsonl.part"
    there = 0
    for _ in range(3):
        wanted = there + draw.randint(1, 10)
        process = begun(slow, lambda wanted=wanted: kept(part) >= wanted)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate()
        assert not there or f"Going on: {there} of {LINES} were graded already" in said
        there = kept(part)
    done = subprocess.run(slow, capture_output=True, text=True, timeout=120, check=True)
    assert f"Going on: {there} of {LINES} were graded already" in done.stderr
    assert f"{there} graded already" in done.stderr
    records = results(tmp_path / "in.jsonl")
    assert [record["id"] for record in records] == list(range(LINES))
    assert {record["status"] for record in records} == {"graded"}
    assert not list(tmp_path.glob("*.part*"))


async def test_what_stood_in_the_journal_is_never_sent_again(
    slow: list[str], tmp_path: Path
) -> None:
    part = tmp_path / "out.jsonl.part"
    command = [*slow[: slow.index("--grader")], "--grader", "openai/test"]
    async with FaultyServer(chat(json.dumps(REPLY))) as server:
        environ = {**os.environ, "INTERVIEWER_BASE_URL": server.base_url}
        first = await asyncio.create_subprocess_exec(*command, stderr=DEVNULL, env=environ)
        deadline = time.monotonic() + 120
        while kept(part) < 10:
            assert time.monotonic() < deadline, "nothing was graded"
            await asyncio.sleep(0.002)
        first.kill()
        await first.wait()
        there = {json.loads(text)["id"] for text in part.read_text().splitlines()}
        second = await asyncio.create_subprocess_exec(*command, stderr=DEVNULL, env=environ)
        assert await second.wait() == 0
        said = [str(received.body["messages"]) for received in server.received]
    sent = Counter(int(re.findall(r"Cup (\d+)\.", text)[0]) for text in said)
    assert len(there) >= 10
    assert {sent[name] for name in there} == {1}
    assert set(sent) == set(range(LINES))
    assert len(said) <= LINES + 4, "only what was under way is sent a second time"
    assert [record["id"] for record in results(tmp_path / "in.jsonl")] == list(range(LINES))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_keeps_what_is_done_and_says_how_to_go_on(
    slow: list[str], tmp_path: Path, name: str
) -> None:
    part = tmp_path / "out.jsonl.part"
    process = begun(slow, lambda: kept(part) >= 5)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    there = kept(part)
    assert f"Interrupted: {there} of {LINES} are graded and kept in {part}" in said
    assert "The same command goes on." in said
    assert [json.loads(text)["status"] for text in part.read_text().splitlines()] == (
        ["graded"] * there
    )
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl.part"]


def test_a_signal_leaves_whole_lines_on_stdout(slow: list[str], tmp_path: Path) -> None:
    at = slow.index("-o")
    shown = tmp_path / "shown.jsonl"
    with shown.open("w") as target:
        process = subprocess.Popen(
            slow[:at] + slow[at + 2 :], stdout=target, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 120
        while kept(shown) < 5:
            assert time.monotonic() < deadline, "nothing was written"
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    ids = [json.loads(text)["id"] for text in shown.read_text().splitlines()]
    assert ids == list(range(len(ids)))
    assert f"Interrupted: {len(ids)} of {LINES} are written, in order and whole." in said


def test_a_second_program_on_the_same_output_is_told_so(slow: list[str], tmp_path: Path) -> None:
    process = begun(slow, lambda: kept(tmp_path / "out.jsonl.part") >= 1)
    process.send_signal(signal.SIGSTOP)
    second = subprocess.run(slow, capture_output=True, text=True, timeout=120, check=False)
    process.kill()
    process.communicate()
    assert second.returncode == 3
    assert "Another program is writing" in second.stderr
