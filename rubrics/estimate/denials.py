"""An answer that denies most of what it speaks of: it contradicts what others only leave out."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.estimate.lexicon import word_set
from rubrics.estimate.matching import Hit, Reading
from rubrics.estimate.negation import Polarity
from rubrics.estimate.rules import Finding, Rule, Usable
from rubrics.estimate.vocabulary import TOUCHED_FROM, Coverage, coverage_of, hits_of
from rubrics.grade import Verdict

DENIED_FROM = 0.6
"""Share of the criteria that an answer touches from which their denials are its message."""

DENIALS = 2
"""Sentences that deny, of those that touch a criterion: one may be a slip of the tongue."""

_UNSURE = word_set("know remember recall sure tell say idea forgot")
_FIRST = word_set("i i'm we")


def with_denials(
    findings: Sequence[Finding], rules: Sequence[Rule], reading: Reading, usable: Usable
) -> list[Finding]:
    """The findings, with denials as contradictions where an answer mostly denies.

    Which words a "not" turns round cannot be told beyond a phrase. But where most of the criteria
    that are touched are touched in sentences that deny, what these say is no detail.
    """
    denying = {at for at in range(len(reading.sentences)) if _denies(reading, at)}
    if len(denying) < DENIALS:
        return list(findings)
    touched = {
        at: coverage
        for at, rule in enumerate(rules)
        if (coverage := coverage_of(rule.words, reading, usable.claims, 1, denied=True)).share
        >= TOUCHED_FROM
    }
    against = {
        at: coverage
        for at, coverage in touched.items()
        if coverage.sentences[0] in denying and not _meant(findings[at])
    }
    sentences = {coverage.sentences[0] for coverage in against.values()}
    if len(sentences) < DENIALS or len(against) < DENIED_FROM * len(touched):
        return list(findings)
    return [
        _contradicted(rules[at], against[at], reading) if at in against else finding
        for at, finding in enumerate(findings)
    ]


def _denies(reading: Reading, number: int) -> bool:
    """Whether a sentence denies something, rather than owning up to a gap."""
    texts = {word.text for word in reading.sentences[number].words}
    if texts & _FIRST and texts & _UNSURE:
        return False
    return Polarity.DENIED in reading.polarity(number)


def _meant(finding: Finding) -> bool:
    """Whether a denial is the very point: a phrase that is negative itself was found."""
    return finding.verdict is Verdict.MET and any(hit.phrase.negative for hit in finding.hits)


def _contradicted(rule: Rule, coverage: Coverage, reading: Reading) -> Finding:
    hits: tuple[Hit, ...] = tuple(hits_of(rule.words, coverage, reading))
    said = tuple(name for hit in hits for name in hit.phrase.text.split())
    return Finding(Verdict.CONTRADICTED, hits, lacking=said, remark="denied")
