"""The word on a grader is that of this very grader, on these very rubrics, or none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from interviewer.bulk.progress import Progress, Waits
from interviewer.bulk.tally import Tally
from interviewer.calibration.asking import Asking, Candidate, asks_of
from interviewer.calibration.kept import NOT_CALIBRATED, Calibrations, Identity, Run
from interviewer.calibration.words import marked_by
from interviewer.config.settings import Settings
from interviewer.graders import Choice
from interviewer.services import Services
from rubrics.bank import Bank
from rubrics.calibration.agreement import agreement
from rubrics.grade import Grade, GraderId, Verdict
from rubrics.grader import GradingTask, OnProgress
from sessions.session import Session
from sessions.store import Store
from tests.fakes import Unheld, cold_bank, small_bank
from tests.labelled import MODEL, drawn_cases, judged_by, perfect
from tests.sessions.sample import ESTIMATE, grade_of, new_session

NOW = datetime(2026, 1, 2, tzinfo=UTC)
WHO = Identity(grader=MODEL, base_url="http://here/v1", options='{"temperature": 0}')


def kept(home: Path, who: Identity = WHO, bank: Bank | None = None) -> Calibrations:
    """A home in which a perfect grader was measured."""
    calibrations = Calibrations(home)
    found = agreement(judged_by(perfect, drawn_cases()), resamples=2)
    calibrations.keep(Run.of(who, bank or small_bank(), NOW, found))
    return calibrations


def test_the_word_is_told_of_the_grader_that_was_measured(home: Path) -> None:
    bank = small_bank()
    assert kept(home).word(WHO, bank.id, bank.questions()) == "trusted"


@pytest.mark.parametrize(
    "change",
    [
        {"grader": MODEL.model_copy(update={"version": "2"})},
        {"grader": MODEL.model_copy(update={"prompt": "p2"})},
        {"grader": MODEL.model_copy(update={"model": "openai/n"})},
        {"base_url": None},
        {"options": "{}"},
    ],
)
def test_it_is_told_of_no_other(home: Path, change: dict[str, Any]) -> None:
    bank = small_bank()
    other = WHO.model_copy(update=change)
    assert kept(home).word(other, bank.id, bank.questions()) == NOT_CALIBRATED


def test_it_is_told_of_no_other_bank_and_of_no_rubric_that_was_not_there(home: Path) -> None:
    calibrations = kept(home)
    assert calibrations.word(WHO, "other", small_bank().questions()) == NOT_CALIBRATED
    # A bank of which some questions were not there then.
    assert calibrations.word(WHO, "hot-drinks", small_bank(3).questions()) == NOT_CALIBRATED
    some = list(small_bank(3).questions())[:2]
    assert calibrations.word(WHO, "hot-drinks", some) == "trusted"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"runs": [{}]}', b"\xff"])
def test_a_damaged_file_tells_nothing_and_is_begun_anew(home: Path, content: bytes) -> None:
    home.mkdir()
    bank = small_bank()
    calibrations = Calibrations(home)
    calibrations.path.write_bytes(content)
    assert calibrations.word(WHO, bank.id, bank.questions()) == NOT_CALIBRATED
    kept(home)
    assert calibrations.word(WHO, bank.id, bank.questions()) == "trusted"


def marked(grader: GraderId) -> Session:
    session = new_session(questions=1)
    [turn] = session.turns
    grade = grade_of(turn, Verdict.MET, grader=grader)
    return session.model_copy(
        update={"turns": (turn.model_copy(update={"grade": grade, "answer": "I boil it."}),)}
    )


def test_a_report_tells_the_word_of_who_marked_and_of_nobody_else(home: Path) -> None:
    who = Identity(grader=ESTIMATE)
    kept(home, who)
    with Store.open(home) as store:
        services = Services(store, Settings(home=home, bank="hot-drinks"))
        assert list(marked_by(marked(ESTIMATE), services)) == [
            "Marked by the offline estimate: trusted"
        ]
        # A model that is not the one in force: a grade does not say where it was.
        assert list(marked_by(marked(MODEL), services)) == ["Marked by openai/m"]
        assert not list(marked_by(new_session(questions=1), services))


class Slow(Unheld):
    """A grader that ends the run after some answers, as a signal would."""

    id = MODEL

    def __init__(self, answers: int) -> None:
        self.left = answers

    async def grade(
        self, task: GradingTask, on_progress: OnProgress | None = None, *, stream: bool = False
    ) -> Grade:
        self.left -= 1
        if self.left < 0:
            await asyncio.Event().wait()
        return Grade(status="ungraded", reason="timeout", grader=MODEL, rubric=task.rubric.hash)


async def test_a_run_that_was_ended_early_is_not_taken_for_a_whole_one() -> None:
    asks = asks_of(drawn_cases(2), repeat=1, seed=0)
    candidate = Candidate(Choice("openai/m"), Slow(5))
    asking = Asking([candidate], asks, Progress(Tally(), Waits(), shown=False))
    work = asyncio.create_task(asking.run(jobs=2))
    while len(candidate.done) < 5:
        await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert not asking.whole
    assert candidate.tally.statuses["ungraded"] == 5


def test_of_several_banks_the_weakest_word_is_told(home: Path) -> None:
    hot, cold = small_bank(), cold_bank()
    asked = [(bank.id, question) for bank in (hot, cold) for question in bank.questions()]
    calibrations = kept(home)
    assert calibrations.weakest_word(WHO, asked) == NOT_CALIBRATED
    kept(home, bank=cold)
    assert calibrations.weakest_word(WHO, asked) == "trusted"
