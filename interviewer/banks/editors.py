"""The user's editor, and how it is told where to begin."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rubrics.errors import InterviewerError

KNOWN = ("nano", "vim", "vi", "micro", "emacs", "notepad")
"""Editors that are looked for where none is named."""

_PLUS = {
    *("vi", "vim", "nvim", "view", "gvim", "nano", "pico", "micro", "emacs", "emacsclient"),
    *("joe", "jed", "kak", "mg", "ne", "mcedit", "gedit"),
}
"""Editors that take ``+LINE`` before the file."""

_COLON = {"hx": (), "helix": (), "subl": ("--wait",), "zed": ("--wait",)}
"""Editors that take ``FILE:LINE``, with what makes them wait."""

_GOTO = {"code", "codium", "cursor", "windsurf"}
"""Editors that take ``--goto FILE:LINE``."""


def editor_command(
    environ: Mapping[str, str], path: Path, line: int, which: Callable[[str], str | None]
) -> list[str]:
    """The command that opens a file at a line, where the editor can be told the line.

    Args:
        environ: names the editor, as VISUAL or else EDITOR.
        path: of the file.
        line: from 1.
        which: finds a program, as ``shutil.which``.

    Raises:
        InterviewerError: there is no editor.
    """
    command = _named(environ) or next(([name] for name in KNOWN if which(name)), [])
    if not command or which(command[0]) is None:
        told = f"The editor {command[0]!r} cannot be found." if command else "There is no editor."
        raise InterviewerError(
            told, f"Name one in EDITOR (or VISUAL) and start again. The bank: {path}"
        )
    name = Path(command[0]).name.lower().removesuffix(".exe")
    if name in _PLUS:
        return [*command, f"+{line}", str(path)]
    if name in _COLON:
        return [*command, *_waiting(command, _COLON[name]), f"{path}:{line}"]
    if name in _GOTO:
        return [*command, *_waiting(command, ("--wait",)), "--goto", f"{path}:{line}"]
    return [*command, str(path)]


def _named(environ: Mapping[str, str]) -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        written = environ.get(variable, "").strip()
        if not written:
            continue
        try:
            return shlex.split(written)
        except ValueError:
            raise InterviewerError(
                f"{variable} cannot be read as a command: {written}", "Look at its quotes."
            ) from None
    return []


def _waiting(command: list[str], flags: tuple[str, ...]) -> list[str]:
    """What an editor with windows needs so that it is known when it is done."""
    given = {"-w", "--wait"} & set(command)
    return [] if given else list(flags)


def run_editor(command: Sequence[str]) -> None:
    """Run an editor in the terminal, and wait until it is closed.

    Raises:
        InterviewerError: it cannot be started.
    """
    # Ctrl+C is for the editor; a handler, unlike an ignored signal, is not handed on to it.
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise InterviewerError(
            f"The editor {command[0]!r} cannot be started ({error.strerror}).",
            "Name another in EDITOR (or VISUAL) and start again.",
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
