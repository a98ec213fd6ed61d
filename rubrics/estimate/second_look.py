"""A second look at the criteria that no phrase met: by single words."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.estimate.matching import Reading
from rubrics.estimate.rules import Compiled, Finding, Rule, Usable
from rubrics.estimate.synonyms import alike
from rubrics.estimate.vocabulary import (
    NEIGHBOURS,
    PARTLY_FROM,
    coverage_of,
    hits_of,
)
from rubrics.estimate.weighing import told
from rubrics.grade import Verdict
from rubrics.rubric import Shape

ON_THE_SUBJECT = 0.4
"""Share of the content words that are the rubric's or the question's, from which an answer is
about the question."""

ON_THE_STORY = 0.5
"""The same for the parts of a story."""

FOUND_BY_PHRASES = 2
"""Criteria found by their phrases, whole or in part, from which it is as well."""


def second_look(
    findings: Sequence[Finding], rules: Compiled, reading: Reading, usable: Usable
) -> list[Finding]:
    """The findings by phrases, with what single words add.

    Single words are a weak sign: another subject of the same field shares many of them, and so
    does a wrong answer. So they make a point partly at most, and nothing changes unless the answer
    as a whole is about the question.
    """
    found = sum(finding.verdict in (Verdict.MET, Verdict.PARTLY) for finding in findings)
    near = 1.0 if found >= FOUND_BY_PHRASES else _on_the_subject(rules, reading)
    if near < ON_THE_SUBJECT:
        return list(findings)
    return [
        # A story is told in everyday words, which anyone says of anything.
        finding
        if rule.criterion.shape is Shape.STORY and near < ON_THE_STORY
        else _by_words(rule, finding, reading, usable)
        for rule, finding in zip(rules.rules, findings, strict=True)
    ]


def _on_the_subject(rules: Compiled, reading: Reading) -> float:
    """The share of the content words that are the rubric's or the question's."""
    content = familiar = 0
    own = frozenset().union(*(rule.words for rule in rules.rules))
    for sentence, asked in zip(reading.sentences, reading.asked, strict=True):
        questions = {alike(name) for name in asked}
        for word in sentence.words:
            if word.content:
                name = alike(word.stem)
                content += 1
                familiar += name in own or name in questions
    return familiar / content if content else 0.0


def _by_words(rule: Rule, first: Finding, reading: Reading, usable: Usable) -> Finding:
    """The finding by phrases, or where nothing was found one by single words."""
    if first.verdict is not Verdict.MISSED or first.remark or not rule.words:
        return first
    shape = rule.criterion.shape
    open_to = usable.of(shape)
    if shape is Shape.STORY:
        open_to = told(reading, open_to)
    coverage = coverage_of(rule.words, reading, open_to, NEIGHBOURS)
    if coverage.share < PARTLY_FROM:
        return first
    hits = tuple(hits_of(rule.words, coverage, reading))
    said = tuple(name for hit in hits for name in hit.phrase.text.split())
    return Finding(Verdict.PARTLY, hits, said, remark="by single words")
