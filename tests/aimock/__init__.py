"""aimock: a model server that nobody here wrote. ``make aimock`` sets it up; node runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

PROGRAM = Path(__file__).parents[2] / ".cache/aimock/node_modules/@copilotkit/aimock/dist/cli.js"
_NEVER_ASKED = {"match": {"userMessage": "never asked"}, "response": {"content": "never said"}}


def why_not() -> str:
    """Why aimock cannot be run here; empty where it can."""
    if shutil.which("node") is None:
        return "no node here, which aimock needs"
    return "" if PROGRAM.exists() else "aimock is not installed: make aimock"


class AiMock:
    """The server, from its start to its end.

    It is told at run time what to answer. Whatever no fixture fits gets its 503.
    """

    def __init__(self, folder: Path) -> None:
        fixtures = folder / "fixtures.json"  # it does not start without any
        fixtures.write_text(json.dumps({"fixtures": [_NEVER_ASKED]}))
        self._process = subprocess.Popen(
            ["node", str(PROGRAM), "-p", "0", "-f", str(fixtures), "--strict"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.origin = self._listening()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)

    def _listening(self) -> str:
        """``http://127.0.0.1:PORT``, as it says once it is up."""
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if "listening on " in line:
                return line.rsplit(maxsplit=1)[-1]
        raise RuntimeError(f"aimock did not start: {''.join(said)}")

    def answer(self, *fixtures: Mapping[str, Any]) -> None:
        """Answer by these from now on, the first that fits; all that was before is forgotten."""
        self._ask("POST", "reset")
        self._ask("POST", "fixtures", {"fixtures": fixtures})

    def received(self) -> list[dict[str, Any]]:
        """The requests since then as its journal has them: ``path``, ``headers``, ``body``, …"""
        journal: list[dict[str, Any]] = self._ask("GET", "journal")
        return journal

    def _ask(self, method: str, name: str, body: object = None) -> Any:
        request = Request(
            f"{self.origin}/__aimock/{name}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=20) as answer:
            return json.load(answer)
