"""Set up: which questions, in which mode, with how much time."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from interviewer.banks.words import blanks_left_out
from interviewer.keyboard.keys import OPEN_SETTINGS, key
from interviewer.screens.base import ProgramScreen
from interviewer.screens.setup_form import SetupForm
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import one_line
from interviewer.wording import about_minutes, who_marks
from rubrics.bank import Bank
from rubrics.errors import InterviewerError
from sessions.presets import presets
from sessions.schedule import Schedule
from sessions.session import Mode, Session
from sessions.setup import Setup, plan_setup

QUESTIONS = 10
"""How many questions are offered at first."""


class SetupScreen(ProgramScreen[None]):
    """A form with everything filled in; F2 starts at once.

    Args:
        setup: what is filled in; None means what was chosen last time.
        bank: name of the bank that is chosen; None means the first.
    """

    WORDS = (
        "Everything is filled in, as you chose it last: {interview.start} starts. A preset fills "
        "the form anew. Choose practice to learn, exam to be tested, and drill to go over what is "
        "due or was weak. The same seed chooses the same questions again. Empty fields mean what "
        "they say in grey."
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
    form = getters.query_one(SetupForm)

    def __init__(self, setup: Setup | None = None, bank: str | None = None) -> None:
        super().__init__()
        self._first = bank
        self._wanted = setup
        self._bank: Bank | None = None
        self._schedule: Schedule | None = None

    def compose(self) -> ComposeResult:
        yield Static("Set up an interview", id="title")
        yield SetupForm(self._names)
        yield Static("", id="who", markup=False)
        with Horizontal(id="bottom"):
            yield Static("Reading the bank …", id="sums", markup=False)
            yield Button("Start", id="start", variant="primary", compact=True)
        yield KeyBar()

    @property
    def _names(self) -> list[str]:
        """The banks to choose from, that which is chosen first."""
        names = self.app.bank_names
        return names if self._first is None else list(dict.fromkeys([self._first, *names]))

    def on_mount(self) -> None:
        """Read the bank; until then there is nothing to start."""
        self._read(self._names[0])

    def on_screen_resume(self) -> None:
        """Who marks and what empty fields mean may have been changed in Settings."""
        self._tell_who()
        settings = self.app.services.settings
        self.form.offer_defaults(settings.question_minutes, settings.follow_ups)
        self._sum_up()

    def _tell_who(self) -> None:
        """Who marks, and once the bank is read, how far that can be believed on it."""
        services, bank = self.app.services, self._bank
        trust = "" if bank is None else services.trust(bank.id, bank.questions())
        who = one_line(who_marks(services.choice, reason=False, trust=trust))
        self.query_one("#who", Static).update(Content(who))

    @on(SetupForm.BankChosen)
    def _bank_chosen(self, event: SetupForm.BankChosen) -> None:
        self._read(event.name)

    def _read(self, name: str) -> None:
        self._bank = self._schedule = None
        self.run_worker(self._read_bank(name), name="read bank", group="bank", exclusive=True)

    async def _read_bank(self, name: str) -> None:
        """Fill the form; what is due, and the presets that hang on it, come a moment later."""
        services = self.app.services
        try:
            bank = await self.app.bank(name)
            last = services.store.last_setup(bank.id)
            scheduling = services.scheduling(bank)
        except InterviewerError as error:
            self._tell(str(error), "$text-error")
            return
        self._bank = bank
        self._tell_who()
        self.query_one("#title", Static).update(Content(one_line(bank.title, 70)))
        first = Setup(number=min(QUESTIONS, sum(1 for _ in bank.questions())) or None)
        self.form.offer(bank, self._wanted or last or first)
        self._sum_up()
        try:
            self._schedule = await asyncio.to_thread(scheduling)
        except InterviewerError as error:
            self._tell(str(error), "$text-error")
            return
        self.form.offer_presets(presets(bank, self._schedule))
        self._sum_up()

    # What was chosen

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_start()

    @on(SetupForm.Changed)
    def _sum_up(self) -> None:
        """Say what comes of what was chosen."""
        if self._bank is None:
            return
        setup = self.form.chosen()
        if setup is None:
            self._tell("Something above needs another value.", "$text-error")
            return
        try:
            words = self._in_words(self._planned(setup, self._bank), self._bank)
            self._tell(words, "bold")
        except InterviewerError as error:
            self._tell(str(error), "$text-error")

    def _tell(self, words: str, style: str = "") -> None:
        self.sums.update(Content.styled(one_line(words, 300), style))

    def _in_words(self, session: Session, bank: Bank) -> str:
        count = len(session.turns)
        parts = ["1 question" if count == 1 else f"{count} questions"]
        if session.mode is Mode.DRILL and self._schedule is not None:
            names = {standing.question for standing in self._schedule.due}
            due = sum(turn.question.id in names for turn in session.turns)
            parts.append(f"{'all' if due == count else due or 'none'} due")
        parts.append(f"about {about_minutes(session.limit)}")
        return ". ".join(filter(None, [", ".join(parts), blanks_left_out(bank)]))

    def _planned(self, setup: Setup, bank: Bank) -> Session:
        services = self.app.services
        return plan_setup(
            setup,
            bank,
            services.time,
            self._known_schedule,
            seed=self.form.seed,
            question_minutes=services.settings.question_minutes,
            rounds=services.settings.follow_ups,
            grader=services.choice.name,
        )

    def _known_schedule(self) -> Schedule:
        if self._schedule is None:
            raise InterviewerError("What is due is being worked out.", "Try again in a moment.")
        return self._schedule

    # Start

    def action_settings(self) -> None:
        """Open Settings."""
        self.app.open_settings()

    @on(Button.Pressed, "#start")
    def _start_pressed(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Keep the session and open it. A drill is not remembered: Home has a key for it."""
        setup = self.form.chosen()
        if setup is None or self._bank is None:
            return
        store = self.app.services.store
        try:
            session = self._planned(setup, self._bank)
            if setup.mode is not Mode.DRILL:
                store.remember(self._bank.id, setup)
            store.create(session)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.app.open_interview(session, instead=True)
