"""A home of its own for each test, and nothing of the user's environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; the current folder is an empty one beside it."""
    for name in list(os.environ):
        if name.startswith("INTERVIEWER_") or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("INTERVIEWER_HOME", str(folder))
    return folder
