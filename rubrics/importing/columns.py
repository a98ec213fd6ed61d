"""Which column of a table holds the questions, which the hints: guessed by name, or told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from rubrics.bank import nearest
from rubrics.importing.imported import SourceError
from rubrics.importing.roles import looks_asked

LOOKED_AT = 50
"""Records by which columns are told apart that have no telling names."""

ASKING = 0.5
"""Share of the values of a column that ask something, from which it holds the questions."""


class Column(StrEnum):
    """What a column can be."""

    QUESTION = "question"
    HINT = "hint"
    ANSWER = "answer"
    SECTION = "section"
    TAGS = "tags"


Columns = Mapping[Column, str]
"""The name of the column for each of them that there is."""

_NAMES: dict[Column, str] = {
    Column.QUESTION: """question questions ask prompt front q text frage fragen vorderseite pregunta
        domanda pergunta вопрос 問題 질문 问题""",
    Column.HINT: """hint hints guidance expected expectation rubric criteria keypoints lookfor notes
        note points hinweis hinweise notizen erwartung pista indice suggerimento dica подсказка""",
    Column.ANSWER: """answer answers modelanswer sampleanswer idealanswer back a response solution
        explanation antwort antworten rückseite lösung respuesta réponse reponse risposta resposta
        ответ 答え 답변 答案""",
    Column.SECTION: """section category topic chapter deck group level difficulty kategorie thema
        abschnitt kapitel niveau categoría categoria sección catégorie раздел""",
    Column.TAGS: """tags tag keywords keyword labels label schlagworte stichworte etiquetas""",
}
_PUNCTUATION = re.compile(r"[\W_]+")


class ColumnsUnclear(SourceError):
    """Nobody can tell which column is what; somebody has to say.

    Attributes:
        names: of all columns.
        samples: the first value of each.
        found: what could be told.
    """

    def __init__(self, name: str, samples: Mapping[str, str], found: Columns) -> None:
        super().__init__(
            f"It is not clear which column of {name} holds what. "
            f"It has: {', '.join(map(repr, samples))}.",
            "Say which is which: --columns "
            + ",".join(f"{one}={other}" for one, other in _example(list(samples))),
        )
        self.names = tuple(samples)
        self.samples = samples
        self.found = found


def _example(names: Sequence[str]) -> list[tuple[Column, str]]:
    if len(names) < 2:
        return [(Column.HINT, names[0] if names else "1")]
    return [(Column.QUESTION, names[0]), (Column.HINT, names[1])]


def guess(names: Sequence[str]) -> dict[Column, str]:
    """What columns are by their names: the same word first, then one that holds it."""
    found: dict[Column, str] = {}
    for whole in (True, False):
        for column, known in _NAMES.items():
            words = known.split()
            free = [name for name in names if name not in found.values()]
            fits = [
                (words.index(word), name)
                for name in free
                for word in _words(name, whole)
                if word in words
            ]
            if column not in found and fits:
                found[column] = min(fits)[1]
    return found


def _words(name: str, whole: bool) -> list[str]:
    words = [word for word in _PUNCTUATION.split(name.casefold()) if word]
    # One letter tells something only where it is all of the name.
    return ["".join(words)] if whole else [word for word in words if len(word) > 1]


def columns_of(name: str, records: Sequence[Mapping[str, str]]) -> Columns:
    """Which column is what.

    Args:
        name: of the file.
        records: all of them, or the first.

    Raises:
        ColumnsUnclear: it cannot be told.
    """
    names = list(dict.fromkeys(key for record in records[:LOOKED_AT] for key in record))
    found = guess(names)
    left = [one for one in names if one not in found.values()]
    says = Column.HINT in found or Column.ANSWER in found
    if not says and Column.QUESTION not in found:
        asking = [one for one in left if _asks(one, records)]
        if len(asking) == 1:
            found[Column.QUESTION] = asking[0]
            left.remove(asking[0])
    if not says and len(left) == 1 and (Column.QUESTION in found or len(names) == 1):
        found[Column.ANSWER] = left[0]
        says = True
    if not says:
        first = records[0] if records else {}
        raise ColumnsUnclear(name, {one: first.get(one, "") for one in names}, found)
    return found


def _asks(name: str, records: Sequence[Mapping[str, str]]) -> bool:
    values = [text for record in records[:LOOKED_AT] if (text := record.get(name, "").strip())]
    return bool(values) and sum(map(looks_asked, values)) >= ASKING * len(values)


def check_told(told: Columns, names: Sequence[str], file: str) -> Columns:
    """What somebody said of columns, by name or by number from 1.

    Raises:
        SourceError: there is no such column, or nothing holds hints or answers.
    """
    found: dict[Column, str] = {}
    for column, said in told.items():
        if said in names:
            found[column] = said
        elif said.isdigit() and 1 <= int(said) <= len(names):
            found[column] = names[int(said) - 1]
        else:
            raise SourceError(
                f"{file} has no column {said!r}.",
                nearest(said, list(names)) or f"It has: {', '.join(names)}.",
            )
    if Column.HINT not in found and Column.ANSWER not in found:
        raise SourceError(
            "No column is named that holds hints or answers.",
            "A question can only be marked by what a good answer holds: --columns hint=NAME",
        )
    return found


def read_told(text: str) -> dict[Column, str]:
    """Columns as they are written on a command line: ``question=Frage,hint=Answer``.

    Raises:
        SourceError: it is not written so.
    """
    told: dict[Column, str] = {}
    for pair in text.split(","):
        key, equals, value = (part.strip() for part in pair.partition("="))
        known = [column.value for column in Column]
        if key not in known or not equals or not value:
            raise SourceError(
                f"{pair.strip()!r} says nothing of a column.",
                f"Write pairs like question=Frage,hint=Answer. {nearest(key, known)}".strip(),
            )
        told[Column(key)] = value
    return told
