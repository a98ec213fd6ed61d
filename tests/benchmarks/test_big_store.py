"""The interviews that the store is measured with are real ones."""

from __future__ import annotations

from pathlib import Path

from benchmarks.big_store import fill
from sessions.record import SessionRecord
from sessions.store import Store


def test_what_is_made_is_what_a_store_holds(home: Path) -> None:
    fill(home, sessions=3, turns=4)
    with Store.open(home) as store:
        summaries = store.sessions()
        assert [summary.answered for summary in summaries] == [4, 4, 4]
        assert all(summary.scores["estimated"][1] == 4 for summary in summaries)
        assert len(store.reviews(summaries[0].bank)) == 12
        record = store.record(summaries[0].id)
        assert SessionRecord.model_validate(record.model_dump()) == record
        assert all(len(journal.steps) == 20 for journal in record.drafts)
