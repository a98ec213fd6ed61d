"""Measures of agreement on a table of counts: rows are what the labels say, columns the grader.

Each is None where it is undefined, never a made-up number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Table = Sequence[Sequence[int]]
"""A square table of counts; categories in the same order along both sides."""


def accuracy(table: Table) -> float | None:
    """The share of counts on the diagonal, 0 to 1."""
    whole = sum(map(sum, table))
    return sum(row[at] for at, row in enumerate(table)) / whole if whole else None


def macro_f1(table: Table) -> float | None:
    """The mean of F1 over the categories, each counting the same, 0 to 1.

    F1 = 2·hits / (labels + verdicts of the category). A category that occurs in neither is left
    out; one that occurs in one of them alone counts 0.
    """
    labelled = [sum(row) for row in table]
    said = [sum(column) for column in zip(*table, strict=True)]
    scores = [
        2 * table[at][at] / (labelled[at] + said[at])
        for at in range(len(table))
        if labelled[at] + said[at]
    ]
    return sum(scores) / len(scores) if scores else None


def kappa(table: Table) -> float | None:
    """Agreement beyond chance, 1 for perfect and 0 for what chance would give.

    κ = (p_o − p_e) / (1 − p_e), with p_e from the margins (Cohen, "A coefficient of agreement for
    nominal scales", 1960). Undefined where both sides know one and the same category only.
    """
    return _weighted(table, lambda row, column: float(row != column))


def quadratic_kappa(table: Table) -> float | None:
    """Cohen's κ for ordered categories: being off by two costs four times being off by one.

    κ_w = 1 − Σ w·observed / Σ w·expected, w = (row − column)² (Cohen, "Weighted kappa", 1968).
    """
    return _weighted(table, lambda row, column: float((row - column) ** 2))


def _weighted(table: Table, weight: Callable[[int, int], float]) -> float | None:
    whole = sum(map(sum, table))
    if not whole:
        return None
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    observed = expected = 0.0
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            cost = weight(row, column)
            observed += cost * count
            expected += cost * rows[row] * columns[column]
    return 1 - observed * whole / expected if expected else None
