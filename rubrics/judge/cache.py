"""Grades that were paid for once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rubrics.asking.cache import ReplyCache, key_of
from rubrics.grade import Grade, GraderId
from rubrics.grader import GradingTask
from rubrics.models.model import Parameters


def cache_key(
    task: GradingTask,
    grader: GraderId,
    parameters: Parameters,
    prompt: tuple[str, ...],
    schema: Any,
) -> str:
    """SHA-256 over everything that changes what a model answers, and nothing else.

    Left out on purpose: the nonce of the fence, the key, the questions that may be asked next.
    """
    further = {"further": [[one.ask, one.answer] for one in task.further]} if task.further else {}
    return key_of(
        parameters,
        grader=[grader.name, grader.version, grader.prompt],
        prompt=prompt,
        schema=schema,
        rubric=task.rubric.hash,
        ask=task.ask,
        answer=task.answer,
        **further,
    )


class GradeCache(ReplyCache[Grade]):
    """Keeps grades of models; see ``ReplyCache``. Grades that failed are not kept."""

    table = "grades"
    form = Grade

    def may_keep(self, value: Grade) -> bool:
        """Only what a model has marked."""
        return value.status == "graded"


class AgainCache(GradeCache):
    """Grades of the same answers by the same grader, asked once more: kept apart in the same file.

    What a model said before is not taken for what it says now, and none of it is paid for twice.
    """

    def __init__(self, path: Path, number: int) -> None:
        """Args: the file, and the how many-th time it is, from 2."""
        super().__init__(path)
        self._end = f" {number}"

    def get(self, key: str) -> Grade | None:
        """See ``ReplyCache``."""
        return super().get(key + self._end)

    def put(self, key: str, value: Grade) -> None:
        """See ``ReplyCache``."""
        super().put(key + self._end, value)
