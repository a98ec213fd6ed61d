"""The scored answers of a store, as what is due is worked out from them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sessions.schedule import Review

_SCORED = """
SELECT question, submitted_at, score, origin, hinted
FROM turn JOIN session ON session.id = turn.session
WHERE turn.bank = ? AND deleted_at IS NULL AND score IS NOT NULL
    AND (mode <> 'exam' OR phase = 'ended')  -- until then its marks are not told
ORDER BY submitted_at
"""


def read_reviews(connection: sqlite3.Connection, bank: str) -> list[Review]:
    """Every scored answer to the questions of a bank, oldest first; no text is read."""
    names = dict(connection.execute("SELECT hash, json_extract(content, '$.id') FROM question"))
    return [
        Review(names[question], datetime.fromisoformat(at), score, origin, bool(hinted))
        for question, at, score, origin, hinted in connection.execute(_SCORED, (bank,))
    ]
