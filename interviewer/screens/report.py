"""The Report: what a session came to, what was missed, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.calibration.words import marked_by
from interviewer.screens.reading import ReadingScreen
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.report_list import ReportList
from interviewer.widgets.section_bars import SectionBars, heading, joined
from interviewer.widgets.signs import one_line
from interviewer.wording import ORIGINS, spent_text, standing, when
from rubrics.errors import InterviewerError
from sessions.report import Report, report
from sessions.session import Phase, Session, TurnState
from sessions.telling import score_waits, tells_scores
from sessions.time import clock

BREAKPOINTS = [(0, "-narrow"), (100, "-roomy"), (150, "-wide")]


class ReportScreen(ReadingScreen):
    """The figures of one session; it leads to each answer.

    Args:
        session_id: a session that the store holds.
    """

    WORDS = (
        "What the interview came to. An estimate, your own marks and grades by a model are never "
        "averaged together; skipped, unreached and ungraded questions are in no average. Open an "
        "answer with Enter to see its marks and to set your own."
    )
    CSS_PATH = "report.tcss"
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+n",
            "resume",
            "Resume",
            tooltip="Go on with this interview",
            id="report.resume",
        ),
        Binding(
            "f2,ctrl+n",
            "open",
            "Open answer",
            tooltip="Open the answer under the cursor with its marks",
            id="report.open_answer",
        ),
        Binding(
            "f3,ctrl+r",
            "review",
            "Read all",
            tooltip="Read the whole interview again",
            id="report.read_all",
        ),
        Binding(
            "f4,ctrl+g",
            "grade",
            "Grade now",
            tooltip="Grade every answer that has no grade yet",
            id="report.grade_now",
        ),
        Binding(
            "f5,ctrl+t",
            "again",
            "New interview",
            show=False,
            tooltip="Set up another interview",
            id="report.new_interview",
        ),
        Binding(
            "f6,ctrl+l,e",
            "export",
            "Export",
            tooltip="Write the interview as HTML, Markdown, CSV or JSON into the current folder",
            id="report.export",
        ),
        Binding(
            "escape",
            "back",
            "Back",
            show=False,
            tooltip="Go back",
            id="report.back",
        ),
    ]

    where = getters.query_one("#where", Static)
    headline = getters.query_one("#headline", Static)
    bars = getters.query_one("#bars", Static)
    facts = getters.query_one("#facts", Static)
    next = getters.query_one("#next", Static)
    answers = getters.query_one("#list", ReportList)

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self._session_id = session_id
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="where", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static("", id="headline", markup=False)
            with Container(id="body"):
                with Vertical(id="figures"):
                    yield Static(heading("By section"), id="by-section")
                    yield Static("", id="bars", markup=False)
                    yield Static("", id="facts", markup=False)
                yield ReportList(id="list")
        yield Static("", id="next", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the figures, and grade at once what was handed in and never graded."""
        self._look()
        if self._session is not None and self._session.phase is Phase.ENDED:
            never = _without_grade(self._session, failed=False)
            if never:
                self.grade_turns(self._session, never)

    def on_screen_resume(self) -> None:
        """Marks may have changed meanwhile."""
        if self._session is not None:
            self._look()

    @on(ReadingScreen.Changed)
    def _look(self) -> None:
        """Show what the store holds now."""
        try:
            session = self.app.services.store.session(self._session_id)
            spent = self.app.services.store.spent(self._session_id)
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        figures = report(session)
        self._session = session
        self.where.update(
            Content(
                joined(
                    (
                        one_line(session.bank_title, 40),
                        session.mode.value,
                        when(session.created_at),
                        standing(session),
                    )
                )
            )
        )
        tell = tells_scores(session, self.app.services.settings.hide_scores)
        headline = figures.headline() if tell else score_waits(session)
        self.headline.update(Content.styled(one_line(headline, 600), "bold"))
        self.bars.update(SectionBars(figures.by_section if tell else ()))
        who = marked_by(session, self.app.services) if tell else ()
        self.facts.update(_facts(session, figures, (spent_text(spent), *who), tell))
        words = self.app.with_keys(_next_step(session, figures))
        self.next.update(Content.assemble(("Next: ", "bold $text-accent"), words))
        self.answers.show(session, figures, scores=tell)
        self.refresh_bindings()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        if self._session is None:
            return action in ("back", "again")
        over = self._session.phase is Phase.ENDED
        if action == "resume":
            return not over
        if action == "grade":
            return over and bool(_without_grade(self._session))
        if action in ("open", "export"):
            return over
        return True

    @on(ReportList.Opened)
    async def _opened(self, event: ReportList.Opened) -> None:
        event.stop()
        if self._session is not None and self.check_action("open", ()):
            await self.open_turn(self._session, event.turn, event.criterion)

    def action_resume(self) -> None:
        """Go on with an interview that is not over, in the place of this screen."""
        if self._session is not None:
            self.app.open_interview(self._session, instead=True)

    def action_open(self) -> None:
        """Open the answer under the cursor."""
        self.answers.action_select()

    def action_review(self) -> None:
        """Read the whole interview."""
        self.app.open_review(self._session_id)

    def action_grade(self) -> None:
        """Grade what has no grade."""
        if self._session is not None:
            self.grade_turns(self._session, _without_grade(self._session))

    def action_again(self) -> None:
        """Set up another interview."""
        from interviewer.screens.setup import SetupScreen

        self.app.switch_screen(SetupScreen())

    def action_export(self) -> None:
        """Write a file."""
        if self._session is not None:
            self.ask_for_export(self._session)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


def _without_grade(session: Session, *, failed: bool = True) -> list[int]:
    """Ids of the turns with something that no grader has marked, later attempts included.

    Args:
        failed: whether those are among them that a grader has tried to mark.
    """
    ids = (
        session.exchange(turn.id)[0].id
        for turn in session.turns
        if turn.waits_for_grade or (failed and turn.state is TurnState.UNGRADED)
    )
    return list(dict.fromkeys(ids))


def _facts(session: Session, figures: Report, others: Sequence[str], tell: bool) -> Content:
    """Time, flags, hints, what answering again has brought, and other lines."""
    over = figures.used - figures.allotted
    parts = [
        f"Time {clock(figures.used)} of {clock(figures.allotted)}"
        + (f", {clock(over)} over" if over >= 1 else "")
    ]
    for word, labels in (
        ("flagged", [turn.label for turn in session.turns if turn.flagged]),
        ("hint shown", [turn.label for turn in session.turns if turn.hinted]),
    ):
        if labels:
            parts.append(f"{word}: {', '.join(labels)}")
    lines = [Content.styled(joined(parts), "$quiet")]
    for better in figures.improved if tell else ():
        words = f"Question {better.label} again: {better.first:g} → {better.best:g}"
        lines.append(Content.styled(f"{words} ({ORIGINS[better.origin]})", "$quiet"))
    lines += [Content.styled(one_line(words, 200), "$quiet") for words in others if words]
    return Content("\n").join(lines)


def _next_step(session: Session, figures: Report) -> str:
    """The one thing to do next, and why."""
    if session.phase is not Phase.ENDED:
        words = "This interview is not over. {report.resume} goes on with it."
    elif figures.waiting or figures.follow_ups_waiting:
        words = "Answers are being graded; the figures fill in as the grades come."
    elif figures.ungraded:
        words = "What has no grade is in no average. {report.grade_now} tries to grade it again."
    elif figures.follow_ups_ungraded:
        words = (
            "A follow-up is not in the grade of its answer. {report.grade_now} tries to grade "
            "both again."
        )
    elif figures.misses and all(one.origin == "estimated" for one in figures.averages):
        words = (
            "Open the first miss with Enter. The estimate knows only your words: where it is "
            "wrong, mark the point yourself, and your mark counts."
        )
    elif figures.misses:
        words = "Open the first miss with Enter and read what a good answer says there."
    elif figures.averages:
        words = "Every point was met in what was answered. {report.new_interview} sets up the next."
    else:
        words = (
            "Nothing was answered yet. {report.new_interview} sets up another interview; fewer "
            "questions may help."
        )
    return words
