"""A whole bank as the text of one YAML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from rubrics.dumping import ORDER, yaml_lines
from rubrics.errors import BankError
from rubrics.reading import LARGEST_FILE
from rubrics.rewriting import reads_as


def bank_text(values: Mapping[str, Any], remark: str = "") -> str:
    """The YAML of a bank or of an outline.

    Args:
        values: all of it, as ``Outline.model_dump`` gives it without what is absent.
        remark: a line to stand above it.

    Raises:
        BankError: it is larger than a bank may be.
    """
    text = "\n".join(_lines(values, remark)) + "\n"
    # No way of writing YAML is trusted unread: some characters survive only in quotes.
    if not reads_as(text, Path("bank.yaml"), values):
        text = yaml.safe_dump(values, default_style='"', sort_keys=False, allow_unicode=False)
    if len(text.encode()) > LARGEST_FILE:
        raise BankError(
            f"The bank would have more than {LARGEST_FILE // 1_000_000} MB.",
            "Nothing was written. Make two of it.",
        )
    return text


def _lines(values: Mapping[str, Any], remark: str) -> Iterator[str]:
    if remark:
        yield f"# {remark}"
    yield from yaml_lines({key: values[key] for key in ("id", "title", "about")}, 0)
    yield "sections:"
    for place, section in enumerate(values["sections"]):
        if place:
            yield ""
        yield from _as_item(yaml_lines({key: section[key] for key in ("id", "title")}, 4))
        yield "    questions:"
        for number, question in enumerate(section["questions"]):
            if number:
                yield ""
            yield from _as_item(
                yaml_lines({key: question[key] for key in ORDER if key in question}, 8)
            )


def _as_item(lines: list[str]) -> list[str]:
    """A mapping as an item of a list: its first line begins with the dash."""
    first = lines[0]
    margin = len(first) - len(first.lstrip()) - 2
    return [f"{' ' * margin}- {first.lstrip()}", *lines[1:]]
