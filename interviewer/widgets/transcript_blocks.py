"""A session as blocks of text, from its first question to its last mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content
from textual.visual import Visual

from interviewer.banks.words import model_answer_text
from interviewer.widgets.barred import Barred
from interviewer.widgets.beside import Beside
from interviewer.widgets.hanging import Hanging
from interviewer.widgets.lit_answer import SHOWN_AT_MOST, lit
from interviewer.widgets.mark_lines import criterion_line, grade_words
from interviewer.widgets.score_line import score_words
from interviewer.widgets.section_bars import joined
from interviewer.widgets.signs import FLAG, HANDED_IN, in_place, one_line
from interviewer.wording import standing
from rubrics.grade import Evidence, Verdict
from sessions.delivery import Delivery
from sessions.follow_ups import answered, task_of
from sessions.report import report
from sessions.session import Session, Turn, TurnState
from sessions.telling import may_ask, may_tell, score_waits
from sessions.time import clock

FOUND = "$lit-foreground on $lit-background"


@dataclass(frozen=True)
class Answer:
    """An answer as it is shown.

    Attributes:
        turn: id of the turn whose marks rest on it.
        start, end: where what is shown of it stands in all that was said.
        content: that, and what else is to be said of it.
        model: the model answer, where it is shown beside.
    """

    turn: int
    start: int
    end: int
    content: Content
    model: Content | None = None

    def visual(self, evidence: Sequence[Evidence] = ()) -> Visual:
        """The answer with this evidence lit."""
        content = lit(self.content, evidence, self.start, self.end)
        if self.model is None:
            return Barred(content)
        return Beside(("Your answer", content), ("Model answer", self.model))


@dataclass(frozen=True)
class Block:
    """A piece of a transcript that wraps by itself.

    Attributes:
        size: about how many characters it holds.
        turn: id of the turn it belongs to; None before the first.
        criterion: the criterion it is about.
        stop: whether the cursor can stand on it.
        miss: whether it tells of something that was missed.
        answer: the answer that it shows.
        evidence: what its mark rests on.
    """

    visual: Visual
    size: int
    turn: int | None = None
    criterion: str | None = None
    stop: bool = False
    miss: bool = False
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What of a session is to be seen.

    Attributes:
        find: only turns with this text in them, found without regard to case; it is lit.
        models: whether model answers are to be seen.
        scores: whether numbers and bands may be.
        deliveries: how the answers were given, by id of the turn.
    """

    find: str = ""
    models: bool = False
    scores: bool = True
    deliveries: Mapping[int, Delivery] = field(default_factory=dict)


def blocks_of(session: Session, wanted: Wanted) -> Iterator[Block]:
    """The blocks of a session, in order."""
    yield from _head(session, wanted.scores)
    shown = 0
    for turn in session.turns:
        exchange = () if turn.round else session.exchange(turn.id)
        asked = may_ask(session, turn)
        if asked and any(_holds(session, one, wanted.find) for one in exchange):
            shown += 1
            yield from _exchange(session, exchange, wanted)
    if wanted.find and not shown:
        yield _text(Content(f"\nNothing in this interview holds “{one_line(wanted.find, 60)}”."))
    to_come = sum(not may_ask(session, turn) for turn in session.turns)
    if to_come:
        words = "1 question is" if to_come == 1 else f"{to_come} questions are"
        yield _text(Content.styled(f"\n{words} still to come.", "$quiet"))


def _head(session: Session, scores: bool) -> Iterator[Block]:
    yield _text(Content.styled(one_line(session.bank_title, 80), "bold"))
    words = report(session).headline() if scores else score_waits(session)
    yield _text(Content(one_line(words, 600)))
    yield _text(Content.styled(joined((session.mode.value, standing(session))), "$quiet"))


def _exchange(session: Session, exchange: Sequence[Turn], wanted: Wanted) -> Iterator[Block]:
    """A question with its follow-ups, then the marks on all that was answered."""
    turn, *follow_ups = exchange
    tell = may_tell(session, turn)
    find = wanted.find
    model = model_answer_text(turn.question) if tell and wanted.models else ""
    places = _places(session, exchange)
    for one in exchange:
        yield from _asked(session, one, () if one.round else follow_ups, tell, wanted)
        yield from _said(one, turn.id, places.get(one.id, 0), "" if one.round else model, find)
    if tell:
        yield from _marks(turn)
    for one in exchange:
        if one.note.strip():
            note = _lit(Content(one_line(one.note, 2000)), find)
            yield _text(Content.assemble(("Your note: ", "bold $text-accent"), note), one.id)


def _asked(
    session: Session, turn: Turn, follow_ups: Sequence[Turn], tell: bool, wanted: Wanted
) -> Iterator[Block]:
    """What was asked, and how that went."""
    find = wanted.find
    yield Block(Content(""), 0, turn.id)
    ask = _lit(Content(one_line(turn.ask, 2000)), find).stylize("bold")
    sign = Content.styled(f"{turn.label}. ", "bold $text-accent")
    blank = tell and turn.state is TurnState.BLANK and not turn.round
    yield Block(Hanging(sign, ask), len(ask), turn.id, stop=True, miss=blank)
    yield _text(_about(session, turn, follow_ups, tell, wanted), turn.id)


def _said(turn: Turn, first: int, place: int, model: str, find: str) -> Iterator[Block]:
    """What was written, and the model answer beside it.

    Args:
        first: id of the turn whose marks rest on it.
        place: where it begins in all that was said.
        model: the model answer, where it is to be seen.
    """
    said = turn.draft if turn.answer is None else turn.answer
    if turn.answer is None and said.strip():
        yield _text(Content.styled("A draft, not handed in:", "$quiet"), turn.id)
    if said.strip():
        shown = in_place(said[:SHOWN_AT_MOST])
        start = place + len(shown) - len(shown.lstrip("\n"))
        end = start + len(shown.strip("\n"))
        beside = _written(model, find) if model else None
        answer = Answer(first, start, end, _written(said, find), beside)
        size = len(answer.content) + len(model)
        yield Block(answer.visual(), size, turn.id, answer=answer)
    elif model:
        yield _text(Content.styled("Model answer", "bold $text-accent"), turn.id)
        yield Block(Barred(_written(model, find)), len(model), turn.id)


def _places(session: Session, exchange: Sequence[Turn]) -> dict[int, int]:
    """Where in all that was said the answer of each turn begins, by its id."""
    first = exchange[0]
    if first.answer is None:
        return {}
    turns = (first, *answered(session, first.id))
    parts = task_of(session, first.id).parts
    return {turn.id: part.start for turn, part in zip(turns, parts, strict=True)}


def _about(
    session: Session, turn: Turn, follow_ups: Sequence[Turn], tell: bool, wanted: Wanted
) -> Content:
    if tell or not turn.state.answered:
        score = score_words(turn, follow_ups=follow_ups, tell=wanted.scores)
    else:
        score = Content(f"{HANDED_IN} handed in")
    given = wanted.deliveries.get(turn.id)
    words = f"{turn.words:,} word{'' if turn.words == 1 else 's'}" if turn.draft.strip() else ""
    details = [
        "" if turn.round else one_line(session.section_of(turn), 40),
        f"{clock(turn.used)} of {clock(turn.allotted)}" if turn.asked_at else "",
        {"clock": "handed in by the clock", "end": "handed in at the end"}.get(
            turn.handed_in or "", ""
        ),
        f"{FLAG} flagged" if turn.flagged else "",
        "hint shown" if turn.hinted else "",
        *([words] if given is None else given.phrases()),
    ]
    return Content.assemble(score, "\n", (joined(details), "$quiet"))


def _marks(turn: Turn) -> Iterator[Block]:
    blank = turn.state is TurnState.BLANK
    marks = {mark.id: mark for mark in turn.marks}
    for criterion in turn.question.criteria if marks and not blank else ():
        mark = marks.get(criterion.id)
        yield Block(
            criterion_line(turn, criterion, quotes=True),
            len(criterion.expects),
            turn.id,
            criterion.id,
            stop=True,
            miss=mark is not None and mark.verdict is not Verdict.MET,
            evidence=() if mark is None else mark.evidence,
        )
    if turn.grade is not None:
        for line in grade_words(turn.grade):
            yield _text(line, turn.id)


def _text(content: Content, turn: int | None = None) -> Block:
    return Block(content, len(content), turn)


def _written(text: str, find: str) -> Content:
    """Text that somebody wrote, as far as it is shown."""
    content = _lit(Content(in_place(text[:SHOWN_AT_MOST]).strip("\n")), find)
    if len(text) > SHOWN_AT_MOST:
        rest = f"\n… and {len(text) - SHOWN_AT_MOST:,} more characters, which an export holds."
        content = Content.assemble(content, (rest, "italic $quiet"))
    return content


def _lit(content: Content, find: str) -> Content:
    """The content with what is looked for lit."""
    if find:
        for found in re.finditer(re.escape(find), content.plain, re.IGNORECASE):
            content = content.stylize(FOUND, found.start(), found.end())
    return content


def _holds(session: Session, turn: Turn, find: str) -> bool:
    """Whether a text is somewhere in what may be shown of a turn."""
    said = turn.draft if turn.answer is None else turn.answer
    texts = [turn.ask, session.section_of(turn), said, turn.note]
    if may_tell(session, turn):
        texts += [criterion.expects for criterion in turn.question.criteria]
    return any(re.search(re.escape(find), text, re.IGNORECASE) for text in texts)
