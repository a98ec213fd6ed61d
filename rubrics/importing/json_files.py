"""JSON and lines of JSON as records, however they are nested."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rubrics.estimate.lexicon import word_set
from rubrics.importing.columns import Column, guess
from rubrics.importing.imported import EMPTY, Account, Place, SourceError
from rubrics.importing.records import Record, Table
from rubrics.importing.roles import looks_asked

DEEPEST = 40
"""Lists and objects inside each other."""

_TITLES = ("title", "name", "section", "category", "topic", "chapter", "level", "deck")
_ABOUT = ("about", "description")
_LISTS = word_set(
    """questions items cards notes data entries records list sections categories results"""
)
"""Keys that say nothing of what their list is about."""


def read_json(text: str, name: str) -> Table:
    """The records of a JSON document.

    Raises:
        SourceError: it is not JSON, or nested too deeply.
    """
    return _Document(name).table(_parsed(text, name))


def read_json_lines(text: str, name: str) -> Table:
    """The records of a file with a JSON object on each line.

    A line that is not JSON is ignored, and told of.
    """
    document = _Document(name)
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        document.place = Place.line(number)
        if not line.strip():
            document.account.ignored(document.place, line, EMPTY)
            continue
        try:
            value = _parsed(line, name)
        except SourceError:
            document.account.ignored(document.place, line, "not JSON")
            document.account.notice("not JSON", document.place)
            continue
        document.collect([value], "")
    return Table(document.records, document.account)


def _parsed(text: str, name: str) -> Any:
    deep = SourceError(f"{name}: nested too deeply.", "Nothing was read.")
    try:
        value = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{name}:{error.lineno}: not JSON: {error.msg}.", "Nothing was read. Mend it there."
        ) from None
    except RecursionError:
        raise deep from None
    except ValueError as error:
        raise SourceError(f"{name}: not JSON that can be read ({error}).") from None
    level = [value]
    for _ in range(DEEPEST):
        nested = (one for one in level if isinstance(one, list | dict))
        level = [
            inner for one in nested for inner in (one if isinstance(one, list) else one.values())
        ]
    if level:
        raise deep
    return value


class _Pairs(dict[str, Any]):
    """An object; a key that stands twice keeps both values."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        for key, value in pairs:
            name, number = key, 2
            while name in self:
                name, number = f"{key} ({number})", number + 1
            self[name] = value


class _Document:
    """Collects records from lists and objects."""

    def __init__(self, name: str) -> None:
        self.account = Account()
        self.records: list[Record] = []
        self.place: Place | None = None
        """Of the line that is read; None where records are counted."""
        self._name = name
        self._count = 0

    def table(self, value: Any) -> Table:
        """The records in a whole document."""
        title, about = _said(value, _TITLES), _said(value, _ABOUT)
        if isinstance(value, Mapping):
            self._object(value, "")
        else:
            self.collect(value if isinstance(value, list) else [value], "")
        return Table(self.records, self.account, title, about)

    def collect(self, values: list[Any], section: str) -> None:
        """Take in the members of a list."""
        for value in values:
            if isinstance(value, Mapping) and not _is_record(value):
                self._object(value, _said(value, _TITLES) or section)
            elif isinstance(value, Mapping):
                place = self._next()
                fields = {key: _text(one) for key, one in value.items()}
                self.records.append(Record(place, fields, section))
            elif isinstance(value, str) and value.strip():
                self.records.append(Record(self._next(), {"hint": value}, section))
            elif isinstance(value, list):
                self.collect(value, section)
            else:
                self.account.ignored(self._next(), json.dumps(value), "no question")

    def _object(self, value: Mapping[str, Any], section: str) -> None:
        """An object that holds lists, or questions as keys with answers as values."""
        for key, one in value.items():
            if isinstance(one, list | Mapping):
                inner = section if key.casefold() in _LISTS else key
                self.collect(list(one) if isinstance(one, list) else [one], inner)
            elif isinstance(one, str) and looks_asked(key):
                self.records.append(Record(self._next(), {"question": key, "answer": one}, section))
            elif key.casefold() in _TITLES or key.casefold() in _ABOUT:
                self.account.heading(self._next(), f"{key}: {one}", key.casefold())
            else:
                self.account.ignored(self._next(), f"{key}: {one}", "stands beside the questions")

    def _next(self) -> Place:
        self._count += 1
        return self.place or Place.record(self._count)


def _is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object is a question, and not something that holds questions."""
    known = guess(list(value))
    telling = (known.get(column) for column in (Column.QUESTION, Column.HINT, Column.ANSWER))
    texts = [key for key in telling if key is not None and isinstance(value[key], str)]
    nested = [one for one in value.values() if isinstance(one, list) and _holds_objects(one)]
    asked = any(looks_asked(key) for key in value)
    return not nested and not asked and (bool(texts) or _is_flat(value))


def _is_flat(value: Mapping[str, Any]) -> bool:
    return not any(isinstance(one, list | Mapping) for one in value.values())


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(one, Mapping | list) for one in values)


def _said(value: Any, keys: tuple[str, ...]) -> str:
    if not isinstance(value, Mapping):
        return ""
    return next((str(value[key]) for key in keys if isinstance(value.get(key), str)), "")


def _text(value: Any) -> str:
    """A value as text: the members of a list on lines of their own."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    return json.dumps(value, ensure_ascii=False)
