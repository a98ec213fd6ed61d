"""Rubrics from outside: from criteria that a user gives, or from a hint by rules."""

from __future__ import annotations

from rubrics.drafting.draft import draft_rubric

__all__ = ["draft_rubric"]
