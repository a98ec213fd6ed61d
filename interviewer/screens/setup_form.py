"""The form on which an interview is set up."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.validation import Integer, Number
from textual.widgets import (
    Input,
    Label,
    OptionList,
    RadioButton,
    RadioSet,
    SelectionList,
    Static,
)
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from interviewer.widgets.radio import Radio
from interviewer.widgets.signs import one_line
from interviewer.widgets.tick_list import TickList
from rubrics.bank import nearest
from sessions.follow_ups import ROUNDS, ROUNDS_AT_MOST
from sessions.mix import Mix, Part
from sessions.plan import choosable, tags_of
from sessions.presets import Preset
from sessions.session import Mode
from sessions.setup import Setup

MODES = {
    Mode.PRACTICE: "feedback after each answer; pause, hint, way back",
    Mode.EXAM: "the clock is final; feedback at the end",
    Mode.DRILL: "practice of what is due, weakest first",
}
FIELDS = {
    "number": "questions",
    "question-minutes": "minutes a question",
    "minutes": "minutes in all",
    "follow-ups": "follow-ups",
    "seed": "seed",
}
EMPTY = {
    "number": "all",
    "question-minutes": "as the bank says",
    "minutes": "the sum",
    "follow-ups": f"{ROUNDS} an answer",
    "seed": "by chance",
}
ALL_DUE = "all that are due"
"""What no number means in a drill."""


def _section_words(part: Part, mix: Mix) -> Content:
    """A section with how many questions it has, and of which bank it is where there are several."""
    words = f"{one_line(part.section.title, 28)} ({len(part.section.questions)})"
    whose = f" · {one_line(part.bank, 20)}" if mix.several else ""
    return Content.assemble(words, (whose, "$quiet"))


class SetupForm(VerticalScroll, can_focus=False):
    """Everything that can be chosen. What is wrong with a field stands below it.

    Args:
        banks: names of the banks to choose from; the first is chosen.
    """

    class Changed(Message):
        """Something was chosen or typed."""

    class BanksChosen(Message):
        """Other banks were chosen, one or several; ``offer`` is to be called with them."""

        def __init__(self, names: Sequence[str]) -> None:
            super().__init__()
            self.names = names

    sections = getters.query_one("#sections", SelectionList)
    presets = getters.query_one("#presets", OptionList)

    def __init__(self, banks: Sequence[str]) -> None:
        super().__init__(id="form")
        self._banks = banks
        self._chosen = list(banks[:1])
        self._mix: Mix | None = None
        self._mode = Mode.PRACTICE
        self._presets: Sequence[Preset] = ()

    def compose(self) -> ComposeResult:
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                if len(self._banks) > 1:
                    yield Label("banks", classes="label")
                    yield TickList[str](
                        *(
                            Selection(Content(one_line(name, 60)), name, name in self._chosen)
                            for name in self._banks
                        ),
                        id="banks",
                        compact=True,
                    )
                    yield Static("", id="banks-error", classes="error", markup=False)
                yield Label("mode", classes="label")
                with RadioSet(id="mode", compact=True):
                    for mode in Mode:
                        yield Radio(mode.value, mode is self._mode, id=mode.value)
                yield Static(MODES[self._mode], id="mode-words")
                for field, label in FIELDS.items():
                    with Horizontal(classes="field"):
                        yield Label(label, classes="label")
                        yield Input(id=field, placeholder=EMPTY[field], compact=True)
                    yield Static("", id=f"{field}-error", classes="error", markup=False)
            with Vertical(id="right"):
                yield Label("presets", classes="label")
                yield OptionList(id="presets", markup=False, compact=True)
                yield Label("sections", classes="label")
                yield TickList[str](id="sections", compact=True)
                yield Static("", id="sections-error", classes="error", markup=False)
                yield Label("tags", classes="label")
                yield Input(id="tags", placeholder="any", compact=True)
                yield Static("", id="tags-error", classes="error", markup=False)

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        for error in self.query(".error"):
            error.display = False

    # What there is to choose

    def offer(self, mix: Mix, setup: Setup) -> None:
        """Offer the sections of the banks, with a setup filled in."""
        self._mix = mix
        # While a tag is typed, the rest of it is offered.
        self.query_one("#tags", Input).suggester = SuggestFromList(
            tags_of(mix), case_sensitive=False
        )
        self.sections.clear_options()
        self.sections.add_options(
            Selection(_section_words(part, mix), part.name) for part in mix.parts
        )
        self.fill(setup)

    def offer_presets(self, presets: Sequence[Preset]) -> None:
        """Offer those presets that can be had now."""
        self._presets = [preset for preset in presets if preset.setup is not None]
        self.presets.clear_options()
        self.presets.add_options(
            Option(Content(one_line(preset.title, 34)), id=preset.name) for preset in self._presets
        )

    def offer_defaults(self, minutes: float | None, rounds: int) -> None:
        """Say what empty fields mean: the minutes of a question, and how many follow-ups it has.

        Args:
            minutes: None is as the bank says.
            rounds: most that are asked after an answer.
        """
        words = EMPTY["question-minutes"] if minutes is None else f"{minutes:g}, as in Settings"
        self.query_one("#question-minutes", Input).placeholder = words
        self.query_one("#follow-ups", Input).placeholder = f"{rounds} an answer"

    def fill(self, setup: Setup) -> None:
        """Show a setup, of its sections and number what the bank has. The seed is by chance."""
        self._mode = setup.mode
        self.query_one(f"#{setup.mode.value}", RadioButton).value = True
        self._show_mode()
        if self._mix is None:
            return
        known = [part.name for part in self._mix.parts]
        sections = [name for name in known if name in setup.sections] or known
        offered = tags_of(self._mix)
        tags = [tag for tag in setup.tags if tag in offered]
        self.query_one("#tags", Input).value = ", ".join(tags)
        self.sections.deselect_all()
        for name in sections:
            self.sections.select(name)
        most = sum(map(len, choosable(self._mix, sections, tags).values()))
        for field, value in {
            "number": None if setup.number is None else min(setup.number, most),
            "question-minutes": setup.question_minutes,
            "minutes": setup.minutes,
            "follow-ups": setup.rounds,
            "seed": None,
        }.items():
            self.query_one(f"#{field}", Input).value = "" if value is None else f"{value:g}"

    # What was chosen

    @on(SelectionList.SelectedChanged, "#banks")
    def _banks_chosen(self, event: SelectionList.SelectedChanged[str]) -> None:
        """Ask for the banks that are ticked, in the order in which they stand."""
        event.stop()
        chosen = [name for name in self._banks if name in event.selection_list.selected]
        none = self.query_one("#banks-error", Static)
        none.update("Choose at least one bank (Space).")
        none.display = not chosen
        if chosen and chosen != self._chosen:
            self._chosen = chosen
            self.post_message(self.BanksChosen(chosen))
        else:
            self.post_message(self.Changed())

    @on(OptionList.OptionSelected, "#presets")
    def _preset_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        setup = self._presets[event.option_index].setup
        assert setup is not None
        self.fill(setup)

    @on(RadioSet.Changed)
    def _mode_chosen(self, event: RadioSet.Changed) -> None:
        event.stop()
        self._mode = Mode(str(event.pressed.id))
        self._show_mode()
        self.post_message(self.Changed())

    @on(Input.Changed)
    @on(SelectionList.SelectedChanged, "#sections")
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed())

    def _show_mode(self) -> None:
        self.query_one("#mode-words", Static).update(MODES[self._mode])
        drill = self._mode is Mode.DRILL
        self.query_one("#number", Input).placeholder = ALL_DUE if drill else EMPTY["number"]

    def chosen(self) -> Setup | None:
        """What is chosen, or None; then what is wrong stands at its field."""
        if self._mix is None:
            return None
        sections = [str(section) for section in self.sections.selected]
        tags = self._chosen_tags(self._mix)
        pools = choosable(self._mix, sections, tags) if sections else {}
        most = max(1, sum(map(len, pools.values())))
        words = f"A whole number from 1 to {most}."
        number = self._value("number", Integer(1, most, failure_description=words))
        words = "Minutes, more than 0 and at most 600."
        minutes = Number(0.01, 600, failure_description=words)
        words = f"A whole number from 0 to {ROUNDS_AT_MOST}."
        rounds = self._value("follow-ups", Integer(0, ROUNDS_AT_MOST, failure_description=words))
        setup = Setup(
            mode=self._mode,
            sections=() if len(sections) == len(self._mix.parts) else tuple(sections),
            tags=tags,
            number=None if number is None else int(number),
            question_minutes=self._value("question-minutes", minutes),
            minutes=self._value("minutes", minutes),
            rounds=None if rounds is None else int(rounds),
        )
        self._value("seed", Integer(0, failure_description="A whole number from 0 on."))
        none = self.query_one("#sections-error", Static)
        none.update("Choose at least one section (Space).")
        none.display = not sections
        return None if any(error.display for error in self.query(".error")) else setup

    def _chosen_tags(self, mix: Mix) -> tuple[str, ...]:
        """The tags that are typed; of those that the banks do not have, the first is told."""
        words = self.query_one("#tags", Input).value.replace(",", " ").split()
        known = {tag.casefold(): tag for tag in tags_of(mix)}
        unknown = next((word for word in words if word.casefold() not in known), None)
        told = self.query_one("#tags-error", Static)
        told.display = unknown is not None
        if unknown is not None:
            near = nearest(unknown, list(known.values()))
            told.update(Content(one_line(f"No question has the tag {unknown!r}. {near}")))
        return tuple(known[word.casefold()] for word in words if word.casefold() in known)

    @property
    def seed(self) -> int | None:
        """The seed, where one is wished for."""
        text = self.query_one("#seed", Input).value.strip()
        return int(text) if text else None

    def _value(self, field: str, validator: Integer | Number) -> float | None:
        """The number in a field, None where it is empty or wrong; a mistake is told below it."""
        text = self.query_one(f"#{field}", Input).value.strip()
        result = validator.validate(text) if text else validator.success()
        told = self.query_one(f"#{field}-error", Static)
        told.update(Content(" ".join(result.failure_descriptions)))
        told.display = not result.is_valid
        return float(text) if text and result.is_valid else None
