"""What is looked for among the sessions, written in a line: ``bank:hot score<50 flagged pot``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rubrics.errors import InterviewerError
from sessions.session import Mode

TEXTS = ("bank", "mode", "section", "tag", "missed")
"""Keys with a colon and words behind it."""

NUMBERS = ("score", "mean")
"""Keys that are compared with a number of 0 to 100."""

DAYS = ("since", "until")
"""Keys with a colon and a day behind it."""

FLAGS = ("flagged", "hinted", "noted", "blank", "skipped", "ungraded", "unfinished")
"""Words that stand for themselves. In quotes they are looked for as words."""

_OF_SESSION = frozenset({"bank", "mode", "mean", *DAYS, "unfinished"})
_OF_MARKS = frozenset({*NUMBERS, "missed", "ungraded"})

_CHUNK = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))+')
_KEYED = re.compile(r"([A-Za-z]+)(:|<=|>=|<|>|=)(.*)", re.DOTALL)


class FilterError(InterviewerError):
    """A filter cannot be understood."""


@dataclass(frozen=True)
class Term:
    """One thing that is looked for.

    Attributes:
        key: one of ``TEXTS``, ``NUMBERS``, ``DAYS`` or ``FLAGS``; empty for a word.
        value: what stands behind the key: words without regard to case, a number, a day; empty
            for a flag.
        sign: with a number, how it is compared: ``<``, ``<=``, ``=``, ``>=``, ``>``.
        negated: whether it must not be there.
    """

    key: str
    value: str | float | date = ""
    sign: str = ""
    negated: bool = False

    @property
    def of_session(self) -> bool:
        """Whether the session itself has it, rather than one of its answers."""
        return self.key in _OF_SESSION

    @property
    def of_marks(self) -> bool:
        """Whether it tells of marks, which may have to wait for the end of an exam."""
        return self.key in _OF_MARKS

    def compares(self, number: float) -> bool:
        """Whether a number is as it says."""
        assert isinstance(self.value, float)
        return {
            "<": number < self.value,
            "<=": number <= self.value,
            "=": round(number) == round(self.value),
            ">=": number >= self.value,
            ">": number > self.value,
        }[self.sign]

    def __str__(self) -> str:
        no = "-" if self.negated else ""
        if self.key in NUMBERS:
            return f"{no}{self.key}{self.sign}{self.value:g}"
        if self.key in FLAGS:
            return f"{no}{self.key}"
        return f"{no}{self.key}{':' if self.key else ''}{_quoted(str(self.value), not self.key)}"


@dataclass(frozen=True)
class Filter:
    """Everything that is looked for; a session has to have all of it.

    What is said of an answer has to be true of one and the same answer of the session.
    """

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))


def parse(text: str, today: date) -> Filter:
    """Understand a filter.

    Args:
        text: words and keys with white space between them. A quote that is not closed yet reaches
            to the end.
        today: the day from which ``7d`` is counted.

    Raises:
        FilterError: it says what is wrong, and how it would be right.
    """
    return Filter(tuple(term for chunk in _CHUNK.findall(text) for term in _terms(chunk, today)))


def _terms(chunk: str, today: date) -> Iterator[Term]:
    negated = len(chunk) > 1 and chunk.startswith("-")
    body = chunk[negated:]
    keyed = _KEYED.fullmatch(body)
    if keyed is not None:
        key, sign, rest = keyed[1].lower(), keyed[2], keyed[3].replace('"', "")
        if key in (*TEXTS, *NUMBERS, *DAYS) or (sign == ":" and '"' not in keyed[1]):
            yield _keyed(key, sign, rest, negated, today)
            return
    word = body.replace('"', "").casefold()
    if '"' not in body and word in FLAGS:
        yield Term(word, negated=negated)
    elif word.strip():
        yield Term("", word, negated=negated)


def _keyed(key: str, sign: str, value: str, negated: bool, today: date) -> Term:
    if key in NUMBERS:
        return Term(key, _number(key, sign, value), sign, negated)
    if key not in (*TEXTS, *DAYS):
        known = (*TEXTS, *NUMBERS, *DAYS)
        close = difflib.get_close_matches(key, known, 1)
        raise FilterError(
            f"There is no {key}: to filter by.",
            f"Did you mean {close[0]}?" if close else f'As a word it stands in quotes: "{key}:…"',
        )
    if sign != ":":
        raise FilterError(f"{key} takes a colon.", f"Write {key}:{_EXAMPLES[key]}")
    if not value.strip():
        raise FilterError(f"{key}: lacks what to look for.", f"Write {key}:{_EXAMPLES[key]}")
    if key in DAYS:
        return Term(key, _day(key, value.lower(), today), negated=negated)
    if key == "mode" and not any(mode.startswith(value.casefold()) for mode in Mode):
        raise FilterError(f"mode: {value} is no mode.", f"Write mode:{' or mode:'.join(Mode)}")
    return Term(key, value.casefold(), negated=negated)


_EXAMPLES = {
    "bank": "drinks",
    "mode": "exam",
    "section": "advanced",
    "tag": "caching",
    "missed": "trade-off",
    "since": "2026-11-01",
    "until": "2026-11-30",
}


def _number(key: str, sign: str, value: str) -> float:
    if sign == ":":
        raise FilterError(f"{key} is compared with a number.", f"Write {key}<50 or {key}>=85")
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", value, re.ASCII) or float(value) > 100:
        raise FilterError(f"{key}{sign} lacks a number of 0 to 100.", f"Write {key}{sign}50")
    return float(value)


def _day(key: str, value: str, today: date) -> date:
    """``2026-11-01``; ``2026-11`` or ``2026``, its first or last day; ``7d`` ago; ``today``."""
    if value == "today":
        return today
    if re.fullmatch(r"\d{1,5}d", value, re.ASCII):
        return today - min(timedelta(days=int(value[:-1])), today - date.min)
    try:
        if re.fullmatch(r"\d{4}", value, re.ASCII):
            return date.fromisoformat(f"{value}-01-01" if key == "since" else f"{value}-12-31")
        if re.fullmatch(r"\d{4}-\d{2}", value, re.ASCII):
            first = date.fromisoformat(f"{value}-01")
            after = (first + timedelta(days=31)).replace(day=1)
            return first if key == "since" else after - timedelta(days=1)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value)
    except (ValueError, OverflowError):
        pass
    raise FilterError(
        f"{key}: {value} is no day.", f"Write {key}:{today}, {key}:{today:%Y-%m}, {key}:7d or today"
    )


def _quoted(value: str, word: bool) -> str:
    """The value as it is written: in quotes where it would be taken for something else."""
    safe = not re.search(r"\s|:|^-|[<>=]", value) if word else not re.search(r"\s", value)
    return value if safe and value not in FLAGS else f'"{value}"'
