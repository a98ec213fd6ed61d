"""Gradings side by side: every answer to one question, or every grade of one answer."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.keyboard.keys import key
from interviewer.screens.looking_back import LooksBack, Place, looking_back_keys
from interviewer.screens.reading import ReadingScreen
from interviewer.widgets.grading_table import GradingTable
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.mark_lines import grade_words
from interviewer.widgets.section_bars import joined
from interviewer.widgets.signs import one_line
from interviewer.wording import grader_text, when
from rubrics.errors import InterviewerError
from sessions.attempts import Attempt, KeptGrade
from sessions.session import Phase, Session, Turn
from sessions.side_by_side import side_by_side
from sessions.time import clock


class SideBySideScreen(ReadingScreen, LooksBack[None]):
    """A table of gradings, and what there is to say of the one under the cursor."""

    CSS_PATH = "side_by_side.tcss"
    AUTO_FOCUS = "#table"

    title_line = getters.query_one("#title", Static)
    table = getters.query_one("#table", GradingTable)
    words = getters.query_one("#words", Static)

    def compose(self) -> ComposeResult:
        yield Static("", id="title", markup=False)
        yield GradingTable(id="table")
        with VerticalScroll(id="below", can_focus=False):
            yield Static("", id="words", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Show what the store holds now."""
        self.call_after_refresh(self.look)

    @on(ReadingScreen.Changed)
    def look(self) -> None:
        """Read and show, or say why not."""
        try:
            self.read()
        except InterviewerError as error:
            self.app.tell_problem(error)
            return
        self.show_words()
        self.refresh_bindings()

    @on(GradingTable.Moved)
    def _looked_at(self, event: GradingTable.Moved) -> None:
        event.stop()
        self.show_words()
        self.refresh_bindings()

    @on(GradingTable.Opened)
    async def _chosen(self, event: GradingTable.Opened) -> None:
        event.stop()
        await self.run_action("open")

    @abstractmethod
    def read(self) -> None:
        """Read what the store holds, and show it in the table."""

    @abstractmethod
    def show_words(self) -> None:
        """Say what there is to say of the grading under the cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        if action == "open":
            return self.looked_at is not None
        if action in ("answer_again", "regrade", "grades"):
            return self.can_look_back(action)
        return True

    def action_open(self) -> None:
        """Open the answer in its interview."""
        if place := self.looked_at:
            self.app.open_review(place.session, (place.turn.id, None))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def told(self, ended: bool) -> bool:
        """Whether scores of a session may be told."""
        return ended or not self.app.services.settings.hide_scores


class AttemptsScreen(SideBySideScreen):
    """All answers that were ever given to one question.

    Args:
        bank: id of the bank.
        question: id of the question.
        at: session and turn at which the cursor begins; else the newest.
    """

    WORDS = (
        "Every answer you gave to this question, the newest right. A column is compared with the "
        "one left of it only where the same grader used the same rubric. Enter opens the answer "
        "in its interview."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "open", "Open", "Open the answer in its interview", "attempts.open"),
        *looking_back_keys(
            "attempts",
            show=True,
            answer_again="f3,ctrl+r,a",
            grades="f4,ctrl+g,h",
            regrade="f5,ctrl+t,g",
        ),
        key("escape", "back", "Back", "Go back", "attempts.back", show=False),
    ]

    def __init__(self, bank: str, question: str, at: tuple[str, int] | None = None) -> None:
        super().__init__()
        self._bank = bank
        self._question = question
        self._at = at
        self._attempts: tuple[Attempt, ...] = ()

    @property
    def _attempt(self) -> Attempt | None:
        at = self.table.at
        return None if at is None or at >= len(self._attempts) else self._attempts[at]

    @property
    def looked_at(self) -> Place | None:
        """The answer under the cursor."""
        one = self._attempt
        if one is None:
            return None
        return Place(one.session, one.bank_title, one.turn)

    def read(self) -> None:
        """Read the answers."""
        before = len(self._attempts)
        place = self.looked_at if before else None
        at = (place.session, place.turn.id) if place is not None else self._at
        attempts = self.app.services.store.attempts(self._bank, self._question)
        self._attempts = attempts.newest
        places = [(one.session, one.turn.id) for one in self._attempts]
        new = before and len(places) > before
        index = places.index(at) if at in places and not new else len(places) - 1
        count = attempts.count
        ask = one_line(self._attempts[-1].turn.question.ask, 300) if places else ""
        answers = f"{count:,} answer{'' if count == 1 else 's'}"
        if len(places) < count:
            answers = f"the newest {len(places)} of {answers}"
        self.title_line.update(Content.assemble((ask, "bold"), (f"  {answers}", "$quiet")))
        self.table.show(
            side_by_side([one.turn for one in self._attempts]),
            [_head(one) for one in self._attempts],
            index,
            scores=[self.told(one.ended) for one in self._attempts],
        )

    def show_words(self) -> None:
        """When and how the answer was given, and what its grade says."""
        one = self._attempt
        if one is None:
            return
        turn, grade = one.turn, one.turn.grade
        facts = (
            when(one.at),
            one.mode.value,
            f"{clock(turn.used)} of {clock(turn.allotted)}",
            f"{turn.words:,} word{'' if turn.words == 1 else 's'}",
            "hint shown" if turn.hinted else "",
            one_line(grader_text(grade.grader), 80) if grade is not None else "not graded",
        )
        lines = [Content.styled(joined(facts), "$quiet")]
        lines += grade_words(grade)[:2] if grade is not None else []
        self.words.update(Content("\n").join(lines))


class GradesScreen(SideBySideScreen):
    """Every grade that one answer was given.

    Args:
        session_id: id of the session.
        turn_id: id of the turn.
    """

    WORDS = (
        "Every grade of this answer, the newest right; none is ever lost. One is in force, and "
        "your own marks win over it. ≠ marks the points on which two graders differ."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "open", "Open", "Open the answer in its interview", "grades.open"),
        *looking_back_keys("grades", show=True, regrade="f5,ctrl+t,g"),
        key("escape", "back", "Back", "Go back", "grades.back", show=False),
    ]

    def __init__(self, session_id: str, turn_id: int) -> None:
        super().__init__()
        self._session_id = session_id
        self._turn_id = turn_id
        self._session: Session | None = None
        self._kept: list[KeptGrade] = []

    @property
    def looked_at(self) -> Place | None:
        """The answer whose grades are shown."""
        return None if self._session is None else Place.of(self._session, self._turn_id)

    def read(self) -> None:
        """Read the grades."""
        store = self.app.services.store
        new = self._session = store.session(self._session_id)
        turn = new.turn(self._turn_id)
        self._kept = store.grades(self._session_id, self._turn_id)
        turns = [
            turn.model_copy(update={"grade": kept.grade, "self_marks": {}}) for kept in self._kept
        ]
        heads = [
            (f"{kept.at.astimezone():%Y-%m-%d %H:%M}", "● in force" if kept.in_force else "")
            for kept in self._kept
        ]
        if turn.self_marks:
            turns.append(turn)
            heads.append(("with your marks", "✎ they win"))
        ask = one_line(turn.question.ask, 300)
        self.title_line.update(
            Content.assemble((f"{turn.label}. {ask}", "bold"), ("  its grades", "$quiet"))
        )
        told = self.told(new.phase is Phase.ENDED)
        table = side_by_side(turns, differ=True)
        self.table.show(table, heads, len(turns) - 1, scores=[told] * len(turns))

    def show_words(self) -> None:
        """Who made the grade, and which one is in force."""
        at, session = self.table.at, self._session
        if at is None or session is None:
            return
        turn = session.turn(self._turn_id)
        force = next((kept for kept in self._kept if kept.in_force), None)
        lines = [Content.styled(_in_force(turn, force), "bold")]
        if at < len(self._kept):
            kept = self._kept[at]
            who = one_line(f"{grader_text(kept.grade.grader)}, {when(kept.at)}", 120)
            lines.append(Content.styled(f"This one: {who}", "$quiet"))
            if kept.grade.score is None:
                lines.append(Content(f"Ungraded: {one_line(kept.grade.failure, 200)}"))
            lines += grade_words(kept.grade)[:2]
        else:
            lines += [
                Content(f"{one_line(criterion.expects, 80)} You: {one_line(own.reason, 200)}")
                for criterion in turn.question.criteria
                if (own := turn.self_marks.get(criterion.id)) is not None and own.reason
            ]
        self.words.update(Content("\n").join(lines))


def _head(attempt: Attempt) -> tuple[str, str]:
    return f"{attempt.at.astimezone():%Y-%m-%d %H:%M}", f"{attempt.mode} · {attempt.turn.label}"


def _in_force(turn: Turn, force: KeptGrade | None) -> str:
    """Which grade counts, in a sentence."""
    if force is None:
        return "No grade is in force."
    who = one_line(grader_text(force.grade.grader), 60)
    words = f"In force: the grade of {when(force.at)} by {who}"
    own = len(turn.self_marks)
    if not own:
        return f"{words}."
    points = "1 point" if own == 1 else f"{own} points"
    return f"{words}; on {points} your own mark wins."
