"""Drafting as commands do it: the cost first, a line that says how far it is, what it came to."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import click

from interviewer.banks.drafters import drafter_beside
from interviewer.banks.drafting import Job, Outcome, draft_all, size_of
from interviewer.exit_codes import INTERRUPTED
from rubrics.drafting import Draft, Drafter, ModelDrafter
from rubrics.errors import InterviewerError
from rubrics.grade import Usage, total
from rubrics.grader import Grader, Progress, Waiting
from rubrics.models.model import ModelFailure, Parameters
from rubrics.models.replies import Tokens
from rubrics.text import printable

KEPT = "What a model drafted is kept: running this again costs nothing."


def carried_out(jobs: Sequence[Job], marker: Grader, asks: bool) -> list[Outcome] | None:
    """What comes of each job; None where nobody wants to pay for it."""
    drafter = drafter_beside(marker)
    with asyncio.Runner() as runner:
        try:
            if isinstance(drafter, ModelDrafter) and not _worth_it(drafter, jobs, asks):
                click.echo("Nothing was sent.", err=True)
                return None
            return runner.run(drafted(drafter, jobs))
        except KeyboardInterrupt:
            click.echo(f"Interrupted. Nothing was written. {KEPT}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        finally:
            runner.run(drafter.close())
            runner.run(marker.close())


def _worth_it(drafter: ModelDrafter, jobs: Sequence[Job], asks: bool) -> bool:
    """Say what drafting by a model will take, and ask where somebody can answer."""
    new = [job for job in jobs if not drafter.is_kept(job.sketch)]
    kept = len(jobs) - len(new)
    told = f"{_count(len(new))}, " + (f"{kept} kept from before, " if kept else "")
    told += f"{cost_of(drafter.parameters, size_of(new))} with {drafter.parameters.name}"
    if asks and new:
        return click.confirm(printable(f"{told}: go on?"), default=True, err=True)
    click.echo(printable(f"{told}."), err=True)
    return True


def _count(drafts: int) -> str:
    return f"{drafts} draft{'s' * (drafts != 1)}"


def cost_of(model: Parameters, tokens: Tokens) -> str:
    """About what some tokens cost, and how many: "about 60k tokens, $0.04"."""
    from rubrics.models.names import place
    from rubrics.models.prices import Prices

    dollars = Prices().cost(place(model.name, model.base_url), tokens)
    return f"about {_thousands(tokens.prompt + tokens.completion)} tokens, {_dollars(dollars)}"


def _thousands(tokens: int) -> str:
    return f"{tokens / 1000:.0f}k" if tokens >= 10_000 else f"{tokens / 1000:.1f}k"


def _dollars(dollars: float | None) -> str:
    if dollars is None:
        return "price unknown"
    return f"${dollars:.2f}" if dollars >= 0.01 or not dollars else "less than $0.01"


class CountLine:
    """A line on a terminal that says how far work is and what it waits for.

    Args:
        total: how many there are to do, in words: "20 drafts"; empty until that is known.
    """

    def __init__(self, total: str = "") -> None:
        self._total = total
        self._done = 0
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._total:
            self._tell()
        return self

    def begin(self, total: str) -> None:
        """Count other things, from none."""
        self._total, self._done = total, 0
        self._tell()

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def moved(self) -> None:
        """One more is done."""
        self._done += 1
        self._tell()

    def hear(self, progress: Progress) -> None:
        """A model tells of its work: where it begins to wait, that is shown."""
        if isinstance(progress, Waiting):
            again = f"again in {progress.seconds:.0f} s"
            self._tell(f": {progress.reason}, {again}, {progress.attempt} of {progress.attempts}")

    def _tell(self, more: str = "") -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{self._done} of {self._total}{more}", nl=False, err=True)


async def drafted(drafter: Drafter, jobs: Sequence[Job]) -> list[Outcome]:
    """Draft, with a line on a terminal that says how far it is."""
    with CountLine(_count(len(jobs))) as line:
        return await draft_all(drafter, jobs, line.moved, line.hear)


def failed(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Which questions there is no draft of, and why."""
    for job, got in zip(jobs, outcomes, strict=True):
        if isinstance(got, ModelFailure):
            detail = f" ({got.detail})" if got.detail else ""
            yield f"{job.label}: not drafted: {got.reason}{detail}"
        elif isinstance(got, InterviewerError):
            yield f"{job.label}: not drafted: {got}"


def spent(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What drafting cost, where a model was asked."""
    yield from paid(got.usage for got in outcomes if isinstance(got, Draft | ModelFailure))


def paid(usages: Iterable[Usage | None]) -> Iterator[str]:
    """What some calls cost together, where there were any."""
    used = total(usage for usage in usages if usage is not None)
    if used is not None and used.prompt_tokens + used.completion_tokens:
        tokens = _thousands(used.prompt_tokens + used.completion_tokens)
        yield f"It took {tokens} tokens, {_dollars(used.cost_usd)}."
