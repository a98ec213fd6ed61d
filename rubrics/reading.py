"""Reading YAML with the place of every value, within limits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from rubrics.errors import BankError

LARGEST_FILE = 5_000_000
"""Bytes; a larger file is not read as a bank."""

MOST_NODES = 200_000
"""Values of a file, counted where aliases repeat them; with more it is not read as a bank."""

DEEPEST = 40
"""Levels of lists and mappings; a bank has ten."""

Location = tuple[int | str, ...]
"""Where a value stands: keys and indices on the way to it."""


def text_of(path: Path) -> str:
    """The text of a YAML file, its line ends as they are.

    Raises:
        BankError: it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BankError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB; not a bank.")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BankError(f"{path}: not UTF-8 text (byte {error.start}).") from None
    except OSError as error:
        raise BankError(f"{path}: cannot be read ({error.strerror}).") from None


class Reader:
    """Reads YAML and remembers where each mapping and list began."""

    def __init__(self) -> None:
        self.places: dict[int, tuple[Path, int]] = {}
        self.keys: dict[tuple[int, Any], tuple[Path, int]] = {}
        self.nodes = 0

    def read(self, path: Path) -> Any:
        """What a YAML file holds.

        Raises:
            BankError: it cannot be read, or is not YAML.
        """
        return self.parse(text_of(path), path)

    def parse(self, text: str, path: Path) -> Any:
        """What the text of a YAML file holds.

        Raises:
            BankError: it is not YAML.
        """
        loader = LOADER(text)
        try:
            self._measure_depth(text, path)
            node = loader.get_single_node()
            return None if node is None else self._build(loader, node, path, set())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = 1 if mark is None else mark.line + 1
            raise BankError(f"{path}:{line}: not YAML: {error.problem or error.context}.") from None
        except yaml.YAMLError as error:
            raise BankError(f"{path}: not YAML: {error}.") from None
        finally:
            loader.dispose()

    def _measure_depth(self, text: str, path: Path) -> None:
        """Refuse deep nesting first: the parser's own recursion would end the process."""
        depth = 0
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                where = "" if event.start_mark is None else f"{event.start_mark.line + 1}: "
                raise BankError(f"{path}:{where}nested too deeply to be a bank.")

    def _build(self, loader: Any, node: yaml.Node, path: Path, above: set[int]) -> Any:
        line = node.start_mark.line + 1
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise BankError(f"{path}:{line}: too many values or aliases to be a bank.")
        if id(node) in above:
            raise BankError(f"{path}:{line}: an alias that holds itself.")
        if isinstance(node, yaml.MappingNode):
            mapping: dict[Any, Any] = {}
            for key_node, value_node in node.value:
                key_line = key_node.start_mark.line + 1
                if not isinstance(key_node, yaml.ScalarNode):
                    raise BankError(f"{path}:{key_line}: a key must be a word.")
                key = key_node.value
                if key in mapping:
                    raise BankError(f"{path}:{key_line}: the key {key!r} stands twice.")
                mapping[key] = self._build(loader, value_node, path, above | {id(node)})
                self.keys[id(mapping), key] = (path, key_line)
            self.places[id(mapping)] = (path, line)
            return mapping
        if isinstance(node, yaml.SequenceNode):
            items = [self._build(loader, item, path, above | {id(node)}) for item in node.value]
            self.places[id(items)] = (path, line)
            for index, item in enumerate(node.value):
                self.keys[id(items), index] = (path, item.start_mark.line + 1)
            return items
        return loader.construct_object(node)

    def include_sections(self, raw: dict[str, Any], folder: Path) -> None:
        """Put the content of section files where the bank names them."""
        sections = raw.get("sections")
        if not isinstance(sections, list):
            return
        for index, section in enumerate(sections):
            if isinstance(section, str):
                path = folder / section
                if path.resolve().parent != folder.resolve():
                    where, line = self.keys[id(sections), index]
                    raise BankError(f"{where}:{line}: a section file lies beside its bank.")
                sections[index] = self.read(path)
                self.keys[id(sections), index] = (path, 1)

    def where(self, raw: Any, location: Location) -> tuple[str, Any]:
        """``file:line`` of a place in the data, and the innermost mapping or list on the way."""
        place = self.places.get(id(raw))
        holder = raw
        for step in location:
            place = self.keys.get((id(holder), step), place)
            if isinstance(holder, Mapping):
                inner = holder.get(step)
            elif isinstance(holder, list) and isinstance(step, int) and step < len(holder):
                inner = holder[step]
            else:
                break
            if not isinstance(inner, dict | list):
                break
            holder = inner
        return ("?" if place is None else f"{place[0]}:{place[1]}"), holder


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Plain values only; in C where PyYAML was built so."""
