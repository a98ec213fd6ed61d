"""Hints of a bank that cannot be asked for yet."""

from __future__ import annotations

from collections.abc import Iterator

from rubrics.bank import Bank
from rubrics.checking.finding import Finding

SHOWN = 70
"""Characters of a hint, to know it by."""


def blank_findings(bank: Bank) -> Iterator[Finding]:
    """Each blank, with the beginning of its hint."""
    for label, blank in bank.blanks():
        hint = " ".join(blank.question.hint.split())
        shown = hint if len(hint) <= SHOWN else f"{hint[: SHOWN - 1].rstrip()}…"
        yield Finding(label, f"a blank: no question is worded for “{shown}”", "hint")
