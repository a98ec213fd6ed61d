"""Values as YAML, written as a person would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from rubrics.bank import Question

WIDTH = 88
"""Characters of a line from which it is broken, behind the word that it is in."""

NARROWEST = 40

ORDER = tuple(Question.model_fields)
"""The keys of a question as they follow each other."""


class _Dumper(yaml.SafeDumper):
    """Items indented, long texts folded, short lists in one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Short(list[Any]):
    """A list to be written in one line."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    folds = len(text) > NARROWEST and ("\n" in text or len(text) > WIDTH - 12)
    style = ">" if folds else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_short(dumper: yaml.SafeDumper, items: _Short) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_Short, _represent_short)


def yaml_lines(values: Mapping[str, Any], column: int) -> list[str]:
    """A mapping as lines, indented."""
    written = yaml.dump(
        {key: _Short(value) if key == "tags" else value for key, value in values.items()},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=max(WIDTH - column, NARROWEST),
    )
    return [f"{' ' * column}{line}" if line else "" for line in written.rstrip("\n").split("\n")]
