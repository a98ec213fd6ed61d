"""Having the questions of a plan written: several sections at once, doubles left out, once more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from interviewer.banks.drafting import (
    AT_ONCE,
    Job,
    Outcome,
    jobs_of,
)
from interviewer.banks.shelf import Shelf
from interviewer.bulk.results import LASTING
from rubrics.composing import (
    Composer,
    Known,
    Order,
    PlannedSection,
    Pool,
    SectionPlan,
    WrittenQuestion,
)
from rubrics.drafting import Draft
from rubrics.errors import BankError, InterviewerError
from rubrics.grade import Usage
from rubrics.grader import OnProgress
from rubrics.models.model import ModelFailure
from rubrics.outline import Outline

NAMED_AT_MOST = 10
"""Questions of other banks that whoever writes a section is told of."""

ORDERED_AT_MOST = 8
"""Questions of a section that are asked for at once: a reply has to come within a minute."""

SHORT_AT_MOST = 2
"""Times that a section may get fewer new questions than were asked for, before that is all."""


def known_questions(shelf: Shelf, but: Path | None = None) -> tuple[list[Known], list[str]]:
    """The questions of all banks on a shelf, and the names of those that cannot be read.

    Args:
        shelf: the banks.
        but: a bank that is about to be replaced, which counts for nothing.
    """
    known: list[Known] = []
    unreadable: list[str] = []
    for name in shelf.names():
        try:
            path = shelf.locate(name)
            if but is not None and path.resolve() == but.resolve():
                continue
            questions = shelf.bank(path).questions()
        except BankError:
            unreadable.append(name)
            continue
        known += [Known(f"{name}: {one.id}", one.ask, one.hint) for one in questions]
    return known, unreadable


@dataclass(frozen=True)
class LeftOut:
    """A question that was written and not taken, and the one that asks the same already."""

    ask: str
    like: Known


@dataclass
class Composition:
    """What came of a plan so far.

    Attributes:
        plan: what was wanted.
        near: what other banks ask in the field of each section, by its id.
        questions: those that were taken, by id of their section.
        left_out: those that were not.
        short: how often a section got fewer than were asked for.
        failures: why a section got none, or none more, by id.
        usages: what was paid.
    """

    plan: SectionPlan
    near: dict[str, tuple[str, ...]]
    questions: dict[str, list[WrittenQuestion]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    short: Counter[str] = field(default_factory=Counter)
    failures: dict[str, ModelFailure] = field(default_factory=dict)
    usages: list[Usage | None] = field(default_factory=list)

    @classmethod
    def begun(cls, plan: SectionPlan, pool: Pool) -> Self:
        """One with nothing in it yet."""
        return cls(
            plan,
            {
                one.id: tuple(
                    known.ask for known in pool.about(f"{one.title} {one.covers}", NAMED_AT_MOST)
                )
                for one in plan.sections
            },
        )

    def missing(self, section: PlannedSection) -> int:
        """How many questions a section still lacks."""
        return section.questions - len(self.questions.get(section.id, ()))

    @property
    def total(self) -> int:
        """How many questions were taken."""
        return sum(map(len, self.questions.values()))


def orders_of(made: Composition) -> list[Order]:
    """What to ask for next: what sections lack, with all that is not to be asked again."""
    asked = [one.ask for questions in made.questions.values() for one in questions]
    asked += [text for left in made.left_out for text in (left.ask, left.like.ask)]
    return [
        Order(
            made.plan,
            section,
            min(missing, ORDERED_AT_MOST),
            tuple(dict.fromkeys((*made.near[section.id], *asked))),
        )
        for section in made.plan.sections
        if (missing := made.missing(section)) > 0 and made.short[section.id] < SHORT_AT_MOST
    ]


async def compose(
    composer: Composer,
    plan: SectionPlan,
    pool: Pool,
    on_orders: Callable[[Sequence[Order]], None],
    on_done: Callable[[], None],
    on_progress: OnProgress | None = None,
) -> Composition:
    """Have a plan's questions written; what is missing then is asked for once more.

    Args:
        composer: who writes.
        plan: what is wanted.
        pool: questions that are there already; those that are taken come to it.
        on_orders: told what is about to be asked for.
        on_done: told of each section that is done.
        on_progress: told of waits.

    Raises:
        InterviewerError: no model could be reached, or none may be; what was paid for is kept.
    """
    made = Composition.begun(plan, pool)
    while orders := orders_of(made):
        on_orders(orders)
        _take(made, orders, await _written(composer, orders, made, on_done, on_progress), pool)
    return made


async def _written(
    composer: Composer,
    orders: Sequence[Order],
    made: Composition,
    on_done: Callable[[], None],
    on_progress: OnProgress | None,
) -> list[tuple[WrittenQuestion, ...]]:
    """What comes of each order. All are carried out, so that all is kept that was begun."""
    room = asyncio.Semaphore(AT_ONCE)
    stopped: list[tuple[Order, ModelFailure]] = []

    async def one(order: Order) -> tuple[WrittenQuestion, ...]:
        async with room:
            try:
                written = await composer.write(order, on_progress)
            except ModelFailure as failure:
                made.usages.append(failure.usage)
                made.failures[order.section.id] = failure
                if failure.reason not in LASTING:
                    stopped.append((order, failure))
                return ()
            finally:
                on_done()
        made.usages.append(written.usage)
        made.failures.pop(order.section.id, None)
        return written.questions

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(order)) for order in orders]
    if stopped:
        order, failure = stopped[0]
        what = f"The questions on {order.section.title} were not written"
        raise Stopped(what, failure, made.usages)
    return [task.result() for task in tasks]


class Stopped(InterviewerError):
    """A model could not be reached, or may not be asked any more; going on makes no sense.

    Attributes:
        usages: what was paid until then.
    """

    def __init__(self, what: str, failure: ModelFailure, usages: Sequence[Usage | None]) -> None:
        """Args: what was not done, why, and what was paid."""
        self.usages = tuple(usages)
        detail = f" ({failure.detail})" if failure.detail else ""
        mend = (
            "Raise the limit (INTERVIEWER_BUDGET), then the same command goes on from there."
            if failure.reason == "budget"
            else "The same command goes on from there."
        )
        super().__init__(
            f"{what}: {failure.reason}{detail}.",
            f"No bank was written. What a model wrote is kept and is not paid again. {mend}",
        )


def _take(
    made: Composition,
    orders: Sequence[Order],
    written: Sequence[tuple[WrittenQuestion, ...]],
    pool: Pool,
) -> None:
    """Take what asks nothing that is there already."""
    for order, questions in zip(orders, written, strict=True):
        taken = made.questions.setdefault(order.section.id, [])
        new = 0
        for one in questions:
            like = pool.like(one.ask, one.hint)
            if like is not None:
                made.left_out.append(LeftOut(one.ask, like))
                continue
            taken.append(one)
            pool.add(Known(f"this bank: {order.section.title}", one.ask, one.hint))
            new += 1
        made.short[order.section.id] += new < order.count


def outline_from(made: Composition, bank_id: str) -> Outline:
    """The questions as an outline, to be drafted; a section without any is left out.

    Raises:
        InterviewerError: there is no question at all.
    """
    if not made.total:
        told = "; ".join(
            dict.fromkeys(
                ": ".join(filter(None, (failure.reason, failure.detail)))
                for failure in made.failures.values()
            )
        )
        raise InterviewerError(
            f"There is no question to make a bank of ({told or 'all are there already'}).",
            "No bank was written. Another plan, or another model, may do better.",
        )
    return Outline.model_validate(
        {
            "id": bank_id,
            "title": made.plan.title,
            "about": made.plan.about,
            "sections": [
                {
                    "id": section.id,
                    "title": section.title,
                    "questions": [one.model_dump() for one in made.questions[section.id]],
                }
                for section in made.plan.sections
                if made.questions.get(section.id)
            ],
        }
    )


def rubric_jobs(outline: Outline) -> list[Job]:
    """What is to be drafted of each question."""
    return jobs_of(outline, (), again=False)


def refuse_stopped(outcomes: Sequence[Outcome]) -> None:
    """Make sure that no draft failed for a reason that passes.

    Raises:
        Stopped: one did.
    """
    lost = [got for got in outcomes if isinstance(got, ModelFailure) and got.reason not in LASTING]
    if lost:
        failure = lost[0]
        usages = [got.usage for got in outcomes if isinstance(got, Draft | ModelFailure)]
        raise Stopped(f"{len(lost)} of {len(outcomes)} rubrics were not drafted", failure, usages)
