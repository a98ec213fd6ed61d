"""The offline grader: marks by words alone, and says so."""

from __future__ import annotations

from rubrics.estimate.guards import nothing_said, off_topic, usable_sentences
from rubrics.estimate.judging import judge
from rubrics.estimate.matching import Hit, Reading
from rubrics.estimate.rules import Compiled, Finding, Usable, compiled
from rubrics.estimate.second_look import second_look
from rubrics.estimate.terms import openings_of
from rubrics.estimate.wording import improve_of, note_of, strongest_of
from rubrics.estimate.words import stems_of
from rubrics.grade import Evidence, Grade, GraderId, Mark, Verdict, blank_grade, is_blank, score_of
from rubrics.grader import GradingTask, OnProgress
from rubrics.rubric import Criterion

READ_AT_MOST = 20_000
"""Characters of an answer that are read, those to its follow-ups included."""

QUOTES_AT_MOST = 3
"""Pieces of evidence shown for one criterion."""

ESTIMATE = GraderId(name="estimate", version="2")


class Estimator:
    """Marks answers without a model: an estimate of what a grader would find.

    It looks for the ideas of each criterion in the claims of the answer. It can tell what was
    said; it cannot tell whether it is true.
    """

    @property
    def id(self) -> GraderId:
        """``estimate``, with its version."""
        return ESTIMATE

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        """The estimate; see `estimate`."""
        return self.estimate(task)

    async def close(self) -> None:
        """Nothing is held open."""

    def estimate(self, task: GradingTask) -> Grade:
        """Mark one answer. Takes milliseconds, never fails, reads 20,000 characters at most."""
        follow_up = task.follow_ups[0] if task.follow_ups else None
        if is_blank(task.said):
            return blank_grade(task.rubric, self.id, follow_up)
        rules = compiled(task.rubric, task.ask)
        reading = _read(task, rules)
        findings, reason = _findings(reading, rules)
        cut = len(task.said) > READ_AT_MOST
        marks = tuple(
            _mark(rule.criterion, finding, reading, reason, cut)
            for rule, finding in zip(rules.rules, findings, strict=True)
        )
        complete = all(mark.verdict is Verdict.MET for mark in marks)
        return Grade(
            status="estimated",
            score=score_of(marks),
            marks=marks,
            strongest=strongest_of(marks),
            improve=improve_of(marks, findings),
            follow_up=None if complete else follow_up,
            grader=self.id,
            rubric=rules.hash,
        )


def _read(task: GradingTask, rules: Compiled) -> Reading:
    """All that was said, with the words of each question against the answers behind it."""
    further = [stems_of(follow_up.ask) for follow_up in task.further]
    asked = zip((part.start for part in task.parts), (rules.question, *further), strict=True)
    openings = rules.openings
    if further:
        openings |= openings_of(frozenset().union(*further))
    return Reading(task.said[:READ_AT_MOST], rules.prefixes, openings, list(asked))


def _findings(reading: Reading, rules: Compiled) -> tuple[list[Finding], str]:
    """A finding for each rule, and why the whole answer proves nothing, or nothing."""
    usable = usable_sentences(reading)
    reason = nothing_said(reading, rules, usable)
    if not reason:
        findings = _judged(reading, rules, usable)
        strayed = [part for part in reading.parts if off_topic(reading, rules, findings, part)]
        if not strayed:
            return findings, ""
        # What leads to something else after an answer takes nothing from the answer.
        usable = usable.without({number for part in strayed for number in part})
        if any(map(any, usable)):
            return _judged(reading, rules, usable), ""
        reason = "speaks of something else"
    return [Finding(Verdict.MISSED) for _ in rules.rules], reason


def _judged(reading: Reading, rules: Compiled, usable: Usable) -> list[Finding]:
    findings = [judge(rule, reading, usable) for rule in rules.rules]
    return second_look(findings, rules, reading, usable)


def _mark(criterion: Criterion, finding: Finding, reading: Reading, reason: str, cut: bool) -> Mark:
    evidence = _evidence(reading, finding.hits)
    return Mark(
        id=criterion.id,
        expects=criterion.expects,
        weight=criterion.weight,
        verdict=finding.verdict,
        evidence=evidence,
        proved=bool(evidence) and finding.verdict is not Verdict.MISSED,
        note=note_of(finding, reason, READ_AT_MOST if cut else None),
    )


def _evidence(reading: Reading, hits: tuple[Hit, ...]) -> tuple[Evidence, ...]:
    """The clauses of the hits, verbatim, each once, with the words that matched."""
    clauses: dict[tuple[int, int, int], set[tuple[int, int]]] = {}
    for hit in hits:
        words = reading.sentences[hit.sentence].words
        spans = clauses.setdefault((hit.sentence, *hit.clause), set())
        spans |= {(words[at].start, words[at].end) for at in hit.words}
    evidence = []
    for (number, left, right), spans in clauses.items():
        sentence = reading.sentences[number]
        start = sentence.words[left].start if left else sentence.start
        end = sentence.end if right == len(sentence.words) else sentence.words[right - 1].end
        evidence.append(
            Evidence(
                quote=reading.text[start:end], start=start, end=end, terms=tuple(sorted(spans))
            )
        )
    return tuple(evidence[:QUOTES_AT_MOST])
