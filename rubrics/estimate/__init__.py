"""The offline grader: an estimate from the words of an answer, without a model."""

from __future__ import annotations

from rubrics.estimate.estimator import ESTIMATE, READ_AT_MOST, Estimator

__all__ = ["ESTIMATE", "READ_AT_MOST", "Estimator"]
