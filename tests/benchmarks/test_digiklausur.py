"""The answers of an exam, each with a hint of ours."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from benchmarks.estimate_digiklausur import HINTS, read


def test_each_answer_has_its_hint_and_blanks_are_left_out(tmp_path: Path) -> None:
    hints = yaml.safe_load(HINTS.read_text(encoding="utf-8"))
    assert len(hints) == 17
    path = tmp_path / "answers.jsonl"
    rows = [
        {"question_id": name, "question": f"Question {name}?", "answer": answer, "score": 1.0}
        for name in hints
        for answer in ("", "two words", "three words here")
    ]
    path.write_text("".join(json.dumps({**row, "max_score": 2.0}) + "\n" for row in rows))
    items = list(read(path, hints))
    assert [item.question_id for item in items] == list(hints)
    assert {item.score for item in items} == {0.5}
    assert all(item.reference == hints[item.question_id] for item in items)
