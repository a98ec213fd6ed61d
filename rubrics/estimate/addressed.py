"""Passages of an answer that are put in someone else's mouth to steer the grader."""

from __future__ import annotations

import re

_ROLE = r"(?:assessor|grader|examiner|evaluator|marker|reviewer|judge|assistant|ai|model)s?"
_LABEL = (
    r"(?:system(?:\s+(?:note|notice|message|prompt|override|update))?"
    rf"|(?:(?:note|notes|message|attention|memo|reminder)\s+)?(?:to|for)\s+(?:the\s+|all\s+)?{_ROLE}"
    r"|(?:\w+\s+)?(?:assessor|grader|examiner|evaluator|marker|reviewer)(?:'?s)?(?:\s+notes?)?)\b"
)
_PASSAGE = re.compile(
    rf"\[\W*{_LABEL}[^\w\]][^\]]{{20,}}\]"
    rf"|(?:^[^\w\n]*|\[){_LABEL}[^\w\n]*(?:\(\w+\)[^\w\n]*)?[\]:][^\n]*(?:\n(?!\n)[^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
"""Text in brackets under such a label, or a label and the paragraph behind it."""

_GRADING = re.compile(
    r"\b(?:criteri\w+|verdicts?|rubrics?|(?:the|this)\s+candidate|(?:full|every|all)\s+(?:credit|"
    r"marks?|points?)|(?:credit|mark|score|grade|tick|award)\s+(?:each|every|all|it|this|the)|"
    r"as\s+(?:met|correct)|scor(?:e|ed|ing)|this\s+answer|the\s+answer\s+(?:above|below))\b",
    re.IGNORECASE,
)
"""What only marking is spoken of with."""

_END = re.compile(
    r"^[^\w\n]*(?:end|stop)\s+of\s+(?:the\s+)?(?:\w+(?:'s)?\s+){0,2}"
    r"(?:answer|submission|response|transcript)\b[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that claims that the answer is over. What follows is not the candidate's."""


def addressed_spans(text: str) -> list[tuple[int, int]]:
    """Where a text poses as a system, an examiner or a reviewer who speaks of the marking.

    A label alone is no sign ("Reviewer: a second engineer reads the diff"): the passage has to
    speak of criteria, credit or the answer itself.
    """
    spans = [match.span() for match in _PASSAGE.finditer(text) if _GRADING.search(match.group())]
    over = _END.search(text)
    if over is not None:
        spans.append((over.start(), len(text)))
    return spans
