"""Whatever a session holds: out of a store, into another, and nothing is lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
from hypothesis import HealthCheck, given, settings

from sessions.export import from_json, schema, to_csv, to_html, to_json, to_labels, to_markdown
from sessions.importing import take
from sessions.record import SessionRecord
from sessions.store import Store
from tests.sessions.export.any_session import records

VALIDATOR = jsonschema.Draft202012Validator(schema())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_session_is_the_same_after_a_journey(record: SessionRecord) -> None:
    text = to_json(record)
    assert text.isascii()
    VALIDATOR.validate(json.loads(text))
    with TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        assert take(store, from_json(text)).how == "new"
        held = store.record(record.session.id)
        assert held == record
        assert store.session(record.session.id) == record.session
        assert to_json(held) == text
        assert from_json(to_json(held, line=True)) == record
        assert take(store, from_json(text)).how == "there"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_session_can_be_written_in_every_form(record: SessionRecord) -> None:
    session = record.session
    to_markdown(session).encode()
    page = to_html(session)
    assert page.count("<article") == sum(not turn.round for turn in session.turns)
    rows = list(csv.reader("".join(to_csv([session])).splitlines()))
    assert len(rows) == 1 + len(session.turns)
    assert {len(row) for row in rows} == {len(rows[0])}
    for line in to_labels([session]):
        assert json.loads(line)["labels"]
