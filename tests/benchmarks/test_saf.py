"""The figures of the benchmark against human scores."""

from __future__ import annotations

import pytest

from benchmarks.estimate_saf import isotonic, leave_one_group_out, pearson, rmse


def test_isotonic_pools_what_falls() -> None:
    curve = isotonic([(1, 0.0), (2, 1.0), (3, 0.5), (4, 1.0)])
    assert [curve(value) for value in (0, 1, 2, 2.5, 3, 4, 9)] == [0, 0, 0.75, 0.75, 0.75, 1, 1]


def test_a_group_is_mapped_by_the_others_alone() -> None:
    fitted = leave_one_group_out([1, 2, 1, 2], [0.0, 0.2, 0.6, 1.0], ["a", "a", "b", "b"])
    assert fitted == [0.6, 1.0, 0.0, 0.2]


def test_measures() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert pearson([1, 1, 1], [2, 4, 6]) == 0
    assert rmse([0, 0], [3, 4]) == pytest.approx(12.5**0.5)
