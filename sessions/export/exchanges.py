"""A question with its follow-ups, what was answered, and all that was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rubrics.grade import FalseClaim, Grade, Verdict
from rubrics.rubric import Weight
from sessions.delivery import Delivery
from sessions.export.words import grader_in_full, is_estimate, result
from sessions.follow_ups import answered, task_of
from sessions.own_marks import said_by
from sessions.session import Session, Turn, TurnState
from sessions.telling import may_ask, may_tell
from sessions.time import clock


@dataclass(frozen=True)
class Piece:
    """A piece of an answer.

    Attributes:
        text: what was written.
        points: numbers of the criteria that it is evidence for; empty for none.
        ends: those of which a quote ends here.
    """

    text: str
    points: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """What was asked once, and what was written.

    Attributes:
        title: ``Question``, or ``Follow-up 3a``.
        ask: the wording; None where it may not be told yet.
        notes: the result and what else there is to say, in short lines.
        handed_in: whether ``pieces`` is an answer; else it is a draft.
        pieces: what was written, whole; empty for nothing.
    """

    title: str
    ask: str | None
    notes: tuple[str, ...]
    handed_in: bool
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Point:
    """A criterion and the marks on it.

    Attributes:
        number: of the criterion in its rubric, from 1.
        verdict: the grader's, or None.
        whose: what the grader is, in a word.
        own: the candidate's, or None; it is the one in force.
        reason: why the candidate gave it; may be empty.
        quotes: what the grader's verdict rests on.
        note: one line on why; may be empty.
    """

    number: int
    expects: str
    weight: Weight
    verdict: Verdict | None
    whose: str
    own: Verdict | None
    reason: str
    quotes: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Exchange:
    """An attempt at a question, with the follow-ups to its answer.

    Attributes:
        turn: the turn in which the question was asked.
        heading: ``Tea``, or ``Tea, attempt 2``.
        score: the score in force; None where there is none or it may not be told.
        parts: the question, then the follow-ups.
        estimated: whether the offline estimate made the marks of ``points``.
        points: the criteria; empty where there is no mark or it may not be told.
        claims: what is not true in the answer.
        remarks: title and text of what else the grader said.
        grader: who made the grade, with version and prompt; empty where none is told.
        notes: the candidate's own.
        model_answer: None where it may not be told, or there is none.
    """

    turn: Turn
    heading: str
    score: float | None
    parts: tuple[Part, ...]
    estimated: bool
    points: tuple[Point, ...]
    claims: tuple[FalseClaim, ...]
    remarks: tuple[tuple[str, str], ...]
    grader: str
    notes: tuple[str, ...]
    model_answer: str | None


def exchange(
    session: Session, turn_id: int, scores: bool, given: Mapping[int, Delivery]
) -> Exchange:
    """The exchange that a turn begins, with what may be told of it.

    Args:
        session: the turn's.
        turn_id: of the turn in which the question was asked.
        scores: whether numbers and bands may be told.
        given: how the answers were given, by id of the turn.
    """
    turns = session.exchange(turn_id)
    turn = turns[0]
    told = may_tell(session, turn)
    grade = turn.grade if told else None
    points = tuple(_points(turn)) if told else ()
    again = f", attempt {turn.attempt}" if turn.attempt > 1 else ""
    model_answer = turn.question.model_answer or None
    return Exchange(
        turn=turn,
        heading=f"{session.section_of(turn)}{again}",
        score=turn.score if told and scores else None,
        parts=tuple(_parts(session, turns, points, scores, given)),
        estimated=is_estimate(grade),
        points=points,
        claims=grade.false_claims if grade else (),
        remarks=tuple(_remarks(grade)) if grade else (),
        grader=grader_in_full(grade) if grade else "",
        notes=tuple(one.note for one in turns if one.note),
        model_answer=model_answer if told and turn.state is not TurnState.PLANNED else None,
    )


def _points(turn: Turn) -> Iterator[Point]:
    """Each criterion with the marks on it. A blank answer has none: it misses everything."""
    if not turn.marks or (turn.state is TurnState.BLANK and not turn.self_marks):
        return
    graded = {mark.id: mark for mark in turn.grade.marks} if turn.grade else {}
    for number, criterion in enumerate(turn.question.criteria, 1):
        mark, own = graded.get(criterion.id), turn.self_marks.get(criterion.id)
        yield Point(
            number=number,
            expects=criterion.expects,
            weight=criterion.weight,
            verdict=mark.verdict if mark else None,
            whose=said_by(turn.grade) if turn.grade else "",
            own=own.verdict if own else None,
            reason=own.reason if own else "",
            quotes=tuple(evidence.quote for evidence in mark.evidence) if mark else (),
            note=mark.note if mark else "",
        )


def _remarks(grade: Grade) -> Iterator[tuple[str, str]]:
    for title, text in (
        ("Strongest", grade.strongest),
        ("Next time", grade.improve),
        ("Follow-up", grade.follow_up or ""),
    ):
        if text:
            yield title, text


def _parts(
    session: Session,
    turns: Sequence[Turn],
    points: Sequence[Point],
    scores: bool,
    given: Mapping[int, Delivery],
) -> Iterator[Part]:
    spans = tuple(_spans(turns[0])) if points else ()
    starts: dict[int, int] = {}
    if turns[0].answer is not None:
        said = [turns[0], *answered(session, turns[0].id)]
        places = task_of(session, turns[0].id).parts
        starts = {turn.id: part.start for turn, part in zip(said, places, strict=True)}
    for turn in turns:
        handed_in = turn.answer is not None
        text = (turn.answer if turn.state is not TurnState.BLANK else "") or ""
        yield Part(
            title=f"Follow-up {turn.label}" if turn.round else "Question",
            ask=turn.ask if may_ask(session, turn) else None,
            notes=tuple(_notes(session, turn, scores, given.get(turn.id))),
            handed_in=handed_in,
            pieces=tuple(_pieces(text if handed_in else turn.draft, starts.get(turn.id), spans)),
        )


def _notes(session: Session, turn: Turn, scores: bool, given: Delivery | None) -> Iterator[str]:
    yield result(session, turn, scores)
    if turn.asked_at is not None:
        yield f"Time: {clock(turn.used)} of {clock(turn.allotted)}"
    if given is not None:
        yield f"Delivery: {' · '.join(given.phrases())}"
    if turn.handed_in == "clock":
        yield "Handed in by the clock"
    if turn.hinted:
        yield "The hint was shown"
    if turn.flagged:
        yield "Flagged"


def _spans(turn: Turn) -> Iterator[tuple[int, int, int]]:
    """Begin and end of each piece of evidence in all that was said, and what it is evidence for."""
    for number, mark in enumerate(turn.grade.marks if turn.grade else (), 1):
        for evidence in mark.evidence:
            yield evidence.start, evidence.end, number


def _pieces(text: str, start: int | None, spans: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    """A text, cut where evidence begins and ends.

    Args:
        text: what was written.
        start: its place in all that was said; None where it was not marked.
        spans: evidence in all that was said.
    """
    if start is None:
        yield from (Piece(text),) if text else ()
        return
    found = [(begin - start, end - start, number) for begin, end, number in spans]
    edges = {min(len(text), max(0, edge)) for begin, end, _ in found for edge in (begin, end)}
    for left, right in pairwise(sorted({0, len(text), *edges})):
        here = [span for span in found if span[0] <= left and right <= span[1]]
        yield Piece(
            text[left:right],
            tuple(sorted({number for _, _, number in here})),
            tuple(sorted({number for _, end, number in here if end == right})),
        )
