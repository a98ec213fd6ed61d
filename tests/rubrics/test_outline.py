"""Outlines: banks of which only the hints have to be there."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from rubrics import BankError, load_bank, load_outline, shipped_banks

OUTLINE = """\
id: hot-drinks
title: Hot Drinks
about: Tea and coffee.
sections:
  - id: tea
    title: Tea
    questions:
      - hint: Boil fresh water and warm the pot.
      - id: black
        ask:
        hint: Boil fresh water.
        criteria: []
        minutes: 2
"""


def write(folder: Path, text: str = OUTLINE) -> Path:
    path = folder / "bank.yaml"
    path.write_text(textwrap.dedent(text))
    return path


def test_only_the_hint_has_to_be_there(tmp_path: Path) -> None:
    outline = load_outline(write(tmp_path))
    first, second = outline.questions()
    assert first.missing == ("id", "ask", "minutes", "criteria", "model_answer", "follow_ups")
    assert second.missing == ("ask", "criteria", "model_answer", "follow_ups")
    section = outline.sections[0]
    assert [section.label(0), section.label(1)] == ["tea/1", "black"]


def test_a_whole_bank_is_an_outline_that_lacks_nothing() -> None:
    name = shipped_banks()[0]
    outline = load_outline(name)
    assert [one.id for one in outline.questions()] == [
        one.id for one in load_bank(name).questions()
    ]
    assert not any(one.missing for one in outline.questions())


def test_a_bank_that_only_lacks_something_says_how_to_get_it(tmp_path: Path) -> None:
    path = write(tmp_path, OUTLINE.replace("      - hint:", "      - ask: Tea?\n        hint:", 1))
    with pytest.raises(BankError) as caught:
        load_bank(path)
    assert f"{path}:8: " in caught.value.message
    assert "interviewer bank draft" in caught.value.advice


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("      - hint: Boil fresh water and warm the pot.\n", "      - ask: Tea?\n", 8, "hint"),
        ("minutes: 2", "minuts: 2", 13, "Did you mean minutes?"),
        ("minutes: 2", "minutes: two", 13, "minutes"),
        ("criteria: []", "criteria: [{id: a}]", 12, "expects"),
        ("criteria: []", "frozen: yes", 12, "frozen"),
        ("hint: Boil fresh water and", "id: black\n        hint: Boil and", 1, "two questions"),
        ("title: Hot Drinks", "titel: Hot Drinks", 2, "titel"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    path = write(tmp_path, OUTLINE.replace(before, after, 1))
    with pytest.raises(BankError) as caught:
        load_outline(path)
    told = next(one for one in caught.value.message.splitlines() if words in one)
    assert told.startswith(f"{path}:{line}: ")
