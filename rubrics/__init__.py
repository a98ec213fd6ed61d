"""What a good answer is, and how an answer is marked.

Knows no session, no screen and no user, and imports no client of a language model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Each name is imported when it is first used, so that a program pays only for what it needs.
if TYPE_CHECKING:
    from rubrics.bank import Bank, Question, Section
    from rubrics.drafting import draft_rubric
    from rubrics.errors import BankError, InterviewerError, RubricError
    from rubrics.estimate import Estimator
    from rubrics.grade import Band, Evidence, FalseClaim, Grade, GraderId, Mark, Usage, Verdict
    from rubrics.grader import Grader, GradingTask
    from rubrics.loading import load_bank, load_outline, shipped_banks
    from rubrics.outline import Outline
    from rubrics.rubric import Criterion, Rubric, Shape, Weight

__all__ = [
    "Band",
    "Bank",
    "BankError",
    "Criterion",
    "Estimator",
    "Evidence",
    "FalseClaim",
    "Grade",
    "Grader",
    "GraderId",
    "GradingTask",
    "InterviewerError",
    "Mark",
    "Outline",
    "Question",
    "Rubric",
    "RubricError",
    "Section",
    "Shape",
    "Usage",
    "Verdict",
    "Weight",
    "draft_rubric",
    "load_bank",
    "load_outline",
    "shipped_banks",
]

_MODULES = (
    "rubrics.errors",
    "rubrics.rubric",
    "rubrics.bank",
    "rubrics.grade",
    "rubrics.loading",
    "rubrics.outline",
    "rubrics.grader",
    "rubrics.drafting",
    "rubrics.estimate",
)
"""Where the names live, those that cost little first."""


def __getattr__(name: str) -> object:
    if name in __all__:
        for module in map(import_module, _MODULES):
            if name in vars(module):
                return vars(module)[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
