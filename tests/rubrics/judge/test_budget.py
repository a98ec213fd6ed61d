"""A limit to what grading may cost."""

from __future__ import annotations

import pytest

from rubrics.grade import Usage
from rubrics.judge import Budget


def test_costs_add_up_to_the_limit() -> None:
    budget = Budget(0.03)
    assert not budget.exhausted
    budget.add(Usage(prompt_tokens=1, completion_tokens=1, cost_usd=0.02))
    assert not budget.exhausted
    budget.add(Usage(prompt_tokens=1, completion_tokens=1, cost_usd=0.01))
    assert budget.exhausted


def test_an_unknown_price_is_counted_apart() -> None:
    budget = Budget(1)
    budget.add(None)
    budget.add(Usage(prompt_tokens=1, completion_tokens=1, cost_usd=None))
    assert (budget.spent_usd, budget.unpriced, budget.exhausted) == (0, 2, False)


@pytest.mark.parametrize("limit", [-1, float("nan"), float("inf")])
def test_a_limit_is_a_number_of_dollars(limit: float) -> None:
    with pytest.raises(ValueError, match="dollars"):
        Budget(limit)


def test_a_limit_of_nothing_allows_nothing() -> None:
    assert Budget(0).exhausted
