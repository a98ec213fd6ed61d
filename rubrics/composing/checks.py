"""From what a model composes to what can be used: everything is checked, nothing believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rubrics.asking.forms import Unreadable, read_as
from rubrics.asking.words import line
from rubrics.composing.contacts import contacts_in, holds_name
from rubrics.composing.plan import PlannedSection, SectionPlan
from rubrics.composing.reply import SaidPlan, SaidQuestion, SaidQuestions, SaidSection
from rubrics.composing.written import Order, WrittenQuestion
from rubrics.drafting.names import free_name, name_of
from rubrics.estimate.clauses import sentences_of
from rubrics.judge.orders import hostile_spans

MOST_SECTIONS = 10
TITLE_AT_MOST = 100
ABOUT_AT_MOST = 400
COVERS_AT_MOST = 600
ASK_AT_MOST = 600
HINT_AT_MOST = 1_200
FEWEST_COVERED = 4
"""Words of what a section covers."""

FEWEST_ASKED = 4
"""Words of a question. Of scripts without spaces, characters are counted; see ``_length``."""

FEWEST_HINTED = 15
FAULTS_AT_MOST = 12
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_ON_A_RESUME = re.compile(r"\b(?:your|the candidate[’']s)\s+(?:resume|résumé|cv)\b", re.IGNORECASE)


def read_plan(text: str, questions: int, names: Sequence[str], *, strict: bool) -> SectionPlan:
    """A reply as a plan.

    Args:
        text: the reply.
        questions: how many there are to be in all.
        names: what may not stand in it.
        strict: whether the numbers have to add up; otherwise they are made to.

    Raises:
        Unreadable: it is not of the form, or breaks a rule; the faults name all that is wrong.
    """
    said = read_as(SaidPlan, text)
    faults: list[str] = []
    title, about = line(said.title, TITLE_AT_MOST), line(said.about, ABOUT_AT_MOST)
    for name, value in (("title", title), ("about", about)):
        faults += [f"{name}: {fault}" for fault in _faults(value, names)]
        if not value:
            faults.append(f"{name}: is missing")
    most = min(MOST_SECTIONS, questions)
    if not 1 <= len(said.sections) <= most:
        faults.append(f"{len(said.sections)} sections; there should be 1 to {most}")
    for place, section in enumerate(said.sections, 1):
        faults += [f"section {place}: {fault}" for fault in _section_faults(section, names)]
    titles = [" ".join(section.title.lower().split()) for section in said.sections]
    faults += [
        f"two sections have the title {one!r}"
        for one in dict.fromkeys(titles)
        if titles.count(one) > 1
    ]
    counts = [section.questions for section in said.sections]
    if strict and sum(counts) != questions:
        faults.append(f"the sections have {sum(counts)} questions together, not {questions}")
    if faults:
        raise Unreadable(tuple(faults[:FAULTS_AT_MOST]))
    return SectionPlan(
        title=title,
        about=about,
        sections=tuple(_sections(said.sections, fitted(counts, questions))),
    )


def fitted(counts: Sequence[int], total: int) -> list[int]:
    """Numbers in the same proportion, at least 1 each, which add up to a total (d'Hondt).

    Args:
        counts: 1 or more each, no more of them than the total.
        total: what they are to add up to.
    """
    if sum(counts) == total:
        return list(counts)
    fit = [1] * len(counts)
    for _ in range(total - len(counts)):
        place = max(range(len(counts)), key=lambda at: (counts[at] / (fit[at] + 1), -at))
        fit[place] += 1
    return fit


def read_questions(
    text: str, order: Order, names: Sequence[str], *, strict: bool
) -> tuple[WrittenQuestion, ...]:
    """A reply as the questions that were wanted.

    Args:
        text: the reply.
        order: what was asked for.
        names: what may not stand in it.
        strict: whether all have to be there and good; otherwise the good ones are taken.

    Raises:
        Unreadable: it is not of the form, or breaks a rule; the faults name all that is wrong.
    """
    said = read_as(SaidQuestions, text).questions
    faults: list[str] = []
    good: list[WrittenQuestion] = []
    for place, one in enumerate(said, 1):
        ask, hint = line(one.ask, ASK_AT_MOST), line(one.hint, HINT_AT_MOST)
        found = [f"question {place}: {fault}" for fault in _question_faults(one, names)]
        faults += found
        if not found:
            good.append(WrittenQuestion(ask=ask, hint=hint))
    if len(said) < order.count:
        faults.append(f"{len(said)} questions; there should be {order.count}")
    if (strict and faults) or not good:
        raise Unreadable(tuple(faults[:FAULTS_AT_MOST]) or ("there is no question",))
    return tuple(good[: order.count])


def _sections(said: Sequence[SaidSection], counts: Sequence[int]) -> Iterator[PlannedSection]:
    taken: set[str] = set()
    for section, count in zip(said, counts, strict=True):
        name = free_name(name_of(section.title) or "section", taken)
        taken.add(name)
        yield PlannedSection(
            id=name,
            title=line(section.title, TITLE_AT_MOST),
            questions=count,
            covers=line(section.covers, COVERS_AT_MOST),
        )


def _section_faults(section: SaidSection, names: Sequence[str]) -> Iterator[str]:
    if not section.title.strip() or len(section.title) > TITLE_AT_MOST:
        yield f"the title has {len(section.title)} characters"
    if _length(section.covers) < FEWEST_COVERED or len(section.covers) > COVERS_AT_MOST:
        yield f"covers has {_length(section.covers)} words; there should be 15 to 50"
    if section.questions < 1:
        yield f"{section.questions} questions; leave the section out, or give it one"
    yield from _faults(f"{section.title}. {section.covers}", names)


def _question_faults(said: SaidQuestion, names: Sequence[str]) -> Iterator[str]:
    for key, text, fewest, most in (
        ("ask", said.ask, FEWEST_ASKED, ASK_AT_MOST),
        ("hint", said.hint, FEWEST_HINTED, HINT_AT_MOST),
    ):
        if _length(text) < fewest or len(text) > most:
            yield f"{key}: has {_length(text)} words and {len(text)} characters"
        yield from (f"{key}: {fault}" for fault in _faults(text, names))


def _faults(text: str, names: Sequence[str]) -> Iterator[str]:
    """What may stand in nothing that others will read or be marked by."""
    for kind, found in contacts_in(text):
        yield f"holds a {kind}: {line(found, 60)!r}"
    if holds_name(text, names):
        yield "holds the candidate's name"
    if _ON_A_RESUME.search(text):
        yield "speaks of a resume; whoever is asked has none before them"
    for start, end in hostile_spans(text, sentences_of(text))[:1]:
        yield f"speaks to whoever marks: {line(text[start:end], 80)!r}"


def _length(text: str) -> int:
    """Words; where a script writes none apart, two characters for one."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
