"""What the doctor finds of a model, over the wire."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from interviewer.checks.model import ADVICE, TINY, tiny_task, what_is_sent
from interviewer.graders import ABILITIES_FILE, Choice
from rubrics.models.abilities import Abilities
from rubrics.models.model import Reason
from rubrics.models.names import LOCAL_SERVERS, OPENAI, place
from rubrics.models.offers import default_names
from rubrics.models.prices import Prices
from tests.interviewer.command import Outcome, Shell
from tests.servers import Answer, FaultyServer, Received, answer, chat, error

LISTED = answer(200, {"data": [{"id": "some-model"}, {"id": "other-model"}]})


def reply(*verdicts: str) -> Answer:
    """A grade of the tiny task."""
    quotes = ["I bring fresh water to the boil", "the tea steeps for four minutes"]
    criteria = [
        {"id": f"c{number}", "evidence": [quote], "reasoning": "r", "verdict": verdict}
        for number, (quote, verdict) in enumerate(zip(quotes, verdicts, strict=True), 1)
    ]
    said = {
        "criteria": criteria,
        "false_claims": [],
        "strongest": "Fresh water.",
        "improve": "Nothing.",
        "follow_up": None,
        "confidence": 0.9,
    }
    return chat(json.dumps(said), tokens=(812, 96))


GOOD = reply("met", "met")


def serving(grade: Answer, models: Answer = LISTED) -> FaultyServer:
    """A server that lists models and grades in these ways."""
    server = FaultyServer(grade)
    server.choose = lambda got: models if got.path.endswith("/models") else None
    return server


async def examined(interviewer: Shell, *arguments: str) -> tuple[Outcome, dict[str, Any]]:
    """The outcome of the doctor, and its findings by what was looked at."""
    outcome = await asyncio.to_thread(interviewer, "doctor", "--json", *arguments)
    return outcome, {finding["what"]: finding for finding in json.loads(outcome.out)}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the base URL to that of a server."""

    def at(server: FaultyServer) -> None:
        monkeypatch.setenv("INTERVIEWER_BASE_URL", server.origin)

    return at


async def test_a_model_that_works(interviewer: Shell, home: Path, at: Any) -> None:
    async with serving(GOOD) as server:
        at(server)
        base_url = server.base_url
        outcome, found = await examined(interviewer, "--model", "some-model")
    assert outcome.code == 0
    assert found["grader"]["text"] == f"some-model at {base_url} (--model)"
    assert found["server"]["text"].startswith(f"{base_url} is reached")
    assert found["model"] == {
        "what": "model",
        "state": "ok",
        "text": "some-model is there",
        "advice": "",
    }
    assert "strict JSON schema" in found["replies"]["text"]
    assert found["grade"]["state"] == "ok"
    assert found["grade"]["text"].startswith("100 of 100 in ")
    assert found["grade"]["text"].endswith("812 + 96 tokens, price unknown")
    assert [got.path for got in server.received] == ["/v1/models", "/v1/chat/completions"]
    ability = Abilities(home / ABILITIES_FILE).get(base_url, "some-model")
    assert ability is not None
    assert ability.step == "schema"


async def test_a_server_without_schemas_is_found_out_anew(
    interviewer: Shell, home: Path, at: Any
) -> None:
    server = serving(GOOD)

    def choose(got: Received) -> Answer | None:
        if got.path.endswith("/models"):
            return LISTED
        return error(400, "unknown response_format") if "response_format" in got.body else None

    server.choose = choose
    async with server:
        at(server)
        base_url = server.base_url
        outcome, found = await examined(interviewer, "--model", "some-model")
        assert outcome.code == 0
        assert found["replies"]["state"] == "note"
        assert "plain text" in found["replies"]["text"]
        assert Abilities(home / ABILITIES_FILE).get(base_url, "some-model") is not None
        server.choose = lambda got: LISTED if got.path.endswith("/models") else None
        _, found = await examined(interviewer, "--model", "some-model")
    assert "strict JSON schema" in found["replies"]["text"]


@pytest.mark.parametrize(
    ("model", "grade", "models", "what", "state", "text", "advice"),
    [
        ("some-model", error(401, "bad key"), error(401), "server", "problem", "401", "key"),
        ("some-model", error(401, "bad key"), LISTED, "grade", "problem", "key refused", "key"),
        ("some-modle", error(404), LISTED, "grade", "problem", "no such model", "slip"),
        ("some-modle", error(404), LISTED, "model", "note", "not among the 2", "some-model"),
        ("some-model", GOOD, error(404), "server", "note", "answers 404", "/v1"),
        ("some-model", GOOD, answer(200, "<p>", kind="text/html"), "server", "note", "no list", ""),
        ("some-model", error(429), LISTED, "grade", "problem", "rate limited", "pause"),
        ("some-model", chat("never"), LISTED, "grade", "problem", "unreadable reply", "larger"),
        ("some-model", reply("met", "missed"), LISTED, "grade", "note", "50 of 100", "larger"),
    ],
)
async def test_a_fault_is_named_with_what_to_do(
    interviewer: Shell,
    at: Any,
    model: str,
    grade: Answer,
    models: Answer,
    what: str,
    state: str,
    text: str,
    advice: str,
) -> None:
    async with serving(grade, models) as server:
        at(server)
        outcome, found = await examined(interviewer, "--model", model)
    problems = [finding for finding in found.values() if finding["state"] == "problem"]
    assert outcome.code == bool(problems)
    assert found[what]["state"] == state
    assert text in found[what]["text"]
    assert advice in found[what]["advice"]
    assert all(finding["advice"] for finding in problems)


async def test_where_nothing_listens_nothing_else_is_tried(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    monkeypatch.setenv("INTERVIEWER_BASE_URL", f"127.0.0.1:{port}")
    outcome, found = await examined(interviewer, "--model", "some-model")
    assert outcome.code == 1
    assert found["server"]["state"] == "problem"
    assert f"http://127.0.0.1:{port}/v1" in found["server"]["text"]
    assert "grade" not in found


@pytest.mark.parametrize(
    ("name", "key", "state", "text"),
    [
        ("openai/m", None, "problem", "OPENAI_API_KEY is not set"),
        ("anthropic/m", " ", "problem", "ANTHROPIC_API_KEY is not set"),
        ("openai/m", "sk-1 2", "problem", "characters that no key has"),
    ],
)
async def test_without_a_key_nothing_is_sent(
    interviewer: Shell,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    key: str | None,
    state: str,
    text: str,
) -> None:
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)
        monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    outcome, found = await examined(interviewer, "--model", name)
    assert outcome.code == 1
    assert found["key"]["state"] == state
    assert text in found["key"]["text"]
    assert found["key"]["advice"]
    assert list(found)[-1] == "key"


async def test_a_key_is_measured_and_never_shown(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise socket.gaierror(-2, "no")

    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-key")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: refused())
    outcome, found = await examined(interviewer, "--model", "openai/m")
    assert found["key"]["text"] == "OPENAI_API_KEY, 18 characters"
    assert found["server"]["state"] == "problem"
    assert "no address" in found["server"]["text"]
    assert "secret" not in outcome.out + outcome.err


async def test_a_key_does_not_go_to_a_server_without_tls(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-key")
    async with serving(GOOD) as server:
        at(server)
        _, found = await examined(interviewer, "--model", "openai/some-model")
    assert found["key"]["text"] == "none is sent: keys travel by https only"
    assert all("secret" not in str(received.headers) for received in server.received)


async def test_a_script_has_no_key_and_no_server(interviewer: Shell, tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text('{"replies": [{"refusal": "no"}]}')
    outcome, found = await examined(interviewer, "--model", f"scripted/{path}")
    assert outcome.code == 1
    assert found["key"]["text"] == "none needed"
    assert "server" not in found
    assert "refused: no" in found["grade"]["text"]
    outcome, found = await examined(interviewer, "--model", "scripted/none.yaml")
    assert outcome.code == 1
    assert "cannot be read" in found["grade"]["text"]


async def test_offline_nothing_is_looked_for(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL", "openai/m")
    outcome, found = await examined(interviewer, "--offline")
    assert outcome.code == 0
    assert found["grader"]["text"] == "offline estimate (--offline)"
    assert list(found)[-2:] == ["grader", "calibration"]
    wrong = await asyncio.to_thread(interviewer, "doctor", "--offline", "--model", "x/y")
    assert wrong.code == 2


async def test_a_name_that_means_nothing_is_a_problem(interviewer: Shell) -> None:
    outcome, found = await examined(interviewer, "--model", "opnai/m")
    assert outcome.code == 1
    assert found["grader"]["state"] == "problem"
    assert "Did you mean openai?" in found["grader"]["advice"]


def test_an_open_file_of_keys_is_a_note(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".env").write_text("OPENAI_API_KEY=sk-very-secret-key\n")
    Path(".env").chmod(0o644)
    outcome = interviewer("doctor", "--json")
    [keys] = [found for found in json.loads(outcome.out) if found["what"] == "keys"]
    assert outcome.code == 0
    assert keys["state"] == "note"
    assert "chmod 600" in keys["advice"]
    assert "secret" not in outcome.out


def test_every_reason_has_its_advice() -> None:
    assert set(ADVICE) == set(Reason.__args__)  # type: ignore[attr-defined]
    assert all(ADVICE.values())


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice("openai/gpt-6-luna", OPENAI), "Two small requests go to openai/gpt-6-luna, for"),
        (Choice("ollama/m", LOCAL_SERVERS["ollama"]), "at no cost."),
        (Choice("m", "https://gate.example/v1"), "at a price that is not known."),
    ],
)
def test_what_is_sent_is_said_before_with_its_price(choice: Choice, words: str) -> None:
    assert words in what_is_sent(choice)


def test_the_defaults_are_looked_at_for_less_than_a_cent() -> None:
    for name in default_names():
        cost = Prices().cost(place(name), TINY)
        assert cost is not None
        assert cost < 0.01, name


def test_the_tiny_task_is_tiny() -> None:
    task = tiny_task()
    assert [criterion.id for criterion in task.rubric.criteria] == ["c1", "c2"]
    assert len(task.answer) < 200
