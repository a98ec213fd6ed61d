"""The model that replays a script."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rubrics.judge.schema import read_judgement
from rubrics.models.model import Message, Model, ModelFailure, Reason, Request
from rubrics.models.opening import open_model
from rubrics.models.scripted import Script, ScriptError
from rubrics.models.tries import Tries
from tests.rubrics.models.means import REQUEST, FakeWaits


@pytest.fixture
def waits() -> FakeWaits:
    return FakeWaits()


def scripted(tmp_path: Path, waits: FakeWaits, script: object, **rest: Tries) -> Model:
    path = tmp_path / "script.yaml"
    path.write_text(script if isinstance(script, str) else json.dumps(script))
    return open_model(f"scripted/{path}", means=waits.means, **rest)  # type: ignore[arg-type]


def asking(text: str) -> Request:
    return Request((Message("user", text),))


async def test_replies_come_in_order_or_by_what_is_asked(tmp_path: Path, waits: FakeWaits) -> None:
    model = scripted(
        tmp_path,
        waits,
        """
        model: demo
        replies:
          - {when: tea, text: about tea, again: true}
          - text: first
          - json: {ok: true, list: [1]}
            usage: {prompt_tokens: 7, completion_tokens: 2}
        """,
    )
    texts = [(await model.complete(asking(text))).text for text in ("a", "my tea", "b", "tea")]
    assert texts == ["first", "about tea", '{"ok": true, "list": [1]}', "about tea"]
    assert model.parameters.name.startswith("scripted/")


async def test_usage_is_told_and_its_price_unknown(tmp_path: Path, waits: FakeWaits) -> None:
    used = {"prompt_tokens": 7, "completion_tokens": 2}
    model = scripted(tmp_path, waits, [{"text": "x", "usage": used}, {"text": "y"}])
    usage = (await model.complete(REQUEST)).usage
    assert usage is not None
    assert usage.model_dump() == {**used, "cost_usd": None}
    reply = await model.complete(REQUEST)
    assert (reply.usage, reply.model) == (None, "scripted")


async def test_faults_are_tried_again_as_real_ones(tmp_path: Path, waits: FakeWaits) -> None:
    model = scripted(
        tmp_path,
        waits,
        [
            {"status": 429, "retry_after": 8},
            {"fails": "refused"},
            {"fails": "reset"},
            {"status": 400, "says": "response_format is not supported"},
            {"text": "there", "delay": 3},
        ],
    )
    reply = await model.complete(REQUEST, waits.told.append)
    assert reply.text == "there"
    assert [told.reason for told in waits.told] == [
        "rate limited",
        "cannot connect",
        "server error",
    ]
    assert waits.waits == [8.5, 1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"status": 401}, "key refused"),
        ({"refusal": "No."}, "refused"),
        ({"text": "half", "finish": "length", "again": True}, "cut off"),
        ({"text": "", "again": True}, "empty reply"),
        ({"fails": "timeout", "again": True}, "timeout"),
        ({"text": "late", "delay": 61, "again": True}, "timeout"),
        ({"when": "something else", "text": "x"}, "bad request"),
    ],
)
async def test_a_lasting_fault(
    tmp_path: Path, waits: FakeWaits, entry: dict[str, object], reason: Reason
) -> None:
    with pytest.raises(ModelFailure) as caught:
        await scripted(tmp_path, waits, [entry]).complete(REQUEST)
    assert caught.value.reason == reason


async def test_a_script_that_is_used_up_says_so(tmp_path: Path, waits: FakeWaits) -> None:
    model = scripted(tmp_path, waits, [{"text": "once"}])
    await model.complete(REQUEST)
    with pytest.raises(ModelFailure, match="the script has no reply"):
        await model.complete(REQUEST)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("", "script"),
        ("just words", "script"),
        ("replies: []", "replies"),
        ("replies: [{}]", "replies.0"),
        ("replies: [{text: a, status: 500}]", "one of text"),
        ("replies: [{text: a, speed: 3}]", "replies.0.speed"),
        ("replies: [{text: a, delay: -1}]", "replies.0.delay"),
        ("replies: [{status: 200}]", "replies.0.status"),
        ("a: [1", "neither YAML nor JSON"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("[" * 600, "neither YAML nor JSON"),
    ],
)
def test_a_script_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, waits: FakeWaits, script: str, says: str
) -> None:
    with pytest.raises(ScriptError, match=says) as caught:
        scripted(tmp_path, waits, script)
    assert "script.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="cannot be read"):
        open_model(f"scripted/{tmp_path}/none.yaml")
    with pytest.raises(ScriptError, match="cannot be read"):
        open_model(f"scripted/{tmp_path}")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScriptError, match="neither"):
        open_model(f"scripted/{tmp_path}/binary.json")


def test_the_script_that_the_docs_show_is_one(tmp_path: Path) -> None:
    docs = Path(__file__).parents[3] / "docs" / "models.md"
    [shown] = re.findall(r"```yaml\n(.*?)```", docs.read_text(), re.DOTALL)
    path = tmp_path / "shown.yaml"
    path.write_text(shown)
    replies = Script.read(path).replies
    assert len(replies) == 5
    [reply] = [one.json_ for one in replies if one.json_ is not None]
    assert [mark.id for mark in read_judgement(json.dumps(reply)).criteria] == ["dense-vector"]


async def test_json_is_read_as_json(tmp_path: Path, waits: FakeWaits) -> None:
    path = tmp_path / "s.json"
    path.write_text('{"model": "j", "replies": [{"json": false}]}')
    reply = await open_model(f"scripted/{path}", means=waits.means).complete(REQUEST)
    assert (reply.text, reply.model) == ("false", "j")
