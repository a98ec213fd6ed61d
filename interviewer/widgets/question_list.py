"""The questions of a bank by section, its blanks among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.banks.entries import Entry
from interviewer.widgets.row import Row
from interviewer.widgets.signs import one_line

BLANK = "◌"
"""Sign of a hint for which no question is worded yet."""


class QuestionList(OptionList):
    """One question an option; ``OptionHighlighted`` says which one is looked at."""

    HELP = (
        "The questions of the bank, section by section; ◌ is a hint for which no question is "
        "worded yet. {banks.practise} asks the one under the cursor, {banks.answers} shows what a "
        "good answer holds, Enter goes to its text, {banks.filter} filters and {banks.edit} "
        "opens it in your editor."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry], at: str | None) -> None:
        """Show these, with the cursor on one of them, or on the first."""
        self._entries = entries
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(_options(entries))
            labels = [entry.label for entry in entries]
            if labels:
                label = at if at in labels else labels[0]
                self.highlighted = self.get_option_index(f"q-{label}")

    @property
    def chosen(self) -> Entry | None:
        """The question or blank under the cursor."""
        option = self.highlighted_option
        found = (entry for entry in self._entries if option and option.id == f"q-{entry.label}")
        return next(found, None)


def _options(entries: Sequence[Entry]) -> Iterator[Option]:
    for section, listed in groupby(entries, key=lambda entry: entry.section):
        held = list(listed)
        title = Content.assemble(
            (one_line(section.title, 80), "bold $text-accent"), (f"  {len(held)}", "$quiet")
        )
        yield Option(Row(Content(), title), disabled=True)
        for entry in held:
            yield Option(_row(entry), id=f"q-{entry.label}")


def _row(entry: Entry) -> Row:
    question = entry.question
    if entry.blank:
        sign = Content.styled(f"{BLANK} ", "$text-warning")
        return Row(sign, Content.styled(one_line(question.hint), "$quiet"))
    return Row(Content("  "), Content(one_line(question.ask or "")))
