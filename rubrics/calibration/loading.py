"""Reading labelled answers from YAML, with the file and line of every mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from rubrics.bank import Bank
from rubrics.calibration.cases import Case
from rubrics.calibration.labels import (
    LabelFile,
    LabelledAnswer,
    LabelledQuestion,
    Settlement,
)
from rubrics.errors import BankError
from rubrics.grade import FalseClaim
from rubrics.loading import SHIPPED, explain, locate
from rubrics.reading import Location, Reader

SHIPPED_LABELS = Path(str(files("rubrics"))) / "calibration"
"""A folder for each shipped bank, named by its id."""

LABELS_FOLDER = "calibration"
"""Where the labels of a bank of one's own lie, beside the bank, in a folder named by its id."""

_MEND = "Mend it, then run: interviewer calibrate"


@dataclass(frozen=True)
class Labels:
    """The labelled answers of a bank.

    Attributes:
        cases: those whose criteria are as they were when the labels were made, in the order of
            the bank's questions.
        stale: how many were left out because the criteria have changed since.
    """

    cases: tuple[Case, ...]
    stale: int = 0


def labels_folder(source: str | Path, bank: Bank) -> Path:
    """The folder with the labelled answers of a bank, whether it is there or not.

    Args:
        source: by which the bank was loaded.
        bank: that bank.
    """
    path = locate(source)
    if path.is_relative_to(SHIPPED):
        return SHIPPED_LABELS / bank.id
    return path.parent / LABELS_FOLDER / bank.id


def load_labels(folder: Path, bank: Bank) -> Labels:
    """Read the labelled answers of a bank: every ``*.yaml`` of a folder.

    Raises:
        BankError: a file cannot be read, has a mistake, or does not fit the bank; the message names
            file and line.
    """
    reader = Reader()
    cases: list[Case] = []
    stale = 0
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.yaml")):
        raw, form = _read(path, reader)
        for entry, where in _entries(path, raw, form, bank, reader):
            _refuse_again("question", entry.question, where(("question",)), seen)
            for number, answer in enumerate(entry.answers):
                _refuse_again("answer", answer.id, where(("answers", number, "id")), seen)
            question = bank.question(entry.question)
            if entry.criteria != question.rubric.meaning:
                stale += len(entry.answers)
                continue
            section = bank.section_of(question.id).title
            ids = {criterion.id for criterion in question.criteria}
            for number, answer in enumerate(entry.answers):
                if answer.labels.keys() != ids:
                    odd = ", ".join(sorted(answer.labels.keys() ^ ids))
                    at = where(("answers", number, "labels"))
                    raise BankError(f"{at}: the labels of {answer.id} do not fit: {odd}", _MEND)
                cases.append(Case.of(question, section, answer))
    order = {question.id: at for at, question in enumerate(bank.questions())}
    return Labels(tuple(sorted(cases, key=lambda case: order[case.question])), stale)


def _read(path: Path, reader: Reader) -> tuple[Any, LabelFile]:
    raw = reader.read(path)
    if not isinstance(raw, dict):
        raise BankError(f"{path}:1: labels are a mapping with bank and questions.", _MEND)
    try:
        return raw, LabelFile.model_validate(raw)
    except ValidationError as error:
        raise BankError(explain(error, raw, reader, _keys_beside), _MEND) from None


class _Where:
    """Tells file and line of places in one question of a file."""

    def __init__(self, raw: Any, index: int, reader: Reader) -> None:
        self._raw, self._index, self._reader = raw, index, reader

    def __call__(self, location: Location) -> str:
        return self._reader.where(self._raw, ("questions", self._index, *location))[0]


def _entries(
    path: Path, raw: Any, form: LabelFile, bank: Bank, reader: Reader
) -> Iterator[tuple[LabelledQuestion, _Where]]:
    """The questions of a file that is of this bank, each with what tells its lines."""
    if form.bank != bank.id:
        where, _ = reader.where(raw, ("bank",))
        raise BankError(f"{where}: labels of the bank {form.bank!r}, not of {bank.id!r}.", _MEND)
    for index, entry in enumerate(form.questions):
        where_of = _Where(raw, index, reader)
        try:
            bank.question(entry.question)
        except BankError as error:
            raise BankError(f"{where_of(('question',))}: {error.message}", error.advice) from None
        yield entry, where_of


def _refuse_again(kind: str, name: str, where: str, seen: dict[tuple[str, str], str]) -> None:
    before = seen.setdefault((kind, name), where)
    if before is not where:
        raise BankError(f"{where}: the {kind} {name!r} stands in {before} already.", _MEND)


def _keys_beside(location: Location) -> list[str]:
    parents = [step for step in location[:-1] if isinstance(step, str)]
    models: dict[str, type[BaseModel]] = {
        "questions": LabelledQuestion,
        "answers": LabelledAnswer,
        "false_claims": FalseClaim,
        "settled": Settlement,
    }
    return list(models.get(parents[-1] if parents else "", LabelFile).model_fields)
