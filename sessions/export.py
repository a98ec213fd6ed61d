"""A session as a document to read, and as JSON that can be read back.

The JSON form::

    {
      "format": "interviewer-session",
      "version": 1,
      "session": {...},
      "results": [{"turn": 0, "score": 74.0, "band": "solid", "origin": "estimated"}, ...]
    }

``session`` holds every field of ``sessions.session.Session`` under its own name, turns with their
question, answer, draft, grade and the candidate's own marks; times are seconds, dates ISO 8601 in
UTC. A follow-up is a turn whose ``round`` is not 0, behind the one that it follows, which holds the
grade of both. ``results`` is what follows from it, for programs that only want the scores
(``score``, ``band`` and ``origin`` are null where there is no score); it holds no follow-ups and is
not read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NoReturn

from pydantic import ValidationError

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, Verdict
from rubrics.text import printable
from sessions.report import WHOSE, Report, report
from sessions.session import Session, Turn, TurnState

FORMAT = "interviewer-session"
VERSION = 1

GLYPHS = {
    Verdict.MET: "●",
    Verdict.PARTLY: "◐",
    Verdict.MISSED: "○",
    Verdict.CONTRADICTED: "✗",
}

_MARKUP = re.compile(r"[\\`*_\[\]<>~|&$]")


class TranscriptError(InterviewerError):
    """A file is not a session in JSON that this version can read."""


def to_json(session: Session) -> str:
    """The session as JSON in ASCII, so that no letter in it can steer a terminal."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "session": session.model_dump(mode="json"),
        "results": [
            {"turn": turn.id, "score": turn.score, "band": turn.band, "origin": turn.origin}
            for turn in session.turns
            if not turn.round
        ],
    }
    # DEL is the one control character that JSON leaves bare.
    return json.dumps(content, indent=2).replace("\x7f", "\\u007f") + "\n"


def from_json(text: str) -> Session:
    """The session that ``to_json`` wrote.

    Raises:
        TranscriptError: it is something else, of a newer version, or damaged.
    """
    try:
        content = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise TranscriptError(f"This is not JSON: {error}.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise TranscriptError(
            "This is not a session of Interviewer.", f'It would begin with "format": "{FORMAT}".'
        )
    if content.get("version") != VERSION:
        raise TranscriptError(
            f"This session was written in version {content.get('version')!r} of the format; "
            f"this program reads version {VERSION}.",
            "Update Interviewer to read it.",
        )
    try:
        return Session.model_validate(content.get("session"))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in ("session", *first["loc"]))
        raise TranscriptError(f"The session is damaged: {place}: {first['msg']}.") from None


def to_markdown(session: Session) -> str:
    """The whole session as a document: figures, then each question with all that happened to it."""
    figures = report(session)
    lines = [
        f"# {_inline(session.bank_title)}: mock interview",
        "",
        f"**{_inline(figures.headline())}**",
        "",
        *_facts(session, figures),
        *_sections(figures),
        *_heaviest(figures),
    ]
    for turn in session.turns:
        if not turn.round:
            lines += ["", *_exchange(session.exchange(turn.id))]
    return "\n".join(lines) + "\n"


def _facts(session: Session, figures: Report) -> Iterator[str]:
    yield f"- {session.created_at:%Y-%m-%d %H:%M} UTC, {session.mode}"
    yield f"- {figures.handed_in} of {figures.questions} questions answered"
    yield f"- Time: {_clock(figures.used)} used of {_clock(figures.allotted)}"
    if session.end_reason is not None:
        yield f"- End: {session.end_reason}"
    for label, reason in figures.ungraded:
        yield f"- Question {label} is ungraded: {_inline(reason)}"
    for label, reason in figures.follow_ups_ungraded:
        yield f"- Follow-up {label} is not in the grade: {_inline(reason)}"
    for change in figures.improved:
        yield (
            f"- Question {change.label} answered again: {change.first:g} → {change.best:g} "
            f"({WHOSE[change.origin].lower()})"
        )


def _sections(figures: Report) -> Iterator[str]:
    yield from ("", "## By section", "")
    for line in figures.by_section:
        scores = " · ".join(
            f"{WHOSE[origin].lower()} {mean:g} over {count}"
            for origin, (mean, count) in line.scores.items()
        )
        yield f"- {_inline(line.title)} ({line.questions}): {scores or 'no score'}"


def _heaviest(figures: Report) -> Iterator[str]:
    if figures.misses:
        yield from ("", "## What weighed most", "")
    for miss in figures.misses[:3]:
        yield f"- Question {miss.label}: {GLYPHS[miss.verdict]} {_inline(miss.expects)}"


def _exchange(turns: Sequence[Turn]) -> Iterator[str]:
    """A question with its follow-ups, and then the marks on all that was answered."""
    turn = turns[0]
    again = f", attempt {turn.attempt}" if turn.attempt > 1 else ""
    yield f"## {turn.number}. {_inline(turn.section)}{again}"
    for one in turns:
        yield from _asked(one)
    if turn.marks and (turn.state is not TurnState.BLANK or turn.self_marks):
        whose = ", as the estimate sees it" if _is_estimate(turn.grade) else ""
        yield from ("", f"**Point by point{whose}:**", "", *_criteria(turn))
    if turn.grade is not None:
        yield from _remarks(turn.grade)
    for one in turns:
        if one.note:
            yield from ("", "**Your note:**", "", *_fenced(one.note))
    if turn.state is not TurnState.PLANNED and turn.question.model_answer:
        yield from ("", "**Model answer:**", "", *_fenced(turn.question.model_answer))


def _asked(turn: Turn) -> Iterator[str]:
    """A question or a follow-up, what is to be said of it, and what was answered."""
    title = f"Follow-up {turn.label}" if turn.round else "Question"
    yield from ("", f"**{title}:** {_inline(turn.ask)}")
    notes = [_result(turn)]
    if turn.asked_at is not None:
        notes.append(f"Time: {_clock(turn.used)} of {_clock(turn.allotted)}")
    if turn.handed_in == "clock":
        notes.append("Handed in by the clock")
    if turn.hinted:
        notes.append("The hint was shown")
    if turn.flagged:
        notes.append("Flagged")
    yield ""
    yield from (f"- {note}" for note in notes)
    if turn.answer is not None and turn.state is not TurnState.BLANK:
        yield from ("", "**Your answer:**", "", *_fenced(turn.answer))
    elif turn.draft:
        yield from ("", "**Your draft, not handed in:**", "", *_fenced(turn.draft))


def _result(turn: Turn) -> str:
    """One line on the score in force, and on the one that the candidate's own marks replaced."""
    grade = turn.grade
    if turn.round and turn.state in _FOLLOWED:
        return _FOLLOWED[turn.state]
    if turn.score is None or turn.band is None or turn.origin is None:
        if grade is not None and grade.reason is not None:
            return f"Ungraded: {_inline(grade.reason)}"
        return "Not graded yet" if turn.state.answered else _UNANSWERED[turn.state]
    result = f"{WHOSE[turn.origin]}: {turn.band.capitalize()} {turn.score:g}"
    if grade is not None and grade.score is not None:
        if turn.self_marks:
            return f"{result} (beside {_grader(grade)}: {grade.score:g})"
        blank = "nothing was handed in; " if grade.status == "blank" else ""
        return f"{result} ({blank}{_grader(grade)})"
    return result


_FOLLOWED = {
    TurnState.GRADED: "Graded together with the answer before",
    TurnState.BLANK: "Nothing was handed in",
}
_UNANSWERED = {
    TurnState.PLANNED: "Not reached",
    TurnState.ASKED: "Left open",
    TurnState.DRAFTING: "Left open",
    TurnState.SKIPPED: "Skipped",
}


def _is_estimate(grade: Grade | None) -> bool:
    return grade is not None and grade.grader.name == "estimate"


def _grader(grade: Grade) -> str:
    if _is_estimate(grade):
        return f"offline estimate, version {_inline(grade.grader.version)}"
    return f"graded by {_inline(grade.grader.model or grade.grader.name)}"


def _criteria(turn: Turn) -> Iterator[str]:
    """Each criterion with the grader's verdict and its proof, and the candidate's own beside it."""
    graded = {mark.id: mark for mark in turn.grade.marks} if turn.grade else {}
    for criterion in turn.question.criteria:
        mark, own = graded.get(criterion.id), turn.self_marks.get(criterion.id)
        verdicts = [f"{GLYPHS[mark.verdict]} {mark.verdict}"] if mark else []
        if own is not None:
            verdicts.append(f"you: {GLYPHS[own]} {own}")
        yield (
            f"- {', '.join(verdicts) or '· not marked'} "
            f"({criterion.weight}): {_inline(criterion.expects)}"
        )
        if mark is not None:
            for evidence in mark.evidence:
                yield f"  - “{_inline(evidence.quote)}”"
            if mark.note:
                yield f"  - {_inline(mark.note)}"


def _remarks(grade: Grade) -> Iterator[str]:
    for claim in grade.false_claims:
        yield from (
            "",
            f"**Not so ({claim.severity}):** “{_inline(claim.quote)}”: {_inline(claim.why)}",
        )
    for title, text in (
        ("Strongest", grade.strongest),
        ("Next time", grade.improve),
        ("Follow-up", grade.follow_up or ""),
    ):
        if text:
            yield from ("", f"**{title}:** {_inline(text)}")


def _inline(text: str) -> str:
    """Text of others as part of one line, with nothing in it that Markdown would act on."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(printable(text).split()))


def _fenced(text: str) -> list[str]:
    """Text of others as it stands, in a fence that is longer than any in it."""
    text = printable(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", text, fence]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
