"""What was read from a source, in words and as plain values, before a bank is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from interviewer.banks.words import count_of
from rubrics.importing import Entry, Imported, ImportedSection, Item
from rubrics.outline import Outline
from rubrics.text import printable

SHOWN_ITEMS = 2
"""First items of a section."""

SHOWN_ENTRIES = 8
"""Lines that were ignored for the same reason, and notices."""

WIDTH = 96


def preview_lines(imported: Imported, outline: Outline, most: int = SHOWN_ENTRIES) -> Iterator[str]:
    """The bank that would come of it, line by line, fit to be shown.

    Args:
        imported: what was read.
        outline: the bank.
        most: how many are shown of what was ignored for one reason, and of the notices.
    """
    for text in _lines(imported, outline, most):
        yield printable(text)


def _lines(imported: Imported, outline: Outline, most: int) -> Iterator[str]:
    yield f"{imported.source}, read as {imported.format}"
    yield _short(f"{outline.title} ({outline.id})")
    yield _short(outline.about)
    for section, outlined in zip(imported.sections, outline.sections, strict=True):
        yield ""
        yield _short(f"{outlined.title}: {_found(section)}")
        for item in section.items[:SHOWN_ITEMS]:
            yield from _item(item)
        more = len(section.items) - SHOWN_ITEMS
        if more > 0:
            yield f"  and {more} more"
    yield ""
    yield sums(imported)
    yield from _ignored(imported, most)
    for number, notice in enumerate(imported.notices):
        if number == most:
            yield f"Look at {len(imported.notices) - number} more (--json tells all)."
            break
        yield _short(f"Look at {notice}")


def sums(imported: Imported) -> str:
    """How much was found, and whether the source says the same."""
    items = list(imported.items())
    asked = sum(item.ask is not None for item in items)
    parts = [f"{count_of(len(items), 'hint')} in {count_of(len(imported.sections), 'section')}"]
    if asked == len(items):
        parts.append("each with its question")
    elif asked:
        parts.append(f"{asked} with a question")
    else:
        parts.append("none with a question")
    answers = sum(item.model_answer is not None for item in items)
    if answers:
        parts.append(f"{answers} with a model answer")
    told = [section for section in imported.sections if section.promised is not None]
    if told and all(section.promised == len(section.items) for section in told):
        parts.append("as many as announced")
    return f"{', '.join(parts)}."


def _found(section: ImportedSection) -> str:
    found = len(section.items)
    if section.promised is None or section.promised == found:
        return str(found)
    return f"{found}, announced {section.promised}"


def _item(item: Item) -> Iterator[str]:
    if item.ask is not None:
        yield _short(f"  {item.ask}")
        yield _short(f"      {item.hint}")
    else:
        yield _short(f"  {item.hint}")


def _ignored(imported: Imported, most: int) -> Iterator[str]:
    """What is in no question, by reason."""
    entries = sorted(imported.ignored(), key=lambda entry: entry.why)
    for why, group in groupby(entries, key=lambda entry: entry.why):
        listed = list(group)
        yield f"Ignored, {why}: {len(listed)}"
        for entry in listed[:most]:
            yield _short(f"  {entry.place}: {entry.text}")
        if len(listed) > most:
            yield f"  and {len(listed) - most} more (--json tells all)"


def _short(text: str) -> str:
    """The text in one line that fits; its indentation stays."""
    margin = text[: len(text) - len(text.lstrip())]
    line = margin + " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1].rstrip()}…"


def preview_values(imported: Imported, outline: Outline) -> dict[str, Any]:
    """All of it as plain values, with the account of every line or record."""
    return {
        "source": printable(imported.source),
        "format": imported.format,
        "bank": outline.model_dump(mode="json", exclude_none=True),
        "sections": [
            {
                "id": outlined.id,
                "title": outlined.title,
                "found": len(section.items),
                "announced": section.promised,
            }
            for section, outlined in zip(imported.sections, outline.sections, strict=True)
        ],
        "notices": [printable(str(notice)) for notice in imported.notices],
        "account": [_entry(entry) for entry in imported.account],
    }


def _entry(entry: Entry) -> dict[str, str]:
    return {
        "place": str(entry.place),
        "text": printable(entry.text),
        "fate": entry.fate.value,
        "why": entry.why,
    }
