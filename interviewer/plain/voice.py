"""What is said: every fact of the interview, in lines."""

from __future__ import annotations

from typing import TextIO

from interviewer.services import Services
from interviewer.wording import (
    clock_text,
    delivery_text,
    feedback_lines,
    follows_text,
    grading_text,
    score_text,
    stood_text,
)
from rubrics.grader import Waiting
from rubrics.text import printable
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    GradeFailed,
    GradeReady,
    GradingProgressed,
    QuestionAsked,
    QuestionSkipped,
    SessionEnded,
    StoodStill,
    TimeExpired,
    TimeWarning,
)
from sessions.grading import ungraded_turns
from sessions.interview import Interview
from sessions.session import Phase, TurnState
from sessions.telling import tells_scores


class Voice:
    """Hears of every fact and says it.

    Attributes:
        last_answered: the turn that was answered last, or None.
    """

    def __init__(self, interview: Interview, services: Services, target: TextIO) -> None:
        self.interview = interview
        self.last_answered: int | None = None
        self._services = services
        self._target = target
        interview.subscribe(self.hear)

    def say(self, *lines: str) -> None:
        for line in lines:
            self._target.write(printable(line) + "\n")
        self._target.flush()

    @property
    def scores(self) -> bool:
        """Whether numbers and bands may be told now."""
        return tells_scores(self.interview.session, self._services.settings.hide_scores)

    def at(self, *phases: Phase) -> bool:
        return self.interview.phase in phases

    def hear(self, event: Event) -> None:
        """Say what happened."""
        match event:
            case QuestionAsked():
                self.ask()
            case AnswerSubmitted(turn=turn, by=by):
                first = self.interview.session.exchange(turn)[0].id
                self.last_answered = first
                self.say(
                    {"hand": "Handed in.", "clock": "Time is up; handed in as it stands."}.get(
                        by, "Handed in at the end."
                    )
                )
                if first not in ungraded_turns(self.interview):
                    self._offer_more()
            case QuestionSkipped():
                self._offer_more()
            case GradeReady(turn=turn) if self.interview.mode.tells_at_once:
                self._tell_grade(turn)
            case GradeFailed(turn=turn, why=why):
                self.say(f"! Question {self.interview.session.turn(turn).label}: {why}")
            case GradingProgressed(turn=turn, progress=Waiting()):
                label = self.interview.session.turn(turn).label
                self.say(f"[question {label}: {grading_text(self.interview, turn)}]")
            case TimeWarning(scope=scope, left=left):
                left_text = "30 seconds" if left == "30 s" else "a quarter"
                self.say(f"[{left_text} of the {scope}'s time left]")
            case TimeExpired(scope=scope) if self.interview.mode.tells_at_once:
                self.say(f"[the {scope}'s time is over; you may go on]")
            case StoodStill(seconds=seconds):
                self.say(f"[{stood_text(seconds)}]")
            case Closing():
                self.offer_skipped()
            case SessionEnded(reason=reason):
                self.say("", f"The interview is over: {reason}.")
            case _:
                pass

    def ask(self) -> None:
        interview = self.interview
        session, turn = interview.session, interview.current
        self.say(
            "",
            f"Question {turn.label} of {session.questions} ({session.section_of(turn)}), "
            f"{clock_text(interview.question_left)} min:",
        )
        if turn.round:
            self.say(f"{follows_text(session, turn)}: {turn.question.ask}")
        self.say(turn.ask)
        if turn.state is TurnState.DRAFTING:
            self.say("Your answer so far:", turn.draft)

    def _tell_grade(self, turn_id: int) -> None:
        """Show the marks, or that they are there where something else is being written."""
        if self.at(Phase.ANSWERING):
            turn = self.interview.session.turn(turn_id)
            score = score_text(turn, self.scores)
            self.say(f"[question {turn.label}: {score}; /feedback {turn.label} shows why]")
        else:
            self.show_feedback(turn_id)

    def show_feedback(self, turn_id: int) -> None:
        self.say_feedback(turn_id)
        self._offer_more()

    def say_feedback(self, turn_id: int) -> None:
        turn, *follow_ups = self.interview.session.exchange(turn_id)
        self.say("", *feedback_lines(turn, follow_ups, scores=self.scores))
        for one in (turn, *follow_ups):
            given = self._services.delivery(self.interview.id, one)
            if given is not None:
                self.say(f"How you gave {one.label}: {delivery_text(given)}.")

    def _offer_more(self) -> None:
        """Where there is feedback to read, say what can be done now."""
        if self.at(Phase.FEEDBACK):
            follow = "/follow, " if self.interview.allows("follow") else ""
            self.say(f"(empty line: next question; {follow}/model, /mark N VERDICT, /again, /end)")

    def offer_skipped(self) -> None:
        labels = ", ".join(turn.label for turn in self.interview.skipped)
        self.say("", f"Every question was asked. Skipped: {labels}. /back N opens one, /end ends.")
