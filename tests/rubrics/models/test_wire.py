"""The openai SDK path against a real server: each fault, what becomes of it, in how many requests.

The table in docs/models.md is compared with ``FAULTS``.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from email.utils import format_datetime

import pytest

from rubrics.models.model import Model, ModelFailure, Reason
from rubrics.models.opening import open_model
from rubrics.models.tries import Means, Tries
from tests.docs import table
from tests.rubrics.models.means import GOOD, REQUEST, SCHEMA, START, FakeWaits, reach
from tests.servers import (
    Answer,
    FaultyServer,
    answer,
    chat,
    drip,
    endless,
    error,
    reset,
    silence,
)

QUICK = Tries(timeout=0.15)


async def test_a_good_reply_takes_one_request(
    server: FaultyServer, model: Model, waits: FakeWaits
) -> None:
    reply = await model.complete(REQUEST)
    assert (reply.text, reply.model) == (GOOD, "served-model")
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (10, 5)
    assert reply.usage.cost_usd is None
    [received] = server.received
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == "Bearer my.own.secret"
    assert received.body == {
        "model": "some-model",
        "messages": [
            {"role": "system", "content": "Mark the answer."},
            {"role": "user", "content": "It is a vector."},
        ],
        "temperature": 0.0,
        "max_tokens": 100,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "mark", "strict": True, "schema": SCHEMA},
        },
    }
    assert waits.waits == []


CONTEXT = error(400, "Too long.", code="context_length_exceeded", type="invalid_request_error")
FILTER = error(400, "Blocked.", code="content_filter")
WEB_PAGE = answer(200, "<html>", kind="text/html")
NO_PAGE = answer(404, "<html>nothing here</html>", kind="text/html")
BAD_GATEWAY = answer(502, "<h1>Bad gateway</h1>", kind="text/html")

FAULTS: dict[str, dict[str, tuple[Answer, Reason, int]]] = {
    "401; 400 that says the key is wrong": {
        "401": (error(401, "Incorrect API key provided"), "key refused", 1),
        "400 bad key": (error(400, "API key not valid. Pass one."), "key refused", 1),
    },
    "402; 400, 403 or 429 for lack of credit (`insufficient_quota`)": {
        "402": (error(402, "Insufficient credits"), "quota used up", 1),
        "403 credit": (error(403, "billing_not_active"), "quota used up", 1),
        "429 quota": (error(429, "Over quota", code="insufficient_quota"), "quota used up", 1),
        "402 in a 200": (answer(200, {"error": {"code": 402, "message": "x"}}), "quota used up", 1),
    },
    "403": {"403": (error(403, "Country not supported"), "not allowed", 1)},
    "404": {
        "404 model": (error(404, "No such model", code="model_not_found"), "no such model", 1),
        "404 page": (NO_PAGE, "no such model", 1),
    },
    "400, 422 and other 4xx": {
        "400": (error(400, "messages is wrong"), "bad request", 1),
        "418": (error(418, "a teapot"), "bad request", 1),
        "422": (error(422, "messages is wrong"), "bad request", 1),
    },
    "400 or 422 (llama.cpp: 500) that names the shape of the reply": {
        "400 shape": (error(400, "wrong", param="response_format"), "bad request", 3),
    },
    "413; 400 for a prompt that is too long": {
        "400 context": (CONTEXT, "context too long", 1),
        "413": (answer(413, ""), "context too long", 1),
    },
    "400 `content_filter`; a reply that ends with `content_filter`": {
        "400 filter": (FILTER, "filtered", 1),
        "filtered reply": (chat("half a", finish="content_filter"), "filtered", 1),
    },
    "429, without or with a bearable `Retry-After`": {
        "429": (error(429, "slow down"), "rate limited", 5),
        "429 after 3": (error(429, headers={"Retry-After": "3"}), "rate limited", 5),
    },
    "429 with a pause beyond the deadline": {
        "429 absurd": (error(429, headers={"Retry-After": "86400"}), "rate limited", 1),
    },
    "408; no answer in 60 s; a body that drips": {
        "408": (error(408), "timeout", 5),
        "silence": (silence, "timeout", 5),
        "slow drip": (drip, "timeout", 5),
    },
    "409, 425, 5xx; an error in a body with status 200": {
        "409": (error(409), "server error", 5),
        "425": (error(425), "server error", 5),
        "500": (error(500), "server error", 5),
        "502 page": (BAD_GATEWAY, "server error", 5),
        "503": (error(503), "server error", 5),
        "529": (error(529, "overloaded"), "server error", 5),
        "error in a 200": (answer(200, {"error": "out of memory"}), "server error", 5),
    },
    "501, 505": {
        "501": (error(501), "server error", 1),
        "505": (error(505), "server error", 1),
    },
    "connection torn in the body": {"reset in the body": (reset, "server error", 5)},
    "status 200 with a body that is no JSON, cut or empty": {
        "not JSON": (answer(200, "OK"), "server error", 5),
        "cut": (answer(200, '{"choices": ['), "server error", 5),
        "empty body": (answer(200, ""), "server error", 5),
        "a list": (answer(200, [1]), "server error", 5),
    },
    "a web page with status 200": {"a web page": (WEB_PAGE, "cannot connect", 1)},
    "the model refuses": {
        "refusal": (chat(None, refusal="I cannot help with that."), "refused", 1),
    },
    "no choice, no message, `parsed` null, empty, white space": {
        "no choices": (answer(200, {"choices": []}), "empty reply", 2),
        "no message": (answer(200, {"choices": [{"message": None}]}), "empty reply", 2),
        "parsed is null": (chat(None, parsed=None), "empty reply", 2),
        "empty": (chat(""), "empty reply", 2),
        "white space": (chat(" \n \t " * 50), "empty reply", 2),
    },
    "cut off at its limit of tokens": {
        "cut off": (chat('{"ok": tr', finish="length"), "cut off", 2),
        "white space to the limit": (chat("{" + " " * 400, finish="length"), "cut off", 2),
    },
    "a reply or body beyond 1 MB, white space without end": {
        "10 MB": (chat("x" * 10_000_000), "unreadable reply", 1),
        "endless white space": (endless(b" "), "unreadable reply", 1),
    },
}
"""Row of the table in docs/models.md, to faults by name: what comes, the reason, the requests."""

CASES = {name: fault for row in FAULTS.values() for name, fault in row.items()}
ELSEWHERE = {
    "no key, or one that no header can carry": "test_opening.py",
    "connection refused, unknown host": "test_wire.py, test_opening.py",
    "a library cannot be loaded, or has a fault of its own": "test_calls.py",
    "prose around the object, a fence, two objects": "test_calls.py, test_reading.py",
    "NaN, Infinity, a key twice, an object that is not closed, no object": "test_replies.py",
}
"""Rows whose tests stand elsewhere."""


def test_the_docs_say_what_each_becomes() -> None:
    rows = table("models.md", "What each fault becomes")
    told = {row: (reason, requests) for row, reason, requests in rows}
    assert told.keys() == FAULTS.keys() | ELSEWHERE.keys()
    for row, faults in FAULTS.items():
        reason, requests = told[row]
        most = re.search(r"\d+", requests)
        for _, becomes, sent in faults.values():
            assert becomes in reason
            assert most is not None
            assert sent == int(most[0])


@pytest.mark.parametrize(("fault", "reason", "requests"), CASES.values(), ids=CASES.keys())
async def test_a_lasting_fault(
    server: FaultyServer, waits: FakeWaits, fault: Answer, reason: Reason, requests: int
) -> None:
    server.answers = [fault]
    slow = fault in (silence, drip)
    model = reach(server, waits, tries=QUICK if slow else None)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append)
    await model.close()
    assert (caught.value.reason, len(server.received)) == (reason, requests)
    assert len(waits.told) == len(waits.waits) < requests
    assert "\n" not in caught.value.detail
    assert "my.own.secret" not in str(caught.value)


PASSING = {name: fault for name, (fault, _, requests) in CASES.items() if requests > 1}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_a_passing_fault_costs_one_more_request(
    server: FaultyServer, waits: FakeWaits, fault: Answer
) -> None:
    server.answers = [fault, chat(GOOD)]
    model = reach(server, waits, tries=QUICK if fault in (silence, drip) else None)
    reply = await model.complete(REQUEST)
    await model.close()
    assert reply.text == GOOD
    assert len(server.received) == 2


async def test_a_refused_connection_is_tried_five_times(waits: FakeWaits) -> None:
    async with FaultyServer(chat()) as gone:
        model = reach(gone, waits)
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST, waits.told.append)
    await model.close()
    assert caught.value.reason == "cannot connect"
    assert [told.attempt for told in waits.told] == [2, 3, 4, 5]
    assert {told.attempts for told in waits.told} == {5}
    assert [told.seconds for told in waits.told] == waits.waits == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ({"Retry-After": "7"}, 7.5),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": format_datetime(START + timedelta(seconds=9), usegmt=True)}, 9.5),
        ({"Retry-After": format_datetime(START - timedelta(hours=1), usegmt=True)}, 0.0),
        ({"retry-after-ms": "500"}, 0.75),
        ({"Retry-After": "soon"}, 0.5),
        ({"Retry-After": "-3"}, 0.5),
        ({}, 0.5),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_pause_that_a_server_asks_for_is_kept(
    server: FaultyServer,
    model: Model,
    waits: FakeWaits,
    status: int,
    asked: dict[str, str],
    waited: float,
) -> None:
    server.answers = [error(status, headers=asked), chat(GOOD)]
    await model.complete(REQUEST, waits.told.append)
    assert waits.waits == [pytest.approx(waited)]
    [told] = waits.told
    assert told.reason == ("rate limited" if status == 429 else "server error")


async def test_waits_never_pass_the_deadline(server: FaultyServer, waits: FakeWaits) -> None:
    server.answers = [error(429, headers={"Retry-After": "20"})]
    model = reach(server, waits, tries=Tries(deadline=50))
    with pytest.raises(ModelFailure, match="rate limited"):
        await model.complete(REQUEST)
    await model.close()
    assert waits.waits == [20.5, 20.5]
    assert len(server.received) == 3


async def test_a_date_far_away_gives_up_at_once(
    server: FaultyServer, model: Model, waits: FakeWaits
) -> None:
    date = format_datetime(START + timedelta(days=400), usegmt=True)
    server.answers = [error(429, headers={"Retry-After": date})]
    with pytest.raises(ModelFailure, match="rate limited"):
        await model.complete(REQUEST)
    assert (len(server.received), waits.waits) == (1, [])


async def test_cancelling_ends_a_wait_at_once(server: FaultyServer, waits: FakeWaits) -> None:
    server.answers = [error(503, headers={"Retry-After": "60"})]
    waiting = asyncio.Event()

    async def for_ever(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    model = open_model(
        "m", base_url=server.base_url, means=Means(for_ever, waits.means.steady, waits.means.wall)
    )
    task = asyncio.create_task(model.complete(REQUEST))
    await asyncio.wait_for(waiting.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await model.close()
    assert len(server.received) == 1
