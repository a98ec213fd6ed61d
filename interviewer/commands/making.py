"""Making a bank for a job as the command does it: plan, cost, questions, rubrics, the file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

from interviewer.banks.bank_writing import put_all
from interviewer.banks.composing import (
    Composition,
    Stopped,
    compose,
    known_questions,
    outline_from,
    refuse_stopped,
    rubric_jobs,
)
from interviewer.banks.composing_size import likely_plan, size_of_bank, size_of_plan
from interviewer.banks.drafters import composer_beside, drafter_beside
from interviewer.banks.drafting import Job, Outcome
from interviewer.banks.importing import Target, filled_by_rules, put, target_of, whole_bank
from interviewer.banks.made_words import by_rules, fewer, left_out, question_lines, written
from interviewer.banks.plan_words import counts_of, introduction, plan_lines
from interviewer.banks.shelf import Shelf
from interviewer.banks.words import count_of
from interviewer.commands.drafting import CountLine, cost_of, drafted, failed, paid
from interviewer.commands.start import has_terminal
from interviewer.config.settings import Settings
from interviewer.exit_codes import INTERRUPTED
from interviewer.graders import Choice, open_grader
from rubrics.bank import Bank
from rubrics.checking import check_bank
from rubrics.composing import Composer, Order, Pool, Posting, SectionPlan, load_plan, plan_text
from rubrics.drafting import Draft, ModelDrafter
from rubrics.drafting.names import name_of
from rubrics.errors import InterviewerError
from rubrics.grade import Usage
from rubrics.models.model import ModelFailure
from rubrics.text import printable

_KEPT = "What a model wrote is kept and is not paid again: the same command goes on from there."


@dataclass(frozen=True)
class Wanted:
    """What the command line says of the bank to be made.

    Attributes:
        questions: how many, for a new plan.
        plan: a file with a plan; None for a new one.
        counts: other numbers of questions, by id of their section.
        title, bank_id: of the bank; None for the plan's.
        to: its file; None for one among the user's banks.
        replace: whether a bank that lies there may be put aside.
        source: what to call the text of the job.
    """

    questions: int
    plan: Path | None
    counts: dict[str, int]
    title: str | None
    bank_id: str | None
    to: Path | None
    replace: bool
    source: str


@dataclass
class Making:
    """Makes one bank, and tells on the terminal what it does before it does it.

    Attributes:
        composer: writes plan and questions.
        drafter: drafts the rubrics, within the same budget.
        shelf: where the bank goes, and whose questions are not asked again.
        posting: the job and the resume.
        wanted: what the user said.
        asks: whether there is somebody to ask.
        may: whether it may go on where there is nobody.
        usages: what was paid so far.
    """

    composer: Composer
    drafter: ModelDrafter
    shelf: Shelf
    posting: Posting
    wanted: Wanted
    asks: bool
    may: bool
    usages: list[Usage | None]

    @classmethod
    def open(
        cls, choice: Choice, settings: Settings, posting: Posting, wanted: Wanted, *, asks: bool
    ) -> Self:
        """Make ready; nothing is sent.

        Raises:
            InterviewerError: no model was chosen, or its name means nothing.
        """
        marker = open_grader(choice, settings)
        composer = composer_beside(marker, posting)
        drafter = drafter_beside(marker)
        assert isinstance(drafter, ModelDrafter)
        shelf = Shelf.of(settings)
        return cls(composer, drafter, shelf, posting, wanted, asks and has_terminal(), not asks, [])

    def rehearse(self) -> None:
        """Say what would be sent, and show the plan where there is one already."""
        _tell(introduction(self.posting))
        plan = self._plan_at_hand()
        if plan is not None:
            self._show(plan)
            _tell([f"{self._cost(plan, self._pool(None))}. Nothing was sent."])
        else:
            _tell([f"{self._plan_cost()}. Nothing was sent."])

    def run(self, plan_only: Path | None) -> bool:
        """Make the bank, or only its plan; whether there is something to look at.

        Raises:
            InterviewerError: it cannot be made; what was paid for is kept.
        """
        with asyncio.Runner() as runner:
            try:
                return self._make(runner, plan_only)
            except KeyboardInterrupt:
                click.echo(f"Interrupted. No bank was written. {_KEPT}", err=True)
                raise click.exceptions.Exit(INTERRUPTED) from None
            except Stopped as stopped:
                _tell(paid([*self.usages, *stopped.usages]))
                raise
            finally:
                runner.run(self.composer.close())
                runner.run(self.drafter.close())

    def _make(self, runner: asyncio.Runner, plan_only: Path | None) -> bool:
        if plan_only is not None and plan_only != Path("-") and plan_only.exists():
            raise InterviewerError(f"{plan_only} is there already.", "Name a new file.")
        _tell(introduction(self.posting))
        plan = self._plan_at_hand() or self._planned(runner)
        if plan_only is not None:
            self._keep_plan(plan, plan_only)
            _tell(paid(self.usages))
            return False
        self._show(plan)
        target = self._target(plan)
        pool = self._pool(target)
        agreed = self._agreed(plan, pool)
        if agreed is None:
            _tell(paid(self.usages))
            return False
        made = runner.run(self._composed(agreed, pool))
        self.usages += made.usages
        if not made.total:
            _tell([*left_out(made), *paid(self.usages)])
        outline = outline_from(made, self._id(agreed))
        jobs = rubric_jobs(outline)
        outcomes = runner.run(drafted(self.drafter, jobs))
        refuse_stopped(outcomes)
        whole = whole_bank(outline, jobs, runner.run(filled_by_rules(jobs, outcomes)))
        # Minutes have passed: what has come to lie there meanwhile is not written over.
        target = self._target(agreed)
        put(whole, target, self._remark())
        return self._finish(made, jobs, outcomes, Bank.model_validate(whole), target)

    def _finish(
        self,
        made: Composition,
        jobs: Sequence[Job],
        outcomes: Sequence[Outcome],
        bank: Bank,
        target: Target,
    ) -> bool:
        """Show the questions, and say what came of the plan."""
        for text in question_lines(bank):
            click.echo(text)
        usages = [got.usage for got in outcomes if isinstance(got, Draft | ModelFailure)]
        problems = [*fewer(made), *failed(jobs, outcomes), *by_rules(outcomes)]
        problems += [f"Look at {finding}" for finding in check_bank(bank)]
        _tell([*left_out(made), *problems, *paid([*self.usages, *usages]), *written(bank, target)])
        return bool(problems)

    # The plan

    def _plan_at_hand(self) -> SectionPlan | None:
        """The plan of a file, or one that was paid for already, as the user wants it."""
        if self.wanted.plan is not None:
            return self._wished(load_plan(self.wanted.plan))
        kept = self.composer.kept_plan(self.wanted.questions)
        if kept is None:
            return None
        _tell(["The plan is kept from before; --plan-only writes it, to be changed."])
        return self._wished(kept.plan)

    def _planned(self, runner: asyncio.Runner) -> SectionPlan:
        _tell([f"{self._plan_cost()}."])
        with CountLine("1 plan") as line:
            try:
                planned = runner.run(self.composer.plan(self.wanted.questions, line.hear))
            except ModelFailure as failure:
                raise Stopped("There is no plan", failure, [failure.usage]) from None
        self.usages.append(planned.usage)
        return self._wished(planned.plan)

    def _plan_cost(self) -> str:
        tokens = size_of_plan(self.composer.plan_request(self.wanted.questions))
        model = self.composer.parameters
        likely = likely_plan(self.wanted.questions)
        then, _ = size_of_bank(self.composer, self.drafter, likely, Pool())
        questions = count_of(likely.total, "question")
        return (
            f"1 plan, {cost_of(model, tokens)}, then {questions}, {cost_of(model, then)}, "
            f"with {model.name}"
        )

    def _wished(self, plan: SectionPlan) -> SectionPlan:
        plan = plan.with_counts(self.wanted.counts)
        return plan if self.wanted.title is None else plan.with_title(self.wanted.title)

    def _keep_plan(self, plan: SectionPlan, path: Path) -> None:
        if path == Path("-"):
            click.echo(printable(plan_text(plan)), nl=False)
            return
        put_all({path: printable(plan_text(plan))})
        _tell([f"Written: {path}", f"Change it, then go on with --plan {path}"])

    def _show(self, plan: SectionPlan) -> None:
        for text in plan_lines(plan, self.asks):
            click.echo(text)

    def _agreed(self, plan: SectionPlan, pool: Pool) -> SectionPlan | None:
        """The plan as the user wants it in the end; None where nothing is to be made of it."""
        while self.asks:
            said = click.prompt(
                printable(f"{self._cost(plan, pool)}: go on? [Y/n, or ID=N]"),
                default="y",
                show_default=False,
                err=True,
            )
            if said.strip().lower() in ("y", "yes"):
                return plan
            if said.strip().lower() in ("n", "no"):
                _tell([f"No bank was written. {_KEPT}"])
                return None
            try:
                plan = plan.with_counts(counts_of([said]))
                self._show(plan)
            except InterviewerError as error:
                _tell([str(error)])
        _tell([f"{self._cost(plan, pool)}."])
        if self.may:
            return plan
        _tell(["No bank was written. Not on a terminal that takes --yes."])
        return None

    def _cost(self, plan: SectionPlan, pool: Pool) -> str:
        tokens, kept = size_of_bank(self.composer, self.drafter, plan, pool)
        model = self.composer.parameters
        before = f"{count_of(kept, 'rubric')} kept from before, " if kept else ""
        total = count_of(plan.total, "question")
        return f"{total}, {before}{cost_of(model, tokens)} with {model.name}"

    # The bank

    def _id(self, plan: SectionPlan) -> str:
        return self.wanted.bank_id or name_of(plan.title) or "job"

    def _target(self, plan: SectionPlan) -> Target:
        return target_of(self.shelf, self._id(plan), self.wanted.to, self.wanted.replace)

    def _pool(self, target: Target | None) -> Pool:
        replaced = None if target is None or target.backup is None else target.path
        known, unreadable = known_questions(self.shelf, replaced)
        for name in unreadable:
            _tell([f"The bank {name} cannot be read, so its questions may come again."])
        return Pool(known)

    async def _composed(self, plan: SectionPlan, pool: Pool) -> Composition:
        with CountLine() as line:

            def begin(orders: Sequence[Order]) -> None:
                line.begin(count_of(len(orders), "section"))

            return await compose(self.composer, plan, pool, begin, line.moved, line.hear)

    def _remark(self) -> str:
        return (
            f"Drafted by {self.drafter.id.model} for {self.wanted.source}. Nobody has read it yet."
        )


def _tell(lines: Iterable[str]) -> None:
    for text in lines:
        click.echo(printable(text), err=True)
