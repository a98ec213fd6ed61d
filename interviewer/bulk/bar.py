"""A bar with figures at the foot of the terminal on stderr; other lines are printed above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich import progress
from rich.console import Console, RenderableType
from rich.text import Text


class Bar(progress.Progress):
    """One bar.

    Args:
        figures: what stands beside and below it, given what is done in a second.
    """

    def __init__(self, figures: Callable[[float | None], str]) -> None:
        super().__init__(
            progress.BarColumn(bar_width=20),
            progress.TextColumn("{task.description}", markup=False),
            console=Console(stderr=True),
            refresh_per_second=4,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._figures = figures
        self._row = self.add_task("", total=None)

    def move(self, done: int, taken_up: int, total: int | None) -> None:
        """So much is done, of which so much was before; only the rest makes the rate."""
        self.update(
            self._row, completed=done - taken_up, total=None if total is None else total - taken_up
        )

    def above(self, text: str) -> None:
        """Print a line above it, as it is."""
        self.console.print(Text(text), soft_wrap=True)

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar with the first line of the figures, and the second line below."""
        for task in self.tasks:
            first, *below = self._figures(task.speed).split("\n")
            task.description = first
            yield self.make_tasks_table([task])
            for line in below:
                yield Text(line, style="yellow", no_wrap=True, overflow="ellipsis")
