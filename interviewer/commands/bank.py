"""``interviewer bank list|show|check|draft``."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from interviewer.commands.bank_draft import draft
from interviewer.commands.bank_import import import_bank
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS
from rubrics.bank import Bank, Question
from rubrics.checking import check_bank
from rubrics.errors import BankError
from rubrics.loading import load_bank, shipped_banks
from rubrics.text import printable


@click.group()
def bank() -> None:
    """List, show, check and draft banks of questions."""


bank.add_command(draft)
bank.add_command(import_bank)


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_banks(as_json: bool) -> None:
    """List the banks, with their sections."""
    banks = [load_bank(name) for name in shipped_banks()]
    if as_json:
        click.echo(json.dumps([_outline(found) for found in banks], ensure_ascii=False, indent=2))
        return
    for found in banks:
        count = sum(1 for _ in found.questions())
        click.echo(printable(f"{found.id}  {found.title}: {count} questions"))
        for section in found.sections:
            click.echo(printable(f"  {section.id:24} {len(section.questions):3}  {section.title}"))


def _outline(found: Bank) -> dict[str, object]:
    return {
        "id": found.id,
        "title": found.title,
        "about": found.about,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "questions": [question.id for question in section.questions],
            }
            for section in found.sections
        ],
    }


@bank.command()
@click.argument("name", required=False)
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(name: str | None, question: str | None, as_json: bool) -> None:
    """Show a bank (NAME, folder or file), or one QUESTION of it with rubric and model answer."""
    found = load_bank(name or Settings.load().bank)
    if question is not None:
        one = found.question(question)
        if as_json:
            click.echo(json.dumps(one.model_dump(mode="json"), ensure_ascii=False, indent=2))
        else:
            click.echo(printable("\n".join(_question_lines(one))))
        return
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    click.echo(printable(f"{found.title} ({found.id})\n{found.about}"))
    for section in found.sections:
        click.echo(printable(f"\n{section.title} ({section.id})"))
        for one in section.questions:
            click.echo(printable(f"  {one.id}  {one.minutes:g} min\n      {one.ask}"))


def _question_lines(question: Question) -> Iterator[str]:
    def wrapped(text: str, indent: str = "  ") -> Iterator[str]:
        for paragraph in text.strip().splitlines():
            yield textwrap.fill(paragraph, 96, initial_indent=indent, subsequent_indent=indent)

    yield f"{question.id}  {question.minutes:g} min  {', '.join(question.tags)}"
    yield from wrapped(question.ask)
    yield "\nHint"
    yield from wrapped(question.hint)
    yield f"\nRubric {question.rubric.hash}"
    for number, criterion in enumerate(question.criteria, 1):
        shape = criterion.shape.value + (f" {criterion.need} of" if criterion.need else "")
        yield f"  {number}. {criterion.expects}\n     {criterion.weight.value}, {shape}"
    yield "\nModel answer"
    yield from wrapped(question.model_answer)
    yield "\nFollow-ups"
    for follow_up in question.follow_ups:
        yield from wrapped(follow_up)


@bank.command()
@click.argument("names", nargs=-1, metavar="[NAME|FOLDER|FILE]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Check banks: their form, then what only reading shows.

    Exit code 1 says that there is something to mend.
    """
    results: dict[str, list[str]] = {}
    advice: dict[str, None] = {}
    for name in names or shipped_banks():
        try:
            found = load_bank(name)
        except BankError as error:
            results[name] = str(error.message).splitlines()
            advice[error.advice] = None
            continue
        results[name] = [str(finding) for finding in check_bank(found)]
        if not as_json and not results[name]:
            count = sum(1 for _ in found.questions())
            click.echo(f"{name}: {count} questions in {len(found.sections)} sections, all well.")
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for name, findings in results.items():
            for finding in findings:
                # A mistake of form names its file itself.
                told = (
                    finding
                    if finding.startswith(name) or ".yaml" in finding
                    else f"{name}: {finding}"
                )
                click.echo(printable(told))
        for text in filter(None, advice):
            click.echo(printable(text), err=True)
    ctx.exit(FINDINGS if any(results.values()) else DONE)
