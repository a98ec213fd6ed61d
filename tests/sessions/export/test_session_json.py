from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sessions.drafts import DraftStep
from sessions.export import TranscriptError, from_json, to_csv, to_html, to_json, to_markdown
from sessions.record import Journal, SessionRecord
from tests.sessions.export.sample import NASTY, followed, spoiled, told
from tests.sessions.sample import Room, new_session


def test_json_has_follow_ups_as_turns_and_in_no_result() -> None:
    session = followed()
    content = json.loads(to_json(session))
    assert from_json(to_json(session)).session == session
    assert [turn["round"] for turn in content["session"]["turns"]] == [0, 1, 2, 0, 1, 0, 1, 0]
    assert content["session"]["rounds"] == 2
    turns = {turn.id: turn for turn in session.turns}
    assert [turns[result["turn"]].label for result in content["results"]] == ["1", "2", "3", "4"]


def test_json_of_before_there_were_follow_ups_is_read() -> None:
    session = told()
    content = json.loads(to_json(session))
    content["version"] = 1
    del content["grades"], content["drafts"], content["session"]["rounds"]
    for turn in content["session"]["turns"]:
        del turn["round"], turn["asks"]
    assert from_json(json.dumps(content)) == SessionRecord.of(session)


def test_json_comes_back_as_it_was() -> None:
    session = told()
    assert from_json(to_json(session)).session == session


def test_json_is_plain_ascii_without_control_characters() -> None:
    text = to_json(spoiled(NASTY))
    assert text.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)


def test_json_has_marks_of_both_kinds_and_the_results() -> None:
    content = json.loads(to_json(told()))
    assert (content["format"], content["version"]) == ("interviewer-session", 2)
    first = content["session"]["turns"][0]
    assert first["self_marks"] == {
        "warm": {"verdict": "partly", "reason": "in the *second* sentence"}
    }
    assert [mark["verdict"] for mark in first["grade"]["marks"]] == ["met", "missed", "missed"]
    first = content["results"][0]
    assert [first[name] for name in ("turn", "score", "band", "origin")] == [
        0,
        80.0,
        "solid",
        "self-marked",
    ]
    assert content["results"][3]["score"] is None


def test_how_answers_were_given_stands_beside_the_results() -> None:
    room = Room(new_session())
    room.interview.begin()
    room.answer("abc", seconds=75)
    session = room.interview.session
    steps = (DraftStep(0.0, 0, 0, "a"), DraftStep(3.75, 1, 0, "bc"))
    record = SessionRecord(session=session, drafts=(Journal(turn=0, steps=steps),))
    results = json.loads(to_json(record))["results"]
    assert results[0]["deliveries"] == [
        {
            "turn": 0,
            "words": 1,
            "seconds_used": 75.0,
            "seconds_allotted": 120.0,
            "seconds_to_first_word": 0.0,
            "words_a_minute": 1 / 75 * 60,
            "typing_share": 0.05,
            "edits": 0,
            "seconds_spoken": 1 / 140 * 60,
        }
    ]
    assert results[2]["deliveries"] == [], "nothing was handed in"
    assert "· typing 5% of the time · no edits ·" in to_markdown(record)
    assert "· typing 5% of the time · no edits ·" in to_html(record)
    assert ",0.0,0.8,0.05,0,0.43," in "".join(to_csv([record]))
    for bare in (to_markdown(session), to_html(session)):
        assert "typing" not in bare


def changed(**changes: Any) -> str:
    return json.dumps({**json.loads(to_json(new_session())), **changes})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"format": NaN}', "NaN is no number"),
        ("[]", "not a session of Interviewer"),
        ('{"format": "other"}', "not a session of Interviewer"),
        (changed(version=3), "version 3 of the format"),
        (changed(session={}), "session.id: Field required"),
        (changed(session=None), "session: Input should be"),
    ],
)
def test_what_is_no_session_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(TranscriptError, match=re.escape(words)):
        from_json(text)


def test_an_invented_score_is_not_read() -> None:
    content = json.loads(to_json(told()))
    content["session"]["turns"][0]["grade"]["score"] = 99.0
    with pytest.raises(TranscriptError, match="what its marks add up to"):
        from_json(json.dumps(content))
