"""Whether the grader was measured, and what that came to."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.banks.shelf import Shelf
from interviewer.calibration.kept import NOT_CALIBRATED, Calibrations, Identity
from interviewer.checks.finding import Finding
from interviewer.config.settings import Settings
from interviewer.graders import Choice, open_grader
from rubrics.calibration.gate import Trust
from rubrics.errors import InterviewerError


def calibration(choice: Choice, settings: Settings) -> Iterator[Finding]:
    """What measuring the grader on the bank of the settings came to.

    Nothing where the bank or the grader cannot be opened; other looks tell of that.
    """
    try:
        bank = Shelf.of(settings).bank(settings.bank)
        who = Identity.of(open_grader(choice, settings, use_cache=False))
    except InterviewerError:
        return
    run = Calibrations(settings.home).find(who, bank.id, bank.questions())
    if run is None:
        advice = f"To measure it: interviewer calibrate --grader {choice.name}"
        yield Finding("calibration", "note", f"{NOT_CALIBRATED} on {bank.id}", advice)
        return
    text = (
        f"{run.word.value}, over {run.answers} answers to {bank.id} on {run.made_at:%Y-%m-%d} "
        f"({run.in_words})"
    )
    yield Finding("calibration", "ok" if run.word is Trust.TRUSTED else "note", text)
