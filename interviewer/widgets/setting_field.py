"""A setting on the screen: its name, a field for it, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, RadioSet, Static

from interviewer.config.draft import Raw
from interviewer.config.preferences import FILE
from interviewer.config.schema import OneOf, Setting, Switch, UpTo
from interviewer.widgets.radio import Radio
from interviewer.widgets.signs import one_line

YES, NO = "yes", "no"


class SettingField(VerticalGroup):
    """One setting; the kind of it decides how it is changed.

    Args:
        setting: what is changed.
        raw: what it holds at first.
        words: what it does.
        fixed_by: the variable that sets it, so that it cannot be changed here; or nothing.
    """

    @dataclass
    class Changed(Message):
        """Something else was filled in."""

        field: SettingField
        raw: Raw

        @property
        def control(self) -> SettingField:
            """The field it happened in."""
            return self.field

    def __init__(self, setting: Setting, raw: Raw, words: str, fixed_by: str) -> None:
        super().__init__(id=f"field-{setting.name}", disabled=bool(fixed_by))
        self.setting = setting
        self._first = raw
        self._words = f"From {fixed_by}; change it there." if fixed_by else words

    @property
    def help_words(self) -> str:
        """What Help says while it has the focus."""
        setting = self.setting
        variable = f" {setting.variable} in the environment or a .env wins over it."
        empty = f" Left empty: {setting.empty}." if setting.empty else ""
        return (
            f"{self._words}{empty} In {FILE}: {setting.key}.{variable if setting.variable else ''}"
        )

    def compose(self) -> ComposeResult:
        setting = self.setting
        with HorizontalGroup():
            yield Label(setting.label, classes="label")
            match setting.kind:
                case Switch():
                    yield from _buttons((NO, YES), _chosen(self._first))
                case OneOf() | UpTo() as kind:
                    yield from _buttons(kind.options, _chosen(self._first))
                case _:
                    yield Input(
                        str(self._first),
                        placeholder=setting.empty,
                        compact=True,
                        select_on_focus=False,
                    )
        yield Static(Content(self._words), classes="words", markup=False)
        yield Static("", classes="error", markup=False)

    def show(self, raw: Raw, problem: str) -> None:
        """Show what the field holds, and what is wrong with it."""
        with self.prevent(Input.Changed, RadioSet.Changed):
            if self.query(RadioSet):
                self.query_one(f"#is-{_chosen(raw)}", Radio).value = True
            elif self.query_one(Input).value.strip() != raw:
                self.query_one(Input).value = str(raw)
        told = self.query_one(".error", Static)
        told.update(Content(one_line(problem, 600)))
        told.display = bool(problem)

    def suggest(self, names: list[str]) -> None:
        """Complete what is typed to one of these."""
        self.query_one(Input).suggester = SuggestFromList(names, case_sensitive=False)

    def focus_field(self) -> None:
        """Put the cursor into the field."""
        self.query("Input, RadioSet").first().focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value.strip()))

    @on(RadioSet.Changed)
    def _pressed(self, event: RadioSet.Changed) -> None:
        event.stop()
        chosen = str(event.pressed.label)
        yes_or_no = isinstance(self.setting.kind, Switch)
        self.post_message(self.Changed(self, chosen == YES if yes_or_no else chosen))


def _chosen(raw: Raw) -> str:
    """The name of the button for what a field holds."""
    return raw if isinstance(raw, str) else YES if raw else NO


def _buttons(names: Sequence[str], chosen: str) -> ComposeResult:
    with RadioSet(compact=True):
        for name in names:
            yield Radio(name, name == chosen, id=f"is-{name}")
