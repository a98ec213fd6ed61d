"""What the store holds after a program ended."""

from __future__ import annotations

from pathlib import Path

from sessions.session import Session
from sessions.store import Store


def kept(home: Path) -> Session:
    """The newest session as the store holds it."""
    with Store.open(home) as store:
        latest = store.latest()
        assert latest is not None
        return store.session(latest.id)
