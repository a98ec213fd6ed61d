"""A home of its own for each test, and nothing of the user's environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; the current folder is an empty one beside it.

    The estimate is named, so nothing here, nor any program that a test starts, looks for models on
    this machine. A test of that takes the name away and says which servers there are.
    """
    for name in list(os.environ):
        if name.startswith(("INTERVIEWER_", "OLLAMA_")) or name.endswith(("_API_KEY", "_BASE_URL")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("INTERVIEWER_MODEL", "estimate")
    folder = tmp_path / "home"
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("INTERVIEWER_HOME", str(folder))
    return folder
