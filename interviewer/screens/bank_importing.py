"""A page, a table or a deck becomes a bank: asked for, shown, and written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.aside import aside
from interviewer.banks.shelf import Shelf
from interviewer.banks.words import count_of
from interviewer.screens.bank_dialogs import ImportDialog
from interviewer.screens.base import ProgramScreen
from interviewer.screens.dialogs import LineDialog
from rubrics.errors import InterviewerError

# The readers are loaded when something is imported.
if TYPE_CHECKING:
    from interviewer.banks.importing import Target
    from rubrics.importing import Imported
    from rubrics.importing.columns import Columns
    from rubrics.outline import Outline

PATH = (
    "Path of a page, a table or a deck: text, HTML, Markdown, PDF, CSV, TSV, JSON, Anki. It is "
    "read and shown; nothing is written before you say so, and nothing is sent."
)
SHOWN = 200
"""Lines that are shown of what was ignored for one reason."""


class BankImporting:
    """Imports banks for a screen.

    Args:
        screen: on which it happens.
        made: called with the name of a new bank.
    """

    def __init__(self, screen: ProgramScreen[None], made: Callable[[str], None]) -> None:
        self._screen = screen
        self._made = made

    def ask(self, path: str = "") -> None:
        """Ask for a source.

        Args:
            path: what was typed before.
        """

        def told(text: str | None) -> None:
            if text:
                self._read(text)

        self._screen.app.push_screen(LineDialog("Import a bank", PATH, path), told)

    def _read(self, path: str, columns: Columns | None = None) -> None:
        work = self._reading(path, columns)
        self._screen.run_worker(work, name="import", group="import", exit_on_error=False)

    async def _reading(self, path: str, columns: Columns | None) -> None:
        from rubrics.importing import ColumnsUnclear, Source, import_source

        file = Path(path.strip("'\"")).expanduser()
        try:
            imported = await aside(lambda: import_source(Source.file(file), None, columns))
        except ColumnsUnclear as unclear:
            self._ask_columns(path, unclear)
        except InterviewerError as error:
            self._screen.app.tell_problem(error)
            self.ask(path)
        else:
            self._show(imported, None)

    def _ask_columns(self, path: str, unclear: InterviewerError) -> None:
        from rubrics.importing.columns import read_told

        words, _, example = unclear.advice.partition("--columns ")
        text = f"{unclear.message} {words}question, hint, answer, section or tags."

        def told(line: str | None) -> None:
            if line:
                self._screen.attempt(lambda: self._read(path, read_told(line)))

        self._screen.app.push_screen(LineDialog("Which column is which?", text, example), told)

    def _show(self, imported: Imported, name: str | None) -> None:
        """Show what was read; first ask for another name where there is such a bank."""
        from interviewer.banks.importing import outlined, target_of
        from interviewer.banks.own_banks import free_name
        from interviewer.banks.preview import preview_lines

        shelf = Shelf.of(self._screen.app.services.settings)
        try:
            outline = outlined(imported, name, None)
        except InterviewerError as error:
            self._screen.app.tell_problem(error)
            return
        try:
            target = target_of(shelf, outline.id, None, replace=False)
        except InterviewerError as error:
            free = free_name(shelf, outline.id)
            self._ask_name(imported, f"{error.message} Give the new one another name.", free)
            return

        def answered(write: bool | None) -> None:
            if write:
                work = self._write(imported, outline, target)
                self._screen.run_worker(work, name="import", group="import", exit_on_error=False)

        lines = list(preview_lines(imported, outline, SHOWN))
        what = f"It becomes {target.path.name} among your banks. Rules make a rubric of each hint."
        self._screen.app.push_screen(ImportDialog(outline.title, lines, what), answered)

    def _ask_name(self, imported: Imported, words: str, name: str) -> None:
        def told(line: str | None) -> None:
            if line:
                self._show(imported, line)

        self._screen.app.push_screen(LineDialog("Name of the bank", words, name), told)

    async def _write(self, imported: Imported, outline: Outline, target: Target) -> None:
        from interviewer.banks.importing import blanks_in, made_by_rules, put

        try:
            # Rules count words for as long as a second: not in the loop of the app.
            whole = await aside(lambda: asyncio.run(made_by_rules(outline)))
            await aside(lambda: put(whole, target, f"Imported from {imported.source}."))
        except InterviewerError as error:
            self._screen.app.tell_problem(error)
            return
        blanks = blanks_in(whole)
        self._screen.notify(
            f"{count_of(blanks, 'blank')}: hints without a question. Word them (ask:), or have a "
            f"model do it: interviewer bank draft {outline.id}"
            if blanks
            else f"Written: {target.path}",
            title="Imported",
            timeout=12 if blanks else 6,
            markup=False,
        )
        self._made(outline.id)
