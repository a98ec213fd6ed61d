"""Measures against hand-worked figures, other ways to work them out, and what holds for all."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.calibration.bootstrap import figures, quantile
from rubrics.calibration.measures import accuracy, kappa, macro_f1, quadratic_kappa

Pairs = list[tuple[int, int]]
PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def table(pairs: Sequence[tuple[int, int]], size: int = 4) -> list[list[int]]:
    counts = [[0] * size for _ in range(size)]
    for row, column in pairs:
        counts[row][column] += 1
    return counts


def test_the_figures_of_a_table_worked_by_hand() -> None:
    # 100 cases, two categories: 45 and 30 on the diagonal, 15 and 10 beside it.
    counts = [[45, 15], [10, 30]]
    assert accuracy(counts) == pytest.approx(0.75)
    # Chance: 0.6·0.55 + 0.4·0.45 = 0.51; (0.75 − 0.51) / 0.49.
    assert kappa(counts) == pytest.approx(0.24 / 0.49)
    assert macro_f1(counts) == pytest.approx((90 / 115 + 60 / 85) / 2)
    # With two categories all weights are 0 or 1.
    assert quadratic_kappa(counts) == pytest.approx(0.24 / 0.49)


def test_being_off_by_more_costs_more() -> None:
    near, far = [[8, 2, 0], [0, 10, 0], [0, 0, 10]], [[8, 0, 2], [0, 10, 0], [0, 0, 10]]
    assert kappa(near) == pytest.approx(kappa(far), abs=0.01)
    assert (quadratic_kappa(near) or 0) > (quadratic_kappa(far) or 0) + 0.1


def test_a_category_in_neither_is_left_out_and_one_in_one_alone_counts_nothing() -> None:
    assert macro_f1([[5, 0, 0], [0, 5, 0], [0, 0, 0]]) == 1
    assert macro_f1([[5, 0, 0], [0, 4, 1], [0, 0, 0]]) == pytest.approx((1 + 8 / 9 + 0) / 3)


def test_what_is_undefined_is_no_number() -> None:
    nothing = [[0, 0], [0, 0]]
    assert [measure(nothing) for measure in (accuracy, kappa, macro_f1, quadratic_kappa)] == [
        None
    ] * 4
    assert kappa([[7, 0], [0, 0]]) is None


@given(PAIRS)
def test_kappas_of_what_is_identical_are_one_or_undefined(pairs: Pairs) -> None:
    same = table([(row, row) for row, _ in pairs])
    expected = None if len({row for row, _ in pairs}) == 1 else 1
    assert kappa(same) == expected
    assert quadratic_kappa(same) == expected
    assert macro_f1(same) == 1


@given(PAIRS)
def test_who_is_the_grader_makes_no_difference(pairs: Pairs) -> None:
    turned = table([(column, row) for row, column in pairs])
    for measure in (accuracy, kappa, macro_f1, quadratic_kappa):
        assert measure(table(pairs)) == pytest.approx(measure(turned))


@given(PAIRS, st.permutations(range(4)))
def test_names_of_categories_make_no_difference_but_to_a_weighted_kappa(
    pairs: Pairs, names: list[int]
) -> None:
    renamed = table([(names[row], names[column]) for row, column in pairs])
    for measure in (accuracy, kappa, macro_f1):
        assert measure(table(pairs)) == pytest.approx(measure(renamed))
    reverse = table([(3 - row, 3 - column) for row, column in pairs])
    assert quadratic_kappa(table(pairs)) == pytest.approx(quadratic_kappa(reverse))


@given(PAIRS)
def test_quadratic_kappa_as_it_is_without_a_table(pairs: Pairs) -> None:
    """One less the mean square of differences, over that of every row with every column."""
    observed = sum((row - column) ** 2 for row, column in pairs) / len(pairs)
    every = list(itertools.product([row for row, _ in pairs], [column for _, column in pairs]))
    expected = sum((row - column) ** 2 for row, column in every) / len(every)
    found = quadratic_kappa(table(pairs))
    assert found == (pytest.approx(1 - observed / expected) if expected else None)


@given(PAIRS)
def test_macro_f1_by_precision_and_recall(pairs: Pairs) -> None:
    scores = []
    for name in {name for pair in pairs for name in pair}:
        hits = sum(pair == (name, name) for pair in pairs)
        said = sum(column == name for _, column in pairs)
        there = sum(row == name for row, _ in pairs)
        precision, recall = hits / said if said else 0, hits / there if there else 0
        scores.append(2 * precision * recall / (precision + recall) if precision + recall else 0)
    assert macro_f1(table(pairs)) == pytest.approx(sum(scores) / len(scores))


def mean(values: Sequence[float]) -> list[float | None]:
    return [sum(values) / len(values)]


def test_an_interval_is_as_wide_as_theory_says_and_hangs_on_the_seed() -> None:
    values = [float(number % 10) for number in range(100)]
    [figure] = figures(values, mean, seed=1)
    assert figure.value == 4.5
    assert figure.low is not None
    assert figure.high is not None
    deviation = (sum((value - 4.5) ** 2 for value in values) / 100) ** 0.5
    assert figure.high - figure.low == pytest.approx(2 * 1.96 * deviation / 10, rel=0.1)
    assert [figure] == figures(values, mean, seed=1)
    assert [figure] != figures(values, mean, seed=2)


def test_one_part_has_no_interval_and_an_often_undefined_figure_has_none() -> None:
    assert figures([3.0], mean, seed=0)[0].low is None
    rare = [None, *[1.0] * 1]

    def known(some: Sequence[float | None]) -> list[float | None]:
        values = [value for value in some if value is not None]
        return [sum(values) / len(values) if values else None]

    [figure] = figures(rare, known, seed=0)
    assert (figure.value, figure.low) == (1.0, None)


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert quantile([1.0, 2.0], 1.0) == 2.0
    assert quantile([7.0], 0.95) == 7.0
