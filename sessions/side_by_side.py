"""Several gradings of one question side by side: answer by answer, or grade by grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rubrics.grade import Verdict
from rubrics.rubric import Criterion
from sessions.session import Origin, Turn

Change = Literal["", "better", "worse", "other"]
"""How a verdict stands to the one left of it: better or worse where the two can be compared, other
where they can not and differ.
"""


@dataclass(frozen=True)
class Cell:
    """The verdict in force on one criterion.

    Attributes:
        verdict: None where there is none.
        own: whether it is the candidate's own.
    """

    verdict: Verdict | None
    own: bool = False
    change: Change = ""


@dataclass(frozen=True)
class Column:
    """One grading.

    Attributes:
        turn: with the grade that is shown.
        apart: why its score cannot be compared with that of the column left of it, in a few words;
            empty where it can, where there is none, and in the first column.
        change: by how much the score changed; None where it cannot be compared.
        cells: one for each criterion.
    """

    turn: Turn
    apart: str
    change: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Gradings side by side.

    Attributes:
        criteria: the rows: those of the last turn, then those that only earlier rubrics had.
        columns: in the order of the turns.
    """

    criteria: tuple[Criterion, ...]
    columns: tuple[Column, ...]


def side_by_side(turns: Sequence[Turn], *, differ: bool = False) -> Table:
    """Compare each grading with the one before it.

    Args:
        turns: to one question, each with the grade that is to be shown.
        differ: whether verdicts that cannot be compared are shown to differ: they do not say
            anything of the answers, but of those who graded one.
    """
    criteria: dict[str, Criterion] = {}
    for turn in reversed(turns):
        for criterion in turn.question.criteria:
            criteria.setdefault(criterion.id, criterion)
    before: list[Turn | None] = [None, *turns[:-1]]
    columns = tuple(
        _column(turn, left, list(criteria), differ)
        for left, turn in zip(before, turns, strict=True)
    )
    return Table(tuple(criteria.values()), columns)


def apart(before: Turn, after: Turn) -> str:
    """Why the scores of two gradings cannot be compared; empty where they can."""
    if before.score is None or after.score is None:
        return "no score"
    if before.question.rubric.hash != after.question.rubric.hash:
        return "another rubric"
    if before.origin != after.origin:
        return _WAS[before.origin] if before.origin else "no score"
    if before.grade is None or after.grade is None or (_by_hand(before) and _by_hand(after)):
        return ""
    if before.grade.rubric != after.grade.rubric:
        return "another rubric"
    old, new = before.grade.grader, after.grade.grader
    if (old.name, old.model) != (new.name, new.model):
        return "another grader"
    if old.prompt != new.prompt:
        return "another prompt"
    return "" if old == new else "another version"


_WAS: dict[Origin, str] = {
    "graded": "a grade before",
    "estimated": "estimate before",
    "self-marked": "your marks then",
}


def _by_hand(turn: Turn) -> bool:
    """Whether no verdict in force is a grader's."""
    return all(criterion.id in turn.self_marks for criterion in turn.question.criteria)


def _column(turn: Turn, left: Turn | None, criteria: Sequence[str], differ: bool) -> Column:
    why = apart(left, turn) if left is not None else ""
    compared = left is not None and not why
    change = None
    if left is not None and compared and turn.score is not None and left.score is not None:
        change = round(turn.score - left.score, 1)
    mine, theirs = _verdicts(turn), _verdicts(left) if left is not None else {}
    cells = []
    for name in criteria:
        new, old = mine.get(name), theirs.get(name)
        found: Change = ""
        if new is not None and old is not None and new is not old:
            if compared:
                found = "better" if new.credit > old.credit else "worse"
            elif differ:
                found = "other"
        cells.append(Cell(new, name in turn.self_marks, found))
    return Column(turn, why, change, tuple(cells))


def _verdicts(turn: Turn) -> dict[str, Verdict]:
    return {mark.id: mark.verdict for mark in turn.marks}
