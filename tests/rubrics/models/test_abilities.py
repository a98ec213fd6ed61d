"""The memory of what servers can do."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from rubrics.models.abilities import Abilities, Ability

FOUND = Ability("object", "max_completion_tokens", ("temperature",), True, 4)


def test_it_is_kept_by_server_and_model(tmp_path: Path) -> None:
    path = tmp_path / "new" / "abilities.json"
    abilities = Abilities(path)
    abilities.put("http://a/v1", "m", FOUND)
    abilities.put(None, "anthropic/c", Ability())
    again = Abilities(path)
    assert again.get("http://a/v1", "m") == FOUND
    assert again.get(None, "anthropic/c") == Ability()
    assert again.get("http://a/v1", "other") is None
    assert again.get("http://b/v1", "m") is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["abilities.json"]


def test_nothing_is_written_when_nothing_is_new(tmp_path: Path) -> None:
    path = tmp_path / "abilities.json"
    abilities = Abilities(path)
    abilities.put(None, "m", FOUND)
    path.unlink()
    abilities.put(None, "m", FOUND)
    assert not path.exists()


ENTRY = {"step": "text", "tokens": "max_tokens", "without": [], "quiet": False, "room": 1}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": 2, "models": {}}',
        '{"format": 1, "models": []}',
        '{"format": 1, "models": {" m": 1}}',
        json.dumps({"format": 1, "models": {" m": {**ENTRY, "step": "magic"}}}),
        json.dumps({"format": 1, "models": {" m": {**ENTRY, "step": ["schema"]}}}),
        json.dumps({"format": 1, "models": {" m": {**ENTRY, "room": 10**9}}}),
        json.dumps({"format": 1, "models": {" m": {**ENTRY, "other": 1}}}),
        json.dumps({"format": 1, "models": {" m": {**ENTRY, "without": 3}}}),
    ],
)
def test_a_file_that_means_nothing_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "abilities.json"
    path.write_text(content)
    abilities = Abilities(path)
    assert abilities.get(None, "m") is None
    abilities.put(None, "m", FOUND)
    assert Abilities(path).get(None, "m") == FOUND


def test_one_broken_entry_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "abilities.json"
    path.write_text(json.dumps({"format": 1, "models": {" m": ENTRY, " n": 1}}))
    abilities = Abilities(path)
    assert abilities.get(None, "m") == Ability("text")
    assert abilities.get(None, "n") is None


def test_a_place_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    abilities = Abilities(tmp_path / "file" / "abilities.json")
    abilities.put(None, "m", FOUND)
    assert abilities.get(None, "m") == FOUND
