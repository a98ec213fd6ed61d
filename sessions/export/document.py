"""What a document on a session says, whatever the format: figures and words, told once for all.

Texts of people, models and banks stand here as they are; whoever writes a format makes them safe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessions.export.exchanges import Exchange, exchange
from sessions.record import SessionRecord, told_of
from sessions.report import WHOSE, Average, Miss, Report, SectionLine, report
from sessions.session import Phase, Session, Turn
from sessions.telling import score_waits, tells_marks, tells_scores
from sessions.time import clock


@dataclass(frozen=True)
class Document:
    """A session to be read.

    Attributes:
        session: what it is about.
        headline: the result in a line.
        averages: the scores in the headline, as figures; empty while scores wait.
        beside: the rest of the headline: what stands in no average, and the blank answers that do.
        facts: lines on the whole interview: when, how much, how long.
        apart: lines on what stands in no average or beside it: ungraded answers, second attempts.
        sections: the sections with their means; empty while scores wait.
        heaviest: the points missed that weighed most, three at most.
        graders: who made the grades that are told, with version.
        exchanges: one for each attempt at a question.
    """

    session: Session
    headline: str
    averages: tuple[Average, ...]
    beside: tuple[str, ...]
    facts: tuple[str, ...]
    apart: tuple[str, ...]
    sections: tuple[SectionLine, ...]
    heaviest: tuple[Miss, ...]
    graders: tuple[str, ...]
    exchanges: tuple[Exchange, ...]

    @property
    def title(self) -> str:
        """What stands over the document."""
        return f"{self.session.bank_title}: mock interview"


def document(session: Session | SessionRecord, hide_scores: bool = False) -> Document:
    """The document on a session. Of one that is not over it tells what may be told.

    Args:
        session: what it is about; a record tells of the typing too.
        hide_scores: whether scores wait for the end of any interview, not only of an exam.
    """
    session, given = told_of(session)
    figures = report(session)
    scores = tells_scores(session, hide_scores)
    exchanges = tuple(
        exchange(session, turn.id, scores, given) for turn in session.turns if not turn.round
    )
    return Document(
        session=session,
        headline=figures.headline() if scores else score_waits(session),
        averages=figures.averages if scores else (),
        beside=tuple(figures.apart()) if scores else (),
        facts=tuple(_facts(session, figures)),
        apart=tuple(_apart(session, figures, scores)),
        sections=figures.by_section if scores else (),
        heaviest=figures.misses[:3] if tells_marks(session) else (),
        graders=tuple(dict.fromkeys(one.grader for one in exchanges if one.grader)),
        exchanges=exchanges,
    )


def section_scores(line: SectionLine) -> str:
    """The means of a section in words: ``graded 74 over 5 · estimate 60 over 1``."""
    scores = " · ".join(
        f"{WHOSE[origin].lower()} {mean:g} over {count}"
        for origin, (mean, count) in line.scores.items()
    )
    return scores or "no score"


def _facts(session: Session, figures: Report) -> Iterator[str]:
    yield f"{session.created_at:%Y-%m-%d %H:%M} UTC, {session.mode}"
    yield f"{figures.handed_in} of {figures.questions} questions answered"
    yield f"Time: {clock(figures.used)} used of {clock(figures.allotted)}"
    if session.end_reason is not None:
        yield f"End: {session.end_reason}"
    elif session.phase is not Phase.ENDED:
        yield "This interview is not over"


def _apart(session: Session, figures: Report, scores: bool) -> Iterator[str]:
    if not tells_marks(session):
        return
    for label, reason in figures.ungraded:
        yield f"Question {label} is ungraded: {reason}"
    for label, reason in figures.follow_ups_ungraded:
        yield f"Follow-up {label} is not in the grade: {reason}"
    for change in figures.improved if scores else ():
        yield (
            f"Question {change.label} answered again: {change.first:g} → {change.best:g} "
            f"({WHOSE[change.origin].lower()})"
        )


def strip_sign(turn: Turn) -> str:
    """What stands for a turn without a score: ``!`` ungraded, ``…`` waiting, ``–`` no answer."""
    if turn.grade is not None and turn.grade.reason is not None:
        return "!"
    return "…" if turn.state.answered else "–"
