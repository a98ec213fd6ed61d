"""What grading many answers came to: how many of what, why some are ungraded, and what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FREE = {"prompt_tokens": 0, "completion_tokens": 0, "cost_usd": 0.0}
"""The usage of a grade that was paid for before."""


@dataclass
class Tally:
    """Counts records as they come in.

    Attributes:
        statuses: how many are graded, estimated, blank, ungraded, or bad lines.
        reasons: why answers are ungraded.
        details: more on a reason, as it was said first.
        taken_up: how many were graded already, by a run before this one. Their cost is not counted.
        from_cache: how many grades came from the cache.
        prompt_tokens, completion_tokens: of all calls, as far as servers said.
        cost_usd: dollars of the calls whose price is known.
        unpriced: answers that cost something unknown.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)
    taken_up: int = 0
    from_cache: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
    unpriced: int = 0

    def add(self, record: Mapping[str, Any], *, taken_up: bool = False) -> None:
        """Count a record of a grade."""
        self.statuses[record["status"]] += 1
        if record["status"] == "ungraded":
            self.reasons[record["reason"]] += 1
            if record["detail"]:
                self.details.setdefault(record["reason"], record["detail"])
        usage = record["usage"]
        if taken_up:
            self.taken_up += 1
        elif usage == FREE:
            self.from_cache += 1
        elif usage is not None:
            self.prompt_tokens += usage["prompt_tokens"]
            self.completion_tokens += usage["completion_tokens"]
            self.cost_usd += usage["cost_usd"] or 0.0
            self.unpriced += usage["cost_usd"] is None
        elif record["status"] == "graded":
            self.unpriced += 1

    def add_bad(self) -> None:
        """Count a line that was refused."""
        self.statuses["bad"] += 1

    @property
    def done(self) -> int:
        """How many were looked at."""
        return self.statuses.total()

    def words(self, thing: str) -> str:
        """How many of what: ``500 lines: 497 graded, 3 ungraded (2 rate limited, 1 timeout)``."""
        words = [
            f"{count} {status}" + (f" ({_listed(self.reasons)})" if status == "ungraded" else "")
            for status, count in sorted(self.statuses.items())
        ]
        return f"{self.done} {thing}{'s' * (self.done != 1)}: {', '.join(words) or 'none'}"

    @property
    def cost(self) -> str:
        """What the calls cost, in dollars: ``$0.1234``, or what is unknown of it."""
        if not self.unpriced:
            return f"${self.cost_usd:.4f}"
        if not self.cost_usd:
            return "price unknown"
        return f"${self.cost_usd:.4f} and {self.unpriced} of unknown price"

    def spent(self) -> str:
        """What was paid for and what was not, in a line; empty where nothing could cost."""
        parts = []
        if self.taken_up:
            parts.append(f"{self.taken_up} graded already")
        if self.from_cache:
            parts.append(f"{self.from_cache} from the cache")
        if self.prompt_tokens or self.unpriced or self.cost_usd:
            tokens = f"{self.prompt_tokens:,} tokens in, {self.completion_tokens:,} out"
            parts.append(f"{tokens}, {self.cost}")
        return "; ".join(parts)

    def values(self) -> dict[str, Any]:
        """All of it for programs. ``cost_usd`` is null where the price of an answer is unknown."""
        return {
            **dict(sorted(self.statuses.items())),
            "reasons": dict(sorted(self.reasons.items())),
            "taken_up": self.taken_up,
            "from_cache": self.from_cache,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cost_usd": None if self.unpriced else self.cost_usd,
            "unpriced": self.unpriced,
        }


def _listed(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
