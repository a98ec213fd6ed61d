"""Reading the banks behind a screen, one after the other, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from interviewer.aside import aside
from interviewer.banks.checked import Checked, read_bank, with_findings
from interviewer.banks.editing import WorkingCopy
from interviewer.banks.shelf import Shelf
from interviewer.screens.base import ProgramScreen
from interviewer.widgets.bank_list import Shelved


class BankReading:
    """Reads banks for a screen.

    Args:
        screen: on which they are shown.
        told: called with the name of a bank of which more is known.
    """

    def __init__(self, screen: ProgramScreen[None], told: Callable[[str], None]) -> None:
        self._screen = screen
        self._told = told
        self._shelved: dict[str, Shelved] = {}

    @property
    def shelf(self) -> Shelf:
        """Where the banks lie."""
        return Shelf.of(self._screen.app.services.settings)

    @property
    def shelved(self) -> Mapping[str, Shelved]:
        """What is known of each bank, by name."""
        return self._shelved

    def checked(self, name: str | None) -> Checked | None:
        """What reading a bank came to; None while it is not read."""
        shelved = self._shelved.get(name or "")
        return shelved.checked if shelved else None

    def begin(self) -> None:
        """List the banks that there are now."""
        names = self._screen.app.bank_names
        self._shelved = {name: self._shelved.get(name) or Shelved(name, "") for name in names}

    def go_on(self, first: str | None) -> None:
        """Read them all.

        Args:
            first: name of the one that is looked at.
        """
        work = self._read_all(first)
        self._screen.run_worker(work, name="read banks", group="read", exclusive=True)

    async def _read_all(self, first: str | None) -> None:
        """Read all banks, then look for findings in those that are the user's.

        A bank that came with the program was checked before it came, and does not change.
        """
        shelf = self.shelf
        for name in sorted(self._shelved, key=lambda name: name != first):
            known = self._shelved[name].checked
            if known is None or known.path is None or not shelf.shipped(known.path):
                self.take(name, await aside(partial(read_bank, shelf, name)))
        for name, shelved in list(self._shelved.items()):
            known = shelved.checked
            if known and known.path and known.findings is None and not shelf.shipped(known.path):
                self.take(name, await aside(partial(with_findings, known)))

    def take(self, name: str, checked: Checked) -> None:
        """Take in what was read of a bank; of one that is as it was, findings stay."""
        if name not in self._shelved:
            return  # It was taken away meanwhile.
        known, shelf = self._shelved[name].checked, self.shelf
        if known is not None and known.bank == checked.bank:
            if checked.findings is None:
                checked = replace(checked, findings=known.findings)
        elif checked.bank is not None:
            self._screen.app.take_bank(name, checked.bank)
        whose, edited = "", False
        if checked.path is not None:
            own, shipped = shelf.is_own(checked.path), shelf.shipped(checked.path)
            whose = "yours" if own else "built in" if shipped else "elsewhere"
            edited = WorkingCopy.of(shelf, checked.path).exists
        self._shelved[name] = Shelved(name, whose, checked, edited)
        self._told(name)
