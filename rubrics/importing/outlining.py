"""What was imported as an outline of a bank, with ids that stay when it is imported again."""

from __future__ import annotations

from pathlib import Path

from rubrics.drafting.names import free_name, name_of
from rubrics.estimate.lexicon import word_set
from rubrics.estimate.words import words_of
from rubrics.importing.imported import Imported, Item
from rubrics.outline import Outline
from rubrics.text import printable

WORDS_OF_ID = 6
LONGEST_TITLE = 200

_OF_EVERY_HINT = word_set(
    """answer answers candidate candidates response should must could may would great good strong
    ideal effective comprehensive cover covers include includes mention mentions discuss discussion
    explain explains describe describes define defines highlight involve involves something like
    look expect steps key"""
)
"""Words that tell no hint from another."""


def outline_of(imported: Imported, bank_id: str = "", title: str = "") -> Outline:
    """The outline of a bank with all that was imported.

    Args:
        imported: what was read.
        bank_id: of the bank; made from the title where it is empty.
        title: of the bank; the source's, or the name of its file, where it is empty.
    """
    title = printable(title or imported.title or Path(imported.source).stem).strip() or "Imported"
    title = " ".join(title.split())[:LONGEST_TITLE]
    about = printable(imported.about).strip() or f"Imported from {printable(imported.source)}."
    taken: set[str] = set()
    sections: list[dict[str, object]] = []
    names: set[str] = set()
    for section in imported.sections:
        heading = section.title or (title if len(imported.sections) == 1 else "Questions")
        sections.append(
            {
                "id": _take(name_of(heading) or "section", names),
                "title": heading[:LONGEST_TITLE],
                "questions": [_question(item, taken) for item in section.items],
            }
        )
    return Outline.model_validate(
        {
            "id": bank_id or name_of(title) or "imported",
            "title": title,
            "about": about,
            "sections": sections,
        }
    )


def _question(item: Item, taken: set[str]) -> dict[str, object]:
    values: dict[str, object] = {"id": _take(_id(item), taken), "hint": item.hint}
    if item.ask is not None:
        values["ask"] = item.ask
    if item.model_answer is not None:
        values["model_answer"] = item.model_answer
    if item.tags:
        values["tags"] = list(item.tags)
    return values


def _id(item: Item) -> str:
    """The words of a question, or those of its hint that tell it from others."""
    if item.ask is not None:
        return name_of(item.ask) or "question"
    words = [word.text for word in words_of(item.hint) if word.content]
    telling = [word for word in words if word not in _OF_EVERY_HINT] or words
    return name_of(" ".join(telling[:WORDS_OF_ID])) or name_of(item.hint) or "question"


def _take(name: str, taken: set[str]) -> str:
    """A name that is free, and is taken from now on."""
    name = free_name(name, taken)
    taken.add(name)
    return name
