"""Writing into the YAML of a bank without touching what stands there: layout and comments stay."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rubrics.dumping import ORDER, yaml_lines
from rubrics.errors import BankError
from rubrics.loading import locate
from rubrics.reading import LOADER, Reader, text_of

Place = tuple[int, int]
"""A question, by the numbers of its section and of itself in it, from 0."""

_BOM = "\ufeff"


@dataclass(frozen=True)
class BankFiles:
    """The YAML files of a bank as they were read.

    Attributes:
        path: of the file in which the bank begins.
        texts: of all its files, by path; that one first.
        sections: the file of each section, and where its questions stand in it.
    """

    path: Path
    texts: Mapping[Path, str]
    sections: tuple[tuple[Path, tuple[str | int, ...]], ...]

    @classmethod
    def read(cls, source: str | Path) -> BankFiles:
        """Read the files of a bank that ``load_outline`` takes.

        Raises:
            BankError: one of them cannot be read.
        """
        path = locate(source)
        texts = {path: text_of(path)}
        sections: list[tuple[Path, tuple[str | int, ...]]] = []
        for number, section in enumerate(Reader().parse(texts[path], path)["sections"]):
            if isinstance(section, str):
                texts[path.parent / section] = text_of(path.parent / section)
                sections.append((path.parent / section, ("questions",)))
            else:
                sections.append((path, ("sections", number, "questions")))
        return cls(path, texts, tuple(sections))

    def refuse_unwritable(self, places: Sequence[Place]) -> None:
        """Make sure that there is room for more in each of these questions.

        Raises:
            BankError: one stands in braces, or is an alias; the message names the line.
        """
        for path, wanted in self._by_file(dict.fromkeys(places, None)).items():
            text = self.texts[path]
            spots = _spots(text)
            for where in wanted:
                spot = spots.get(where)
                if spot is None or spot.flow:
                    at = 0 if spot is None else spot.start
                    line = text.count("\n", 0, at) + 1
                    raise BankError(
                        f"{path}:{line}: a question in braces or by reference; nothing can be "
                        "written into it.",
                        "Give each of its keys a line of its own.",
                    )

    def with_parts(self, parts: Mapping[Place, Mapping[str, Any]]) -> dict[Path, str]:
        """The new texts of the files in which something changes.

        Args:
            parts: keys and values for each question. A key that is there gets the new value;
                others are put in the order in which a question has them.

        Raises:
            BankError: the layout does not allow it.
        """
        changed = {}
        for path, wanted in self._by_file(parts).items():
            text = self.texts[path]
            data = copy.deepcopy(Reader().parse(text, path))
            for where, values in wanted.items():
                _at(data, where).update(values)
            new = _written(text, wanted)
            if not reads_as(new, path, data):
                raise BankError(
                    f"{path} is laid out in a way that cannot be written into.",
                    "Nothing was changed. Give each key of a question a line of its own.",
                )
            changed[path] = new
        return changed

    def _by_file(self, parts: Mapping[Place, Any]) -> dict[Path, dict[tuple[str | int, ...], Any]]:
        files: dict[Path, dict[tuple[str | int, ...], Any]] = {}
        for (section, number), values in parts.items():
            path, where = self.sections[section]
            files.setdefault(path, {})[(*where, number)] = values
        return files


@dataclass
class _Spot:
    """Where a mapping stands in a text.

    Attributes:
        flow: whether it stands in braces.
        start: of its first key.
        column: of its keys.
        keys: for each key, where it begins and where its value ends.
    """

    flow: bool
    start: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


def _spots(text: str) -> dict[tuple[str | int, ...], _Spot]:
    """All mappings of a text, by the way to them."""
    bare = text.removeprefix(_BOM)
    walk = _Walk(text, len(text) - len(bare))
    events = yaml.parse(bare, Loader=LOADER)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            walk.node(next(events), events, ())
    return walk.spots


class _Walk:
    """Goes through the events of a text."""

    def __init__(self, text: str, skipped: int) -> None:
        self.text = text
        self.skipped = skipped
        self.spots: dict[tuple[str | int, ...], _Spot] = {}

    def node(self, event: Any, events: Iterator[Any], way: tuple[str | int, ...]) -> int:
        """Take in a node that begins with this event; where it ends."""
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, way)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, way)
        end = self._index(event.end_mark)
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            # The mark of a block stands behind the empty lines that follow it.
            while not event.value.endswith("\n\n") and self.text[end - 1].isspace():
                end -= 1
        return end

    def _sequence(self, start: Any, events: Iterator[Any], way: tuple[str | int, ...]) -> int:
        end = self._index(start.end_mark)
        for number, event in enumerate(events):
            if isinstance(event, yaml.SequenceEndEvent):
                return self._index(event.end_mark) if start.flow_style else end
            end = self.node(event, events, (*way, number))
        return end

    def _mapping(self, start: Any, events: Iterator[Any], way: tuple[str | int, ...]) -> int:
        spot: _Spot | None = None
        end = self._index(start.end_mark)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return self._index(event.end_mark) if start.flow_style else end
            at = self._index(event.start_mark)
            if spot is None:
                spot = self.spots[way] = _Spot(start.flow_style, at, event.start_mark.column)
            key = getattr(event, "value", "")
            end = self.node(next(events), events, (*way, key))
            spot.keys[key] = (at, end)
        return end

    def _index(self, mark: Any) -> int:
        """Where a mark stands in the text. Marks do not count a byte order mark."""
        return int(mark.index) + self.skipped


def reads_as(text: str, path: Path, data: Any) -> bool:
    """Whether a text holds just this. No way of writing YAML is trusted unread."""
    with suppress(BankError):
        return bool(Reader().parse(text, path) == data)
    return False


def _at(data: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        data = data[step]
    return data


def _written(text: str, wanted: Mapping[tuple[str | int, ...], Mapping[str, Any]]) -> str:
    """The text with the parts of all questions put in."""
    spots = _spots(text)
    edits: list[tuple[int, int, str]] = []
    for where, values in wanted.items():
        edits += _edits(text, spots[where], values)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _edits(text: str, spot: _Spot, values: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """What to put where: start, end, text."""
    newline = "\r\n" if "\r\n" in text else "\n"
    ahead: list[str] = []
    behind: dict[str, list[str]] = {}
    last: str | None = None
    for key in ORDER:
        if key not in values:
            last = key if key in spot.keys else last
            continue
        lines = yaml_lines({key: values[key]}, spot.column)
        if key in spot.keys:
            start, end = spot.keys[key]
            stop = _line_end(text, end)
            lines[0] = (lines[0] + text[end:stop].rstrip()).lstrip()
            yield start, stop, newline.join(lines)
            last = key
        elif last is None:
            ahead += lines
        else:
            behind.setdefault(last, []).extend(lines)
    if ahead:
        yield spot.start, spot.start, newline.join(ahead).lstrip() + newline + " " * spot.column
    for key, lines in behind.items():
        stop = _line_end(text, spot.keys[key][1])
        yield stop, stop, newline + newline.join(lines)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" and end > at else end
