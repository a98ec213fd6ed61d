from __future__ import annotations

import csv
import re
from collections.abc import Iterable

import pytest

from sessions.export import to_csv
from sessions.export.table import COLUMNS
from sessions.session import Session
from tests.docs import table
from tests.sessions.export.sample import followed, spoiled, told


def rows(sessions: Iterable[Session]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(to_csv(sessions)).splitlines()))


def test_a_line_tells_of_each_turn() -> None:
    first, again, blank, failed, skipped = rows([told()])
    assert (first["label"], first["score"], first["band"]) == ("1", "80.0", "solid")
    assert (first["origin"], first["grader"], first["hinted"]) == ("self-marked", "estimate", "yes")
    assert [first[verdict] for verdict in ("met", "partly", "missed", "contradicted")] == [
        "1",
        "1",
        "1",
        "0",
    ]
    assert (again["label"], again["attempt"], again["score"]) == ("1.2", "2", "50.0")
    assert (again["grader"], again["prompt"], again["seconds_used"]) == ("openai/gpt", "p1", "5.0")
    assert (blank["state"], blank["score"]) == ("blank", "0.0")
    assert (failed["score"], failed["ungraded"]) == ("", "rate limited")
    assert (skipped["state"], skipped["score"], skipped["words"]) == ("skipped", "", "2")


def test_the_docs_name_every_column() -> None:
    named = [name for row in table("exporting.md", "CSV") for name in re.findall("`(.+?)`", row[0])]
    assert sorted(named) == sorted(COLUMNS)


def test_sessions_share_one_table_and_follow_ups_have_no_score() -> None:
    lines = rows([told(), followed()])
    assert len(lines) == 5 + 8
    follow_up = lines[6]
    assert (follow_up["label"], follow_up["round"], follow_up["score"]) == ("1a", "1", "")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x1b[0m=1", "\ufeff=1", "＝1", '"=1"'],
)
def test_no_cell_is_a_formula(text: str) -> None:
    for row in csv.reader("".join(to_csv([spoiled(text)])).splitlines()):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_a_cell_stays_on_its_line() -> None:
    lines = "".join(to_csv([spoiled('a\n"b",c\r\nd')])).splitlines()
    assert len(lines) == 2
    assert 'a ""b"",c d' in lines[1]
