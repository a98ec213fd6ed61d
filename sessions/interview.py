"""The interview as a plain state object: commands in, facts out, time and keeping injected.

It does no input or output of its own. Every change is first handed to the recorder, in one piece,
and only then made: where keeping fails, the error reaches whoever gave the command and nothing has
changed. Facts are told last, in order, when state and clocks already are what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, Verdict
from rubrics.grader import Progress
from sessions import steps
from sessions.clock import Clocks
from sessions.drafts import well_formed
from sessions.events import (
    Event,
    GradeFailed,
    GradingProgressed,
    Listeners,
    Paused,
    QuestionAsked,
    Resumed,
    StoodStill,
    TimeExpired,
)
from sessions.follow_ups import can_follow
from sessions.keeping import Recorder, Unkept
from sessions.own_marks import OwnMark
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.steps import Instant, InterviewError, Step
from sessions.time import TimeSource

__all__ = [
    "CLOCK_EVERY",
    "DRAFT_EVERY",
    "Command",
    "Interview",
    "InterviewError",
    "Recorder",
    "Unkept",
]

DRAFT_EVERY = 0.5
"""Seconds between two writes of a draft that is being typed."""

CLOCK_EVERY = 5.0
"""Seconds between two writes of the clocks while nothing is typed."""

Command = Literal[
    "begin",
    "type",
    "submit",
    "skip",
    "go_to",
    "next",
    "pause",
    "resume",
    "hint",
    "again",
    "follow",
    "end",
]


class Interview:
    """One session while it runs, and afterwards while it is marked.

    Args:
        session: a new session, or one that was kept before. An open one stands still until
            ``begin``, ``resume`` or ``reopen``.
        time: the clocks.
        recorder: what keeps every change.
        instant: who marks an answer without any wait; None where the grader needs time. In an exam
            it is asked as soon as an answer is handed in, because a follow-up depends on it.
    """

    def __init__(
        self,
        session: Session,
        time: TimeSource,
        recorder: Recorder | None = None,
        instant: Instant | None = None,
    ) -> None:
        self._session = session
        self._time = time
        self._recorder: Recorder = recorder or Unkept()
        self._instant = instant
        self._listeners = Listeners()
        self._clocks = Clocks(session, time)
        self._written = time.steady()
        self._unsaved = False
        self._under_way: dict[int, tuple[Progress | None, float]] = {}
        self.draft_problem: str | None = None
        """Why the draft could not be kept at the last try; None when all is well."""

    # What is to be seen

    @property
    def session(self) -> Session:
        """The session as it stands at this moment, clocks included."""
        return self._clocks.on(self._session)

    @property
    def id(self) -> str:
        """The id of the session."""
        return self._session.id

    @property
    def phase(self) -> Phase:
        """Where the interview is."""
        return self._session.phase

    @property
    def mode(self) -> Mode:
        """Practice, exam or drill."""
        return self._session.mode

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns in the order in which they are asked."""
        return self._session.turns

    @property
    def current(self) -> Turn:
        """The turn that is open or was last open."""
        return self._session.current

    @property
    def question_left(self) -> float:
        """Seconds left for the open question; below zero in overtime."""
        return self._clocks.question_left

    @property
    def session_left(self) -> float:
        """Seconds left for the whole interview, below zero in overtime; infinite without limit."""
        return self._clocks.session_left

    @property
    def running(self) -> bool:
        """Whether the clocks run."""
        return self._clocks.running

    @property
    def saved(self) -> bool:
        """Whether the draft is kept to the last letter."""
        return not self._unsaved

    @property
    def skipped(self) -> tuple[Turn, ...]:
        """The questions that can be gone back to."""
        return steps.skipped(self._session)

    def is_grading(self, turn_id: int) -> bool:
        """Whether a grader is at work on the answer of this turn."""
        return turn_id in self._under_way

    def progress(self, turn_id: int) -> tuple[Progress, float] | None:
        """What the grader last told of this turn and how many seconds ago; None if nothing."""
        told, at = self._under_way.get(turn_id, (None, 0.0))
        return None if told is None else (told, self._time.steady() - at)

    def allows(self, command: Command) -> bool:
        """Whether a command can be given now."""
        lenient = self.mode.tells_at_once
        answering = self._open
        return {
            "begin": self.phase is Phase.READY,
            "type": answering,
            "submit": answering,
            "skip": answering,
            "go_to": lenient
            and self.phase in (Phase.ANSWERING, Phase.FEEDBACK, Phase.CLOSING)
            and not (answering and self.current.round)
            and bool(self.skipped),
            "next": self.phase is Phase.FEEDBACK,
            "pause": lenient and answering,
            "resume": self.phase is Phase.PAUSED,
            "hint": lenient and answering,
            "again": lenient and self.phase is Phase.FEEDBACK,
            "follow": lenient
            and self.phase is Phase.FEEDBACK
            and can_follow(self._session, self.current.id),
            "end": self.phase not in (Phase.READY, Phase.ENDED),
        }[command]

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear of every fact, after it was kept. Returns what ends it.

        A listener may give commands; what follows from them is told after what it hears of.
        """
        return self._listeners.add(listener)

    # Commands of the candidate

    def begin(self) -> None:
        """Ask the first question."""
        self._require("begin")
        self._make(steps.ask(self.session, self.turns[0], self._time.wall()), run=True)

    def reopen(self) -> None:
        """Let the clocks of a session that was kept while a question was open run again."""
        if self.phase is not Phase.ANSWERING or self.running:
            return
        if self.current.state.open:
            self._clocks.set(self._session, run=True)
            self._listeners.tell(QuestionAsked(self.current.id))
        else:
            self._make(steps.go_on(self.session, self._time.wall()), run=True)

    def leave(self) -> None:
        """Stop the clocks and keep everything, to go on another time."""
        self._make(Step(self.session), run=False)

    def type(self, text: str) -> None:
        """Take the text of the answer as it now stands; it is kept within a second."""
        self._require("type")
        text = well_formed(text)
        turn = self.current
        if text == turn.draft:
            return
        first = turn.first_word
        self._session = steps.with_turn(
            self._session,
            turn.id,
            draft=text,
            state=TurnState.DRAFTING,
            first_word=self._clocks.question_used if first is None else first,
            edits=turn.edits + (not text.startswith(turn.draft)),
        )
        self._unsaved = True
        self._save_draft_if_due(DRAFT_EVERY)

    def submit(self) -> None:
        """Hand in the draft as it stands."""
        self._require("submit")
        step = steps.hand_in(self.session, "hand", self._time.wall(), self._instant)
        self._make(step, run=True)

    def skip(self) -> None:
        """Pass the question over, or the follow-up; its draft is kept."""
        self._require("skip")
        self._make(steps.skip(self.session, self._time.wall()), run=True)

    def go_to(self, turn_id: int) -> None:
        """Open a skipped question again, with its draft and the time it had left."""
        self._require("go_to")
        target = self._session.turn(turn_id)
        if target not in self.skipped:
            raise InterviewError(f"Question {target.label} was not skipped.")
        self._make(steps.ask(self.session, target, self._time.wall()), run=True)

    def next(self) -> None:
        """Leave the feedback for the next question."""
        self._require("next")
        self._make(steps.go_on(self.session, self._time.wall()), run=True)

    def pause(self) -> None:
        """Stop the clocks."""
        self._require("pause")
        self._make(steps.in_phase(self.session, Phase.PAUSED, Paused(self.current.id)))

    def resume(self) -> None:
        """Let the clocks run again after a pause."""
        self._require("resume")
        step = steps.in_phase(self.session, Phase.ANSWERING, Resumed(self.current.id))
        self._make(step, run=True)

    def hint(self) -> str:
        """The hint of the open question; that it was shown is kept."""
        self._require("hint")
        turn = self.current
        if not turn.hinted:
            self._make(steps.change(self.session, turn.id, hinted=True))
        return turn.question.hint

    def again(self) -> None:
        """Answer the question just answered once more, as a new attempt beside the old one."""
        self._require("again")
        self._make(steps.ask_again(self.session, self._time.wall()), run=True)

    def follow(self) -> None:
        """Ask a follow-up to the answer just given, or open the one again that was skipped."""
        self._require("follow")
        self._make(steps.follow(self.session, self._time.wall()), run=True)

    def end(self) -> None:
        """End the interview now. A draft that was begun is handed in; nothing typed is dropped."""
        self._require("end")
        self._make(steps.end(self.session, self._time.wall()))

    # Marks, at any time

    def flag(self, turn_id: int) -> None:
        """Set or take away the flag of a turn."""
        flagged = not self._session.turn(turn_id).flagged
        self._make(steps.change(self.session, turn_id, flagged=flagged))

    def annotate(self, turn_id: int, note: str) -> None:
        """Keep the candidate's note on a turn."""
        self._session.turn(turn_id)
        self._make(steps.change(self.session, turn_id, note=well_formed(note)))

    def mark(
        self, turn_id: int, criterion_id: str, verdict: Verdict | None, reason: str = ""
    ) -> None:
        """Set the candidate's own verdict on a criterion, or take it back with None.

        Args:
            reason: why the grader's verdict is wrong; it is kept as one line.

        Raises:
            InterviewError: the turn has no answer, or its rubric no such criterion.
        """
        own = None
        if verdict is not None:
            own = OwnMark(verdict=verdict, reason=" ".join(well_formed(reason).split()))
        self._make(steps.mark(self.session, turn_id, criterion_id, own))

    # Facts from the grader and the clock

    def grading(self, turn_id: int) -> None:
        """Note that the answer is with the grader."""
        self._under_way[turn_id] = (None, self._time.steady())
        step = steps.grading(self.session, turn_id)
        if step.facts:
            self._make(step)

    def progressed(self, turn_id: int, progress: Progress) -> None:
        """Pass on what the grader tells of an answer that it is at work on."""
        self._under_way[turn_id] = (progress, self._time.steady())
        self._listeners.tell(GradingProgressed(turn_id, progress))

    def graded(self, turn_id: int, grade: Grade) -> None:
        """Keep the grade of an answer. A failed one leaves a grade that is in force as it is.

        Raises:
            InterviewError: the turn has no answer, or is a follow-up.
        """
        self._under_way.pop(turn_id, None)
        self._make(steps.graded(self.session, turn_id, grade))

    def grading_failed(self, turn_id: int, why: str) -> None:
        """Note that the grader is no longer at work and brought nothing that could be kept."""
        self._under_way.pop(turn_id, None)
        self._listeners.tell(GradeFailed(turn_id, why))

    def grading_ended(self, turn_id: int) -> None:
        """Note that the grader was called off; it is asked again another time."""
        self._under_way.pop(turn_id, None)

    def tick(self) -> None:
        """Look at the clocks: keep the draft, warn, and act at zero. Call it twice a second.

        So the clocks can tell a program that stood still from one that ran.

        What cannot be kept here shows in ``draft_problem`` and is tried again at the next call.
        """
        if stood := self._clocks.stood_still():
            self._listeners.tell(StoodStill(self.current.id, stood))
        if self._unsaved or self.running:
            self._save_draft_if_due(DRAFT_EVERY if self._unsaved else CLOCK_EVERY)
        if not self.running:
            return
        zero = self._clocks.expired()
        if zero is not None and not self.mode.tells_at_once:
            self._expire(zero)
        else:
            self._listeners.tell(*self._clocks.news())

    def save_draft(self) -> None:
        """Keep the draft now; a failure shows in ``draft_problem``, and ``tick`` tries again."""
        session = self.session
        try:
            self._recorder.draft(session, session.current)
        except InterviewerError as error:
            self._failed(error)
        else:
            self._unsaved, self.draft_problem = False, None

    # How it is done

    def _require(self, command: Command) -> None:
        if not self.allows(command):
            words = "the interview is over" if self.phase is Phase.ENDED else f"it is {self.phase}"
            raise InterviewError(
                f"{command.replace('_', ' ').capitalize()} is not possible: {words}."
            )

    def _make(self, step: Step, run: bool | None = None) -> None:
        self._keep(step, run)
        self._listeners.tell(*step.facts)

    def _keep(self, step: Step, run: bool | None = None) -> None:
        """Keep a step, then make it.

        Args:
            run: whether the clocks are to run, if a question is open then; None leaves them.
        """
        before = {turn.id: turn for turn in self.turns}
        changed = [turn for turn in step.session.turns if turn is not before.get(turn.id)]
        self._recorder.keep(step.session, changed)
        moved = self._session.position != step.session.position
        self._session = step.session
        self._unsaved, self.draft_problem = False, None
        self._written = self._time.steady()
        runs = self._open and (self.running if run is None else run)
        if moved or runs != self.running:
            self._clocks.set(step.session, runs)

    @property
    def _open(self) -> bool:
        return self.phase is Phase.ANSWERING and self.current.state.open

    def _expire(self, zero: TimeExpired) -> None:
        """Hand in at zero; where that cannot be kept, the next tick tries again."""
        session, now = self.session, self._time.wall()
        if zero.scope == "session":
            step = steps.time_up(session, now)
        else:
            step = steps.hand_in(session, "clock", now, self._instant)
        try:
            self._keep(step, run=True)
        except InterviewerError as error:
            self._failed(error)
        else:
            self._listeners.tell(zero, *step.facts)

    def _save_draft_if_due(self, every: float) -> None:
        now = self._time.steady()
        if now - self._written >= every:
            self._written = now
            self.save_draft()

    def _failed(self, error: InterviewerError) -> None:
        self._unsaved, self.draft_problem = True, str(error)
