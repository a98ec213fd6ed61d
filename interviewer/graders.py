"""From the name of a grader to the grader: the offline estimate, or a language model."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from interviewer.settings import ESTIMATE, Settings
from rubrics.estimate import Estimator
from rubrics.grader import Grader

# What grades by a model is loaded only where one is named.
if TYPE_CHECKING:
    from rubrics.judge import GradeCache
    from rubrics.models.model import OnWait, Parameters


def open_grader(
    name: str, settings: Settings, *, use_cache: bool = True, on_wait: OnWait | None = None
) -> Grader:
    """The grader of this name; nothing is sent and no client is loaded yet.

    Args:
        name: ``estimate``, or ``provider/model``.
        settings: keys, base URL, budget, and the home where grades of models are kept.
        use_cache: whether a grade that was paid for once is used again.
        on_wait: told of each wait between two tries.

    Raises:
        InterviewerError: the name means nothing, or a script cannot be read.
    """
    if name == ESTIMATE:
        return Estimator()
    from rubrics.judge import Budget, ModelGrader
    from rubrics.models.opening import open_model

    model = open_model(name, base_url=settings.base_url, environ=settings.environ)
    if use_cache:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return ModelGrader(
        model,
        cache=open_cache(settings) if use_cache else None,
        budget=None if settings.budget is None else Budget(settings.budget),
        on_wait=on_wait,
    )


def open_cache(settings: Settings) -> GradeCache:
    """Where grades of models are kept that were paid for; made at its first use."""
    from rubrics.judge import GradeCache

    return GradeCache(settings.home / "grades.db")


def model_of(grader: Grader) -> Parameters | None:
    """The model that a grader asks; None where it asks none."""
    from rubrics.judge import ModelGrader

    return grader.parameters if isinstance(grader, ModelGrader) else None


def who_marks(grader: Grader) -> str:
    """Who marks, in a sentence that also says where the answers go."""
    model = model_of(grader)
    if model is None:
        return "Marked by the offline estimate; nothing is sent."
    where = f" at {model.base_url}" if model.base_url else ""
    return f"Graded by the model {model.name}{where}; the answers are sent to it."


def made_by(grader: Grader) -> str:
    """All that tells what this grader makes from what another one makes, as JSON."""
    model = model_of(grader)
    asked = [model.name, model.base_url, dict(model.options)] if model else None
    return json.dumps([version("interviewer"), grader.id.model_dump(), asked], sort_keys=True)
