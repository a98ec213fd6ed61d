"""From the name of a grader to the grader: the offline estimate, or a language model."""

from __future__ import annotations

from interviewer.settings import ESTIMATE, Settings
from rubrics.estimate import Estimator
from rubrics.grader import Grader


def open_grader(name: str, settings: Settings, *, use_cache: bool = True) -> Grader:
    """The grader of this name; nothing is sent and no client is loaded yet.

    Args:
        name: ``estimate``, or ``provider/model``.
        settings: keys, base URL, budget, and the home where grades of models are kept.
        use_cache: whether a grade that was paid for once is used again.

    Raises:
        InterviewerError: the name means nothing, or a script cannot be read.
    """
    if name == ESTIMATE:
        return Estimator()
    from rubrics.judge import Budget, GradeCache, ModelGrader
    from rubrics.models.opening import open_model

    model = open_model(name, base_url=settings.base_url, environ=settings.environ)
    if use_cache:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return ModelGrader(
        model,
        cache=GradeCache(settings.home / "grades.db") if use_cache else None,
        budget=None if settings.budget is None else Budget(settings.budget),
    )
