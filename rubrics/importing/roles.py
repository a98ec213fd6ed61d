"""What each block of a page is: the head of a section, a question, or what is said of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rubrics.importing.blocks import Block, Kind

HEADING_WORDS = 10
HEADING_CHARACTERS = 80
INFERRED_WORDS = 6
"""Words of a line that is taken for a heading only because of how it stands there."""

_DEMANDS = re.compile(
    r"^(?:explain|describe|compare|tell (?:me|us)|walk (?:me|us)|define|discuss|design|name|give|"
    r"implement|erkläre|beschreibe)\b(?:\s+\S+){2,}",
    re.I,
)
_QUESTION_LABEL = re.compile(r"^(?:q(?:uestion)?|frage)\s*\d{0,3}\s*[:.)–-]\s*(?=\S)", re.I)
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]\s+(?=\S)")
_COUNT = re.compile(r"^\(?(\d{1,4})\s+(?:interview\s+|expert\s+)?([Qq]uestion|QUESTION|Frage)")
_COUNT_BEHIND = re.compile(r"(?<!\d)(\d{1,4})\s+(?:questions?|fragen?)\s*[)\]]?$", re.I)


class Role(StrEnum):
    """What a block is for its page."""

    SECTION = "section"
    QUESTION = "question"
    TEXT = "text"


@dataclass(frozen=True)
class Part:
    """A block with its role.

    Attributes:
        block: as it stands on the page.
        role: what it is.
        text: of it, without numbers and counts.
        promised: for a section, how many questions the page says it has.
        count: a block that only says so, with what it says.
    """

    block: Block
    role: Role
    text: str
    promised: int | None = None
    count: bool = False


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """The blocks of a page that say something, with their roles."""
    parts = _counted([Part(block, _first_role(block), block.text) for block in blocks])
    if not any(part.role is Role.SECTION for part in parts):
        parts = _with_inferred(parts)
    return _with_asked_headings(parts)


def _first_role(block: Block) -> Role:
    if block.kind is Kind.HEADING:
        return Role.SECTION
    labelled = block.kind is not Kind.CODE and _QUESTION_LABEL.match(block.text)
    return Role.QUESTION if block.kind is Kind.QUESTION or labelled else Role.TEXT


def is_headline(text: str) -> bool:
    """Whether a text is short and no sentence."""
    short = len(text.split()) <= HEADING_WORDS and len(text) <= HEADING_CHARACTERS
    return short and text[-1:] not in ".!?,;:" and any(one.isalpha() for one in text)


def looks_asked(text: str) -> bool:
    """Whether a text ends as a question."""
    return text.rstrip('*_"”’) ').endswith(("?", "？"))


def _demands(text: str) -> bool:
    """Whether a heading asks, or tells to do something. A hint may begin so too: "Name two …"."""
    return looks_asked(text) or bool(_DEMANDS.match(bare(text)))


def bare(text: str) -> str:
    """A question without the number or label before it."""
    return _NUMBER.sub("", _QUESTION_LABEL.sub("", text))


# How many there are


def split_count(text: str) -> tuple[int, str] | None:
    """The number of "10 questions" at the beginning of a text, and what follows it.

    What follows may stand right behind it, as where a page put them into boxes of their own.
    """
    match = _COUNT.match(text)
    if match is None:
        return None
    number, rest = int(match.group(1)), text[match.end() :]
    # "1 questionShould": the S is the next word's. "1 questionsShould" is said by programs.
    plural = rest[:1] in ("s", "S", "n") and (number != 1 or not rest[1:2].islower())
    if plural and not (rest[:1] == "S" and rest[1:2].islower()):
        rest = rest[1:]
    if rest[:1].isspace():
        rest = rest.strip()
        # "5 questions to ask yourself" counts nothing.
        return None if rest[:1].islower() else (number, rest)
    return number, rest.lstrip(")].:–—-|· ") if rest[:1] in ")].:–—-|·" else rest


def _counted(parts: Sequence[Part]) -> list[Part]:
    """Counts taken off the texts and given to the heads of their sections."""
    counted: list[Part] = []
    for part in parts:
        before = counted[-1] if counted else None
        split = split_count(part.text) if part.role is not Role.QUESTION else None
        if split and before is not None and _may_head(before):
            number, rest = split
            counted[-1] = replace(before, role=Role.SECTION, promised=number)
            counted.append(replace(part, role=Role.TEXT, text=rest, count=True))
            continue
        if part.role is Role.SECTION or is_headline(part.text):
            part = _without_count(part)
        counted.append(part)
    return counted


def _without_count(part: Part) -> Part:
    """A heading such as "Beginner (5 questions)", its count taken off."""
    match = _COUNT_BEHIND.search(part.text) if len(part.text) <= HEADING_CHARACTERS else None
    title = part.text[: match.start()].rstrip(" ([:–—|·-") if match else ""
    if match is None or not any(one.isalpha() for one in title):
        return part
    return replace(part, role=Role.SECTION, text=title, promised=int(match.group(1)))


def _may_head(part: Part) -> bool:
    if part.role is Role.SECTION:
        return part.promised is None
    return not part.count and part.block.kind is Kind.LINE and is_headline(part.text)


# Headings that nothing marks


def _with_inferred(parts: Sequence[Part]) -> list[Part]:
    """Short lines that stand apart above longer ones are headings, where nothing else is one."""
    following: list[Part | None] = [*parts[1:], None][: len(parts)]
    return [
        replace(part, role=Role.SECTION, text=part.text.rstrip(": "))
        if after is not None and _stands_above(part, after)
        else part
        for part, after in zip(parts, following, strict=True)
    ]


def _stands_above(part: Part, after: Part) -> bool:
    text = part.text
    if part.role is not Role.TEXT or part.block.kind is not Kind.LINE:
        return False
    if len(text.split()) > INFERRED_WORDS or not is_headline(text.rstrip(":")):
        return False
    apart = part.block.gap or text.endswith(":") or text.isupper()
    longer = after.block.kind is Kind.ITEM or not is_headline(after.text)
    return apart and longer


# Headings that ask


def _with_asked_headings(parts: Sequence[Part]) -> list[Part]:
    """On a level on which most headings ask something, all are questions."""
    levels: dict[int, list[bool]] = {}
    for part in parts:
        if part.role is Role.SECTION and part.promised is None:
            levels.setdefault(part.block.level, []).append(_demands(part.text))
    asked = {level for level, asks in levels.items() if 2 * sum(asks) >= len(asks) and any(asks)}
    return [
        replace(part, role=Role.QUESTION)
        if part.role is Role.SECTION and part.promised is None and part.block.level in asked
        else part
        for part in parts
    ]
