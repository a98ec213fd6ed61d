"""Many questions, odd texts and ends, over the wire."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from rubrics.models.model import Message, Model, ModelFailure, Request
from rubrics.models.tries import Tries
from tests.rubrics.models.means import GOOD, REQUEST, FakeWaits, reach
from tests.servers import (
    Answer,
    FaultyServer,
    Received,
    answer,
    chat,
    error,
    reset,
)


@pytest.mark.parametrize(
    "text", [f"Here it is:\n```json\n{GOOD}\n```", f'{{"draft": 1}}\n{GOOD}', "no JSON at all"]
)
async def test_the_text_comes_as_it_was_sent(server: FaultyServer, model: Model, text: str) -> None:
    server.answers = [chat(text)]
    assert (await model.complete(REQUEST)).text == text
    assert len(server.received) == 1


async def test_a_server_s_words_are_made_safe_for_the_screen(
    server: FaultyServer, model: Model
) -> None:
    words = "Bad key sk-abcdef123456\x1b[31m for my.own.secret\nin \u202eline " + "x" * 500
    server.answers = [error(401, words)]
    with pytest.raises(ModelFailure) as caught:
        await model.complete(REQUEST)
    detail = caught.value.detail
    assert detail.startswith("Bad key *** for *** in line xxx")
    assert len(detail) <= 200


async def test_many_questions_share_one_client(server: FaultyServer, model: Model) -> None:
    server.answers = [chat(GOOD)]
    replies = await asyncio.gather(*(model.complete(REQUEST) for _ in range(40)))
    assert {reply.text for reply in replies} == {GOOD}
    assert len(server.received) == 40


async def test_under_random_faults_none_is_lost_and_none_gets_another_s_reply(
    server: FaultyServer, waits: FakeWaits
) -> None:
    """Two of five requests fail in some way that passes; no question more than four times."""
    dice = random.Random(7)
    faults = [error(500), error(503), error(429), reset, answer(200, '{"cho'), answer(502, "")]
    failed: Counter[str] = Counter()

    def choose(received: Received) -> Answer:
        asked = received.body["messages"][0]["content"]
        if failed[asked] < 4 and dice.random() < 0.4:
            failed[asked] += 1
            return dice.choice(faults)
        return chat(f"re: {asked}")

    server.choose = choose
    asked = [f"question {number}" for number in range(200)]
    model = reach(server, waits, tries=Tries(deadline=1e9))  # all share one clock
    replies = await asyncio.gather(
        *(model.complete(Request((Message("user", each),))) for each in asked)
    )
    await model.close()
    assert [reply.text for reply in replies] == [f"re: {each}" for each in asked]
    assert failed.total() > 60
    assert len(server.received) == len(asked) + failed.total()


async def test_a_closed_model_opens_again(server: FaultyServer, model: Model) -> None:
    await model.complete(REQUEST)
    await model.close()
    await model.close()
    await model.complete(REQUEST)
    assert len(server.received) == 2


async def test_a_library_that_cannot_be_loaded_is_a_failure_not_a_crash(
    server: FaultyServer, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ImportError("no such library")

    monkeypatch.setattr("rubrics.models.openai_client.OpenAIClient.__init__", broken)
    with pytest.raises(ModelFailure, match="no such library"):
        await model.complete(Request(REQUEST.messages))
    assert server.received == []
