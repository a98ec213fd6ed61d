"""Reading banks from YAML, with the file and line of every mistake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from rubrics.bank import Bank, nearest
from rubrics.errors import BankError
from rubrics.reading import Location, Reader

if TYPE_CHECKING:
    from rubrics.outline import Outline

BANK_FILE = "bank.yaml"
SHIPPED = Path(str(files("rubrics"))) / "banks"
"""The folder of the banks that come with the program."""


def banks_in(folder: Path) -> dict[str, Path]:
    """The banks of a folder by name, sorted: folders with a ``bank.yaml``, and YAML files."""
    found = {path.stem: path for path in folder.glob("*.yaml") if path.is_file()}
    found |= {path.parent.name: path for path in folder.glob(f"*/{BANK_FILE}")}
    return dict(sorted(found.items()))


def shipped_banks() -> list[str]:
    """The ids of the banks that come with the program, sorted."""
    return list(banks_in(SHIPPED))


def load_bank(source: str | Path, folders: Sequence[Path] = (SHIPPED,)) -> Bank:
    """Read a bank. Questions without wording are its blanks.

    Args:
        source: the name of a bank in one of the folders, a folder with a ``bank.yaml``, or one
            YAML file.
        folders: where banks are known by name; the first that has it wins.

    Raises:
        BankError: there is no such bank, or it has a mistake; the message names file and line.
    """
    return _load(locate(source, folders), Bank)


def load_outline(source: str | Path, folders: Sequence[Path] = (SHIPPED,)) -> Outline:
    """Read a bank of which everything but the hints may be missing.

    Args:
        source: as for ``load_bank``.
        folders: likewise.

    Raises:
        BankError: there is no such bank, or it has a mistake; the message names file and line.
    """
    from rubrics.outline import Outline

    return _load(locate(source, folders), Outline)


Form = TypeVar("Form", bound=BaseModel)


def _load(path: Path, form: type[Form]) -> Form:
    reader = Reader()
    raw = reader.read(path)
    if not isinstance(raw, dict):
        raise BankError(f"{path}:1: a bank is a mapping with id, title, about and sections.")
    reader.include_sections(raw, path.parent)
    if form is Bank:
        _set_blanks_apart(raw, reader)
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        advice = "Mend it, then run this again."
        if form is Bank:
            lacks = any(detail["type"] == "missing" for detail in error.errors())
            advice = f"{_MEND} {_DRAFT}" if lacks else _MEND
        raise BankError(explain(error, raw, reader, _keys_beside), advice) from None


_MEND = "Mend it, then run: interviewer bank check"
_DRAFT = "(What a question lacks can be drafted from its hint: interviewer bank draft)"


def _set_blanks_apart(raw: dict[str, Any], reader: Reader) -> None:
    """Move the questions without wording of each section to its blanks; they keep their places."""
    sections = raw.get("sections")
    for section in sections if isinstance(sections, list) else ():
        listed = section.get("questions") if isinstance(section, dict) else None
        if not isinstance(listed, list):
            continue
        if "blanks" in section:
            where, _ = reader.where(section, ("blanks",))
            raise BankError(f"{where}: blanks: unknown key. Write them under questions.", _MEND)
        section["questions"], section["blanks"] = [], []
        for index, entry in enumerate(listed):
            blank = isinstance(entry, dict) and not str(entry.get("ask") or "").strip()
            kept = section["blanks" if blank else "questions"]
            kept.append({"number": index + 1, "question": entry} if blank else entry)
            reader.keys[id(kept), len(kept) - 1] = reader.keys[id(listed), index]


def locate(source: str | Path, folders: Sequence[Path] = (SHIPPED,)) -> Path:
    """The file in which a bank begins.

    Args:
        source: as for ``load_bank``.
        folders: likewise.

    Raises:
        BankError: there is none; the message offers the nearest name.
    """
    path = Path(source)
    known: dict[str, Path] = {}
    for folder in reversed(folders):
        known |= banks_in(folder)
    if isinstance(source, str):
        path = known.get(source, path)
    if path.is_dir():
        path = path / BANK_FILE
    if not path.is_file():
        raise BankError(f"There is no bank {str(source)!r}.", nearest(str(source), list(known)))
    return path


def question_places(path: Path) -> dict[tuple[str, str], str]:
    """``file:line`` of each key of each question of a bank, by what the question is called.

    The whole question has the empty key. One without an id is called by section and number.

    Args:
        path: the file in which the bank begins, which can be read.
    """
    reader = Reader()
    raw = reader.read(path)
    reader.include_sections(raw, path.parent)
    places: dict[tuple[str, str], str] = {}
    for section in raw["sections"]:
        for number, question in enumerate(section["questions"], 1):
            label = str(question.get("id") or f"{section['id']}/{number}")
            for key in ("", *question):
                place = reader.keys.get((id(question), key)) or reader.places[id(question)]
                places[label, key] = f"{place[0]}:{place[1]}"
    return places


def explain(
    error: ValidationError, raw: Any, reader: Reader, keys_beside: Callable[[Location], list[str]]
) -> str:
    """One line for each mistake: where it is, which key, what is wrong.

    Args:
        error: what is wrong with the values.
        raw: the values, as the reader gave them.
        reader: knows the lines.
        keys_beside: the keys that are known where an unknown one stands.
    """
    lines = []
    details = error.errors()
    # A list that lost its members to other mistakes is also "too short": say only the cause.
    causes = [detail for detail in details if detail["type"] != "too_short"] or details
    for detail in causes[:20]:
        location = detail["loc"]
        where, holder = reader.where(raw, location)
        name = next(
            (str(holder["id"]) for _ in (0,) if isinstance(holder, dict) and "id" in holder), ""
        )
        key = ".".join(str(step) for step in location[-2:]) or "bank"
        text = str(detail["msg"]).removeprefix("Value error, ")
        if detail["type"] == "extra_forbidden":
            text = "unknown key"
            known = keys_beside(location)
            hint = nearest(str(location[-1]), known)
            text = f"{text}. {hint}" if hint else text
        of = f" (in {name})" if name else ""
        lines.append(f"{where}: {key}{of}: {text}")
    if len(causes) > 20:
        lines.append(f"and {len(causes) - 20} more")
    return "\n".join(lines)


def _keys_beside(location: Location) -> list[str]:
    from rubrics.bank import OutlinedQuestion, Question, Section
    from rubrics.rubric import Criterion

    parents = [step for step in location[:-1] if isinstance(step, str)]
    models: dict[str, type[BaseModel]] = {
        "sections": Section,
        "questions": Question,
        "question": OutlinedQuestion,
        "criteria": Criterion,
    }
    return list(models.get(parents[-1] if parents else "", Bank).model_fields)
