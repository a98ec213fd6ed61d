"""Replies that stream in, over the wire: told of while they come, in the end as in one piece."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.models.abilities import Abilities, Ability
from rubrics.models.failures import Failed
from rubrics.models.model import Message, Model, ModelFailure, Reason, Request
from rubrics.models.opening import open_model
from rubrics.models.streaming import STEP, Assembly, assembled
from rubrics.models.tries import Tries
from tests.rubrics.models.means import GOOD, REQUEST, FakeWaits, reach
from tests.servers import (
    Answer,
    FaultyServer,
    answer,
    chat,
    chunks,
    delta_of,
    error,
    events,
    silence,
    stream,
)

LONG = json.dumps({"said": [f"Straße Nummer {number}, 日本 😀" for number in range(40)]})
NO_USAGE = chunks(tokens=None)


def endless(delta: object) -> Answer:
    return stream(repeat(events([delta_of(delta)])[0]))


def streamed(*data: object) -> Answer:
    return stream(events(data))


@pytest.fixture
def told() -> list[str]:
    return []


async def test_a_reply_is_told_of_while_it_comes_in_one_request(
    server: FaultyServer, model: Model, told: list[str]
) -> None:
    server.answers = [chat(LONG)]
    whole = await model.complete(REQUEST)
    server.answers = [streamed(*chunks(LONG))]
    assert await model.complete(REQUEST, on_text=told.append) == whole
    assert told[-1] == LONG
    assert len(told) > 10
    for one, next_one in pairwise(told):
        assert next_one.startswith(one)
        assert len(next_one) >= len(one) + STEP or next_one == LONG
    plain, asked = (received.body for received in server.received)
    assert asked == {**plain, "stream": True, "stream_options": {"include_usage": True}}


REASONING = {"reasoning_content": "Let me think. "}
TOOL = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{"}}]}
STRANGE: list[object] = [
    1,
    [],
    {},
    {"choices": None},
    {"choices": [None]},
    delta_of(None),
    delta_of({"content": None, "refusal": None}),
    delta_of(TOOL),
    delta_of(REASONING),
    {"choices": [{"index": 1, "delta": {"content": "another choice"}}]},
]


@pytest.mark.parametrize(
    "same",
    [
        stream(events([*STRANGE, *chunks(GOOD)])),
        stream(events(chunks(GOOD)[:-1])),
        stream(events(chunks(GOOD, finish=None))),
        stream(events(chunks(GOOD), end="\r\n")),
        stream([b"".join(events(chunks(GOOD)))]),
        stream([b": ping\n\n", *events(chunks(GOOD)[:3]), b":\n\n", *events(chunks(GOOD)[3:])]),
        stream([b"event: chunk\nid: 7\nretry: 10\n" + each for each in events(chunks(GOOD))]),
        stream([each.replace(b'"choices"', b'\ndata:"choices"') for each in events(chunks(GOOD))]),
        stream([each.replace(b"data: ", b"data:") for each in events(chunks(GOOD))]),
        stream(events([delta_of({"content": [{"type": "text", "text": GOOD}]}), *chunks("")])),
        chat(GOOD),
    ],
    ids=[
        "noise",
        "no [DONE]",
        "no reason to end",
        "CRLF",
        "one packet",
        "keep-alive",
        "other fields",
        "data over lines",
        "no space",
        "content in parts",
        "not a stream",
    ],
)
async def test_forms_of_a_stream_that_make_no_difference(
    server: FaultyServer, model: Model, same: Answer
) -> None:
    server.answers = [same]
    reply = await model.complete(REQUEST, on_text=lambda text: None)
    assert (reply.text, reply.model) == (GOOD, "served-model")
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (10, 5)
    assert len(server.received) == 1


async def test_characters_are_whole_however_packets_are_cut(
    server: FaultyServer, model: Model, told: list[str]
) -> None:
    text = "Straße, 日本, 😀\u2028 and \x85 so on"
    sent = b"".join(events(chunks(text, size=1)))
    server.answers = [stream(sent[at : at + 1] for at in range(len(sent)))]
    assert (await model.complete(REQUEST, on_text=told.append)).text == text
    assert told[-1] == text


async def test_a_server_that_tells_no_usage(server: FaultyServer, model: Model) -> None:
    server.answers = [streamed(*NO_USAGE)]
    assert (await model.complete(REQUEST, on_text=lambda text: None)).usage is None


HALF = chunks(GOOD)[:3]
FAULTS: list[tuple[str, Answer, Reason, int]] = [
    ("torn in the middle", stream(events(HALF), torn=True), "server error", 5),
    ("torn before it begins", stream([], torn=True), "server error", 5),
    ("ended in the middle", streamed(*HALF), "server error", 5),
    ("ended in an event", stream([*events(HALF), b'data: {"choi']), "server error", 5),
    ("nothing", stream([]), "server error", 5),
    ("an event is no JSON", streamed(*HALF, '{"choices": ['), "server error", 5),
    ("error", streamed(*HALF, {"error": {"message": "it broke"}}), "server error", 5),
    ("error with a code", streamed(*HALF, {"error": {"code": 429}}), "rate limited", 5),
    ("error for ever", streamed({"error": {"code": 401, "message": "x"}}), "key refused", 1),
    ("error as a word", streamed(*HALF, {"error": "it broke"}), "server error", 5),
    ("refused", streamed(delta_of({"refusal": "I "}), *chunks("")), "refused", 1),
    ("filtered", streamed(*chunks("half", finish="content_filter")), "filtered", 1),
    ("cut off", streamed(*chunks('{"ok": tr', finish="length")), "cut off", 2),
    ("empty", streamed(*chunks("")), "empty reply", 2),
    ("only thoughts", streamed(delta_of(REASONING), *chunks("")), "empty reply", 4),
    ("no choice", streamed({"choices": []}, "[DONE]"), "empty reply", 2),
    ("endless text", endless({"content": "x" * 60_000}), "unreadable reply", 1),
    ("endless thought", endless({"reasoning": "hm " * 20_000}), "unreadable reply", 1),
    ("a web page", answer(200, "<html>", kind="text/html"), "cannot connect", 1),
    ("429", error(429), "rate limited", 5),
    ("500", error(500), "server error", 5),
    ("400", error(400, "messages is wrong"), "bad request", 1),
]


@pytest.mark.parametrize(
    ("fault", "reason", "requests"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
async def test_a_lasting_fault(
    server: FaultyServer,
    model: Model,
    waits: FakeWaits,
    fault: Answer,
    reason: Reason,
    requests: int,
) -> None:
    server.answers = [fault]
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append, lambda text: None)
    assert (caught.value.reason, len(server.received)) == (reason, requests)
    assert len(waits.told) == len(waits.waits) < requests


ENDLESS = [b"data: " + b"x" * 9_000, b"x\n" * 5_000, b": ping\n\n" * 1_000, b"\n" * 9_000]


@pytest.mark.parametrize("piece", ENDLESS, ids=["a line", "short lines", "keep-alive", "nothing"])
async def test_a_stream_without_an_end_is_given_up(
    server: FaultyServer, model: Model, monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    monkeypatch.setattr("rubrics.models.streaming.LARGEST_STREAM", 200_000)
    server.answers = [stream(repeat(piece))]
    with pytest.raises(ModelFailure, match="unreadable reply"):
        await model.complete(REQUEST, on_text=lambda text: None)
    assert len(server.received) == 1


async def test_a_stream_that_stops_and_holds_the_line_is_a_timeout(
    server: FaultyServer, waits: FakeWaits
) -> None:
    async def half(server: FaultyServer, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        writer.write(b"".join(events(HALF)))
        await silence(server, writer)

    server.answers = [half]
    model = reach(server, waits, tries=Tries(timeout=0.15, attempts=1))
    with pytest.raises(ModelFailure, match="timeout"):
        await model.complete(REQUEST, on_text=lambda text: None)
    await model.close()


async def test_after_a_torn_stream_the_text_begins_anew(
    server: FaultyServer, model: Model, waits: FakeWaits, told: list[str]
) -> None:
    server.answers = [
        stream(events(chunks(LONG)[:200]), torn=True),
        streamed(*chunks(LONG)),
    ]
    reply = await model.complete(REQUEST, waits.told.append, told.append)
    assert reply.text == told[-1] == LONG
    assert [wait.reason for wait in waits.told] == ["server error"]
    lengths = [len(text) for text in told]
    [drop] = [at for at in range(1, len(lengths)) if lengths[at] < lengths[at - 1]]
    assert 0 < drop < len(lengths)
    assert len(server.received) == 2


async def test_what_a_torn_try_and_a_good_one_took_is_all_that_was_told(
    server: FaultyServer, model: Model
) -> None:
    server.answers = [streamed(*chunks("{", finish="length")), streamed(*chunks(GOOD))]
    reply = await model.complete(REQUEST, on_text=lambda text: None)
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (20, 10)


OPTIONS = error(400, "Unrecognized request argument: stream_options")
FASTAPI = answer(422, {"detail": [{"msg": "extra inputs", "loc": ["body", "stream_options"]}]})
VERIFY = error(400, "Your organization must be verified to stream this model.", param="stream")


@pytest.mark.parametrize(
    ("refusals", "then", "without"),
    [
        ([OPTIONS], streamed(*NO_USAGE), ("stream_options",)),
        ([FASTAPI], streamed(*NO_USAGE), ("stream_options",)),
        ([VERIFY], chat(GOOD), ("stream",)),
        ([OPTIONS, VERIFY], chat(GOOD), ("stream_options", "stream")),
    ],
)
async def test_a_server_that_refuses_to_stream_is_asked_without_and_remembered(
    server: FaultyServer,
    waits: FakeWaits,
    told: list[str],
    refusals: list[Answer],
    then: Answer,
    without: tuple[str, ...],
) -> None:
    abilities = Abilities()
    server.answers = [*refusals, then]
    model = reach(server, waits, abilities=abilities)
    replies = [await model.complete(REQUEST, on_text=told.append) for _ in range(2)]
    await model.close()
    assert [reply.text for reply in replies] == [GOOD, GOOD]
    assert len(server.received) == len(refusals) + 2
    for received in server.received[-2:]:
        assert not received.body.keys() & {*without, "stream_options"}
        assert ("stream" in received.body) == ("stream" not in without)
        assert "response_format" in received.body
    assert abilities.get(server.base_url, "some-model") == Ability(without=without)
    assert (told == []) == ("stream" in without)
    assert waits.waits == []


async def test_a_schema_that_is_refused_only_in_the_stream_leads_a_step_down(
    server: FaultyServer, model: Model
) -> None:
    refusal = streamed({"error": {"code": 400, "message": "response_format: no json_schema"}})
    server.answers = [refusal, streamed(*chunks(GOOD))]
    assert (await model.complete(REQUEST, on_text=lambda text: None)).text == GOOD
    assert [each.body["response_format"]["type"] for each in server.received] == [
        "json_schema",
        "json_object",
    ]


async def test_a_thinker_in_a_stream_is_told_to_be_quiet(
    server: FaultyServer, model: Model
) -> None:
    server.answers = [streamed(delta_of(REASONING), *chunks("")), streamed(*chunks(GOOD))]
    await model.complete(REQUEST, on_text=lambda text: None)
    assert [each.body.get("reasoning_effort") for each in server.received] == [None, "none"]


async def test_whoever_does_not_listen_still_gets_a_stream_that_was_not_asked_for(
    server: FaultyServer, model: Model
) -> None:
    server.answers = [streamed(*chunks(GOOD))]
    reply = await model.complete(REQUEST)
    assert reply.text == GOOD
    assert "stream" not in server.received[0].body


async def test_many_streams_at_once_do_not_mix(server: FaultyServer, model: Model) -> None:
    server.choose = lambda received: streamed(
        *chunks(f"re: {received.body['messages'][0]['content']} " + "and so on " * 20)
    )
    heard: dict[int, list[str]] = {number: [] for number in range(30)}

    async def ask(number: int) -> str:
        request = Request((Message("user", f"question {number}"),))
        return (await model.complete(request, on_text=heard[number].append)).text

    texts = await asyncio.gather(*(ask(number) for number in heard))
    for number, text in enumerate(texts):
        assert text.startswith(f"re: question {number} ")
        assert heard[number][-1] == text
        assert all(text.startswith(part) for part in heard[number])


def scripted(tmp_path: Path, waits: FakeWaits, entry: dict[str, object]) -> Model:
    path = tmp_path / "script.json"
    path.write_text(json.dumps([{**entry, "again": True}]))
    return open_model(f"scripted/{path}", means=waits.means)


async def test_a_script_streams_at_its_pace(
    tmp_path: Path, waits: FakeWaits, told: list[str]
) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 2}
    model = scripted(tmp_path, waits, {"text": LONG, "delay": 3, "pace": 0.05, "usage": usage})
    reply = await model.complete(REQUEST, on_text=told.append)
    assert reply.text == told[-1] == LONG
    assert len(told) > 10
    assert waits.waits == [3.0, *[0.05] * math.ceil(len(LONG) / 8)]
    assert await model.complete(REQUEST) == reply


async def test_a_pace_beyond_the_time_is_a_timeout(tmp_path: Path, waits: FakeWaits) -> None:
    model = scripted(tmp_path, waits, {"text": "x" * 80, "pace": 7})
    with pytest.raises(ModelFailure, match="timeout"):
        await model.complete(REQUEST, on_text=lambda text: None)


async def test_what_comes_in_one_piece_is_not_told_of(
    tmp_path: Path, waits: FakeWaits, told: list[str]
) -> None:
    path = tmp_path / "script.json"
    refusal = {"status": 400, "says": "this model does not stream: stream"}
    path.write_text(json.dumps([refusal, {"text": LONG, "pace": 0.1}]))
    model = open_model(f"scripted/{path}", means=waits.means)
    assert (await model.complete(REQUEST, on_text=told.append)).text == LONG
    assert told == []


async def test_a_refusal_has_its_pace_too_and_tells_nothing(
    tmp_path: Path, waits: FakeWaits, told: list[str]
) -> None:
    model = scripted(tmp_path, waits, {"refusal": "I would rather not. " * 9, "pace": 0.1})
    with pytest.raises(ModelFailure, match="refused"):
        await model.complete(REQUEST, on_text=told.append)
    assert told == []


def put_together(data: list[Any], told: list[str]) -> dict[str, Any]:
    assembly = Assembly(told.append)
    for each in data:
        assembly.add(each)
    return assembly.payload()


def test_a_long_text_is_told_of_less_often_so_that_the_work_grows_with_its_length(
    told: list[str],
) -> None:
    put_together([delta_of({"content": "x" * 10})] * 1_000, told)
    short = len(told)
    told.clear()
    put_together([delta_of({"content": "x" * 10})] * 50_000, told)
    assert short < 110
    assert len(told) < 3 * short
    assert sum(map(len, told)) < 40 * 500_000


def test_a_reply_that_becomes_too_large_is_given_up(told: list[str]) -> None:
    with pytest.raises(Failed, match="unreadable reply"):
        put_together([delta_of({"reasoning": "x" * 300_000})] * 4, told)


def test_nothing_is_told_of_thoughts_and_refusals(told: list[str]) -> None:
    payload = put_together(
        [delta_of({"reasoning": "hm " * 100}), delta_of({"refusal": "no " * 100})], told
    )
    assert told == []
    assert payload["choices"][0]["message"] == {
        "role": "assistant",
        "content": None,
        "refusal": "no " * 100,
        "reasoning": "hm " * 100,
        "reasoning_content": None,
    }


def test_a_short_text_is_told_once_at_its_end(told: list[str]) -> None:
    put_together(chunks(GOOD), told)
    assert told == [GOOD]


SENT = b"".join(events([*chunks("Straße 😀", size=1), "never read"], end="\r\n"))


@given(st.lists(st.integers(0, len(SENT)), max_size=30))
def test_a_stream_may_be_cut_anywhere(cuts: list[int]) -> None:
    places = sorted({0, *cuts, len(SENT)})

    async def pieces() -> AsyncIterator[bytes]:
        for start, end in pairwise(places):
            yield SENT[start:end]

    payload = asyncio.run(assembled(pieces(), None))
    assert payload["choices"][0]["message"]["content"] == "Straße 😀"
    assert payload["usage"] == {"prompt_tokens": 10, "completion_tokens": 5}


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_whatever_a_server_sends_is_a_completion_or_a_fault(sent: list[bytes]) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in sent:
            yield piece
            yield b"\ndata: " + piece + b"\n\n"

    with suppress(Failed, ValueError):
        asyncio.run(assembled(pieces(), None))
