"""A home of its own for each test, and nothing of the user's environment."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Read once: every client of a model reads them anew, which takes it a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


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
