"""A limit to what grading may cost."""

from __future__ import annotations

import math
from threading import Lock

from rubrics.grade import Usage


class Budget:
    """Adds up what calls cost, in US dollars, and says when no more may be begun.

    An answer that has been begun is finished: what is in flight when the limit is reached is still
    paid. A call of unknown price adds nothing; ``unpriced`` counts these.
    """

    def __init__(self, limit_usd: float) -> None:
        """Args: the most to spend, 0 or more.

        Raises:
            ValueError: the limit is no such number.
        """
        if not (math.isfinite(limit_usd) and limit_usd >= 0):
            raise ValueError("a budget is a number of dollars, 0 or more")
        self.limit_usd = limit_usd
        self.spent_usd = 0.0
        self.unpriced = 0
        self._lock = Lock()

    def add(self, usage: Usage | None) -> None:
        """Count what one or several calls cost."""
        with self._lock:
            if usage is None or usage.cost_usd is None:
                self.unpriced += 1
            else:
                self.spent_usd += usage.cost_usd

    @property
    def exhausted(self) -> bool:
        """Whether as much as the limit has been spent."""
        return self.spent_usd >= self.limit_usd
