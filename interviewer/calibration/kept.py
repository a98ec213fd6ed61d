"""What is kept of full runs: how far each grader agreed with the labels of a bank."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from interviewer.exporting import write_private
from interviewer.graders import model_of
from rubrics.bank import Bank, Question
from rubrics.calibration.agreement import Agreement
from rubrics.calibration.gate import Trust, trust
from rubrics.grade import GraderId
from rubrics.grader import Grader
from rubrics.rubric import Frozen

CALIBRATION_FILE = "calibration.json"
NOT_CALIBRATED = "not calibrated"

_WEAKEST_FIRST = (Trust.NOT_AT_ALL, NOT_CALIBRATED, Trust.WITH_CARE, Trust.TRUSTED)

_KEPT = {
    "qwk": "QWK {:.2f}",
    "mae": "MAE {:.1f}",
    "macro_f1": "macro-F1 {:.2f}",
    "attacks": "attacks {:.1%}",
}
"""The figures that are kept, and how they are written."""


class Identity(Frozen):
    """Who marked: all that tells the marks of one grader from another's.

    Attributes:
        grader: name, version, prompt and model.
        base_url: of the model's server; None for the provider's own, or where there is none.
        options: what a model is sent besides the request, as JSON.
    """

    grader: GraderId
    base_url: str | None = None
    options: str = "{}"

    @classmethod
    def of(cls, grader: Grader) -> Identity:
        """That of a grader."""
        model = model_of(grader)
        if model is None:
            return cls(grader=grader.id)
        options = json.dumps(dict(model.options), sort_keys=True, default=str)
        return cls(grader=grader.id, base_url=model.base_url, options=options)


class Run(Frozen):
    """A full run of one grader over the labelled answers of one bank.

    Attributes:
        who: the grader.
        bank: id of the bank.
        rubrics: the rubric of each question of the bank at that time, by their hashes.
        made_at: date and time, UTC.
        answers, ungraded: how many were graded, and how many could not be.
        figures: those that the gate looks at.
    """

    who: Identity
    bank: str
    rubrics: dict[str, str]
    made_at: datetime
    answers: int
    ungraded: int
    figures: dict[str, float | None]

    @classmethod
    def of(cls, who: Identity, bank: Bank, made_at: datetime, agreed: Agreement) -> Run:
        """The run that gave this agreement."""
        return cls(
            who=who,
            bank=bank.id,
            rubrics={question.id: question.rubric.hash for question in bank.questions()},
            made_at=made_at,
            answers=agreed.answers,
            ungraded=sum(agreed.ungraded.values()),
            figures={name: agreed.values[name] for name in _KEPT},
        )

    @property
    def word(self) -> Trust:
        """How far the grader can be believed."""
        return trust(self.figures)

    @property
    def in_words(self) -> str:
        """The figures behind the word: ``QWK 0.84, MAE 7.2, macro-F1 0.78, attacks 2 %``."""
        return ", ".join(
            written.format(value)
            for name, written in _KEPT.items()
            if (value := self.figures.get(name)) is not None
        )

    def covers(self, questions: Iterable[Question]) -> bool:
        """Whether all these questions have the rubrics that they had then."""
        return all(self.rubrics.get(one.id) == one.rubric.hash for one in questions)


class _File(Frozen):
    format: int = 1
    runs: tuple[Run, ...] = ()


class Calibrations:
    """The runs that are kept in a home, the newest of each grader on each bank.

    Args:
        home: the folder. A file there that is damaged is as good as none.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / CALIBRATION_FILE

    def runs(self) -> Sequence[Run]:
        """All of them, oldest first."""
        with suppress(OSError, ValueError, ValidationError):
            return _File.model_validate_json(self.path.read_bytes()).runs
        return ()

    def keep(self, run: Run) -> None:
        """Keep a run in the place of one before, by the same grader on the same bank.

        Raises:
            InterviewerError: it cannot be written.
        """
        others = [one for one in self.runs() if (one.who, one.bank) != (run.who, run.bank)]
        with suppress(OSError):  # writing says what is wrong
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = _File(runs=(*others, run))
        write_private(self.path, content.model_dump_json(indent=1) + "\n", force=True)

    def find(self, who: Identity, bank: str, questions: Iterable[Question]) -> Run | None:
        """The run that says how far this very grader can be believed on these questions."""
        for run in self.runs():
            if (run.who, run.bank) == (who, bank) and run.covers(questions):
                return run
        return None

    def word(self, who: Identity, bank: str, questions: Iterable[Question]) -> str:
        """``trusted``, ``use with care``, ``do not trust``, or ``not calibrated``."""
        run = self.find(who, bank, questions)
        return NOT_CALIBRATED if run is None else run.word.value

    def weakest_word(self, who: Identity, asked: Iterable[tuple[str, Question]]) -> str:
        """The weakest word over the banks of questions, each given with the id of its bank."""
        by_bank: dict[str, list[Question]] = {}
        for bank, question in asked:
            by_bank.setdefault(bank, []).append(question)
        words = [self.word(who, bank, questions) for bank, questions in by_bank.items()]
        return min(words, key=_WEAKEST_FIRST.index, default=NOT_CALIBRATED)
