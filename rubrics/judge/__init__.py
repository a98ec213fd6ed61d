"""The grader that asks a language model and believes only what it can prove."""

from rubrics.asking.budget import Budget
from rubrics.asking.cache import CacheStats
from rubrics.judge.cache import AgainCache, GradeCache
from rubrics.judge.grader import ModelGrader

__all__ = ["AgainCache", "Budget", "CacheStats", "GradeCache", "ModelGrader"]
