"""The app: which screen is open, and what all of them share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.binding import BindingType
from textual.screen import Screen

from interviewer.banks.known_banks import KnownBanks
from interviewer.keyboard.keyed import KeyedApp
from interviewer.keyboard.keys import PALETTE, key
from interviewer.theme import DARK, LIGHT, OURS, themes
from rubrics.errors import InterviewerError

# The first paint waits for nothing that it does not show: the rest is imported after it.
if TYPE_CHECKING:
    from interviewer.services import Services
    from rubrics.bank import Bank
    from sessions.events import GradeFailed
    from sessions.session import Session


class InterviewerApp(KeyedApp):
    """The interviewer on a screen.

    Args:
        services: what it works with; or what makes that ready to be opened, slowly and in a thread.
            Then the app paints first, and opens and closes it.
        start: a session that the store holds, to be opened at once.
        review: id of a session at which Review is opened at once, empty for the list of all.
        dark: whether it begins dark; None means what the settings say.

    Attributes:
        problem: why it ended by itself: the services could not be opened.
    """

    TITLE = "Interviewer"
    CSS_PATH: ClassVar = ["app.tcss", "screens/home.tcss"]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "f1",
            "help",
            "Help",
            "What can be done here, and by which keys",
            "program.help",
            priority=True,
        ),
        key(
            "f10",
            "command_palette",
            "All",
            "Everything that can be done now, to choose from",
            PALETTE,
            priority=True,
        ),
        key(
            "f9,ctrl+underscore",
            "switch_theme",
            "Dark or light",
            "Switch between dark and light",
            "program.dark_or_light",
            show=False,
            priority=True,
        ),
        key(
            "ctrl+q",
            "quit",
            "Quit",
            "Close the program; everything is kept",
            "program.quit",
            show=False,
            priority=True,
        ),
    ]

    def __init__(
        self,
        services: Services | Callable[[], Callable[[], Services]],
        start: Session | None = None,
        review: str | None = None,
        dark: bool | None = None,
    ) -> None:
        super().__init__()
        self._opened: Services | None = None if callable(services) else services
        self._prepare = services if callable(services) else None
        self._opening: asyncio.Task[bool] | None = None
        self._start = start
        self._review = review
        self._banks = KnownBanks(lambda name: self.services.bank(name))
        self.problem: InterviewerError | None = None
        for theme in themes():
            self.register_theme(theme)
        if dark is None:
            dark = self.services.settings.theme == "dark"
        self.theme = DARK if dark else LIGHT

    @property
    def services(self) -> Services:
        """What the app works with; there once the app is ``ready``."""
        assert self._opened is not None
        return self._opened

    async def ready(self) -> bool:
        """Open the services where they are not; whether that went well. Else the app ends."""
        if self._opening is None:
            self._opening = asyncio.create_task(self._open(), name="open services")
        return await asyncio.shield(self._opening)

    async def _open(self) -> bool:
        if self._prepare is not None:
            try:
                prepared = await asyncio.to_thread(self._prepare)
                self._opened = prepared()  # the store has to be opened in this thread
            except InterviewerError as error:
                self.problem = error
                self.exit(return_code=1)
                return False
        await self.read_keys(self.services.settings.keys)
        self._read_looks()
        return True

    def _read_looks(self) -> None:
        """Read how all screens look at once: Textual reads every sheet again for each late one."""
        for sheet in sorted((Path(__file__).parent / "screens").glob("*.tcss")):
            if not self.stylesheet.has_source(str(sheet)):
                self.stylesheet.read(sheet)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that our screens use and other themes do not know."""
        return dict(OURS)

    def get_default_screen(self) -> Screen[Any]:
        """Home lies below every other screen."""
        from interviewer.screens.home import HomeScreen

        return HomeScreen()

    def open_what_was_asked_for(self) -> None:
        """Open the interview or the review that the app was started for."""
        if self._start is not None:
            self.open_interview(self._start)
        if self._review is not None:
            self.open_review(self._review or None)

    # What screens ask for

    def tell_problem(
        self, error: InterviewerError, severity: Literal["warning", "error"] = "error"
    ) -> None:
        """Say what happened, what was kept and what to do."""
        from interviewer.widgets.signs import one_line

        self.notify(
            one_line(error.advice or error.message, 600),
            title=one_line(error.message, 300) if error.advice else "That did not work",
            severity=severity,
            timeout=12,
            markup=False,
        )

    def tell_failed_grade(self, fact: GradeFailed) -> None:
        """Say that no new grade came, and that nothing is lost by it."""
        from interviewer.widgets.signs import one_line

        self.notify(
            one_line(f"{fact.why} The answer is kept; what was in force before still is.", 600),
            title="Not graded",
            severity="warning",
            timeout=10,
            markup=False,
        )

    @property
    def bank_names(self) -> list[str]:
        """The banks that are offered, the one of the settings first."""
        first = self.services.settings.bank
        return [first, *(name for name in self.services.banks() if name != first)]

    async def bank(self, name: str) -> Bank:
        """A bank, read in a thread and once only.

        Raises:
            BankError: it cannot be read.
        """
        return await self._banks.bank(name)

    def take_bank(self, name: str, bank: Bank) -> None:
        """Use a bank from now on: it was changed, and is right."""
        self._banks.take(name, bank)

    def forget_bank(self, name: str) -> None:
        """Use a bank no more: it was taken away."""
        self._banks.forget(name)

    def practise(self, bank: Bank, question: str) -> None:
        """Ask one question of a bank now, as practice; where that fails, the user is told why."""
        from sessions.plan import plan_session

        services = self.services
        try:
            session = plan_session(
                bank,
                services.time,
                questions=[question],
                question_minutes=services.settings.question_minutes,
                rounds=services.settings.follow_ups,
                grader=services.choice.name,
            )
            services.store.create(session)
        except InterviewerError as error:
            self.tell_problem(error)
            return
        self.open_interview(session)

    def open_interview(self, session: Session, *, instead: bool = False) -> bool:
        """Open the Interview screen over a session that the store holds.

        Args:
            session: the session.
            instead: whether it takes the place of the screen that is open.

        Returns:
            Whether it was opened; where not, the user was told why.
        """
        from interviewer.screens.interview import InterviewScreen
        from interviewer.wording import other_grader

        try:
            held = self.services.hold(session)
        except InterviewerError as error:
            self.tell_problem(error)
            return False
        screen = InterviewScreen(held)
        self.switch_screen(screen) if instead else self.push_screen(screen)
        if words := other_grader(session, self.services.choice):
            self.notify(words, title="Another grader", timeout=12, markup=False)
        return True

    def open_report(self, session_id: str, *, instead: bool = False) -> None:
        """Open the Report of a session."""
        from interviewer.screens.report import ReportScreen

        screen = ReportScreen(session_id)
        self.switch_screen(screen) if instead else self.push_screen(screen)

    def open_review(
        self,
        session_id: str | None = None,
        place: tuple[int, str | None] | None = None,
        find: str = "",
    ) -> None:
        """Open Review.

        Args:
            session_id: the session to begin with.
            place: turn and criterion in it.
            find: what the list is filtered by.
        """
        from interviewer.screens.review import ReviewScreen

        self.push_screen(ReviewScreen(session_id, place, find))

    def open_progress(self) -> None:
        """Open Progress."""
        from interviewer.screens.progress import ProgressScreen

        self.push_screen(ProgressScreen())

    def open_settings(self) -> None:
        """Open Settings."""
        from interviewer.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def go_on_grading(self) -> None:
        """Have the answers graded that were handed in before the program was left."""
        count = 0
        for held, turn_ids in self.services.hold_waiting():
            count += len(turn_ids)
            self.services.queue.put(held, *turn_ids)
        if count:
            answers = "1 answer" if count == 1 else f"{count} answers"
            self.notify(f"Being graded now: {answers} of an earlier interview.")

    async def on_unmount(self) -> None:
        """Call the grader off; what it was at is graded at the next start."""
        if self._opened is not None:
            await self._opened.queue.close()

    def close(self) -> None:
        """Close what the app opened itself, after it ran."""
        if self._prepare is not None and self._opened is not None:
            self._opened.close()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be done while a dialog waits for any key."""
        return not getattr(self.screen, "TAKES_EVERY_KEY", False)

    def action_help(self) -> None:
        """Open Help, or close it."""
        from interviewer.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen.of(self.screen))

    def action_switch_theme(self) -> None:
        """Dark becomes light, and light dark."""
        self.theme = LIGHT if self.current_theme.dark else DARK
