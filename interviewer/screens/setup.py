"""Set up: which questions, in which mode, with how much time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
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
from rubrics.errors import InterviewerError
from sessions.mix import Mix
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
        bank: name of the bank that is chosen at first; None means the first.
    """

    WORDS = (
        "Everything is filled in, as you chose it last: {interview.start} starts. A preset fills "
        "the form anew. Choose practice to learn, exam to be tested, and drill to go over what is "
        "due or was weak. Banks that are ticked together are mixed. The same seed chooses the same "
        "questions again. Empty fields mean what they say in grey."
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
        self._mix: Mix | None = None
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
        """Read the first bank; until then there is nothing to start."""
        self._read(self._names[:1])

    def on_screen_resume(self) -> None:
        """Who marks and what empty fields mean may have been changed in Settings."""
        self._tell_who()
        settings = self.app.services.settings
        self.form.offer_defaults(settings.question_minutes, settings.follow_ups)
        self._sum_up()

    def _tell_who(self) -> None:
        """Who marks, and once the banks are read, how far that can be believed on them."""
        services, mix = self.app.services, self._mix
        asked = [] if mix is None else [(one.bank, one.question) for one in mix.questions]
        trust = "" if mix is None else services.trust(asked)
        who = one_line(who_marks(services.choice, reason=False, trust=trust))
        self.query_one("#who", Static).update(Content(who))

    @on(SetupForm.BanksChosen)
    def _banks_chosen(self, event: SetupForm.BanksChosen) -> None:
        self._read(event.names)

    def _read(self, names: Sequence[str]) -> None:
        self._mix = self._schedule = None
        self.run_worker(self._read_banks(names), name="read banks", group="bank", exclusive=True)

    async def _read_banks(self, names: Sequence[str]) -> None:
        """Fill the form; what is due, and the presets that hang on it, come a moment later."""
        services = self.app.services
        try:
            mix = Mix(tuple([await self.app.bank(name) for name in names]))
            last = services.store.last_setup(mix.id)
            scheduling = services.scheduling(mix)
        except InterviewerError as error:
            self._tell(str(error), "$text-error")
            return
        self._mix = mix
        self._tell_who()
        self.query_one("#title", Static).update(Content(one_line(mix.title, 70)))
        first = Setup(number=min(QUESTIONS, len(mix.questions)) or None)
        self.form.offer(mix, self._wanted or last or first)
        self._sum_up()
        try:
            self._schedule = await asyncio.to_thread(scheduling)
        except InterviewerError as error:
            self._tell(str(error), "$text-error")
            return
        self.form.offer_presets(presets(mix, self._schedule))
        self._sum_up()

    # What was chosen

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_start()

    @on(SetupForm.Changed)
    def _sum_up(self) -> None:
        """Say what comes of what was chosen."""
        if self._mix is None:
            return
        setup = self.form.chosen()
        if setup is None:
            self._tell("Something above needs another value.", "$text-error")
            return
        try:
            words = self._in_words(self._planned(setup, self._mix), self._mix)
            self._tell(words, "bold")
        except InterviewerError as error:
            self._tell(str(error), "$text-error")

    def _tell(self, words: str, style: str = "") -> None:
        self.sums.update(Content.styled(one_line(words, 300), style))

    def _in_words(self, session: Session, mix: Mix) -> str:
        count = len(session.turns)
        parts = ["1 question" if count == 1 else f"{count} questions"]
        if session.mode is Mode.DRILL and self._schedule is not None:
            names = {standing.question for standing in self._schedule.due}
            due = sum(mix.name(turn.bank, turn.question.id) in names for turn in session.turns)
            parts.append(f"{'all' if due == count else due or 'none'} due")
        parts.append(f"about {about_minutes(session.limit)}")
        return ". ".join(filter(None, [", ".join(parts), blanks_left_out(mix)]))

    def _planned(self, setup: Setup, mix: Mix) -> Session:
        services = self.app.services
        return plan_setup(
            setup,
            mix,
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
        if setup is None or self._mix is None:
            return
        store = self.app.services.store
        try:
            session = self._planned(setup, self._mix)
            if setup.mode is not Mode.DRILL:
                store.remember(self._mix.id, setup)
            store.create(session)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.app.open_interview(session, instead=True)
