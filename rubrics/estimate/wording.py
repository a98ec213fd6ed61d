"""What an estimate says in words: notes, the best point, what to say next time."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.estimate.rules import Finding
from rubrics.grade import Mark, Verdict

NAMED_AT_MOST = 5
"""Things that a note lists before it says "and more"."""


def note_of(finding: Finding, reason: str, read: int | None) -> str:
    """One line on what was found. ``read``: characters that were read of a longer answer."""
    parts = []
    if reason:
        parts.append(f"the answer {reason}")
    if finding.remark:
        parts.append(finding.remark)
    if finding.found:
        parts.append(f"found: {_listed(finding.found)}")
    if finding.lacking:
        label = "denied" if finding.verdict is Verdict.CONTRADICTED else "not found"
        if finding.verdict is Verdict.CONTRADICTED:
            parts = []
        parts.append(f"{label}: {_listed(finding.lacking)}")
    if read is not None:
        parts.append(f"only the first {read:,} characters were read")
    return "; ".join(parts)


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    shown = ", ".join(unique[:NAMED_AT_MOST])
    return f"{shown} and more" if len(unique) > NAMED_AT_MOST else shown


def strongest_of(marks: Sequence[Mark]) -> str:
    """The heaviest criterion that was met, with the words that met it; empty without one."""
    met = [mark for mark in marks if mark.verdict is Verdict.MET and mark.evidence]
    if not met:
        return ""
    best = max(met, key=lambda mark: (mark.weight.points, len(mark.evidence[0].terms)))
    return f"{best.expects} You wrote: “{best.evidence[0].quote}”"


def improve_of(marks: Sequence[Mark], findings: Sequence[Finding]) -> str:
    """Advice at the heaviest criterion that was not met."""
    open_points = [
        (mark, finding)
        for mark, finding in zip(marks, findings, strict=True)
        if mark.verdict is not Verdict.MET
    ]
    if not open_points:
        return "Every point of the rubric was found. Check yourself that each is right."
    mark, finding = max(
        open_points, key=lambda pair: pair[0].weight.points * (1 - pair[0].verdict.credit)
    )
    if mark.verdict is Verdict.CONTRADICTED:
        return f"Look at this point again, the answer seems to deny it: {mark.expects}"
    if mark.verdict is Verdict.PARTLY and finding.lacking:
        return f"Half of this point is there, make it whole: {mark.expects}"
    return _advised(mark.expects)


_ADVICE = {
    "Says": "Say",
    "Names": "Name",
    "Gives": "Give",
    "Explains": "Explain",
    "Mentions": "Mention",
    "Describes": "Describe",
    "States": "State",
    "Shows": "Show",
    "Weighs": "Weigh",
    "Tells": "Tell",
}
"""How criteria begin, and how advice does."""


def _advised(expects: str) -> str:
    first, _, rest = expects.partition(" ")
    if first in _ADVICE and rest:
        return f"{_ADVICE[first]} {rest}"
    return f"Make this point: {expects}"
