"""A session as a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubrics.text import printable
from sessions.export.document import Document, document, section_scores
from sessions.export.exchanges import Exchange, Part, Point
from sessions.export.words import GLYPHS
from sessions.record import SessionRecord
from sessions.session import Session

_MARKUP = re.compile(r"[\\`*_\[\]<>~|&$]")


def to_markdown(session: Session | SessionRecord, hide_scores: bool = False) -> str:
    """The whole session as a document: figures, then each question with all that happened to it.

    Args:
        session: what to write; a record tells of the typing too. Of one that is not over only what
            may be told is written.
        hide_scores: whether scores wait for the end of any interview, not only of an exam.
    """
    content = document(session, hide_scores)
    lines = [
        f"# {_inline(content.title)}",
        "",
        f"**{_inline(content.headline)}**",
        "",
        *(f"- {_inline(fact)}" for fact in (*content.facts, *content.apart)),
        *_sections(content),
        *_heaviest(content),
    ]
    for one in content.exchanges:
        lines += ["", *_exchange(one)]
    return "\n".join(lines) + "\n"


def _sections(content: Document) -> Iterator[str]:
    if content.sections:
        yield from ("", "## By section", "")
    for line in content.sections:
        yield f"- {_inline(line.title)} ({line.questions}): {section_scores(line)}"


def _heaviest(content: Document) -> Iterator[str]:
    if content.heaviest:
        yield from ("", "## What weighed most", "")
    for miss in content.heaviest:
        yield f"- Question {miss.label}: {GLYPHS[miss.verdict]} {_inline(miss.expects)}"


def _exchange(one: Exchange) -> Iterator[str]:
    """A question with its follow-ups, and then the marks on all that was answered."""
    yield f"## {one.turn.number}. {_inline(one.heading)}"
    for part in one.parts:
        yield from _part(part)
    if one.points:
        whose = ", as the estimate sees it" if one.estimated else ""
        yield from ("", f"**Point by point{whose}:**", "")
        for point in one.points:
            yield from _point(point)
    for claim in one.claims:
        yield from (
            "",
            f"**Not so ({claim.severity}):** “{_inline(claim.quote)}”: {_inline(claim.why)}",
        )
    for title, text in one.remarks:
        yield from ("", f"**{title}:** {_inline(text)}")
    for note in one.notes:
        yield from ("", "**Your note:**", "", *_fenced(note))
    if one.model_answer is not None:
        yield from ("", "**Model answer:**", "", *_fenced(one.model_answer))


def _part(part: Part) -> Iterator[str]:
    """A question or a follow-up, what is to be said of it, and what was written."""
    if part.ask is not None:
        yield from ("", f"**{part.title}:** {_inline(part.ask)}")
    yield ""
    yield from (f"- {_inline(note)}" for note in part.notes)
    if part.pieces:
        title = "Your answer" if part.handed_in else "Your draft, not handed in"
        yield from ("", f"**{title}:**", "", *_fenced(part.text))


def _point(point: Point) -> Iterator[str]:
    """A criterion with the grader's verdict and its proof, and the candidate's own beside it."""
    verdicts = [f"{GLYPHS[point.verdict]} {point.verdict}"] if point.verdict else []
    if point.own is not None:
        verdicts = [f"{point.whose}: {words}" for words in verdicts]
        verdicts.append(f"you: {GLYPHS[point.own]} {point.own}")
    marked = ", ".join(verdicts) or "· not marked"
    yield f"- {marked} ({point.weight}): {_inline(point.expects)}"
    if point.reason:
        yield f"  - Your reason: {_inline(point.reason)}"
    for quote in point.quotes:
        yield f"  - “{_inline(quote)}”"
    if point.note:
        yield f"  - {_inline(point.note)}"


def _inline(text: str) -> str:
    """Text of others as part of one line, with nothing in it that Markdown would act on."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(printable(text).split()))


def _fenced(text: str) -> list[str]:
    """Text of others as it stands, in a fence that is longer than any in it."""
    text = printable(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", text, fence]
