"""What measuring graders came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from interviewer.bulk.tally import Tally
from interviewer.calibration.asking import Candidate
from interviewer.calibration.gathering import Answers
from interviewer.calibration.kept import Identity
from rubrics.calibration.agreement import Agreement, Judged, Readers, agreement, readers
from rubrics.calibration.bootstrap import quantile
from rubrics.calibration.cases import Case
from rubrics.calibration.counts import BANDS, VERDICTS
from rubrics.calibration.gate import TO_TRUST, TO_USE_WITH_CARE, Trust, trust, why_no_word
from rubrics.calibration.stability import Stability, Variant, stability

WORST = 10
"""Answers that are shown because the scores differ most."""


@dataclass(frozen=True)
class Latency:
    """Seconds from an answer to its grade, waits and further tries included.

    Attributes:
        answers: how many were graded now; what came from the cache tells nothing.
    """

    answers: int
    median: float
    p95: float


@dataclass(frozen=True)
class Result:
    """What one grader came to.

    Attributes:
        name: ``estimate``, or ``provider/model``.
        who: all that tells it from other graders.
        labels: agreement with labelled answers; None where there are none.
        mine: agreement with the user's own marks; None where they were not asked for.
        stability: by the way in which answers were asked once more; empty where they were not.
        latency: None where all came from the cache.
        tally: what it cost.
        word: how far it can be believed; None where too little was graded for a word.
        why_no_word: why that is.
        worst: the answers with labels on which the scores differ most.
    """

    name: str
    who: Identity
    labels: Agreement | None
    mine: Agreement | None
    stability: Mapping[Variant, Stability]
    latency: Latency | None
    tally: Tally
    word: Trust | None
    why_no_word: str
    worst: Sequence[Judged]

    @classmethod
    def of(cls, candidate: Candidate, mine: Sequence[Case] | None, *, seed: int) -> Result:
        """The result of a grader that was asked everything.

        Args:
            candidate: the grader.
            mine: the cases that are the user's own; None where they were not asked for.
            seed: for the intervals.
        """
        own = {case.id for case in mine or ()}
        judged = candidate.judged()
        labelled = [one for one in judged if one.case.id not in own]
        labels = agreement(labelled, seed=seed) if labelled else None
        first = {one.case.id: one.grade for one in judged}
        again = {variant: candidate.asked_once_more(variant) for variant in Variant}
        ungraded = sum(labels.ungraded.values()) if labels else 0
        missing = why_no_word(labels.answers if labels else 0, ungraded)
        return cls(
            name=candidate.choice.name,
            who=Identity.of(candidate.grader),
            labels=labels,
            mine=None
            if mine is None
            else agreement([one for one in judged if one.case.id in own], seed=seed),
            stability={
                variant: stability(first, some, seed=seed)
                for variant, some in again.items()
                if some
            },
            latency=_latency(candidate.seconds()),
            tally=candidate.tally,
            word=trust(labels.values) if labels and not missing else None,
            why_no_word=missing,
            worst=_worst(labelled),
        )


@dataclass(frozen=True)
class Outcome:
    """What measuring some graders came to.

    Attributes:
        bank, bank_title: what the answers are about.
        answers: labelled answers that were asked.
        labelled: of how many.
        questions: how many questions they answer.
        stale: labelled answers left out because their criteria have changed.
        seed: for what was drawn.
        readers: how two readers of the labels agreed; None where that is not on record.
        results: one for each grader, in the order in which they were named.
    """

    bank: str
    bank_title: str
    answers: int
    labelled: int
    questions: int
    stale: int
    seed: int
    readers: Readers | None
    results: Sequence[Result]

    @classmethod
    def of(cls, answers: Answers, results: Sequence[Result], *, seed: int) -> Outcome:
        """The results of some graders over the same answers."""
        return cls(
            bank=answers.bank.id,
            bank_title=answers.bank.title,
            answers=len(answers.drawn),
            labelled=len(answers.labels.cases),
            questions=len({case.question for case in answers.drawn}),
            stale=answers.labels.stale,
            seed=seed,
            readers=readers(answers.drawn),
            results=results,
        )

    def values(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "bank": self.bank,
            "answers": self.answers,
            "labelled": self.labelled,
            "questions": self.questions,
            "stale": self.stale,
            "seed": self.seed,
            "readers": None if self.readers is None else asdict(self.readers),
            "gate": {"trusted": asdict(TO_TRUST), "use with care": asdict(TO_USE_WITH_CARE)},
            "graders": [_values(result) for result in self.results],
        }


def _values(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        **result.who.model_dump(),
        "word": None if result.word is None else result.word.value,
        "why_no_word": result.why_no_word,
        "labels": _agreement(result.labels),
        "mine": _agreement(result.mine),
        "stability": {variant.value: asdict(one) for variant, one in result.stability.items()},
        "latency": None if result.latency is None else asdict(result.latency),
        "spent": result.tally.values(),
    }


def _agreement(agreed: Agreement | None) -> dict[str, Any] | None:
    if agreed is None:
        return None
    return {
        "answers": agreed.answers,
        "ungraded": dict(agreed.ungraded),
        "figures": {name: asdict(figure) for name, figure in agreed.figures.items()},
        "verdicts": {"order": [one.value for one in VERDICTS], "counts": agreed.counts.verdicts},
        "bands": {"order": [one.value for one in BANDS], "counts": agreed.counts.bands},
        "attacks": agreed.counts.attacks,
        "groups": {
            what: {name: asdict(group) for name, group in groups.items()}
            for what, groups in agreed.groups.items()
        },
    }


def _latency(seconds: Sequence[float]) -> Latency | None:
    if not seconds:
        return None
    return Latency(len(seconds), quantile(seconds, 0.5), quantile(seconds, 0.95))


def _worst(judged: Sequence[Judged]) -> Sequence[Judged]:
    apart = [one for one in judged if one.difference]
    return sorted(apart, key=lambda one: -abs(one.difference or 0.0))[:WORST]
