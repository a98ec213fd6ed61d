"""The interview as a plain state object: commands in, facts out, time and keeping injected.

It does no input or output of its own. Every change is first handed to the recorder and only then
made: where keeping fails, the error reaches whoever gave the command and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

from rubrics.errors import InterviewerError
from rubrics.grade import Grade, Verdict, is_blank
from sessions.clock import LAST_SECONDS, QUARTER, Stopwatch
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    GradeReady,
    GradingStarted,
    Paused,
    QuestionAsked,
    QuestionSkipped,
    Resumed,
    SelfMarked,
    SessionEnded,
    TimeExpired,
    TimeWarning,
    TurnChanged,
)
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.time import TimeSource

DRAFT_EVERY = 0.5
"""Seconds between two writes of a draft that is being typed."""

CLOCK_EVERY = 5.0
"""Seconds between two writes of the clocks while nothing is typed."""

Command = Literal[
    "begin", "type", "submit", "skip", "go_to", "next", "pause", "resume", "hint", "again", "end"
]


class InterviewError(InterviewerError):
    """The interview does not allow this now."""


class Recorder(Protocol):
    """What keeps a session. Raises InterviewerError where it cannot."""

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        """Write the session's own values and these turns, all or nothing."""
        ...

    def draft(self, session: Session, turn: Turn) -> None:
        """Write the draft and the clocks of the open turn."""
        ...


class Unkept:
    """A recorder that keeps nothing."""

    def keep(self, session: Session, turns: Sequence[Turn]) -> None:
        """Do nothing."""

    def draft(self, session: Session, turn: Turn) -> None:
        """Do nothing."""


class Interview:
    """One session while it runs, and afterwards while it is marked.

    Args:
        session: a new session, or one that was kept before. An open one stands still until
            ``begin``, ``resume`` or ``reopen``.
        time: the clocks.
        recorder: what keeps every change.
    """

    def __init__(
        self, session: Session, time: TimeSource, recorder: Recorder | None = None
    ) -> None:
        self._session = session
        self._time = time
        self._recorder: Recorder = recorder or Unkept()
        self._listeners: list[Callable[[Event], None]] = []
        self._question_clock = Stopwatch(session.current.used)
        self._session_clock = Stopwatch(session.used)
        self._said: set[tuple[int, str, str]] = set()
        self._written = time.steady()
        self._unsaved = False
        self.draft_problem: str | None = None
        """Why the draft could not be kept at the last try; None when all is well."""

    # What is to be seen

    @property
    def session(self) -> Session:
        """The session as it stands at this moment, clocks included."""
        now = self._time.steady()
        current = self._session.current.model_copy(update={"used": self._question_clock.read(now)})
        return self._session.model_copy(
            update={"used": self._session_clock.read(now), "turns": self._replaced(current)}
        )

    @property
    def phase(self) -> Phase:
        """Where the interview is."""
        return self._session.phase

    @property
    def mode(self) -> Mode:
        """Practice or exam."""
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
        return self.current.allotted - self._question_clock.read(self._time.steady())

    @property
    def session_left(self) -> float:
        """Seconds left for the whole interview; below zero in overtime."""
        return self._session.limit - self._session_clock.read(self._time.steady())

    @property
    def running(self) -> bool:
        """Whether the clocks run."""
        return self._question_clock.running

    @property
    def saved(self) -> bool:
        """Whether the draft is kept to the last letter."""
        return not self._unsaved

    @property
    def skipped(self) -> tuple[Turn, ...]:
        """The turns that can be gone back to."""
        return tuple(turn for turn in self.turns if turn.state is TurnState.SKIPPED)

    def allows(self, command: Command) -> bool:
        """Whether a command can be given now."""
        practice = self.mode is Mode.PRACTICE
        answering = self.phase is Phase.ANSWERING and self.current.state.open
        return {
            "begin": self.phase is Phase.READY,
            "type": answering,
            "submit": answering,
            "skip": answering,
            "go_to": practice
            and self.phase in (Phase.ANSWERING, Phase.FEEDBACK, Phase.CLOSING)
            and bool(self.skipped),
            "next": self.phase is Phase.FEEDBACK,
            "pause": practice and answering,
            "resume": self.phase is Phase.PAUSED,
            "hint": practice and answering,
            "again": practice and self.phase is Phase.FEEDBACK,
            "end": self.phase not in (Phase.READY, Phase.ENDED),
        }[command]

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear of every fact, after it was kept. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Commands of the candidate

    def begin(self) -> None:
        """Ask the first question."""
        self._require("begin")
        self._ask(self.turns[0])

    def reopen(self) -> None:
        """Let the clocks of a session that was kept while a question was open run again."""
        if self.phase is not Phase.ANSWERING or self.running:
            return
        if self.current.state.open:
            self._run()
            self._tell(QuestionAsked(self.current.id))
        else:
            self._go_on()

    def leave(self) -> None:
        """Stop the clocks and keep everything, to go on another time."""
        self._halt()
        self._commit(None, self._timed(self.current))

    def type(self, text: str) -> None:
        """Take the text of the answer as it now stands; it is kept within a second."""
        self._require("type")
        turn = self.current
        if text == turn.draft:
            return
        first = turn.first_word
        self._set(
            turn.model_copy(
                update={
                    "draft": text,
                    "state": TurnState.DRAFTING,
                    "first_word": self._question_clock.read(self._time.steady())
                    if first is None
                    else first,
                    "edits": turn.edits + (not text.startswith(turn.draft)),
                }
            )
        )
        self._unsaved = True
        self._save_draft_if_due(DRAFT_EVERY)

    def submit(self) -> None:
        """Hand in the draft as it stands."""
        self._require("submit")
        self._hand_in("hand")

    def skip(self) -> None:
        """Pass the question over; its draft is kept."""
        self._require("skip")
        turn = self._timed(self.current).model_copy(update={"state": TurnState.SKIPPED})
        self._commit(QuestionSkipped(turn.id), turn)
        self._go_on()

    def go_to(self, turn_id: int) -> None:
        """Open a skipped question again, with its draft and the time it had left."""
        self._require("go_to")
        target = self._session.turn(turn_id)
        if target.state is not TurnState.SKIPPED:
            raise InterviewError(f"Question {target.label} was not skipped.")
        self._ask(target)

    def next(self) -> None:
        """Leave the feedback for the next question."""
        self._require("next")
        self._go_on()

    def pause(self) -> None:
        """Stop the clocks."""
        self._require("pause")
        turn = self._timed(self.current)
        self._commit(Paused(turn.id), turn, phase=Phase.PAUSED)
        self._halt()

    def resume(self) -> None:
        """Let the clocks run again after a pause."""
        self._require("resume")
        self._commit(Resumed(self.current.id), phase=Phase.ANSWERING)
        self._run()

    def hint(self) -> str:
        """The hint of the open question; that it was shown is kept."""
        self._require("hint")
        turn = self.current
        if not turn.hinted:
            self._commit(TurnChanged(turn.id), turn.model_copy(update={"hinted": True}))
        return turn.question.hint

    def again(self) -> None:
        """Answer the question just answered once more, as a new attempt beside the old one."""
        self._require("again")
        old = self.current
        attempts = [turn for turn in self.turns if turn.number == old.number]
        new = Turn(
            id=max(turn.id for turn in self.turns) + 1,
            number=old.number,
            attempt=max(turn.attempt for turn in attempts) + 1,
            section=old.section,
            question=old.question,
            allotted=old.allotted,
        )
        place = self.turns.index(attempts[-1]) + 1
        self._ask(new, turns=(*self.turns[:place], new, *self.turns[place:]))

    def end(self) -> None:
        """End the interview now. A draft that was begun is handed in; nothing typed is dropped."""
        self._require("end")
        if self.current.state.open and not is_blank(self.current.draft):
            self._hand_in("end", then_end=True)
        else:
            self._finish("ended early" if self._unasked() else "finished")

    # Marks, at any time

    def flag(self, turn_id: int) -> None:
        """Set or take away the flag of a turn."""
        turn = self._session.turn(turn_id)
        self._commit(TurnChanged(turn_id), turn.model_copy(update={"flagged": not turn.flagged}))

    def annotate(self, turn_id: int, note: str) -> None:
        """Keep the candidate's note on a turn."""
        turn = self._session.turn(turn_id)
        self._commit(TurnChanged(turn_id), turn.model_copy(update={"note": note}))

    def mark(self, turn_id: int, criterion_id: str, verdict: Verdict | None) -> None:
        """Set the candidate's own verdict on a criterion, or take it back with None.

        Raises:
            InterviewError: the turn has no answer, or its rubric no such criterion.
        """
        turn = self._session.turn(turn_id)
        if not turn.state.answered:
            raise InterviewError(f"Question {turn.label} has no answer to mark yet.")
        if criterion_id not in [criterion.id for criterion in turn.question.criteria]:
            raise InterviewError(f"Question {turn.label} has no criterion {criterion_id!r}.")
        own = {**turn.self_marks, **({criterion_id: verdict} if verdict else {})}
        if verdict is None:
            own.pop(criterion_id, None)
        self._commit(
            SelfMarked(turn_id, criterion_id, verdict),
            turn.model_copy(update={"self_marks": own}),
        )

    # Facts from the grader and the clock

    def grading(self, turn_id: int) -> None:
        """Note that the answer is with the grader."""
        turn = self._session.turn(turn_id)
        if turn.state in (TurnState.SUBMITTED, TurnState.UNGRADED):
            self._commit(
                GradingStarted(turn_id), turn.model_copy(update={"state": TurnState.GRADING})
            )

    def graded(self, turn_id: int, grade: Grade) -> None:
        """Keep the grade of an answer."""
        turn = self._session.turn(turn_id)
        if not turn.state.answered:
            raise InterviewError(f"Question {turn.label} has no answer to grade.")
        state = {"ungraded": TurnState.UNGRADED, "blank": TurnState.BLANK}.get(
            grade.status, TurnState.GRADED
        )
        self._commit(
            GradeReady(turn_id, grade), turn.model_copy(update={"grade": grade, "state": state})
        )

    def tick(self) -> None:
        """Look at the clocks: keep the draft, warn, and act at zero. Call it twice a second."""
        if self.phase is not Phase.ANSWERING or not self.running:
            return
        self._save_draft_if_due(DRAFT_EVERY if self._unsaved else CLOCK_EVERY)
        turn = self.current
        clocks: tuple[tuple[Literal["question", "session"], float, float], ...] = (
            ("session", self._session.limit, self.session_left),
            ("question", turn.allotted, self.question_left),
        )
        for scope, limit, left in clocks:
            about = turn.id if scope == "question" else -1
            if left <= 0:
                if self._say_once(about, scope, "zero", TimeExpired(turn.id, scope)) and (
                    self.mode is Mode.EXAM
                ):
                    self._hand_in("clock", then_end=scope == "session")
                    return
            elif left <= LAST_SECONDS < limit:
                self._say_once(about, scope, "30 s", TimeWarning(turn.id, scope, "30 s"))
            elif left <= QUARTER * limit:
                self._say_once(about, scope, "quarter", TimeWarning(turn.id, scope, "quarter"))

    # How it is done

    def _require(self, command: Command) -> None:
        if not self.allows(command):
            words = "the interview is over" if self.phase is Phase.ENDED else f"it is {self.phase}"
            raise InterviewError(
                f"{command.replace('_', ' ').capitalize()} is not possible: {words}."
            )

    def _replaced(self, *changed: Turn) -> tuple[Turn, ...]:
        new = {turn.id: turn for turn in changed}
        return tuple(new.get(turn.id, turn) for turn in self._session.turns)

    def _set(self, turn: Turn) -> None:
        self._session = self._session.model_copy(update={"turns": self._replaced(turn)})

    def _timed(self, turn: Turn) -> Turn:
        """The open turn with what its clock shows; any other as it is."""
        if turn.id != self.current.id:
            return turn
        used = self._question_clock.read(self._time.steady())
        return turn.model_copy(update={"used": used})

    def _commit(self, event: Event | None, *turns: Turn, **changes: Any) -> None:
        """Keep first, then change, then tell."""
        used = self._session_clock.read(self._time.steady())
        changes.setdefault("turns", self._replaced(*turns))
        after = self._session.model_copy(update={"used": used, **changes})
        self._recorder.keep(after, turns)
        self._session = after
        if any(turn.id == after.position for turn in turns):
            self._unsaved, self.draft_problem = False, None
        if event is not None:
            self._tell(event)

    def _tell(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)

    def _run(self) -> None:
        now = self._time.steady()
        self._question_clock.start(now)
        self._session_clock.start(now)
        self._written = now

    def _halt(self) -> None:
        now = self._time.steady()
        self._question_clock.stop(now)
        self._session_clock.stop(now)

    def _ask(self, turn: Turn, turns: tuple[Turn, ...] | None = None) -> None:
        """Open a question, putting the one that is open aside with its draft."""
        aside = self._timed(self.current)
        state = TurnState.DRAFTING if turn.draft else TurnState.ASKED
        opened = turn.model_copy(
            update={"state": state, "asked_at": turn.asked_at or self._time.wall()}
        )
        if aside.id != turn.id and aside.state.open:
            aside = aside.model_copy(update={"state": TurnState.SKIPPED})
        kept = (opened,) if aside.id == turn.id else (aside, opened)
        by_id = {item.id: item for item in kept}
        order = tuple(by_id.get(item.id, item) for item in turns or self.turns)
        self._commit(None, *kept, turns=order, position=opened.id, phase=Phase.ANSWERING)
        self._halt()
        self._question_clock = Stopwatch(opened.used)
        self._run()
        self._tell(QuestionAsked(opened.id))

    def _hand_in(self, by: Literal["hand", "clock", "end"], then_end: bool = False) -> None:
        turn = self._timed(self.current)
        turn = turn.model_copy(
            update={
                "answer": turn.draft,
                "state": TurnState.BLANK if is_blank(turn.draft) else TurnState.SUBMITTED,
                "handed_in": by,
                "submitted_at": self._time.wall(),
            }
        )
        feedback = self.mode is Mode.PRACTICE and not then_end
        phase = Phase.FEEDBACK if feedback else Phase.ANSWERING
        self._commit(AnswerSubmitted(turn.id, by), turn, phase=phase)
        self._halt()
        if then_end:
            self._finish("time was up" if by == "clock" else self._reason())
        elif not feedback:
            self._go_on()

    def _unasked(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.state is TurnState.PLANNED]

    def _reason(self) -> Literal["finished", "ended early"]:
        return "ended early" if self._unasked() else "finished"

    def _go_on(self) -> None:
        """Ask what was not asked yet; where nothing is left, close or end."""
        unasked = self._unasked()
        if unasked:
            self._ask(unasked[0])
        elif self.mode is Mode.PRACTICE and self.skipped:
            self._halt()
            self._commit(Closing(self.current.id), phase=Phase.CLOSING)
        else:
            self._finish("finished")

    def _finish(self, reason: Literal["finished", "ended early", "time was up"]) -> None:
        turn = self._timed(self.current)
        self._commit(None, turn, phase=Phase.ENDED, ended_at=self._time.wall(), end_reason=reason)
        self._halt()
        self._tell(SessionEnded(turn.id, reason))

    def _say_once(self, about: int, scope: str, what: str, event: Event) -> bool:
        if (about, scope, what) in self._said:
            return False
        self._said.add((about, scope, what))
        self._tell(event)
        return True

    def _save_draft_if_due(self, every: float) -> None:
        now = self._time.steady()
        if now - self._written < every:
            return
        self._written = now
        self.save_draft()

    def save_draft(self) -> None:
        """Keep the draft now; a failure shows in ``draft_problem``, and ``tick`` tries again."""
        session = self.session
        try:
            self._recorder.draft(session, session.current)
        except InterviewerError as error:
            self._unsaved = True
            self.draft_problem = str(error)
        else:
            self._unsaved, self.draft_problem = False, None
