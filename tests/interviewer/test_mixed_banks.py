"""What is told of each bank where several are mixed."""

from __future__ import annotations

from pathlib import Path

from interviewer.banks.words import blanks_left_out
from interviewer.calibration.mine import own_cases
from rubrics.bank import Bank
from sessions.mix import Mix
from sessions.store import Store
from tests.fakes import FakeTime, cold_bank, small_bank
from tests.sessions.sample import keep_mixed


def test_blanks_are_told_of_each_bank() -> None:
    whole = cold_bank().model_dump()
    whole["sections"][0]["blanks"] = [{"number": 3, "question": {"hint": "Ice."}}]
    cold = Bank.model_validate(whole)
    assert blanks_left_out(Mix((small_bank(), cold))) == "1 blank of cold-drinks left out"
    assert blanks_left_out(cold) == "1 blank left out"


def test_own_marks_are_of_the_bank_of_their_question(home: Path) -> None:
    with Store.open(home, FakeTime()) as store:
        mixed = keep_mixed(store)
        assert [case.id for case in own_cases(store, cold_bank())] == [f"{mixed.id} 2"]
        assert own_cases(store, small_bank()) == []
