"""Items on their way into sections: each checked, none twice, every line accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rubrics.drafting.names import plain_figures
from rubrics.importing.imported import Account, ImportedSection, Item, Place, SourceError
from rubrics.text import printable

LONGEST_HINT = 8_000
LONGEST_ASK = 2_000
LONGEST_TITLE = 200
LONGEST_TAG = 64
MOST_ITEMS = 5_000
MOST_TAGS = 12

Said = tuple[Place, str, str]
"""A line or record of an item: where, what stands there, and what it is of it."""


@dataclass
class _Section:
    title: str
    promised: int | None
    place: Place | None
    items: list[Item] = field(default_factory=list)


class Gathering:
    """Takes in items one by one."""

    def __init__(self, name: str, account: Account) -> None:
        self._name = name
        self._account = account
        self._sections: list[_Section] = []
        self._seen: dict[tuple[str | None, str], Place] = {}

    def open(self, title: str, promised: int | None = None, place: Place | None = None) -> None:
        """Begin a section; one without items comes to nothing."""
        title = " ".join(printable(title).split())[:LONGEST_TITLE]
        self._sections.append(_Section(title, promised, place))

    def open_again(self, title: str) -> None:
        """Go on with the section of this title, or begin it."""
        title = " ".join(printable(title).split())[:LONGEST_TITLE]
        for number, section in enumerate(self._sections):
            if section.title == title:
                self._sections.append(self._sections.pop(number))
                return
        self.open(title)

    def add(self, item: Item, said: Sequence[Said]) -> None:
        """Take in an item, or say in the account why not.

        Raises:
            SourceError: there are more than a bank can hold.
        """
        item = self._made_printable(item)
        refused = self._refusal(item)
        if refused:
            for place, text, _ in said:
                self._account.ignored(place, text, refused)
            return
        for place, text, what in said:
            self._account.imported(place, text, what)
        self._seen[item.ask, item.hint] = item.place
        if not self._sections:
            self.open("")
        self._sections[-1].items.append(item)
        if len(self._seen) > MOST_ITEMS:
            raise SourceError(
                f"{self._name} holds more than {MOST_ITEMS:,} questions.",
                "Nothing was imported. Split it, and import the parts as banks of their own.",
            )

    def _made_printable(self, item: Item) -> Item:
        def clean(text: str | None) -> str | None:
            return None if text is None else printable(text).strip() or None

        made = Item(
            item.place,
            clean(item.hint) or "",
            clean(item.ask),
            clean(item.model_answer),
            tuple(dict.fromkeys(filter(None, map(tag_of, item.tags))))[:MOST_TAGS],
        )
        raw = "\n".join(filter(None, (item.ask, item.hint, item.model_answer)))
        if printable(raw) != raw:
            self._account.notice("characters that steer a terminal were taken out", item.place)
        if made.model_answer is not None and len(made.model_answer) > LONGEST_HINT:
            self._account.notice("the model answer is too long and was left out", item.place)
            made = Item(made.place, made.hint, made.ask, None, made.tags)
        return made

    def _refusal(self, item: Item) -> str:
        """Why an item is not taken in, or nothing."""
        if not any(character.isalnum() for character in item.hint):
            return "nothing beside it says what a good answer holds"
        for text, most, what in (
            (item.hint, LONGEST_HINT, "hint"), (item.ask or "", LONGEST_ASK, "question"),
        ):  # fmt: skip
            if len(text) > most:
                self._account.notice(f"a {what} of {len(text):,} characters", item.place)
                return f"a {what} of more than {most:,} characters"
        before = self._seen.get((item.ask, item.hint))
        return "" if before is None else f"the same as {before}"

    def sections(self) -> tuple[ImportedSection, ...]:
        """Those that hold something; what they were said to hold is compared with that."""
        for section in self._sections:
            found = len(section.items)
            if section.promised is not None and section.promised != found:
                self._account.notice(
                    f"“{section.title}” is said to have {section.promised}, found {found}",
                    section.place,
                )
        kept = [section for section in self._sections if section.items]
        if not kept:
            raise nothing_in(self._name)
        return tuple(
            ImportedSection(one.title, tuple(one.items), one.promised, one.place) for one in kept
        )

    def compare_total(self, promised: Iterable[tuple[int, Place]]) -> None:
        """Compare how many there are said to be in all with what was found."""
        found = sum(len(section.items) for section in self._sections)
        for number, place in promised:
            if number != found:
                self._account.notice(f"{number} questions are announced, found {found}", place)


def nothing_in(name: str) -> SourceError:
    """Nothing came of a whole source."""
    return SourceError(
        f"Nothing in {name} reads like a hint or a question with its answer.",
        "See docs/banks.md for what a page or a table may look like; --format says what it is "
        "where that was guessed wrongly.",
    )


def tag_of(text: str) -> str:
    """A tag as a bank writes it: words with hyphens; empty where there is none."""
    text = plain_figures(text).lower()
    words = "".join(one if one.isalnum() or one in "_.-" else " " for one in text).split()
    return "-".join(words).strip("-._")[:LONGEST_TAG]
