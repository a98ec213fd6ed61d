"""An app that keeps everything, however it ends."""

from __future__ import annotations

import asyncio
import contextlib
import signal

from textual.app import App

from interviewer.terminal import last_resort, terminal_is_gone
from rubrics.errors import InterviewerError

TERMINAL_LOOKED_AT_EVERY = 2.0
"""Seconds between two looks at whether the terminal is still there."""

KEYS_WAITED_FOR = 2.0
"""Seconds at most that quitting waits for keys that were pressed before."""


class KeepingApp(App[None]):
    """However it ends, by a key, a signal or without its terminal, its screens keep their work."""

    def on_mount(self) -> None:
        """Watch for the end of the terminal."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            # Windows has no SIGHUP and its loops take no handlers; there the next look finds out.
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), self.leave_at_once)
        self.set_interval(TERMINAL_LOOKED_AT_EVERY, self._look_at_terminal)

    async def action_quit(self) -> None:
        """Keep everything and close; where something could not be kept, ask first."""
        await self._keys_taken()
        problem = self.keep_everything()
        if problem is None:
            self.exit()
            return
        from interviewer.screens.dialogs import Choice, ChoiceDialog

        def answered(choice: str | None) -> None:
            if choice == "quit":
                self.exit()

        self.push_screen(
            ChoiceDialog(
                "Not everything could be kept",
                str(problem),
                (
                    Choice("stay", "Stay, the text is still here"),
                    Choice("quit", "Quit and lose what was typed last"),
                ),
            ),
            answered,
        )

    def keep_everything(self) -> InterviewerError | None:
        """Stop and keep every interview that is open; returns what went wrong."""
        from interviewer.screens.base import ProgramScreen

        problem: InterviewerError | None = None
        for screen in self.screen_stack:
            if isinstance(screen, ProgramScreen):
                problem = screen.keep() or problem
        return problem

    async def _keys_taken(self) -> None:
        """Wait until the focused widget has had the keys that came before this moment."""
        taken = asyncio.Event()
        if self.focused is not None and self.focused.call_later(taken.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), KEYS_WAITED_FOR)

    def leave_at_once(self) -> None:
        """The terminal is gone, or the system asks us to go: keep everything and end."""
        self.keep_everything()
        if not self.is_headless:
            last_resort()
        self.exit(return_code=1)

    def _look_at_terminal(self) -> None:
        if terminal_is_gone():
            self.leave_at_once()
