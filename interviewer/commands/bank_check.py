"""``interviewer bank check``, and the schema by which editors check while somebody writes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from interviewer.banks.checked import Checked, findings_words, read_bank, with_findings
from interviewer.banks.shelf import Shelf
from interviewer.banks.words import bank_size, count_of
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FAILED, FINDINGS
from rubrics.text import printable

TOLD_ONE_BY_ONE = 3
"""Findings of the same words, up to which each has a line of its own."""

SHOWN = 6


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
        checked.append(with_findings(read_bank(shelf, name)))
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


def _lines(checked: Checked) -> Iterator[str]:
    """All findings of a bank, those that say the same of many questions in one line."""
    if checked.error is not None:
        for line in checked.error.message.splitlines():
            # A mistake of form names its file itself.
            yield line if ".y" in line else f"{checked.name}: {line}"
    if checked.bank is None:
        return
    same: dict[str, list[str]] = {}
    findings = checked.findings or ()
    for _, finding in findings:
        same.setdefault(finding.text, []).append(finding.question)
    for where, finding in findings:
        questions = same[finding.text]
        if len(questions) <= TOLD_ONE_BY_ONE:
            yield f"{where}: {finding}"
    for text, questions in same.items():
        if len(questions) > TOLD_ONE_BY_ONE:
            more = f" and {len(questions) - SHOWN} more" if len(questions) > SHOWN else ""
            told = ", ".join(questions[:SHOWN])
            yield f"{checked.name}: {count_of(len(questions), 'question')}: {text} ({told}{more})"
    yield f"{checked.name}: {bank_size(checked.bank)}, {findings_words(checked)}."


def _values(checked: Checked) -> dict[str, object]:
    """All of it as plain values."""
    return {
        "errors": checked.error.message.splitlines() if checked.error else [],
        "findings": [
            {"where": where, "question": one.question, "key": one.key, "text": one.text}
            for where, one in checked.findings or ()
        ],
        "blanks": sum(1 for _ in checked.bank.blanks()) if checked.bank else 0,
    }


@click.command()
def schema() -> None:
    """Print the JSON Schema of a bank, for editors. It holds for banks and for section files."""
    from rubrics.schema import bank_schema

    click.echo(json.dumps(bank_schema(), ensure_ascii=False, indent=2))
