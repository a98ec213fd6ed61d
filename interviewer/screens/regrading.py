"""Grading again by another grader: who, at what cost, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, OptionList, RadioSet, Static

from interviewer.aside import aside
from interviewer.config.settings import Settings
from interviewer.graders import Choice, choose, model_of, open_grader
from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramDialog
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.offers_list import OffersList
from interviewer.widgets.radio import Radio
from interviewer.widgets.signs import one_line
from interviewer.wording import who_marks
from rubrics.errors import InterviewerError
from rubrics.grade import Grade
from rubrics.grader import Grader, GradingTask
from sessions.events import Event, GradeFailed, GradeReady
from sessions.follow_ups import task_of
from sessions.grading import gradable_turns
from sessions.session import Session

# Who only reads needs nothing of what reaches models.
if TYPE_CHECKING:
    from interviewer.screens.looking_back import LooksBack
    from rubrics.models.offers import Offer
    from sessions.holding import Held


@dataclass(frozen=True)
class Wanted:
    """What is to be graded again, and by whom.

    Attributes:
        turns: ids.
        grader: opened, to be closed by whoever gets this.
        words: who that is and what it takes.
    """

    turns: tuple[int, ...]
    grader: Grader
    words: str


class RegradeDialog(ProgramDialog[Wanted | None]):
    """Asks who is to grade again, and says what is sent and what it costs before it is.

    Args:
        session: whose answers.
        turn_id: the answer that is looked at.
    """

    WORDS = (
        "Name who is to grade again, or choose one of those that are here. What you have stays "
        "in the history, and where the new grade fails it stays in force. {regrade.send} begins; "
        "Esc leaves everything as it is."
    )
    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#by"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "send", "Grade", "Grade again", "regrade.send"),
        Binding("escape", "dismiss", "Leave", tooltip="Leave everything as it is"),
    ]

    by = getters.query_one("#by", Input)
    offers = getters.query_one(OffersList)
    sums = getters.query_one("#sums", Static)

    def __init__(self, session: Session, turn_id: int) -> None:
        super().__init__()
        self._session = session
        self._turn_id = turn_id
        self._all = tuple(turn.id for turn in gradable_turns(session))
        self._offered: dict[str, Offer] = {}
        self._wanted: Wanted | None = None

    def compose(self) -> ComposeResult:
        label = self._session.turn(self._turn_id).label
        with Vertical(classes="dialog"):
            yield Static("Grade again", classes="dialog-title")
            with RadioSet(id="which", compact=True):
                yield Radio(f"answer {label} only", True, id="this")
                yield Radio(f"all {len(self._all)} answers of this interview", False, id="all")
            yield Label("By:", classes="label")
            yield Input(
                self.app.services.choice.name,
                placeholder="estimate, or provider/model",
                id="by",
                compact=True,
                select_on_focus=True,
            )
            yield OffersList()
            yield Static("", id="sums", markup=False)
            yield Button("Grade", id="send", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look for models on this machine."""
        self.query_one("#which").display = len(self._all) > 1
        self.run_worker(self._look_for_models(), name="offers", exit_on_error=False)

    async def _look_for_models(self) -> None:
        found = await aside(self.app.services.offers)
        self._offered = {offer.name: offer for offer in found}
        self.offers.show(found)

    @on(OptionList.OptionSelected)
    def _offer_taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.by.value = str(event.option_id)
        self.by.focus()

    @on(Input.Changed)
    @on(RadioSet.Changed)
    def _changed(self) -> None:
        self.run_worker(self._plan(), name="plan", group="plan", exclusive=True)

    async def _plan(self) -> None:
        """Say who would mark, and at what cost."""
        await self._forget()
        everything = self.query_one("#all", Radio).value
        turns = self._all if everything else (self._turn_id,)
        name = self.by.value.strip()
        if not name:
            self._tell("Name who is to grade, or choose one.", "")
            return
        self._tell("Looking at what it takes …", "$quiet")
        settings, offer = self.app.services.settings, self._offered.get(name)
        tasks = [task_of(self._session, turn_id) for turn_id in turns]
        try:
            grader, words = await aside(lambda: _opened(name, offer, settings, tasks))
        except InterviewerError as error:
            self._tell(str(error), "$text-error")
            return
        self._wanted = Wanted(turns, grader, words)
        self._tell(words, "bold")

    def _tell(self, words: str, style: str) -> None:
        self.sums.update(Content.styled(one_line(words, 600), style))
        self.refresh_bindings()

    async def _forget(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            await wanted.grader.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It begins once it is known who grades, and at what cost."""
        return self._wanted is not None if action == "send" else True

    @on(Button.Pressed)
    @on(Input.Submitted)
    def action_send(self) -> None:
        """Begin."""
        if self._wanted is not None:
            self.workers.cancel_group(self, "plan")
            self.dismiss(self._wanted)

    async def action_dismiss(self, result: Wanted | None = None) -> None:
        """Leave everything as it is."""
        self.workers.cancel_group(self, "plan")
        await self._forget()
        self.dismiss(result)


def _opened(
    name: str, offer: Offer | None, settings: Settings, tasks: Sequence[GradingTask]
) -> tuple[Grader, str]:
    """The grader of this name, and in words where answers go for it and what that takes.

    Raises:
        InterviewerError: the name means nothing, or it cannot be opened.
    """
    if offer is not None:
        choice = Choice(offer.name, offer.base_url, offer.why)
    else:
        choice = choose(settings, name)
    grader = open_grader(choice, settings)
    words, model = who_marks(choice, reason=False), model_of(grader)
    if model is None:
        return grader, words
    from interviewer.bulk.sizing import size_of

    count = f"{len(tasks)} answer{'s' * (len(tasks) != 1)}"
    return grader, f"{words} {count}: {size_of(tasks, model)}."


def ask_to_regrade(screen: LooksBack[Any], session_id: str, turn_id: int) -> None:
    """Ask who is to grade an answer again, and have it done behind everything else."""
    app = screen.app
    try:
        session = app.services.store.session(session_id)
    except InterviewerError as error:
        app.tell_problem(error)
        return

    def chosen(wanted: Wanted | None) -> None:
        if wanted is None:
            return
        held = screen.hold(session)
        if held is None:
            app.run_worker(wanted.grader.close(), name="close grader", exit_on_error=False)
            return
        # The app waits, so that grades that come after this screen was left are no loss.
        app.run_worker(
            _regrade(screen, held, wanted), name=f"regrade {session.id}", exit_on_error=False
        )

    app.push_screen(RegradeDialog(session, turn_id), chosen)


async def _regrade(screen: LooksBack[Any], held: Held, wanted: Wanted) -> None:
    """Have it done, tell what became of it, and show old and new where nobody went elsewhere."""
    from interviewer.screens.side_by_side import GradesScreen

    app, interview = screen.app, held.interview
    before = {turn.id: turn.grade for turn in interview.session.turns}
    made: dict[int, Grade] = {}
    why: dict[int, str] = {}

    def hear(fact: Event) -> None:
        match fact:
            case GradeReady(turn_id, grade) if grade.score is not None:
                made[turn_id] = grade
            case GradeReady(turn_id, grade):
                why[turn_id] = grade.failure
            case GradeFailed(turn_id, reason):
                why[turn_id] = reason

    who = one_line(wanted.grader.id.label, 40)
    app.notify("It goes on behind whatever you do.", title=f"Grading again by {who}", markup=False)
    with held:
        deaf = interview.subscribe(hear)
        app.services.queue.put(held.share(), *wanted.turns, by=wanted.grader)
        await app.services.queue.settled(interview.id)
        deaf()
    same = sum(before[turn_id] == grade for turn_id, grade in made.items())
    failed = len(wanted.turns) - len(made)
    app.notify(
        one_line(_outcome(len(made) - same, same, failed, next(iter(why.values()), "")), 600),
        title=f"Graded again by {who}" if made else f"Not graded by {who}",
        severity="warning" if failed else "information",
        timeout=10,
        markup=False,
    )
    if app.screen is screen:
        app.push_screen(GradesScreen(interview.id, wanted.turns[0]))


def _outcome(new: int, same: int, failed: int, why: str) -> str:
    """What became of the grades: how many are new, as before and failed, and why one failed."""
    words = []
    if new:
        words.append(f"{new} new grade{'s are' if new != 1 else ' is'} in force. All are kept.")
    if same:
        words.append(f"{same} {'are' if same != 1 else 'is'} the same as before.")
    if failed:
        reason = f" ({why})" if why else ""
        words.append(f"{failed} failed{reason}; what was in force there still is.")
    return " ".join(words)
