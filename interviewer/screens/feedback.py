"""The Feedback screen: how an answer was marked, point by point, and the marks of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from interviewer.banks.words import model_answer_text
from interviewer.screens.dialogs import NoteDialog
from interviewer.screens.feedback_keys import KEYS
from interviewer.screens.looking_back import LooksBack, Place
from interviewer.screens.own_marks import OwnMarks
from interviewer.widgets.all_said import all_said
from interviewer.widgets.criteria import CriteriaList, MarkBar
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.lit_answer import LitAnswer
from interviewer.widgets.mark_lines import grade_words
from interviewer.widgets.score_line import ScoreLine
from interviewer.widgets.signs import FLAG, one_line
from interviewer.wording import delivery_text
from rubrics.grade import Mark
from rubrics.grader import Arriving
from sessions.events import Event, GradeFailed
from sessions.interview import Interview
from sessions.session import Turn, TurnState
from sessions.telling import tells_scores

LOOKED_AT_EVERY = 0.5
"""Seconds between two looks at what the grader is at."""


class FeedbackScreen(LooksBack[bool]):
    """One answer with its marks. The result is whether the interview is to be left.

    Args:
        interview: the interview, running or over.
        turn_id: the turn to show; of a follow-up, the one that it follows is shown with it.
        live: whether it stands between two questions of a running interview; otherwise it is
            read afterwards, and leads from turn to turn.
    """

    WORDS = (
        "How your answer was marked. Each point has a sign, and moving over it lights the words "
        "of your answer that it rests on. An estimate knows only your words, not whether they "
        "are true: where you know better, mark the point yourself, and your mark counts."
    )
    CSS_PATH = "feedback.tcss"
    AUTO_FOCUS = "#criteria"
    BINDINGS = KEYS

    score = getters.query_one(ScoreLine)
    asked = getters.query_one("#asked", Static)
    criteria = getters.query_one("#criteria", CriteriaList)
    answer = getters.query_one("#answer", LitAnswer)
    why = getters.query_one("#why", Static)
    words = getters.query_one("#words", Static)

    @dataclass
    class Happened(Message):
        """The interview told of a fact."""

        fact: Event

    def __init__(self, interview: Interview, turn_id: int, live: bool) -> None:
        super().__init__()
        self.interview = interview
        self.live = live
        self._turn_id = interview.session.exchange(turn_id)[0].id
        self._model = False
        self._marks = OwnMarks(self, lambda _, do: self.attempt(lambda: do(interview)))
        self._deaf = interview.subscribe(self._hear)

    @property
    def turn(self) -> Turn:
        """The turn that is shown, as it stands now."""
        return self.interview.session.turn(self._turn_id)

    @property
    def _arrived(self) -> tuple[Mark, ...]:
        """The marks of a reply that is still coming: to read along, not to count."""
        told, _ = self.interview.progress(self._turn_id) or (None, 0.0)
        return told.marks if isinstance(told, Arriving) else ()

    def compose(self) -> ComposeResult:
        turn = self.turn
        yield ScoreLine(id="score")
        yield Static("", id="asked", markup=False)
        criteria = CriteriaList(turn, id="criteria")
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield criteria
            with Vertical(id="right"):
                yield LitAnswer("", id="answer")
                yield Static("", id="why", markup=False)
        yield MarkBar(criteria, lambda command: self.app.key_of(command, criteria))
        with VerticalScroll(id="below"):
            yield Static("", id="words", markup=False)
        yield Static("", id="delivery", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the turn."""
        self._show()
        self.set_interval(LOOKED_AT_EVERY, self._show_progress)

    def on_unmount(self) -> None:
        """Hear no more of the interview."""
        self._deaf()

    def _hear(self, fact: Event) -> None:
        self.post_message(self.Happened(fact))

    @on(Happened)
    def _apply(self, message: Happened) -> None:
        if message.fact.turn != self._turn_id:
            return
        if isinstance(message.fact, GradeFailed) and not self.live:
            self.app.tell_failed_grade(message.fact)
        self._show()

    @property
    def looked_at(self) -> Place:
        """The answer that is shown, at the point under the cursor."""
        criterion = self.criteria.criterion
        name = None if criterion is None else criterion.id
        return Place.of(self.interview.session, self._turn_id, name)

    # What is shown

    def _show_progress(self) -> None:
        """What the grader is at, for as long as it is."""
        if self.interview.is_grading(self._turn_id):
            self._show_score()

    def _show_score(self) -> None:
        hide = self.app.services.settings.hide_scores
        tell = tells_scores(self.interview.session, hide)
        self.score.show(self.turn, self.interview, tell=tell)

    def _show(self) -> None:
        turn = self.turn
        self._show_score()
        flag = f"{FLAG} " if turn.flagged else ""
        note = f"\nNote: {one_line(turn.note)}" if turn.note.strip() else ""
        self.asked.update(Content(f"{flag}{turn.label}. {one_line(turn.question.ask, 600)}{note}"))
        self.criteria.show(turn, self._arrived)
        self._show_side()
        self._show_words()
        self._show_delivery()
        self.refresh_bindings()

    def _show_side(self) -> None:
        """The answer, or the model answer and the hint, and why the point was marked as it was."""
        turn = self.turn
        title = "model answer and hint" if self._model else "your answer"
        self.query_one("#right").border_title = title
        if self._model:
            model = model_answer_text(turn.question)
            hint = f"\n\nHint: {one_line(turn.question.hint, 2000)}"
            self.answer.show(model, [(len(model), hint)])
        else:
            self.answer.show(*all_said(self.interview.session, turn.id))
        criterion = self.criteria.criterion
        marks = (*turn.marks, *self._arrived)
        mark = next((mark for mark in marks if criterion and mark.id == criterion.id), None)
        own = criterion is not None and criterion.id in turn.self_marks
        if mark is not None and not self._model:
            self.answer.light(mark.evidence)
        why = one_line(mark.note, 400) if mark is not None else ""
        self.why.update(Content(f"Before your mark: {why}" if own and why else why))
        self.why.display = bool(why) and not self._model

    def _show_words(self) -> None:
        """What was good first, then what matters most."""
        grade = self.turn.grade
        lines = [] if grade is None else grade_words(grade)
        self.words.update(Content("\n").join(lines))
        self.query_one("#below").display = bool(lines)

    def _show_delivery(self) -> None:
        """How the answer, and those to its follow-ups, were given."""
        session = self.interview.session
        lines = []
        for turn in session.exchange(self._turn_id):
            given = self.app.services.delivery(session.id, turn)
            if given is not None:
                label = f"{turn.label}: " if turn.round else ""
                lines.append(f"{label}{delivery_text(given)}")
        shown = self.query_one("#delivery", Static)
        shown.update(Content("\n".join(lines)))
        shown.display = bool(lines)

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_side()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows what can be done now."""
        match action:
            case "go_on":
                return self.live and self.interview.allows("next")
            case "again":
                return self.live and self.interview.allows("again")
            case "follow":
                return self.live and self.interview.allows("follow")
            case "turn":
                return not self.live and self._neighbour(int(str(parameters[0]))) is not None
            case "misses" | "attempts" | "grades":
                return not self.live and self.can_look_back(action)
            case "regrade":
                graded = self.turn.grade is not None and self.turn.grade.score is not None
                return not self.live and graded and self.can_look_back(action)
            case "undo_marks":
                return self._marks.can_undo
            case "grade":
                return any(
                    turn.waits_for_grade or turn.state is TurnState.UNGRADED
                    for turn in self.interview.session.exchange(self._turn_id)
                )
        return True

    def _neighbour(self, step: int) -> int | None:
        """Id of the turn so many after this one; None where there is none. Follow-ups are none."""
        ids = [turn.id for turn in self.interview.turns if not turn.round]
        at = ids.index(self._turn_id) + step
        return ids[at] if 0 <= at < len(ids) else None

    @on(CriteriaList.Marked)
    def _mark(self, event: CriteriaList.Marked) -> None:
        event.stop()
        self._marks.mark(self.interview.session, self._turn_id, event.criterion, event.verdict)

    @on(CriteriaList.ReasonAsked)
    def _give_reason(self, event: CriteriaList.ReasonAsked) -> None:
        event.stop()
        self._marks.give_reason(self.interview.session, self._turn_id, event.criterion)

    def action_undo_marks(self) -> None:
        """Undo the last change to the candidate's own marks."""
        self._marks.undo()

    def action_go_on(self) -> None:
        """Go on with the interview."""
        if self.attempt(self.interview.next):
            self.dismiss(False)

    def action_again(self) -> None:
        """Answer the question once more."""
        if self.attempt(self.interview.again):
            self.dismiss(False)

    def action_follow(self) -> None:
        """Take the follow-up to the answer."""
        if self.attempt(self.interview.follow):
            self.dismiss(False)

    def action_turn(self, step: int) -> None:
        """Show the turn so many after this one."""
        neighbour = self._neighbour(step)
        if neighbour is not None:
            self._turn_id = neighbour
            self._model = False
            self._show()

    def action_flag(self) -> None:
        """Set or take away the flag."""
        self.attempt(lambda: self.interview.flag(self._turn_id))

    def action_model(self) -> None:
        """Show the model answer and the hint in the place of the answer, or the answer again."""
        self._model = not self._model
        self._show_side()

    def action_grade(self) -> None:
        """Grade what is not graded yet."""
        session = self.interview.session
        self.attempt(
            lambda: self.app.services.queue.put(self.app.services.hold(session), self._turn_id)
        )

    def action_note(self) -> None:
        """Write a note."""

        def written(note: str | None) -> None:
            if note is not None:
                self.attempt(lambda: self.interview.annotate(self._turn_id, note))

        self.app.push_screen(NoteDialog(self.turn.note), written)

    def action_back(self) -> None:
        """Go back; where the interview runs, leave it."""
        self.dismiss(self.live)
