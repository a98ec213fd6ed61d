"""``interviewer bank list|show``, and the other commands on banks."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from interviewer.banks.shelf import Shelf
from interviewer.banks.words import bank_size, count_of, model_answer_text
from interviewer.commands.bank_check import check, schema
from interviewer.commands.bank_draft import draft
from interviewer.commands.bank_import import import_bank
from interviewer.commands.bank_new import new
from interviewer.config.settings import Settings
from rubrics.bank import Bank, Question, labels_of
from rubrics.errors import BankError
from rubrics.loading import shipped_banks
from rubrics.text import printable


@click.group()
def bank() -> None:
    """Banks of questions: import, draft, check and show them."""


bank.add_command(check)
bank.add_command(draft)
bank.add_command(import_bank)
bank.add_command(new)
bank.add_command(schema)


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_banks(as_json: bool) -> None:
    """List the banks, with their sections: those that came with the program, then your own."""
    shelf = Shelf.of(Settings.load())
    listed: list[dict[str, object]] = []
    for name in shelf.names():
        where = "shipped" if name in shipped_banks() else "yours"
        try:
            found = shelf.bank(name)
        except BankError as error:
            listed.append({"id": name, "where": where, "error": str(error)})
            if not as_json:
                click.echo(printable(f"{name}  cannot be used: interviewer bank check {name}"))
            continue
        listed.append({"where": where, **_outline(found)})
        if not as_json:
            for line in _listed(found, name, where):
                click.echo(printable(line))
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))


def _listed(found: Bank, name: str, where: str) -> Iterator[str]:
    own = " (yours)" if where == "yours" else ""
    yield f"{name}  {found.title}: {bank_size(found)}{own}"
    for section in found.sections:
        blanks = f", {count_of(len(section.blanks), 'blank')}" if section.blanks else ""
        yield f"  {section.id:24} {len(section.questions):3}  {section.title}{blanks}"


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
                "blanks": len(section.blanks),
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
    settings = Settings.load()
    found = Shelf.of(settings).bank(name or settings.bank)
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
        for blank in section.blanks:
            label = blank.question.id or f"{section.id}/{blank.number}"
            click.echo(
                printable(f"  {label}  a blank: no question yet\n      {blank.question.hint}")
            )


def _question_lines(question: Question) -> Iterator[str]:
    def wrapped(text: str, indent: str = "  ") -> Iterator[str]:
        for paragraph in text.strip().splitlines():
            yield textwrap.fill(paragraph, 96, initial_indent=indent, subsequent_indent=indent)

    yield f"{question.id}  {question.minutes:g} min  {', '.join(labels_of(question))}"
    yield from wrapped(question.ask)
    yield "\nHint"
    yield from wrapped(question.hint)
    yield f"\nRubric {question.rubric.hash}"
    for number, criterion in enumerate(question.criteria, 1):
        shape = criterion.shape.value + (f" {criterion.need} of" if criterion.need else "")
        yield f"  {number}. {criterion.expects}\n     {criterion.weight.value}, {shape}"
    yield "\nModel answer"
    yield from wrapped(model_answer_text(question))
    if question.follow_ups:
        yield "\nFollow-ups"
    for follow_up in question.follow_ups:
        yield from wrapped(follow_up)
