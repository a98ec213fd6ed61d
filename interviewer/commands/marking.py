"""A grader at work on many answers: named, shown on a terminal, ended by a signal, let go."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

import click

from interviewer.bulk.progress import Progress, Waits
from interviewer.bulk.tally import Tally
from interviewer.commands.choosing import chosen
from interviewer.config.settings import Settings
from interviewer.graders import Choice, open_grader
from interviewer.interruption import Interruption
from interviewer.wording import who_marks
from rubrics.grader import Grader
from rubrics.text import printable


@dataclass(frozen=True)
class Marking:
    """What the commands that mark many answers have in common.

    Attributes:
        choice: who marks, and why.
        grader: that grader.
        settings: with the budget that is in force.
        progress: what is done, on stderr where that is a terminal.
    """

    choice: Choice
    grader: Grader
    settings: Settings
    progress: Progress

    @classmethod
    def open(cls, name: str | None, budget: float | None, *, use_cache: bool) -> Marking:
        """The grader of this name, or the one that is chosen without a name.

        Args:
            name: ``estimate``, ``provider/model``, or None.
            budget: dollars; None for what the settings say.
            use_cache: whether a grade that was paid for once is used again.
        """
        settings = Settings.load()
        if budget is not None:
            settings = replace(settings, budget=budget)
        choice = chosen(settings, name)
        grader = open_grader(choice, settings, use_cache=use_cache)
        progress = Progress(Tally(), Waits(), shown=sys.stderr.isatty())
        return cls(choice, grader, settings, progress)

    def introduce(self) -> None:
        """Say on stderr who marks, before anything is sent."""
        click.echo(printable(who_marks(self.choice)), err=True)

    def run(
        self, work: Coroutine[Any, Any, object], close: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """Run some work until it ends or a signal ends it, then let go what it used."""
        run(work, close, self.progress)


def run(
    work: Coroutine[Any, Any, object],
    close: Callable[[], Coroutine[Any, Any, None]],
    progress: Progress,
) -> None:
    """Run some work, shown on a terminal, until it ends or a signal ends it.

    Args:
        work: what is done.
        close: lets go what it used, however it ended.
        progress: how far it is.
    """
    with asyncio.Runner() as runner, Interruption(lambda: None) as interruption:
        try:
            with progress:
                interruption.run(runner, work)
        finally:
            runner.run(close())
