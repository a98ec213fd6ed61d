"""Measuring graders against labelled answers, and what is kept and shown of it."""
