"""A whole bank as YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rubrics.errors import BankError
from rubrics.loading import load_bank, load_outline
from rubrics.outline import Outline
from rubrics.reading import Reader
from rubrics.text import printable
from rubrics.writing import bank_text
from tests.fakes import small_bank


def outline(hint: str) -> dict[str, object]:
    question = {"id": "a", "hint": hint, "tags": ["x", "y"]}
    section = {"id": "s", "title": "No: it is #1", "questions": [question]}
    return {"id": "b", "title": "yes", "about": "A b.", "sections": [section]}


def test_a_bank_is_written_as_a_person_would(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(bank_text(outline("Boil: fresh water # first"), "From x."))
    assert path.read_text() == (
        "# From x.\nid: b\ntitle: 'yes'\nabout: A b.\nsections:\n"
        "  - id: s\n    title: 'No: it is #1'\n    questions:\n"
        "      - id: a\n        hint: 'Boil: fresh water # first'\n        tags: [x, y]\n"
    )
    assert load_outline(path) == Outline.model_validate(outline("Boil: fresh water # first"))


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    values = small_bank().model_dump(mode="json", exclude_none=True)
    path.write_text(bank_text(values))
    assert load_bank(path) == small_bank()


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=300).map(printable))
@example("a \u2028b\n\n  c: d\n# e\u0085" + "x " * 60)
@example("- a\n  b\n" * 20)
def test_any_text_survives(hint: str) -> None:
    values = outline(hint)
    assert Reader().parse(bank_text(values), Path("b.yaml")) == values


def test_a_bank_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rubrics.writing.LARGEST_FILE", 1000)
    with pytest.raises(BankError, match="Make two of it"):
        bank_text(outline("word " * 300))
