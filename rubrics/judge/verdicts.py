"""From what a model says to marks that stand: ids, proof, lowering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rubrics.asking.forms import Unreadable
from rubrics.asking.words import line
from rubrics.grade import Evidence, FalseClaim, Mark, Verdict, missed
from rubrics.grader import GradingTask
from rubrics.judge.prompt import READ_AT_MOST
from rubrics.judge.proof import Prover, Refusal
from rubrics.judge.schema import JudgedCriterion, Judgement, read_judgement
from rubrics.rubric import Criterion

QUOTES_AT_MOST = 3
"""Quotes of one criterion that are looked at."""

CLAIMS_AT_MOST = 10
NOTE_AT_MOST = 300
SHOWN_AT_MOST = 120
"""Characters of a refused quote that are shown."""


@dataclass(frozen=True)
class Proved:
    """A verdict of a model with what its quotes proved.

    Attributes:
        said: what the model said.
        evidence: where its quotes stand, those that prove something.
        refused: the quotes that prove nothing, with why.
    """

    said: JudgedCriterion
    evidence: tuple[Evidence, ...]
    refused: tuple[tuple[str, Refusal], ...]

    @property
    def lacks_proof(self) -> bool:
        """Whether the verdict gives credit and nothing proves it."""
        return self.said.verdict.credit > 0 and not self.evidence

    @property
    def fault(self) -> str:
        """What is wrong with it, for the model."""
        if not self.refused:
            return f"{self.said.id}: {self.said.verdict} without evidence"
        told = "; ".join(f'"{line(quote, SHOWN_AT_MOST)}": {why}' for quote, why in self.refused)
        return f"{self.said.id}: nothing proves {self.said.verdict}. {told}"


@dataclass(frozen=True)
class Reading:
    """A reply that was understood: every criterion once, its quotes looked up."""

    judgement: Judgement
    criteria: tuple[Proved, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What a model is asked to mend: credit without proof."""
        return tuple(proved.fault for proved in self.criteria if proved.lacks_proof)


def read_reply(text: str, task: GradingTask, prover: Prover) -> Reading:
    """A reply with its criteria in the order of the rubric.

    Raises:
        Unreadable: it is not of the form, or does not name every id exactly once. The faults
            then also name credit without proof, so that all can be mended in one turn.
    """
    judgement = read_judgement(text)
    ids = [criterion.id for criterion in task.rubric.criteria]
    said = {entry.id: entry for entry in judgement.criteria}
    named = Counter(entry.id for entry in judgement.criteria)
    faults = [f"no entry for the id {name}" for name in ids if name not in named]
    faults += [f"{named[name]} entries for the id {name}" for name in ids if named[name] > 1]
    strange = [name for name in named if name not in ids]
    if strange:
        shown = ", ".join(line(name, 64) for name in strange[:5])
        faults.append(f"no criterion has the id {shown}")
    once = tuple(prove(said[name], prover) for name in ids if named[name] == 1)
    if faults:
        raise Unreadable((*faults, *(proved.fault for proved in once if proved.lacks_proof)))
    return Reading(judgement, once)


def mended(first: Reading, second: str, prover: Prover) -> Reading:
    """A reading in which verdicts without proof are replaced by those of a second reply.

    Only what was asked for again is taken from it; of what it does not say well, the first stays.
    """
    try:
        again = read_judgement(second).criteria
    except Unreadable:
        return first
    named = Counter(entry.id for entry in again)
    offered = {entry.id: entry for entry in again if named[entry.id] == 1}
    return Reading(
        first.judgement,
        tuple(
            prove(offered[proved.said.id], prover)
            if proved.lacks_proof and proved.said.id in offered
            else proved
            for proved in first.criteria
        ),
    )


def prove(said: JudgedCriterion, prover: Prover) -> Proved:
    """A verdict with its quotes looked up."""
    evidence: dict[tuple[int, int], Evidence] = {}
    refused = []
    for quote in said.evidence[:QUOTES_AT_MOST] if said.verdict is not Verdict.MISSED else ():
        found = prover.prove(quote)
        if isinstance(found, Refusal):
            refused.append((quote, found))
        else:
            evidence |= {(one.start, one.end): one for one in found}
    return Proved(said, tuple(evidence.values()), tuple(refused))


def marks_of(reading: Reading, task: GradingTask) -> tuple[Mark, ...]:
    """A mark for each criterion. What nothing proves is lowered to missed, and says so."""
    return tuple(
        mark_of(criterion, proved, task)
        for criterion, proved in zip(task.rubric.criteria, reading.criteria, strict=True)
    )


def mark_of(criterion: Criterion, proved: Proved, task: GradingTask) -> Mark:
    """The mark that a verdict comes to."""
    mark = _mark(criterion, proved)
    if mark.verdict is Verdict.MET or len(task.said) <= READ_AT_MOST:
        return mark
    # What is missing may stand in the rest.
    note = f"{mark.note} Only the first {READ_AT_MOST:,} characters were read."
    return mark.model_copy(update={"note": note.strip()})


def _mark(criterion: Criterion, proved: Proved) -> Mark:
    verdict = proved.said.verdict
    reasoning = line(proved.said.reasoning, NOTE_AT_MOST)
    if verdict is Verdict.MISSED:
        return missed(criterion, reasoning)
    if not proved.evidence:
        why = proved.refused[0][1].value if proved.refused else "no quote was given"
        note = f"Lowered from {verdict}, for lack of proof ({why}). {reasoning}"
        return missed(criterion, line(note, NOTE_AT_MOST))
    return Mark(
        id=criterion.id,
        expects=criterion.expects,
        weight=criterion.weight,
        verdict=verdict,
        evidence=proved.evidence,
        proved=True,
        note=reasoning,
    )


def false_claims_of(
    judgement: Judgement, marks: Sequence[Mark], prover: Prover
) -> tuple[FalseClaim, ...]:
    """The false claims that the answer does make, in its own words, no piece of it twice.

    One that overlaps the proof of a contradiction quotes that proof, so that it costs nothing more.
    """
    contradictions = [
        evidence
        for mark in marks
        if mark.verdict is Verdict.CONTRADICTED
        for evidence in mark.evidence
    ]
    taken: list[Evidence] = []
    claims = []
    for claim in sorted(
        judgement.false_claims[:CLAIMS_AT_MOST], key=lambda claim: claim.severity == "minor"
    ):
        found = prover.prove(claim.quote)
        if isinstance(found, Refusal):
            continue
        place = next((one for one in contradictions if _overlap(one, found[0])), found[0])
        if any(_overlap(place, other) for other in taken):
            continue
        taken.append(place)
        why = line(claim.why, NOTE_AT_MOST)
        claims.append(FalseClaim(quote=place.quote, why=why, severity=claim.severity))
    return tuple(claims)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def open_points(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that are not met, the heaviest loss first."""
    return sorted(
        (mark for mark in marks if mark.verdict is not Verdict.MET),
        key=lambda mark: -mark.weight.points * (1 - mark.verdict.credit),
    )
