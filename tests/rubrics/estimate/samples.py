"""Small rubrics and a short way to mark by them."""

from __future__ import annotations

from rubrics.estimate import Estimator
from rubrics.grade import Grade, Mark
from rubrics.grader import GradingTask
from rubrics.rubric import Criterion, Rubric, Shape, Weight

ASK = "What is an embedding?"


def criterion(
    *signals: str,
    id: str = "one",
    expects: str = "Says that it is a dense vector.",
    shape: Shape = Shape.ALL,
    need: int | None = None,
    weight: Weight = Weight.ESSENTIAL,
) -> Criterion:
    """A criterion; each signal as one line, its phrases separated by ``|``."""
    return Criterion.model_validate(
        {
            "id": id,
            "expects": expects,
            "weight": weight,
            "shape": shape,
            "need": need,
            "signals": list(signals),
        }
    )


def estimate(answer: str, *criteria: Criterion, ask: str = ASK) -> Grade:
    """The grade of an answer."""
    rubric = Rubric(criteria=criteria or (criterion("dense vector"),))
    task = GradingTask(ask=ask, answer=answer, rubric=rubric, follow_ups=("And then?",))
    return Estimator().estimate(task)


def mark(answer: str, *signals: str, ask: str = ASK, shape: Shape = Shape.ALL) -> Mark:
    """The mark of an answer on one criterion."""
    return estimate(answer, criterion(*(signals or ("dense vector",)), shape=shape), ask=ask).marks[
        0
    ]
