"""``interviewer bank check``, and the schema by which editors check while somebody writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from interviewer.banks.shelf import Shelf
from interviewer.banks.words import bank_size, count_of
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FAILED, FINDINGS
from rubrics.bank import Bank
from rubrics.checking import Finding, check_bank
from rubrics.errors import BankError
from rubrics.loading import question_places
from rubrics.text import printable

TOLD_ONE_BY_ONE = 3
"""Findings of the same words, up to which each has a line of its own."""

SHOWN = 6


@dataclass(frozen=True)
class _Checked:
    """What came of checking a bank.

    Attributes:
        name: as it was called.
        error: why it cannot be used; None where it can.
        bank: itself.
        findings: what to look at, each with ``file:line``.
    """

    name: str
    error: BankError | None = None
    bank: Bank | None = None
    findings: Sequence[tuple[str, Finding]] = ()


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME|FOLDER|FILE]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Check banks: their form, then what only reading shows. All banks without a NAME.

    Exit code 1 says that there is something to look at, 3 that a bank cannot be used.
    """
    shelf = Shelf.of(Settings.load())
    checked = []
    for name in names or shelf.names():
        checked.append(_checked(shelf, name))
        if not as_json:
            for line in _lines(checked[-1]):
                click.echo(printable(line))
    if as_json:
        values = {one.name: _values(one) for one in checked}
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        advice = dict.fromkeys(one.error.advice for one in checked if one.error)
        for text in filter(None, advice):
            click.echo(printable(text), err=True)
    if any(one.error for one in checked):
        ctx.exit(FAILED)
    ctx.exit(FINDINGS if any(one.findings for one in checked) else DONE)


def _checked(shelf: Shelf, name: str) -> _Checked:
    try:
        path = shelf.locate(name)
        bank = shelf.bank(path)
    except BankError as error:
        return _Checked(name, error)
    places = question_places(path)
    found = []
    for finding in check_bank(bank):
        whole = places.get((finding.question, ""), str(path))
        found.append((places.get((finding.question, finding.key), whole), finding))
    return _Checked(name, bank=bank, findings=found)


def _lines(checked: _Checked) -> Iterator[str]:
    """All findings of a bank, those that say the same of many questions in one line."""
    if checked.error is not None:
        for line in checked.error.message.splitlines():
            # A mistake of form names its file itself.
            yield line if ".y" in line else f"{checked.name}: {line}"
    if checked.bank is None:
        return
    same: dict[str, list[str]] = {}
    for _, finding in checked.findings:
        same.setdefault(finding.text, []).append(finding.question)
    for where, finding in checked.findings:
        questions = same[finding.text]
        if len(questions) <= TOLD_ONE_BY_ONE:
            yield f"{where}: {finding}"
    for text, questions in same.items():
        if len(questions) > TOLD_ONE_BY_ONE:
            more = f" and {len(questions) - SHOWN} more" if len(questions) > SHOWN else ""
            told = ", ".join(questions[:SHOWN])
            yield f"{checked.name}: {count_of(len(questions), 'question')}: {text} ({told}{more})"
    count = len(checked.findings)
    end = f"{count_of(count, 'thing')} to look at" if count else "all well"
    yield f"{checked.name}: {bank_size(checked.bank)}, {end}."


def _values(checked: _Checked) -> dict[str, object]:
    """All of it as plain values."""
    return {
        "errors": checked.error.message.splitlines() if checked.error else [],
        "findings": [
            {"where": where, "question": one.question, "key": one.key, "text": one.text}
            for where, one in checked.findings
        ],
        "blanks": sum(1 for _ in checked.bank.blanks()) if checked.bank else 0,
    }


@click.command()
def schema() -> None:
    """Print the JSON Schema of a bank, for editors. It holds for banks and for section files."""
    from rubrics.schema import bank_schema

    click.echo(json.dumps(bank_schema(), ensure_ascii=False, indent=2))
