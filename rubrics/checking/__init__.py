"""Checks of a bank beyond its form: what makes a question unfit to be marked fairly."""

from __future__ import annotations

from collections.abc import Iterator

from rubrics.bank import Bank
from rubrics.checking.blanks import blank_findings
from rubrics.checking.doubles import double_findings
from rubrics.checking.elsewhere import elsewhere_findings
from rubrics.checking.finding import Finding
from rubrics.checking.question import question_findings

__all__ = ["Finding", "check_bank"]


def check_bank(bank: Bank) -> Iterator[Finding]:
    """Look at every question and blank; nothing comes out of a bank that is well."""
    yield from blank_findings(bank)
    yield from double_findings(bank)
    yield from question_findings(bank)
    yield from elsewhere_findings(bank)
