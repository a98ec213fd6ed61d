"""``interviewer bank new`` over a real connection, killed in the middle and gone on with."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Any

from rubrics.loading import load_bank
from tests.rubrics.composing.samples import (
    GREEN,
    HARD,
    JOB,
    PEOPLE,
    RESUME,
    draft_of,
    plan_reply,
    questions,
)
from tests.servers import Answer, FaultyServer, Received, chat, silence

REPLIES: dict[str, Any] = {
    "You plan a practice interview": plan_reply(),
    "Your section: Brewing": questions(GREEN, HARD),
    "Your section: Working": questions(PEOPLE),
    GREEN["hint"]: draft_of(GREEN, "many-guests"),
    HARD["hint"]: draft_of(HARD, "flat-taste"),
    PEOPLE["hint"]: draft_of(PEOPLE, "apprentice"),
}


def said_to(received: Received) -> str:
    return "\n".join(message["content"] for message in received.body["messages"])


async def test_killed_while_drafting_it_goes_on_from_there(tmp_path: Path, home: Path) -> None:
    (tmp_path / "job.md").write_text(JOB)
    (tmp_path / "resume.txt").write_text(RESUME)
    bank = home / "banks" / "tea-master.yaml"
    command = [sys.executable, "-m", "interviewer", "bank", "new"]
    command += ["--from-job", str(tmp_path / "job.md"), "--resume", str(tmp_path / "resume.txt")]
    command += ["--questions", "3", "--grader", "openai/some-model", "--yes"]
    slow = asyncio.Event()

    def choose(received: Received) -> Answer | None:
        asked = said_to(received)
        if HARD["hint"] in asked and not slow.is_set():
            slow.set()
            return silence
        return next(chat(json.dumps(said)) for text, said in REPLIES.items() if text in asked)

    async with FaultyServer() as server:
        server.choose = choose
        environ = {**os.environ, "INTERVIEWER_BASE_URL": server.base_url}
        first = await asyncio.create_subprocess_exec(*command, stderr=DEVNULL, env=environ)
        await asyncio.wait_for(slow.wait(), 60)
        first.kill()
        await first.wait()
        assert not bank.exists()
        second = await asyncio.create_subprocess_exec(*command, stderr=PIPE, env=environ)
        _, told = await second.communicate()
        assert second.returncode in (0, 1), told.decode()
        received = list(server.received)
    assert len(list(load_bank(bank).questions())) == 3
    asked = [said_to(one) for one in received]
    assert sum("You plan a practice interview" in one for one in asked) == 1
    assert sum("Your section: " in one for one in asked) == 2
    assert sum(HARD["hint"] in one for one in asked) == 2
    for private in ("Okafor", "jane.okafor", "7946", "jobs@northwind"):
        assert private not in "".join(asked)
    forms = [one.body["response_format"]["json_schema"] for one in received]
    assert {(form["name"], form["strict"]) for form in forms} == {
        ("plan", True),
        ("questions", True),
        ("draft", True),
    }
