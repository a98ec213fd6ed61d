"""Whether a grader says the same again: asked twice, in another order, of the same words laid out
in another way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rubrics.calibration.bootstrap import RESAMPLES, Figure, figures
from rubrics.calibration.cases import Case
from rubrics.grade import Grade
from rubrics.grader import GradingTask
from rubrics.rubric import Rubric


class Variant(StrEnum):
    """In what way an answer is put to a grader once more.

    ``again``: as it was. ``reordered``: with the criteria in reverse order. ``reformatted``: with
    the same words laid out in another way.
    """

    AGAIN = "again"
    REORDERED = "reordered"
    REFORMATTED = "reformatted"


def varied(task: GradingTask, variant: Variant) -> GradingTask:
    """The task as this variant has it; what it asks for and what was said stay the same."""
    if variant is Variant.REORDERED:
        turned = Rubric(criteria=task.rubric.criteria[::-1])
        return task.model_copy(update={"rubric": turned})
    if variant is Variant.REFORMATTED:
        return task.model_copy(update={"answer": reformatted(task.answer)})
    return task


_LINES = re.compile(r"\s*\n\s*(?:[-*•]\s+|\d+[.)]\s+)?")
_FIRST_MARK = re.compile(r"\A\s*(?:[-*•]\s+|\d+[.)]\s+)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])")


def reformatted(answer: str) -> str:
    """The words of an answer laid out in another way: lines made one, or sentences made a list.

    An answer of several lines becomes one line, without the marks of a list; a line that did not
    end a sentence ends one then. Any other becomes a list with a sentence in each line.
    """
    text = answer.strip()
    if "\n" not in text:
        return "\n".join(f"- {sentence}" for sentence in _SENTENCE_END.split(text))
    lines = [line for line in _LINES.split(_FIRST_MARK.sub("", text)) if line]
    ended = [line if line[-1] in ".!?:;," else f"{line}." for line in lines]
    return " ".join(ended)


def asked_again(cases: Sequence[Case], seed: int) -> list[Case]:
    """The answers that are put to a grader more than once: one a question, drawn by the seed.

    Only such that earn something by their labels: that nothing stays nothing is no stability.
    """
    source = random.Random(seed)
    by_question: dict[str, list[Case]] = {}
    for case in cases:
        if case.score:
            by_question.setdefault(case.question, []).append(case)
    return [source.choice(some) for some in by_question.values()]


@dataclass(frozen=True)
class Stability:
    """How far a grader says the same again.

    Attributes:
        answers: how many were compared.
        ungraded: how many could not be, because one of the two grades is none.
        same: share of verdicts that stay, 0 to 1.
        moved: mean absolute difference of the two scores, in points of 100.
    """

    answers: int
    ungraded: int
    same: Figure
    moved: Figure


def stability(
    first: Mapping[str, Grade],
    others: Sequence[tuple[Case, Grade]],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Stability:
    """How far other grades of answers are like the first ones.

    Args:
        first: by the id of the answer.
        others: the same answers put to the same grader in another way.
        seed, resamples: see ``bootstrap.figures``.
    """
    pairs = [
        (first[case.id], other) for case, other in others if first[case.id].marks and other.marks
    ]

    def measures(some: Sequence[tuple[int, int, float]]) -> list[float | None]:
        whole = sum(count for _, count, _ in some)
        if not whole:
            return [None, None]
        same = sum(stayed for stayed, _, _ in some) / whole
        return [same, sum(moved for _, _, moved in some) / len(some)]

    same, moved = figures(
        [_compared(*pair) for pair in pairs], measures, seed=seed, resamples=resamples
    )
    return Stability(len(pairs), len(others) - len(pairs), same, moved)


def _compared(first: Grade, other: Grade) -> tuple[int, int, float]:
    """Verdicts that stay, all verdicts, and how far the score moved."""
    verdicts = {mark.id: mark.verdict for mark in first.marks}
    stayed = sum(verdicts[mark.id] is mark.verdict for mark in other.marks)
    return stayed, len(verdicts), abs((first.score or 0.0) - (other.score or 0.0))
