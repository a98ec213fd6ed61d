"""What proves nothing: orders to the grader, a question said back, keywords, another subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.estimate.clauses import Sentence
from rubrics.estimate.matching import Reading, content_of
from rubrics.estimate.rules import Compiled, Finding

LEAST_CONTENT = 3
"""Content words below which an answer says nothing."""

LONG_ANSWER = 60
"""Content words from which one accidental match is told from an answer to the question."""

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}"
    r"\b(?:instruction|prompt|rubric|rule|criteri|above|previous|prior|guideline)"
    r"|\b(?:give|award|grant|assign)\b[^.\n]{0,30}"
    r"\b(?:full|max\w*|top|perfect|highest|100|all)\s+(?:\w+\s+)?(?:mark|score|point|credit|grade)"
    r"|\b(?:mark|grade|score|rate|count|treat|judge|evaluate)\b[^.\n]{0,40}"
    r"\bas\s+(?:\w+\s+)?(?:met|correct|complete|perfect|strong|full|passed|excellent)\b"
    r"|\b(?:full|maximum|perfect)\s+(?:marks?|scores?|credit)\b"
    r"|\b(?:dear|attention|note to(?: the)?|hey|hello)\s+(?:grader|examiner|marker|ai|model)\b"
    r"|\b(?:all|every|each)\s+(?:of\s+the\s+)?criteri\w+\s+(?:is|are|has|have|was|were)\b"
    r"|\byou\s+are\s+(?:now\s+)?(?:a|an|the)\s+(?:\w+\s+)?(?:grader|examiner|evaluator|judge|ai)\b"
    r"|\b(?:this|the|my)\s+answer\s+(?:is|was|should\s+be|must\s+be|deserves|covers|meets|earns)\b"
    r"|\bsystem\s*(?:prompt|message|override)?\s*:"
    r"|[\"']?\b(?:verdict|score)\b[\"']?\s*[:=]\s*[\"']?(?:met|100|10/10|full)",
    re.IGNORECASE,
)


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to the grader rather than to the question."""
    return _ORDERS.search(text) is not None


def usable_sentences(reading: Reading, question: frozenset[str]) -> list[bool]:
    """Which sentences may prove something.

    A sentence has to claim something, to hold two content words that are not the question's, and
    not to speak to the grader. Terse notes count in an answer that claims something elsewhere.
    """
    claims = any(sentence.claim for sentence in reading.sentences)
    return [
        (sentence.claim or (claims and sentence.note))
        and len(content_of(sentence.words) - question) >= 2
        and not gives_orders(reading.text[sentence.start : sentence.end])
        for sentence in reading.sentences
    ]


def nothing_said(reading: Reading, question: frozenset[str], usable: Sequence[bool]) -> str:
    """Why the answer as a whole proves nothing, in words; empty where it may."""
    content = [
        word.stem for sentence in reading.sentences for word in sentence.words if word.content
    ]
    if len(content) < LEAST_CONTENT:
        return "too short to say anything"
    own = [name for name in content if name not in question]
    if not own or (len(set(own)) < 2 and len(own) < 0.2 * len(content)):
        return "repeats the question"
    if not any(usable):
        if any(
            gives_orders(reading.text[sentence.start : sentence.end])
            for sentence in reading.sentences
        ):
            return "speaks to the grader, not to the question"
        return "names things but claims nothing"
    return ""


def off_topic(reading: Reading, rules: Compiled, findings: Sequence[Finding]) -> bool:
    """Whether a long answer touches the rubric in one place only, by accident."""
    sentences: list[Sentence] = reading.sentences
    if sum(word.content for one in sentences for word in one.words) < LONG_ANSWER:
        return False
    hit = {place.sentence for finding in findings for place in finding.hits}
    if len(hit) != 1:
        return False
    near = sum(len(content_of(one.words) & rules.vocabulary) >= 2 for one in sentences)
    return near <= 0.25 * len(sentences)
