"""Banks: what can be asked, looked at, imported, edited."""

from __future__ import annotations

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList

from interviewer.aside import aside
from interviewer.banks.checked import Checked, findings_words, read_bank, with_findings
from interviewer.banks.entries import Entry, entries_of
from interviewer.banks.own_banks import Deleted, delete_bank, restore_bank
from interviewer.banks.words import bank_size, count_of
from interviewer.screens.bank_dialogs import FindingsDialog
from interviewer.screens.bank_editing import BankEditing
from interviewer.screens.bank_importing import BankImporting
from interviewer.screens.bank_reading import BankReading
from interviewer.screens.banks_keys import KEYS
from interviewer.screens.base import ProgramScreen
from interviewer.widgets.bank_list import BankList
from interviewer.widgets.filter_line import FilterLine
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.question_list import QuestionList
from interviewer.widgets.question_preview import QuestionPreview, mistakes
from interviewer.widgets.signs import one_line

BREAKPOINTS = [(0, "-narrow"), (70, "-normal"), (110, "-wide")]
COPY = "The copy is yours: edit it, or delete it. It begins without the marks of the other."


class BanksScreen(ProgramScreen[None]):
    """The banks, the questions of the one under the cursor, and the question under that."""

    WORDS = (
        "Look at what can be asked. Hints and model answers stay hidden until {banks.answers} "
        "shows them. {banks.start} sets up an interview from the bank, {banks.practise} asks the "
        "one question. What you edit takes the place of the bank only when it is right; a bank "
        "that came with the program is copied first. {banks.import} makes a bank of a page, a "
        "table or a deck; {banks.check} lists what could be better."
    )
    CSS_PATH = "banks.tcss"
    AUTO_FOCUS = "#banks"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS = KEYS

    banks = getters.query_one("#banks", BankList)
    questions = getters.query_one("#questions", QuestionList)
    preview = getters.query_one("#preview", QuestionPreview)
    line = getters.query_one("#find-question", FilterLine)

    def __init__(self) -> None:
        super().__init__()
        self._reading = BankReading(self, self._told)
        self._at: str | None = None
        self._question: str | None = None
        self._entry: Entry | None = None
        self._answers = False
        self._deleted: list[Deleted] = []
        self._editing = BankEditing(self, self._go_to)
        self._importing = BankImporting(self, self._go_to)

    def compose(self) -> ComposeResult:
        with Container(id="panes"):
            with Container(id="lists"):
                yield BankList(id="banks")
                with Vertical(id="middle"):
                    yield FilterLine("words of a question, or a tag", id="find-question")
                    yield QuestionList(id="questions")
            yield QuestionPreview(id="preview")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Paint first; then read what is there now."""
        self.call_after_refresh(self._look)

    # What there is

    @property
    def _checked(self) -> Checked | None:
        """What is known of the bank under the cursor."""
        return self._reading.checked(self._at)

    def _go_to(self, name: str) -> None:
        """Look again, with the cursor on a bank."""
        self._at = name
        self._look()

    def _look(self) -> None:
        """List the banks by name, and read them."""
        self._reading.begin()
        shelved = list(self._reading.shelved.values())
        self.banks.show(shelved, self._at)
        self.banks.border_title = count_of(len(shelved), "bank")
        self._at = self.banks.chosen
        self._show_bank()
        self._reading.go_on(self._at)

    def _told(self, name: str) -> None:
        """More is known of a bank."""
        self.banks.tell(self._reading.shelved[name])
        if name == self._at:
            self._show_bank()

    def _show_bank(self) -> None:
        checked = self._checked
        bank = checked.bank if checked else None
        entries = list(entries_of(bank)) if bank else []
        wanted = self.line.value.casefold().split()
        found = [entry for entry in entries if all(word in entry.said() for word in wanted)]
        self.questions.show(found, self._question)
        some = f"{len(found)} of " if wanted else ""
        self.query_one("#middle").border_title = f"{some}{bank_size(bank)}" if bank else ""
        self._show_question()

    def _show_question(self) -> None:
        self._entry, checked = self.questions.chosen, self._checked
        if (entry := self._entry) is not None:
            self._question = entry.label
            hidden = "" if self._answers else self.app.key_of("banks.answers")
            self.preview.show(entry, hidden)
        elif checked is None:
            self.preview.tell(Content.styled("Reading the bank …", "$quiet"))
        elif checked.error is not None:
            folder = f"{checked.path.parent}/" if checked.path else ""
            self.preview.tell(mistakes(checked.error, folder, self.app.key_of("banks.edit")))
        else:
            self.preview.tell(Content.styled("No question has all of these words.", "$quiet"))
        self.refresh_bindings()

    # What was chosen

    @on(OptionList.OptionHighlighted, "#banks")
    def _bank_looked_at(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.banks.chosen != self._at:
            self._at, self._question = self.banks.chosen, None
            self._show_bank()

    @on(OptionList.OptionSelected, "#banks")
    def _into_questions(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        # Keys that were pressed quickly may have moved the cursor on.
        self.banks.highlighted = event.option_index
        self.questions.focus()

    @on(OptionList.OptionHighlighted, "#questions")
    def _question_looked_at(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_question()

    @on(OptionList.OptionSelected, "#questions")
    def _into_preview(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.preview.focus()

    @on(Input.Changed, "#find-question")
    def _filter(self) -> None:
        self._show_bank()

    @on(FilterLine.Left)
    def _filtered(self, event: FilterLine.Left) -> None:
        event.stop()
        self.questions.focus()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        checked, entry = self._checked, self._entry
        match action:
            case "start":
                return bool(checked and checked.bank and any(checked.bank.questions()))
            case "practise":
                return entry is not None and not entry.blank
            case "answers":
                return entry is not None
            case "check" | "edit" | "copy":
                return checked is not None and checked.path is not None
            case "filter":
                return checked is not None and checked.bank is not None
            case "delete":
                return bool(checked and checked.path and self._reading.shelf.is_own(checked.path))
            case "undo":
                return bool(self._deleted)
        return True

    def action_start(self) -> None:
        """Set up an interview from the bank."""
        from interviewer.screens.setup import SetupScreen

        self.app.push_screen(SetupScreen(bank=self._at))

    def action_practise(self) -> None:
        """Ask the one question now."""
        entry, checked = self._entry, self._checked
        if entry is not None and checked is not None and checked.bank is not None:
            self.app.practise(checked.bank, entry.label)

    def action_check(self) -> None:
        """Read the bank again and list what is to be looked at."""
        if self._at is not None:
            self.notify("Looking at every question …", timeout=3)
            self.run_worker(self._check(self._at), name="check", group="check", exclusive=True)

    async def _check(self, name: str) -> None:
        checked = await aside(lambda: with_findings(read_bank(self._reading.shelf, name)))
        self._reading.take(name, checked)
        if not self.is_current:
            return
        if checked.error is not None:
            self.app.tell_problem(checked.error)
        elif checked.findings:
            title = f"{name}: {findings_words(checked)}"
            self.app.push_screen(FindingsDialog(title, checked.findings), self._found)
        else:
            self.notify(f"{one_line(name, 64)}: {findings_words(checked)}.", markup=False)

    def _found(self, question: str | None) -> None:
        """Go to the question of a finding."""
        if question is not None:
            self.line.value = ""
            self._question = question
            self._show_bank()
            self.questions.focus()

    def action_answers(self) -> None:
        """Show or hide what answers the questions."""
        self._answers = not self._answers
        self._show_question()

    def action_edit(self) -> None:
        """Open the question in the editor."""
        checked, entry = self._checked, self._entry
        if checked is not None and checked.path is not None:
            label = entry.label if entry else None
            self._editing.edit(checked.name, checked.path, label)

    def action_copy(self) -> None:
        """Copy the bank among the user's own."""
        checked = self._checked
        if checked is not None and checked.path is not None:
            self._editing.copy(checked.name, checked.path, COPY)

    def action_import(self) -> None:
        """Make a bank of a source."""
        self._importing.ask()

    def action_filter(self) -> None:
        """Filter the questions."""
        self.line.open()

    def action_delete(self) -> None:
        """Take the bank away."""
        checked = self._checked
        if checked is None or checked.path is None:
            return
        path = checked.path
        if self.attempt(lambda: self._deleted.append(delete_bank(self._reading.shelf, path))):
            self.app.forget_bank(checked.name)
            self._look()
            words = "Deleted; its interviews stay. {banks.undo_delete} brings it back."
            self.notify(self.app.with_keys(words))

    def action_undo(self) -> None:
        """Bring back what was deleted last."""
        deleted = self._deleted[-1]
        if self.attempt(lambda: restore_bank(deleted)):
            self._deleted.pop()
            self._go_to(deleted.root.stem)

    def action_back(self) -> None:
        """From the questions to the banks; from there, leave."""
        if self.line.value:
            self.line.action_close()
        elif self.focused in (self.questions, self.preview):
            (self.questions if self.focused is self.preview else self.banks).focus()
        else:
            self.dismiss()
