"""Set up: which questions, in which mode, with how much time."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.validation import Integer, Number
from textual.widgets import (
    Button,
    Footer,
    Input,
    Label,
    RadioButton,
    RadioSet,
    Select,
    SelectionList,
    Static,
)
from textual.widgets.selection_list import Selection

from interviewer.keys import OPEN_SETTINGS, key
from interviewer.screens.base import ProgramScreen
from interviewer.widgets.signs import about_minutes, one_line
from interviewer.wording import who_marks
from rubrics.bank import Bank
from rubrics.errors import InterviewerError
from sessions.plan import plan_session
from sessions.session import Mode, Session

QUESTIONS = 10
"""How many questions are offered at first."""

MODES = {
    Mode.PRACTICE: "feedback after each answer; pause, hint, way back",
    Mode.EXAM: "the clock is final; feedback at the end",
}
FIELDS = {
    "number": "questions",
    "question-minutes": "minutes a question",
    "minutes": "minutes in all",
    "seed": "seed",
}
EMPTY = {
    "number": "all",
    "question-minutes": "as the bank says",
    "minutes": "the sum",
    "seed": "by chance",
}


class SetupScreen(ProgramScreen[None]):
    """A form with everything filled in; F2 starts at once."""

    WORDS = (
        "Everything is filled in: {interview.start} starts. Choose practice to learn and exam to "
        "be tested. The same seed chooses the same questions again. Empty fields mean what they "
        "say in grey."
    )
    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#start"
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "f2,ctrl+n",
            "start",
            "Start",
            "Start the interview; the clock runs at once",
            "interview.start",
        ),
        OPEN_SETTINGS,
        key("escape", "app.pop_screen", "Back", "Back to Home", "setup.back"),
    ]

    sums = getters.query_one("#sums", Static)
    sections = getters.query_one("#sections", SelectionList)

    def __init__(self) -> None:
        super().__init__()
        self._bank: Bank | None = None

    def compose(self) -> ComposeResult:
        names = self.app.bank_names
        yield Static("Set up an interview", id="title")
        with VerticalScroll(id="form", can_focus=False), Horizontal(id="columns"):
            with Vertical(id="left"):
                if len(names) > 1:
                    yield Label("bank", classes="label")
                    yield Select(
                        [(one_line(name, 60), name) for name in names],
                        value=names[0],
                        allow_blank=False,
                        id="bank",
                        compact=True,
                    )
                yield Label("mode", classes="label")
                with RadioSet(id="mode", compact=True):
                    for mode in Mode:
                        yield RadioButton(mode.value, value=mode is Mode.PRACTICE, id=mode.value)
                yield Static(MODES[Mode.PRACTICE], id="mode-words")
                for field, label in FIELDS.items():
                    with Horizontal(classes="field"):
                        yield Label(label, classes="label")
                        yield Input(id=field, placeholder=EMPTY[field], compact=True)
                    yield Static("", id=f"{field}-error", classes="error", markup=False)
            with Vertical(id="right"):
                yield Label("sections", classes="label")
                yield SelectionList[str](id="sections", compact=True)
                yield Static("", id="sections-error", classes="error", markup=False)
        yield Static("", id="who", markup=False)
        with Horizontal(id="bottom"):
            yield Static("Reading the bank …", id="sums", markup=False)
            yield Button("Start", id="start", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the bank; until then there is nothing to start."""
        for error in self.query(".error"):
            error.display = False
        self._read(self.app.bank_names[0])

    def on_screen_resume(self) -> None:
        """Who marks may have been changed in Settings."""
        who = one_line(who_marks(self.app.services.choice, reason=False))
        self.query_one("#who", Static).update(Content(who))

    def _read(self, name: str) -> None:
        self._bank = None
        self.run_worker(self._read_bank(name), name="read bank", group="bank", exclusive=True)

    async def _read_bank(self, name: str) -> None:
        try:
            bank = await self.app.bank(name)
        except InterviewerError as error:
            self.sums.update(Content.styled(one_line(str(error), 300), "$text-error"))
            return
        self._bank = bank
        self.sections.clear_options()
        self.sections.add_options(
            Selection(
                Content(f"{one_line(section.title, 28)} ({len(section.questions)})"),
                section.id,
                True,
            )
            for section in bank.sections
        )
        number = min(QUESTIONS, sum(1 for _ in bank.questions()))
        self.query_one("#number", Input).value = str(number)
        minutes = self.app.services.settings.question_minutes
        if minutes is not None:
            self.query_one("#question-minutes", Input).value = f"{minutes:g}"
        self.query_one("#title", Static).update(Content(one_line(bank.title, 70)))
        self._sum_up()

    # What was chosen

    @on(Select.Changed, "#bank")
    def _bank_chosen(self, event: Select.Changed) -> None:
        self._read(str(event.value))

    @on(RadioSet.Changed)
    def _mode_chosen(self) -> None:
        self.query_one("#mode-words", Static).update(MODES[self._mode])

    @on(Input.Changed)
    @on(SelectionList.SelectedChanged)
    def _changed(self) -> None:
        self._sum_up()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_start()

    @property
    def _mode(self) -> Mode:
        pressed = self.query_one(RadioSet).pressed_button
        return Mode.PRACTICE if pressed is None or pressed.id is None else Mode(pressed.id)

    def _value(self, field: str, validator: Integer | Number) -> float | None:
        """The number in a field, None where it is empty or wrong; a mistake is told below it."""
        text = self.query_one(f"#{field}", Input).value.strip()
        result = validator.validate(text) if text else validator.success()
        told = self.query_one(f"#{field}-error", Static)
        told.update(Content(" ".join(result.failure_descriptions)))
        told.display = not result.is_valid
        return float(text) if text and result.is_valid else None

    def _plan(self) -> Session | None:
        """The session as it is set up, or None; what is wrong stands at its field."""
        if self._bank is None:
            return None
        chosen = [str(section) for section in self.sections.selected]
        sizes = {section.id: len(section.questions) for section in self._bank.sections}
        available = sum(sizes[name] for name in chosen)
        most = max(1, available)
        words = f"A whole number from 1 to {most}."
        number = self._value("number", Integer(1, most, failure_description=words))
        words = "Minutes, more than 0 and at most 600."
        minutes = Number(0.01, 600, failure_description=words)
        question_minutes, all_minutes = (
            self._value("question-minutes", minutes),
            self._value("minutes", minutes),
        )
        seed = self._value("seed", Integer(0, failure_description="A whole number from 0 on."))
        none = self.query_one("#sections-error", Static)
        none.update("Choose at least one section (Space).")
        none.display = not chosen
        if any(error.display for error in self.query(".error")):
            return None
        return plan_session(
            self._bank,
            self.app.services.time,
            mode=self._mode,
            sections=chosen,
            number=None if number is None else int(number),
            seed=None if seed is None else int(seed),
            minutes=all_minutes,
            question_minutes=question_minutes,
            grader=self.app.services.choice.name,
        )

    def _sum_up(self) -> None:
        try:
            session = self._plan()
        except InterviewerError as error:
            self.sums.update(Content.styled(one_line(str(error), 300), "$text-error"))
            return
        if session is not None:
            count = len(session.turns)
            questions = "1 question" if count == 1 else f"{count} questions"
            self.sums.update(
                Content.assemble((f"{questions}, about {about_minutes(session.limit)}", "bold"))
            )
        elif self._bank is not None:
            self.sums.update(Content.styled("Something above needs another value.", "$text-error"))

    # Start

    def action_settings(self) -> None:
        """Open Settings."""
        self.app.open_settings()

    @on(Button.Pressed, "#start")
    def _start_pressed(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Keep the session and open it."""
        try:
            session = self._plan()
            if session is None:
                return
            self.app.services.store.create(session)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.app.open_interview(session, instead=True)
