"""What proves nothing: orders to the grader, a question said back, keywords, another subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.estimate.addressed import addressed_spans
from rubrics.estimate.clauses import Sentence
from rubrics.estimate.matching import Reading, content_of
from rubrics.estimate.rules import Compiled, Finding, Usable
from rubrics.estimate.synonyms import alike

LEAST_CONTENT = 3
"""Content words below which an answer says nothing."""

LEAST_CLAIMED = 2
"""Content words below which even a sentence says nothing."""

LONG_ANSWER = 60
"""Content words from which one accidental match is told from an answer to the question."""

ACCIDENTS = 0.2
"""Share of the sentences of a long answer up to which matches may be accidents."""

_PRAISE = r"(?:correct|complete|perfect|excellent|right|full|fully|true|met|passed|strong|flawless)"
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}"
    r"\b(?:instruction|prompt|rubric|rule|criteri|above|previous|prior|guideline)"
    r"|\b(?:give|award|grant|assign)\b[^.\n]{0,30}"
    r"\b(?:full|max\w*|top|perfect|highest|100|all)\s+(?:\w+\s+)?(?:mark|score|point|credit|grade)"
    r"|\b(?:mark|grade|score|rate|count|treat|judge|evaluate)\s+(?:it|this|them|me|all|everything|"
    r"(?:(?:all|each|every|this|the|my|of)\s+){1,3}(?:answer|response|point|mark|criteri)\w*)\s+"
    rf"as\s+(?:\w+\s+)?{_PRAISE}\b"
    r"|\b(?:full|maximum|perfect)\s+(?:marks?|credit)\b"
    r"|\b(?:dear|attention|note to(?: the)?|hey|hello)\s+(?:grader|examiner|marker|ai|model)\b"
    r"|\b(?:all|every|each)\s+(?:of\s+the\s+)?criteri\w+\s+(?:is|are|has|have|was|were)\b"
    r"|\byou\s+are\s+(?:now\s+)?(?:a|an|the)\s+(?:\w+\s+)?(?:grader|examiner|evaluator|judge|ai)\b"
    r"|\b(?:this|my)\s+answer\s+(?:deserves|covers|meets|earns|satisfies|fulfils)\b"
    r"|(?:\b(?:this|my)|^\W*the)\s+answer\s+(?:is|was|should\s+be|must\s+be)\s+"
    rf"(?:(?:a|absolutely|completely|entirely|totally|very|clearly)\s+)?{_PRAISE}\b"
    r"|\bsystem\s*(?:prompt|message|override)?\s*:\s*(?:ignore|give|you|mark|score|set)"
    r"|[\"']?\b(?:verdict|score)\b[\"']?\s*[:=]\s*[\"']?(?:met|100|10/10|full)",
    re.IGNORECASE,
)


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to the grader rather than to the question."""
    return _ORDERS.search(text) is not None


def usable_sentences(reading: Reading) -> Usable:
    """Which sentences may prove something.

    Never one that speaks to the grader, stands in a passage that poses as someone else's, or holds
    no content word besides the questions'.
    """
    sentences = reading.sentences
    foreign = addressed_spans(reading.text)
    open_to = [
        bool(content_of(sentence.words) - asked)
        and not gives_orders(reading.text[sentence.start : sentence.end])
        and not any(start < sentence.end and sentence.start < end for start, end in foreign)
        for sentence, asked in zip(sentences, reading.asked, strict=True)
    ]
    claiming = any(sentence.claim for sentence in sentences)
    noted = claiming or sum(sentence.note for sentence in sentences) > 1
    mostly = 2 * sum(sentence.claim or sentence.note for sentence in sentences) >= len(sentences)
    claims, listed, steps, pieces = [], [], [], []
    for one, may in zip(sentences, open_to, strict=True):
        says = may and (one.claim or (noted and one.note))
        whole = may and claiming and not one.bag
        claims.append(says)
        listed.append(says or (may and one.note) or (whole and mostly))
        steps.append(says or (may and one.chain))
        pieces.append(says or whole or (may and one.note))
    return Usable(tuple(claims), tuple(listed), tuple(steps), tuple(pieces))


def nothing_said(reading: Reading, rules: Compiled, usable: Usable) -> str:
    """Why the answer as a whole proves nothing, in words; empty where it may."""
    content = [
        (word.stem, asked)
        for sentence, asked in zip(reading.sentences, reading.asked, strict=True)
        for word in sentence.words
        if word.content
    ]
    claiming = any(sentence.claim for sentence in reading.sentences)
    if len(content) < (LEAST_CLAIMED if claiming else LEAST_CONTENT):
        return "is too short to say anything"
    own = [name for name, asked in content if name not in asked]
    few = len(set(own)) < 2 and len(own) < 0.2 * len(content)
    if not own or (few and alike(own[0]) not in rules.familiar):
        return "repeats the question"
    if not any(
        any(usable.pieces if rule.terms else usable.of(rule.criterion.shape))
        for rule in rules.rules
    ):
        if any(
            gives_orders(reading.text[sentence.start : sentence.end])
            for sentence in reading.sentences
        ):
            return "speaks to the grader, not to the question"
        return "names things but claims nothing"
    return ""


def off_topic(reading: Reading, rules: Compiled, findings: Sequence[Finding], part: range) -> bool:
    """Whether a long answer touches the rubric only here and there, by accident.

    So it does when few of its sentences matched, and few hold two words of the rubric at all.

    Args:
        part: its sentences among all that was said.
    """
    sentences: list[Sentence] = reading.sentences[part.start : part.stop]
    if sum(word.content for one in sentences for word in one.words) < LONG_ANSWER:
        return False
    hit = {place.sentence for finding in findings for place in finding.hits} & set(part)
    if not hit or len(hit) > max(1, ACCIDENTS * len(sentences)):
        return False
    near = sum(len(content_of(one.words) & rules.vocabulary) >= 2 for one in sentences)
    return near <= 0.25 * len(sentences)
