"""What came of a plan, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.banks.composing import Composition
from interviewer.banks.drafting import Outcome
from interviewer.banks.importing import Target
from interviewer.banks.plan_words import wrapped
from interviewer.banks.words import count_of
from rubrics.bank import Bank
from rubrics.drafting import Draft
from rubrics.text import printable


def question_lines(bank: Bank) -> Iterator[str]:
    """All questions by section, fit to be shown."""
    for section in bank.sections:
        yield ""
        yield printable(section.title)
        for question in section.questions:
            yield from wrapped(question.ask, "  ", "    ")
    yield ""


def left_out(made: Composition) -> Iterator[str]:
    """The questions that were written and not taken, each once."""
    for left in dict.fromkeys(made.left_out):
        yield f"Left out, the same as {left.like.name}: {left.ask}"


def fewer(made: Composition) -> Iterator[str]:
    """Which sections have fewer questions than planned, and why."""
    for section in made.plan.sections:
        missing = made.missing(section)
        if missing <= 0:
            continue
        failure = made.failures.get(section.id)
        why = "asked for twice, no more came that are new"
        if failure is not None:
            why = ": ".join(filter(None, (failure.reason, failure.detail)))
        found = section.questions - missing
        yield f"{section.title}: {found} of {count_of(section.questions, 'question')} ({why})."


def by_rules(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """That some rubrics are not the model's."""
    lacking = sum(not isinstance(got, Draft) for got in outcomes)
    if lacking:
        yield f"{count_of(lacking, 'rubric')} made by rules instead, without a model answer."


def written(bank: Bank, target: Target) -> Iterator[str]:
    """Where the bank is, and what to do with it."""
    name = bank.id if target.path.stem == bank.id else str(target.path)
    yield f"Written: {target.path}"
    if target.backup is not None:
        yield f"The one before: {target.backup}"
    yield "Nobody has read it yet: read each hint and rubric as you would a colleague's."
    yield f"Begin: interviewer start --bank {name}"
    yield f"Check: interviewer bank check {name}"
