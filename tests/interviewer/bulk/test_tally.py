"""Counts, reasons, tokens and dollars, and what a progress line says of them."""

from __future__ import annotations

import pytest

from interviewer.bulk.progress import Progress, Waits
from interviewer.bulk.tally import Tally
from rubrics.grader import Waiting
from tests.fakes import FakeTime


def record(
    status: str = "graded",
    reason: str | None = None,
    tokens: tuple[int, int] | None = (100, 10),
    cost: float | None = 0.5,
) -> dict[str, object]:
    usage = tokens and {
        "prompt_tokens": tokens[0],
        "completion_tokens": tokens[1],
        "cost_usd": cost,
    }
    return {"status": status, "reason": reason, "detail": "", "usage": usage}


def test_what_was_paid_for_is_added_up() -> None:
    tally = Tally()
    tally.add(record())
    tally.add(record("ungraded", "cut off", (50, 5), 0.25))
    assert tally.words("line") == "2 lines: 1 graded, 1 ungraded (1 cut off)"
    assert tally.spent() == "150 tokens in, 15 out, $0.7500"
    assert tally.values() == {
        "graded": 1,
        "ungraded": 1,
        "reasons": {"cut off": 1},
        "taken_up": 0,
        "from_cache": 0,
        "prompt_tokens": 150,
        "completion_tokens": 15,
        "cost_usd": 0.75,
        "unpriced": 0,
    }


def test_what_costs_nothing_is_said_apart() -> None:
    tally = Tally()
    tally.add(record(), taken_up=True)
    tally.add(record(tokens=(0, 0), cost=0.0))
    tally.add(record("ungraded", "timeout", None))
    tally.add(record("estimated", None, None))
    tally.add_bad()
    assert tally.words("line") == ("5 lines: 1 bad, 1 estimated, 2 graded, 1 ungraded (1 timeout)")
    assert tally.spent() == "1 graded already; 1 from the cache"
    assert tally.values()["cost_usd"] == 0


@pytest.mark.parametrize("unknown", [record(cost=None), record(tokens=None)])
def test_an_unknown_price_says_unknown(unknown: dict[str, object]) -> None:
    tally = Tally()
    tally.add(unknown)
    assert tally.cost == "price unknown"
    assert tally.values()["cost_usd"] is None
    tally.add(record())
    assert tally.cost == "$0.5000 and 1 of unknown price"
    assert tally.values()["cost_usd"] is None


def test_nothing_done_is_none() -> None:
    assert (Tally().words("line"), Tally().spent()) == ("0 lines: none", "")


def progress(total: int | None, *records: dict[str, object]) -> Progress:
    tally = Tally()
    for one in records:
        tally.add(one)
    return Progress(tally, Waits(FakeTime().steady), False, total)


def test_progress_says_how_far_how_fast_and_how_long() -> None:
    line = progress(500, *[record()] * 20, record("ungraded", "timeout", None)).text(4.0)
    assert line == "21 of 500 · 4.0/s · 2:00 left · 1 ungraded · $10.0000"


def test_of_a_pipe_nobody_knows_the_end() -> None:
    assert progress(None, record("estimated", None, None)).text(32.0) == "1 done · 32/s"
    assert progress(None).text(None) == "0 done"


def test_waits_are_told_until_they_are_over() -> None:
    time = FakeTime()
    waits = Waits(time.steady)
    assert waits.text() == ""
    waits.hear(Waiting("rate limited", 8.0, 2, 5))
    assert waits.text() == "rate limited, again in 8 s, 2 of 5"
    time.pass_(6.5)
    waits.hear(Waiting("server error", 1.0, 3, 5))
    assert waits.text() == "server error, again in 1 s, 3 of 5 (2 answers wait)"
    time.pass_(1.2)
    assert waits.text() == "rate limited, again in 1 s, 2 of 5"
    time.pass_(1.0)
    assert waits.text() == ""


def test_where_nobody_looks_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(1, record()) as shown:
        shown.moved()
        shown.tell("a \x1b[31mword\x1b[0m [bold]")
        shown.show("a result")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("a result\n", "a word [bold]\n")


def test_more_on_a_reason_is_kept_as_it_was_said_first() -> None:
    tally = Tally()
    for detail in ("", "set A_KEY", "set B_KEY"):
        tally.add({**record("ungraded", "no key", None), "detail": detail})
    assert tally.details == {"no key": "set A_KEY"}
