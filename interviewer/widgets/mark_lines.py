"""How a mark on one criterion, and what a grade says beside its marks, are written."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from interviewer.widgets.hanging import Hanging
from interviewer.widgets.signs import VERDICT_STYLES, VERDICT_WORDS, one_line
from interviewer.wording import GLYPHS
from rubrics.grade import Grade, Mark, Verdict
from rubrics.rubric import Criterion
from sessions.own_marks import said_by
from sessions.session import Turn

UNMARKED = "·"


def criterion_line(
    turn: Turn, criterion: Criterion, quotes: bool = False, arrived: Sequence[Mark] = ()
) -> Hanging:
    """A criterion with its sign, its weight, the verdict in force and whose that is.

    Args:
        turn: the turn it belongs to.
        criterion: one of its question.
        quotes: whether the pieces of the answer that prove the verdict follow.
        arrived: marks of a reply that is still coming, for criteria that have none yet.
    """
    mark = next((mark for mark in (*turn.marks, *arrived) if mark.id == criterion.id), None)
    own = turn.self_marks.get(criterion.id)
    graded = {mark.id: mark.verdict for mark in turn.grade.marks} if turn.grade else {}
    if mark is None:
        sign = Content.styled(f"{UNMARKED} ", "$quiet")
    else:
        style = f"bold {VERDICT_STYLES[mark.verdict]}"
        sign = Content.styled(f"{GLYPHS[mark.verdict]} ", style)
    tail = [criterion.weight.value]
    if own is not None and turn.grade is not None and criterion.id in graded:
        theirs = f"{said_by(turn.grade)}: {verdict_text(graded[criterion.id])}"
        tail.append(f"{theirs} → you: {verdict_text(own.verdict)}")
    elif own is not None:
        tail.append(f"you: {verdict_text(own.verdict)}")
    elif mark is not None:
        tail.append(VERDICT_WORDS[mark.verdict])
    lines: list[str | tuple[str, str]] = [
        one_line(criterion.expects, 2000),
        "\n",
        (" · ".join(tail), "$quiet"),
    ]
    if own is not None and own.reason:
        lines.append((f"\nyour reason: {one_line(own.reason, 2000)}", "$text-accent"))
    for evidence in mark.evidence if mark is not None and quotes else ():
        lines.append((f"\n“{one_line(evidence.quote, 200)}”", "italic"))
    return Hanging(sign, Content.assemble(*lines))


def verdict_text(verdict: Verdict) -> str:
    """A verdict with its sign and in a word."""
    return f"{GLYPHS[verdict]} {VERDICT_WORDS[verdict]}"


def grade_words(grade: Grade) -> list[Content]:
    """What was good, what to say next time, what they may ask, and what is not so."""
    lines = [
        Content.assemble((head, "bold $text-accent"), one_line(text, 600))
        for head, text in (
            ("Good: ", grade.strongest),
            ("Next time: ", grade.improve),
            ("They may ask: ", grade.follow_up or ""),
        )
        if text.strip()
    ]
    for claim in grade.false_claims:
        said = f"“{one_line(claim.quote, 200)}”: {one_line(claim.why, 300)}"
        lines.append(Content.assemble(("Not so: ", "bold $text-error"), said))
    return lines
