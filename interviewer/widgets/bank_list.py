"""The list of banks: those that came with the program, and the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.banks.checked import Checked
from interviewer.banks.words import count_of
from interviewer.widgets.row import Row
from interviewer.widgets.signs import one_line

UNREAD = Content.styled("…", "$quiet")


@dataclass(frozen=True)
class Shelved:
    """A bank on the list.

    Attributes:
        name: as it is called.
        whose: where it is from, in a word or two.
        checked: what is known of it; None while it is not read.
        edited: whether something was edited in it that is not right yet.
    """

    name: str
    whose: str
    checked: Checked | None = None
    edited: bool = False


class BankList(OptionList):
    """One bank an option; ``OptionHighlighted`` says which one is looked at."""

    HELP = (
        "The banks that came with the program, and your own. ↑ and ↓ choose one, Enter goes to "
        "its questions. {banks.import} makes one of a page, a table or a deck, {banks.copy} "
        "copies one, {banks.delete} takes one of yours away, and {banks.undo_delete} brings it "
        "back."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def show(self, shelved: Sequence[Shelved], at: str | None) -> None:
        """Show these, with the cursor on one of them or on the one that took its place."""
        before = self.highlighted or 0
        names = [one.name for one in shelved]
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(BankCard(one), id=one.name) for one in shelved)
            self.highlighted = names.index(at) if at in names else min(before, len(names) - 1)

    def tell(self, shelved: Shelved) -> None:
        """Say more of one of them."""
        if shelved.name in (option.id for option in self.options):
            self.replace_option_prompt(shelved.name, BankCard(shelved))

    @property
    def chosen(self) -> str | None:
        """Name of the bank under the cursor."""
        return None if self.highlighted_option is None else self.highlighted_option.id


@dataclass(frozen=True, eq=False)
class BankCard(Visual):
    """Two lines on a bank: its title, and where it is from, how large, and what is wrong."""

    bank: Shelved

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        title = Content.styled(one_line(_title(self.bank), 80), "bold")
        whose = Content.styled(f" {self.bank.whose}", "$quiet")
        state = _state(self.bank).truncate(width, ellipsis=True)
        lines = (Row(Content(), title, whose).fitted(width), state)
        return [
            strip
            for line in lines[:height]
            for strip in line.render_strips(width, 1, style, options)
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 2


def _title(shelved: Shelved) -> str:
    bank = shelved.checked.bank if shelved.checked else None
    return bank.title if bank else shelved.name


def _state(shelved: Shelved) -> Content:
    """Problems come first: the line may be cut at its end."""
    checked = shelved.checked
    if checked is None:
        return UNREAD
    parts = []
    if shelved.edited:
        parts.append(Content.styled("✎ edited, not right yet", "$text-warning"))
    if checked.error is not None:
        parts.append(Content.styled("✗ cannot be used", "bold $text-error"))
    if checked.bank is not None:
        blanks = sum(1 for _ in checked.bank.blanks())
        # Blanks are findings too, and are told beside them.
        if (more := len(checked.findings or ()) - blanks) > 0:
            parts.append(Content.styled(f"! {count_of(more, 'finding')}", "$text-warning"))
        if blanks:
            parts.append(Content.styled(f"◌ {count_of(blanks, 'blank')}", "$text-warning"))
        questions = count_of(sum(1 for _ in checked.bank.questions()), "question")
        parts.append(Content.styled(questions, "$quiet"))
    return Content(" · ").join(parts)
