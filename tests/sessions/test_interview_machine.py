"""Any order of commands, time and failures, against what must hold at every moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rubrics.estimate import Estimator
from rubrics.grade import Verdict
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    Paused,
    QuestionAsked,
    Resumed,
    SessionEnded,
    TimeExpired,
    TimeWarning,
)
from sessions.interview import Command
from sessions.report import report
from sessions.session import Mode, Phase, Session, TurnState
from tests.sessions.sample import DiskFull, Room, blank, grade_of, new_session, ungraded

LEGAL = {
    Phase.READY: {Phase.ANSWERING},
    Phase.ANSWERING: {Phase.PAUSED, Phase.FEEDBACK, Phase.CLOSING, Phase.ENDED},
    Phase.PAUSED: {Phase.ANSWERING, Phase.ENDED},
    Phase.FEEDBACK: {Phase.ANSWERING, Phase.CLOSING, Phase.ENDED},
    Phase.CLOSING: {Phase.ANSWERING, Phase.ENDED},
    Phase.ENDED: set(),
}

TEXTS = st.text(max_size=8) | st.sampled_from(["", " . ", "I boil water", "a\ud800", "\x00", "😀"])


class InterviewMachine(RuleBasedStateMachine):
    """Gives commands, lets time go by, breaks the recorder, and looks after each step."""

    room: Room

    @initialize(
        mode=st.sampled_from(Mode),
        questions=st.integers(1, 4),
        minutes=st.sampled_from([None, 1.0, 3.0]),
        rounds=st.integers(0, 2),
        instant=st.booleans(),
    )
    def prepare(
        self, mode: Mode, questions: int, minutes: float | None, rounds: int, instant: bool
    ) -> None:
        self.room = Room(
            new_session(mode, questions, minutes, rounds), Estimator().estimate if instant else None
        )
        self.room.memory.session = self.room.interview.session
        self.room.memory.kept = {turn.id: turn for turn in self.room.interview.turns}
        self.typed: dict[int, str] = {}
        self.before = self.room.interview.session
        self.told: list[Event] = []
        self.room.interview.subscribe(self.told.append)

    def give(self, command: Command, action: Callable[[], object]) -> None:
        """Give a command that is allowed; where keeping fails, nothing may have changed."""
        interview = self.room.interview
        before, running, told = interview.session, interview.running, len(self.told)
        try:
            action()
        except DiskFull:
            assert self.room.memory.fails
            assert interview.session == before
            assert interview.running == running
            assert len(self.told) == told
        else:
            assert not self.room.memory.fails
            assert self.kept() == interview.session, command

    def kept(self) -> Session:
        """What another program would find."""
        session = self.room.memory.session
        assert session is not None
        kept = self.room.memory.kept
        turns = tuple(kept[turn.id] for turn in session.turns)
        return session.model_copy(update={"turns": turns})

    def simple(self, command: Command) -> None:
        if self.room.interview.allows(command):
            self.give(command, getattr(self.room.interview, command))

    @rule(command=st.sampled_from(["begin", "submit", "next", "follow"]))
    def go_forward(self, command: Command) -> None:
        self.simple(command)

    @rule(command=st.sampled_from(["skip", "pause", "resume", "hint", "again"]))
    def do_something_else(self, command: Command) -> None:
        if command == "hint" and self.room.interview.current.hinted:
            return
        self.simple(command)

    @precondition(lambda self: len(self.told) > 12)
    @rule()
    def end(self) -> None:
        self.simple("end")

    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        interview = self.room.interview
        if interview.allows("go_to"):
            target = data.draw(st.sampled_from(interview.skipped))
            self.give("go_to", lambda: interview.go_to(target.id))

    @rule(text=TEXTS)
    def type(self, text: str) -> None:
        interview = self.room.interview
        if interview.allows("type"):
            interview.type(text)
            self.typed[interview.current.id] = text.replace("\ud800", "\ufffd")

    @rule(seconds=st.sampled_from([0.0, 0.1, 0.5, 5.0, 31.0, 95.0, 200.0]))
    def tick(self, seconds: float) -> None:
        self.room.time.pass_(seconds)
        self.room.interview.tick()
        interview = self.room.interview
        if not interview.mode.tells_at_once and interview.running and not self.room.memory.fails:
            assert interview.question_left > 0
            assert interview.session_left > 0
        if interview.saved:
            assert self.room.memory.kept[interview.current.id].draft == interview.current.draft

    @rule(fails=st.booleans())
    def let_the_recorder_fail(self, fails: bool) -> None:
        self.room.memory.fails = fails

    @rule(data=st.data())
    def note(self, data: st.DataObject) -> None:
        turn = data.draw(st.sampled_from(self.room.interview.turns))
        self.give("hint", lambda: self.room.interview.flag(turn.id))
        note = data.draw(st.text(max_size=3))
        self.give("hint", lambda: self.room.interview.annotate(turn.id, note))

    @rule(data=st.data())
    def grade(self, data: st.DataObject) -> None:
        interview = self.room.interview
        turns = [turn for turn in interview.turns if turn.state.answered and not turn.round]
        if not turns:
            return
        turn = data.draw(st.sampled_from(turns))
        if any(
            one.state in (TurnState.SUBMITTED, TurnState.UNGRADED)
            for one in interview.session.exchange(turn.id)
        ):
            self.give("hint", lambda: interview.grading(turn.id))
        if turn.state is TurnState.BLANK:
            grade = blank(turn)
        else:
            whole = grade_of(turn, *[Verdict.MET] * 3)
            grade = data.draw(st.sampled_from([ungraded(turn), grade_of(turn, Verdict.MET), whole]))
        self.give("hint", lambda: interview.graded(turn.id, grade))
        verdict = data.draw(st.none() | st.sampled_from(Verdict))
        self.give("hint", lambda: interview.mark(turn.id, "boil", verdict))

    @rule()
    def leave_and_come_back(self) -> None:
        self.give("end", self.room.interview.leave)
        self.room.interview.reopen()

    @invariant()
    def no_text_is_lost(self) -> None:
        for turn in self.room.interview.turns:
            assert turn.draft == self.typed.get(turn.id, "")
            if turn.state.answered:
                assert turn.answer == turn.draft

    @invariant()
    def time_runs_forward(self) -> None:
        session = self.room.interview.session
        assert session.used >= self.before.used >= 0
        used = {turn.id: turn.used for turn in self.before.turns}
        for turn in session.turns:
            assert turn.used >= used.get(turn.id, 0.0)
        assert abs(sum(turn.used for turn in session.turns) - session.used) < 1e-6

    @invariant()
    def clocks_run_only_while_a_question_is_open(self) -> None:
        interview = self.room.interview
        if interview.running:
            assert interview.phase is Phase.ANSWERING
            assert interview.current.state.open

    @invariant()
    def attempts_stand_together(self) -> None:
        places = [(turn.number, turn.attempt, turn.round) for turn in self.room.interview.turns]
        assert places == sorted(places)
        assert len(set(places)) == len(places)

    @invariant()
    def follow_ups_follow_a_grade_and_are_no_more_than_were_chosen(self) -> None:
        session = self.room.interview.session
        for turn in session.turns:
            if turn.round:
                first, *others = session.exchange(turn.id)
                assert turn.round <= session.rounds
                assert first.state is not TurnState.BLANK
                assert first.score is not None
                assert turn.ask not in [other.ask for other in others if other != turn]
                assert turn.score is None
                assert all(other.state.answered for other in others if other.round < turn.round)
        figures = report(session)
        assert figures.questions == session.questions
        assert figures.questions == (
            figures.handed_in + figures.skipped + figures.unanswered + figures.not_reached
        )

    @invariant()
    def an_ended_interview_says_why(self) -> None:
        session = self.room.interview.session
        over = session.phase is Phase.ENDED
        assert (session.ended_at is not None) == (session.end_reason is not None) == over
        self.before = session

    def teardown(self) -> None:
        if not hasattr(self, "told"):
            return
        self.phases_were_legal()
        answered = [fact.turn for fact in self.told if isinstance(fact, AnswerSubmitted)]
        assert len(answered) == len(set(answered))
        ends = [fact for fact in self.told if isinstance(fact, SessionEnded)]
        assert len(ends) == (self.room.interview.phase is Phase.ENDED)
        warned = [
            (fact.scope, fact.scope == "question" and fact.turn, getattr(fact, "left", "none"))
            for fact in self.told
            if isinstance(fact, TimeWarning | TimeExpired)
        ]
        assert len(warned) == len(set(warned))

    def phases_were_legal(self) -> None:
        """The phases that the facts tell of, each from the one before."""
        phases = [Phase.READY]
        for fact in self.told:
            if isinstance(fact, QuestionAsked | Resumed):
                phases.append(Phase.ANSWERING)
            elif isinstance(fact, Paused):
                phases.append(Phase.PAUSED)
            elif isinstance(fact, Closing):
                phases.append(Phase.CLOSING)
            elif isinstance(fact, SessionEnded):
                phases.append(Phase.ENDED)
            elif isinstance(fact, AnswerSubmitted) and fact.by == "hand":
                feedback = self.room.interview.mode.tells_at_once
                phases.append(Phase.FEEDBACK if feedback else Phase.ANSWERING)
        for one, other in itertools.pairwise(phases):
            assert one == other == Phase.ANSWERING or other in LEGAL[one], phases


TestInterview = InterviewMachine.TestCase
TestInterview.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
