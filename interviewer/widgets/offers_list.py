"""The models that could mark, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.config.settings import ESTIMATE
from interviewer.widgets.signs import one_line

if TYPE_CHECKING:
    from rubrics.models.offers import Offer

LONGEST_NAME = 36


class OffersList(OptionList):
    """What this machine offers; ``OptionSelected`` says which is to be filled in."""

    HELP = "What could mark here. Enter fills the one under the cursor in as the model."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.display = False

    def show(self, offers: Sequence[Offer]) -> list[str]:
        """Show the estimate and these; returns the names of all."""
        lines = [(ESTIMATE, "stays offline; judges words, not truth")]
        lines += [(offer.name, offer.why) for offer in offers]
        width = min(LONGEST_NAME, max(len(name) for name, _ in lines))
        self.set_options(
            Option(
                Content.assemble(
                    f"{one_line(name, LONGEST_NAME):<{width}}  ", (one_line(why), "$quiet")
                ),
                id=name,
            )
            for name, why in lines
        )
        self.highlighted = 0
        self.display = True
        return [name for name, _ in lines]
