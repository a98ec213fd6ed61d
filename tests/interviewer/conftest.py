"""Fixtures for the commands."""

from __future__ import annotations

import pytest

from tests.interviewer.command import Shell


@pytest.fixture
def interviewer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command, to be called with its arguments."""
    return Shell(capsys, monkeypatch)
