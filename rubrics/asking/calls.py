"""The calls for one piece of work, and what they cost together."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Self

from rubrics.asking.budget import Budget
from rubrics.grade import Usage, total
from rubrics.grader import OnProgress
from rubrics.models.model import Model, ModelFailure, OnText, Reply, Request

_log = logging.getLogger(__name__)


class Calls:
    """Asks a model for one piece of work, within a budget.

    As a context it lets nothing out but ``ModelFailure``, with what all calls cost: any other
    exception is a fault of ours, or of a client, and becomes *internal error*.
    """

    def __init__(
        self, model: Model, budget: Budget | None = None, on_progress: OnProgress | None = None
    ) -> None:
        """Args: who is asked, what stops new work, and who is told of waits."""
        self._model = model
        self._budget = budget
        self._on_progress = on_progress
        self._usages: list[Usage | None] = []
        self._begun = False

    async def complete(self, request: Request, on_text: OnText | None = None) -> Reply:
        """The reply to a request, streamed where somebody reads along.

        Raises:
            ModelFailure: no usable reply; or the budget is used up, and this is the first call.
        """
        if not self._begun and self._budget is not None and self._budget.exhausted:
            raise ModelFailure("budget", "the limit is reached")
        self._begun = True
        try:
            reply = await self._model.complete(request, self._on_progress, on_text)
        except ModelFailure as failure:
            if failure.usage is not None:
                self._add(failure.usage)
            raise
        self._add(reply.usage)
        return reply

    @property
    def usage(self) -> Usage | None:
        """What all calls cost so far."""
        return total(self._usages)

    def _add(self, usage: Usage | None) -> None:
        if self._budget is not None:
            self._budget.add(usage)
        self._usages.append(usage)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, ModelFailure):
            error.usage = self.usage
        elif isinstance(error, Exception):
            _log.debug("asking a model failed", exc_info=error)
            detail = f"unexpected {type(error).__name__}"
            raise ModelFailure("internal error", detail, self.usage) from None
