"""Options that several commands have."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _dollars(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    if value is not None and not (math.isfinite(value) and value >= 0):
        raise click.BadParameter("it is a number of dollars, like 0.5.")
    return value


jobs: Decorator = click.option(
    "--jobs", type=click.IntRange(1, 256), default=16, show_default=True, help="Answers at once."
)
no_cache: Decorator = click.option(
    "--no-cache", is_flag=True, help="Pay again for answers that were graded before."
)
budget: Decorator = click.option(
    "--budget",
    type=float,
    metavar="DOLLARS",
    callback=_dollars,
    help="Send nothing more once so much is spent; else INTERVIEWER_BUDGET.",
)
yes: Decorator = click.option("--yes", is_flag=True, help="Do not ask.")


def asks() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()
