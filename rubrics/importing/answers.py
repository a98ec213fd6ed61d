"""What stands below a heading as items: hints alone, or questions with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rubrics.importing.blocks import Kind
from rubrics.importing.gathering import Gathering, Said
from rubrics.importing.imported import Account, Item
from rubrics.importing.roles import Part, Role, bare, looks_asked

_LABELS = (
    ("hint", re.compile(r"^(?:hints?|key points?|look for|hinweis|tipp?)\s*[:.–-]\s+", re.I)),
    ("model answer", re.compile(r"^(?:model|sample|ideal|example) answer\s*[:.–-]\s*", re.I)),
    ("tags", re.compile(r"^(?:tags?|topics?)\s*:\s*", re.I)),
    ("answer", re.compile(r"^(?:a|ans|answer|antwort)\s*[:.)]\s*", re.I)),
)
"""What a line below a question may begin with, and what follows then."""


@dataclass
class _Open:
    """An item that is being read."""

    part: Part
    ask: str | None
    said: list[Said]
    texts: dict[str, list[str]] = field(default_factory=dict)
    taking: str = "answer"
    """What its next line belongs to."""

    lists: bool = False
    """Whether the items of the list that follows belong to it."""

    def take(self, part: Part, text: str) -> None:
        """Take in what is said of it."""
        self.texts.setdefault(self.taking, []).append(text)
        self.said.append((part.block.place, part.block.text, self.taking))

    def item(self) -> Item:
        """What came of it. An answer beside a hint is a model answer; alone it is the hint."""
        texts = {what: "\n".join(lines) for what, lines in self.texts.items()}
        answer, hint, model = (texts.get(what) for what in ("answer", "hint", "model answer"))
        tags = tuple(tag for line in self.texts.get("tags", ()) for tag in re.split(r"[,;]", line))
        if hint is None:
            hint, answer = answer or model or "", None
        return Item(self.part.block.place, hint, self.ask, model or answer, tags)


class Reading:
    """Reads what stands below one heading."""

    def __init__(
        self, account: Account, gathering: Gathering, headings: Collection[str], pairs: bool
    ) -> None:
        """Begin.

        Args:
            account: of the whole page.
            gathering: where items go.
            headings: texts of all headings, in small letters, to know a table of contents by.
            pairs: whether the page holds questions with answers, not hints alone.
        """
        self._account = account
        self._gathering = gathering
        self._headings = headings
        self._pairs = pairs
        self._open: _Open | None = None

    def read(self, parts: Sequence[Part]) -> None:
        """Read all of it; every part ends up in the account."""
        marked = any(part.role is Role.QUESTION for part in parts)
        for part in parts:
            block = part.block
            if not part.text:
                self._account.heading(block.place, block.text, "count")
            elif part.text.casefold() in self._headings and block.kind is not Kind.HEADING:
                self._account.ignored(block.place, block.text, "names a section")
            elif self._pairs:
                self._paired(part, marked)
            else:
                self._alone(part)
        self._close()

    def _paired(self, part: Part, marked: bool) -> None:
        """A part of a page of questions with answers."""
        asks = part.role is Role.QUESTION
        if not marked and part.block.kind is not Kind.CODE and part.block.level <= 1:
            asks = asks or looks_asked(part.text)
        if asks:
            self._close()
            said = [(part.block.place, part.block.text, "question")]
            self._open = _Open(part, bare(part.text), said)
        elif self._open is None:
            why = "stands ahead of the first question"
            self._account.ignored(part.block.place, part.block.text, why)
        else:
            self._open.take(part, self._labelled(self._open, _as_line(part)))

    @staticmethod
    def _labelled(item: _Open, text: str) -> str:
        """A line without the label that says what it and the next ones are."""
        for what, pattern in _LABELS:
            if match := pattern.match(text):
                item.taking = what
                return text[match.end() :]
        return text

    def _alone(self, part: Part) -> None:
        """A part of a page of hints."""
        item, kind = self._open, part.block.kind
        goes_on = kind is Kind.CODE or (kind is Kind.ITEM and part.block.level > 1)
        if item is not None and (goes_on or (kind is Kind.ITEM and item.lists)):
            item.take(part, _as_line(part))
            return
        self._close()
        if kind is Kind.CODE:
            self._account.ignored(part.block.place, part.block.text, "code beside no hint")
            return
        self._open = _Open(part, None, [], taking="hint", lists=part.text.endswith(":"))
        self._open.take(part, part.text)

    def _close(self) -> None:
        """Hand in the item that is open."""
        if self._open is not None:
            self._gathering.add(self._open.item(), self._open.said)
        self._open = None


def _as_line(part: Part) -> str:
    """A part as a line of a longer text."""
    if part.block.kind is not Kind.ITEM:
        return part.text
    return f"{'  ' * (part.block.level - 1)}- {part.text}"
