"""The banks of an interview: one, or several that are mixed.

In a mix of several, a section or question is named with its bank before it, ``hot-drinks/tea``,
because two banks may use the same id for different things. Of one bank, its name is its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rubrics.bank import Bank, Question, Section, nearest
from rubrics.errors import InterviewerError


class PlanError(InterviewerError):
    """The choice of questions leaves none, or names what the bank does not have."""


@dataclass(frozen=True)
class Asked:
    """A question of a mix.

    Attributes:
        name: in the mix.
        bank: id of its bank.
        section: title of its section.
    """

    name: str
    bank: str
    section: str
    question: Question


@dataclass(frozen=True)
class Part:
    """A section of a mix.

    Attributes:
        name: in the mix.
        title: for people; with its bank where there are several.
        bank: id of its bank.
    """

    name: str
    title: str
    bank: str
    section: Section


@dataclass(frozen=True)
class Mix:
    """One bank or several, in the order in which they were chosen.

    Raises:
        PlanError: two of them have the same id.
    """

    banks: tuple[Bank, ...]

    def __post_init__(self) -> None:
        ids = [bank.id for bank in self.banks]
        double = next((name for name in ids if ids.count(name) > 1), None)
        if double is not None:
            raise PlanError(
                f"Two of the chosen banks have the id {double!r}.",
                "Choose each bank once; a copy that is changed needs an id of its own.",
            )

    @classmethod
    def of(cls, banks: Bank | Mix) -> Mix:
        """A bank as a mix of one; a mix as it is."""
        return banks if isinstance(banks, Mix) else cls((banks,))

    @property
    def id(self) -> str:
        """The id of the one bank; of several ``a+b``."""
        return "+".join(bank.id for bank in self.banks)

    @property
    def title(self) -> str:
        """The title of the one bank; of several ``A + B``."""
        return " + ".join(bank.title for bank in self.banks)

    @property
    def several(self) -> bool:
        """Whether it is more than one bank."""
        return len(self.banks) > 1

    def name(self, bank: str, name: str) -> str:
        """What a section or question of a bank is called, by the ids of both."""
        return f"{bank}/{name}" if self.several else name

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The sections of all banks, in order."""
        return tuple(
            Part(
                self.name(bank.id, section.id),
                section_title(bank.id, section.title) if self.several else section.title,
                bank.id,
                section,
            )
            for bank in self.banks
            for section in bank.sections
        )

    def asked(self, part: Part) -> Iterator[Asked]:
        """The questions of a section."""
        for question in part.section.questions:
            name = self.name(part.bank, question.id)
            yield Asked(name, part.bank, part.section.title, question)

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """All questions that can be asked, in order."""
        return tuple(one for part in self.parts for one in self.asked(part))

    def question(self, name: str) -> Asked:
        """The question with this name, or with this id where one bank alone has it.

        Raises:
            BankError: the one bank has none.
            PlanError: none of several banks has it, or more than one.
        """
        named = [one for one in self.questions if one.name == name]
        named = named or [one for one in self.questions if one.question.id == name]
        if len(named) == 1:
            return named[0]
        if named:
            names = " or ".join(one.name for one in named)
            raise PlanError(f"Several banks have a question {name!r}.", f"Write {names}.")
        if not self.several:
            self.banks[0].question(name)
        raise PlanError(
            f"None of these banks has a question {name!r}.",
            nearest(name, [one.name for one in self.questions]),
        )


def section_title(bank: str, title: str) -> str:
    """How a section is called where there are several banks."""
    return f"{bank} / {title}"


def titles(bank: str, title: str) -> dict[str, str]:
    """The titles of the banks of a session by their ids.

    Args:
        bank: id of the session's bank, ``a+b`` for several.
        title: its title, ``A + B`` for several. Where one of them holds a plus itself, so that
            they cannot be told apart, each bank is called by its id.
    """
    ids, parts = bank.split("+"), title.split(" + ")
    if len(ids) == 1:
        return {bank: title}
    return dict(zip(ids, parts if len(parts) == len(ids) else ids, strict=True))
