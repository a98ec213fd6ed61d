"""A plan in words, what it is made from, and what a person says of its numbers."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator

from interviewer.banks.words import count_of
from rubrics.composing import Posting, SectionPlan
from rubrics.errors import InterviewerError
from rubrics.text import printable

WIDTH = 96
"""Characters of a line at most; a narrower terminal has fewer."""


def introduction(posting: Posting) -> Iterator[str]:
    """What was read of a job and a resume, and what of it is not sent."""
    texts = [f"Job: {count_of(len(posting.job.split()), 'word')}"]
    if posting.resume:
        texts.append(f"resume: {count_of(len(posting.resume.split()), 'word')}")
    yield f"{', '.join(texts)}; mail and web addresses and telephone numbers taken out."
    for what in posting.cut:
        yield f"The {what} is very long: only its beginning is read."
    for name in posting.names:
        yield f"The name {name} is taken out too."
    if posting.resume and not posting.names:
        yield "No name was found at the head of the resume; what is in it is sent."


def plan_lines(plan: SectionPlan, asks: bool) -> Iterator[str]:
    """A plan, fit to be shown: of each section number of questions, id, and what it covers.

    Args:
        plan: the plan.
        asks: whether somebody is asked about it next.
    """
    yield printable(plan.title)
    yield from wrapped(plan.about, "", "")
    for section in plan.sections:
        yield ""
        yield printable(f"{section.questions:3}  {section.title} ({section.id})")
        yield from wrapped(section.covers, " " * 5, " " * 5)
    yield ""
    sections = count_of(len(plan.sections), "section")
    yield f"{count_of(plan.total, 'question')} in {sections}."
    if asks:
        name = plan.sections[0].id
        yield printable(f"To change a number, say ID=N: {name}=2; 0 leaves a section out.")


def counts_of(said: Iterable[str]) -> dict[str, int]:
    """Numbers of questions by id of their section, from "retrieval=6" or "retrieval=6, ops=0".

    Raises:
        InterviewerError: something else is said.
    """
    counts: dict[str, int] = {}
    for word in " ".join(said).replace(",", " ").split():
        name, sign, number = word.rpartition("=")
        if not (sign and name and number.isascii() and number.isdigit() and len(number) <= 3):
            raise InterviewerError(
                f"{word!r} changes no section.",
                "Say ID=NUMBER, such as retrieval=6; 0 leaves a section out.",
            )
        counts[name] = int(number)
    return counts


def wrapped(text: str, first: str, others: str) -> list[str]:
    """A text in lines that fit the terminal, fit to be shown.

    Args:
        text: the text.
        first, others: what the first line begins with, and every other one.
    """
    width = min(WIDTH, shutil.get_terminal_size().columns - 1)
    return textwrap.wrap(printable(text), width, initial_indent=first, subsequent_indent=others)
