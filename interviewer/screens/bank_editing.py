"""A bank in the user's editor: opened at the question, and taken over when it is right."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import which

from textual.app import SuspendNotSupported

from interviewer.aside import aside
from interviewer.banks.editing import WorkingCopy
from interviewer.banks.editors import editor_command, run_editor
from interviewer.banks.own_banks import copy_bank, free_name
from interviewer.banks.shelf import Shelf
from interviewer.screens.base import ProgramScreen
from interviewer.screens.dialogs import Choice, ChoiceDialog, LineDialog
from interviewer.widgets.signs import one_line
from rubrics.errors import BankError, InterviewerError

SHOWN_MISTAKES = 4

NOT_RIGHT = (
    Choice("again", "Edit it again"),
    Choice("later", "Leave it for later; the bank stays as it was"),
    Choice("aside", "Take the changes away"),
)


class BankEditing:
    """Edits banks for a screen.

    Args:
        screen: on which it happens.
        changed: called with the name of a bank that was changed, copied or left half edited.
    """

    def __init__(self, screen: ProgramScreen[None], changed: Callable[[str], None]) -> None:
        self._screen = screen
        self._changed = changed

    @property
    def _shelf(self) -> Shelf:
        return Shelf.of(self._screen.app.services.settings)

    def edit(self, name: str, path: Path, question: str | None) -> None:
        """Open a bank at a question; of one that came with the program, offer to edit a copy.

        Args:
            name: of the bank.
            path: the file in which it begins.
            question: what the question is called; None for the beginning.
        """
        if self._shelf.shipped(path):
            words = "It came with the program and is never changed where it lies. Your copy:"
            self.copy(name, path, words, lambda copy, to: self._open(copy, to, question))
        else:
            self._open(name, path, question)

    def copy(
        self, name: str, path: Path, words: str, then: Callable[[str, Path], None] | None = None
    ) -> None:
        """Ask for a name and copy a bank among the user's own.

        Args:
            name: of the bank.
            path: the file in which it begins.
            words: what there is to know.
            then: called with name and file of the copy.
        """

        def named(text: str | None) -> None:
            copied: list[Path] = []
            if text and self._screen.attempt(
                lambda: copied.append(copy_bank(self._shelf, path, text))
            ):
                self._changed(text)
                if then is not None:
                    then(text, copied[0])

        # The name of a file elsewhere is a path.
        begin = free_name(self._shelf, Path(name).stem)
        self._screen.app.push_screen(LineDialog(f"Copy {name}", words, begin), named)

    def _open(self, name: str, path: Path, question: str | None) -> None:
        working = WorkingCopy.of(self._shelf, path)
        work = self._edit(working, name, question)
        self._screen.run_worker(work, name="edit", group="edit", exit_on_error=False)

    async def _edit(self, working: WorkingCopy, name: str, question: str | None) -> None:
        app = self._screen.app
        try:
            await aside(working.begin)
            file, line = await aside(partial(working.place_of, question))
            command = editor_command(os.environ, file, line, which)
            with app.suspend():
                run_editor(command)
            await self._look(working, name)
        except SuspendNotSupported:
            app.tell_problem(
                InterviewerError("No editor can be opened in this terminal.", f"It is {file}")
            )
        except InterviewerError as error:
            app.tell_problem(error)
        if working.exists and not working.changed():
            await aside(working.end)
        self._changed(name)

    async def _look(self, working: WorkingCopy, name: str) -> None:
        """Take over what was edited where it is right; else ask what to do."""
        if not working.changed():
            self._screen.notify("Nothing was changed.")
            return
        try:
            bank = await aside(working.read)
        except BankError as error:
            self._ask(working, name, error)
            return
        await aside(working.put_back)
        self._screen.app.take_bank(name, bank)
        self._screen.notify("The bank was changed. Interviews of before keep their questions.")

    def _ask(self, working: WorkingCopy, name: str, error: BankError) -> None:
        mistakes = error.message.splitlines()
        more = len(mistakes) - SHOWN_MISTAKES
        told = mistakes[:SHOWN_MISTAKES] + ([f"and {more} more"] if more > 0 else [])
        words = "\n".join(one_line(text, 400) for text in told)

        def answered(choice: str | None) -> None:
            if choice == "again":
                self._open(name, working.bank, None)
            elif choice == "aside":
                self._screen.attempt(lambda: working.put_aside(self._shelf))
                self._changed(name)
            else:
                self._screen.notify(
                    self._screen.app.with_keys(
                        "What you wrote is kept; {banks.edit} goes on with it. Until it is right, "
                        "the bank stays as it was."
                    )
                )

        dialog = ChoiceDialog("The bank is not right yet", words, NOT_RIGHT)
        self._screen.app.push_screen(dialog, answered)
