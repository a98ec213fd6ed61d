"""Settings: who marks, looks, times and keys."""

from __future__ import annotations

from collections.abc import Mapping

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from interviewer.aside import aside
from interviewer.config.draft import Draft, Raw
from interviewer.config.preferences import FILE
from interviewer.config.saving import Plan, plan, save
from interviewer.config.schema import BANK, BASE_URL, GROUPS, MODEL, SCHEMA, THEME, Setting
from interviewer.keyboard.command_table import command_table
from interviewer.keyboard.keymap import Keymap
from interviewer.screens.base import ProgramScreen
from interviewer.screens.dialogs import Choice, ChoiceDialog
from interviewer.screens.key_dialog import ANOTHER, BESIDE, KeyDialog, use_dialog
from interviewer.screens.settings_keys import KEYS
from interviewer.theme import DARK, LIGHT
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.keys_list import KeysList
from interviewer.widgets.offers_list import OffersList
from interviewer.widgets.setting_field import SettingField
from interviewer.widgets.signs import one_line
from interviewer.wording import provider_keys, who_marks
from rubrics.errors import InterviewerError

SAVE, LEAVE, STAY = "save", "leave", "stay"


class SettingsScreen(ProgramScreen[None]):
    """A form over every setting; nothing is kept before it is saved, but the theme is seen."""

    WORDS = (
        f"What is saved here stands in {FILE} of the home, where you can write it by hand too. "
        "A variable of the environment or of a .env wins over it. {settings.save} keeps what was "
        "changed, {settings.undo} takes back the last change, {settings.leave} leaves."
    )
    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#form Input, #form RadioSet"
    BINDINGS = KEYS

    keys = getters.query_one("#keys", KeysList)
    offers = getters.query_one("#offers", OffersList)
    state = getters.query_one("#state", Static)

    def __init__(self) -> None:
        super().__init__()
        self._theme = self.app.theme
        self._draft = Draft(self.app.services.settings)
        self._told: dict[str, str] = {}
        self._keys_shown: Mapping[str, str] | None = None

    # What is shown

    def compose(self) -> ComposeResult:
        settings = self.app.services.settings
        with Horizontal(id="top"):
            yield Static("Settings", id="title")
            yield Static(Content(one_line(str(settings.home / FILE))), id="path")
        with VerticalScroll(id="form", can_focus=False):
            for group in GROUPS:
                yield Static(group, classes="heading")
                if group == MODEL.group:
                    yield Static("", id="now", classes="note", markup=False)
                for setting in SCHEMA:
                    if setting.group == group:
                        yield SettingField(
                            setting,
                            self._draft.raw(setting),
                            self.app.with_keys(setting.words),
                            settings.fixed_by(setting),
                        )
                    if setting is MODEL and group == MODEL.group:
                        yield OffersList(id="offers")
                if group == MODEL.group:
                    words = provider_keys(settings)
                    yield Static(Content(words), id="provider-keys", classes="note", markup=False)
            yield Static("Keys", classes="heading")
            yield Static("", id="key-faults", classes="error", markup=False)
            yield KeysList(id="keys")
        with Horizontal(id="bottom"):
            yield Static("", id="state", markup=False)
            yield Button("Save", id="save", variant="primary", compact=True)
            yield Button("Leave", id="leave", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is in force, and look for models on this machine."""
        services = self.app.services
        now = f"Now: {who_marks(services.choice)} {services.problem or ''}"
        self.query_one("#now", Static).update(Content(one_line(now, 600)))
        self._field(BANK).suggest(self.app.bank_names)
        self._show()
        if not services.settings.fixed_by(MODEL):
            self.run_worker(self._look_for_models(), name="offers", exit_on_error=False)

    async def _look_for_models(self) -> None:
        found = await aside(self.app.services.offers)
        self._field(MODEL).suggest(self.offers.show(found))

    def _field(self, setting: Setting) -> SettingField:
        return self.query_one(f"#field-{setting.name}", SettingField)

    def _show(self) -> None:
        """Show the draft as it is."""
        draft = self._draft
        for setting in SCHEMA:
            problem = self._told.get(setting.key) or draft.problem(setting)
            self._field(setting).show(draft.raw(setting), problem)
        self.app.theme = self._theme if draft.raw(THEME) == draft.first(THEME) else _theme(draft)
        if draft.keys != self._keys_shown:
            self._show_keys()
        self._show_state()

    def _show_keys(self) -> None:
        self._keys_shown = self._draft.keys
        keymap = self._draft.keymap
        self.keys.show(keymap, self._draft.keys)
        faults = self.query_one("#key-faults", Static)
        faults.update(Content("\n".join(one_line(str(fault), 600) for fault in keymap.faults)))
        faults.display = bool(keymap.faults)

    def _show_state(self) -> None:
        words = "Changed, not saved." if self._draft.changed else "Nothing is changed."
        if self._draft.wrong or self._told:
            words = "Something above needs another value."
        self.state.update(words)
        self.refresh_bindings()

    # What is changed

    @on(SettingField.Changed)
    def _filled_in(self, event: SettingField.Changed) -> None:
        event.stop()
        self._fill_in(event.field.setting, event.raw)

    def _fill_in(self, setting: Setting, raw: Raw) -> None:
        self._told.pop(setting.key, None)
        self._draft.fill_in(setting, raw)
        self._show()

    @on(OptionList.OptionSelected, "#offers")
    def _offer_taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._draft.fill_in(BASE_URL, "")
        self._fill_in(MODEL, str(event.option_id))

    @on(OptionList.OptionSelected, "#keys")
    def _ask_for_key(self, event: OptionList.OptionSelected | None = None) -> None:
        command = command_table()[self.keys.command or ""]
        keymap = self._draft.keymap

        def pressed(key: str | None) -> None:
            if key is not None:
                then = Keymap.of(self._draft.given(command.id, (key,)))
                dialog = use_dialog(command, key, keymap, then)
                self.app.push_screen(dialog, lambda choice: used(key, choice))

        def used(key: str, choice: str | None) -> None:
            if choice == ANOTHER:
                self._ask_for_key()
            elif choice is not None:
                others = keymap.keys[command.id] if choice == BESIDE else ()
                self._draft.give(command.id, (key, *others))
                self._show()

        self.app.push_screen(KeyDialog(command, keymap), pressed)

    def action_own_key(self) -> None:
        """Give the command under the cursor its own keys again."""
        self._draft.take_back(self.keys.command or "")
        self._show()

    def action_all_own_keys(self) -> None:
        """Give all commands their own keys again."""
        self._draft.take_back(*self._draft.keys)
        self._show()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._told = {}
        self._draft.undo()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        match action:
            case "own_key":
                return self.focused is self.keys and self.keys.command in self._draft.keys
            case "all_own_keys":
                return bool(self._draft.keys)
            case "undo":
                return self._draft.can_undo
        return True

    def on_descendant_focus(self) -> None:
        """Some keys are for what has the focus."""
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#keys")
    def _looked_at(self) -> None:
        self.refresh_bindings()

    # The model

    def action_check(self) -> None:
        """Look at the model that would mark."""
        self.run_worker(self._check(), name="check", group="save", exclusive=True)

    async def _check(self) -> None:
        planned = await self._plan()
        if planned is None:
            return
        if planned.choice.offline:
            self.notify("The offline estimate marks: it needs no check, and sends nothing.")
            return
        from interviewer.screens.check_dialog import CheckDialog

        self.app.push_screen(CheckDialog(planned.choice, planned.settings))

    async def _plan(self) -> Plan | None:
        """What the draft would come to; None where something is wrong, and the user was told."""
        self.state.update("Looking at who would mark …")
        planned = await plan(self._draft, self.app.services)
        self._tell(dict(planned.problems))
        return None if planned.problems else planned

    def _tell(self, problems: dict[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        self._told = problems
        self._show()
        for setting in SCHEMA:
            if setting.key in problems:
                self._field(setting).focus_field()
                return

    # Leaving

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep what was changed."""
        self.run_worker(self._save(), name="save", group="save", exclusive=True)

    async def _save(self) -> None:
        if not self._draft.changed and not self._draft.values:
            self.dismiss()
            return
        planned = await self._plan()
        if planned is None:
            return
        try:
            words = await save(planned, self._draft, self.app.services)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.app.use_keys(planned.settings.keys)
        self.notify(one_line(words, 600), title="Saved", timeout=10, markup=False)
        self.dismiss()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Go back; ask first where something would be lost."""

        def answered(value: str | None) -> None:
            if value == SAVE:
                self.action_save()
            elif value == LEAVE:
                self._leave()

        if not self._draft.changed:
            self._leave()
            return
        choices = (
            Choice(SAVE, "Save and go back"),
            Choice(LEAVE, "Go back without saving"),
            Choice(STAY, "Stay here"),
        )
        self.app.push_screen(ChoiceDialog("Something was changed", "", choices), answered)

    def _leave(self) -> None:
        self.app.theme = self._theme
        self.dismiss()

    def keep(self) -> InterviewerError | None:
        """What was changed is kept only when it is saved."""
        if not self._draft.changed:
            return None
        return InterviewerError("Settings were changed and are not saved.")


def _theme(draft: Draft) -> str:
    return LIGHT if draft.raw(THEME) == "light" else DARK
