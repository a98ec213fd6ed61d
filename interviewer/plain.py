"""The interview by lines, for screen readers, pipes and files of answers.

What is typed goes into the answer line by line; a line with a single ``.`` hands it in, and a line
that begins with ``/`` is a command. In feedback, an empty line or the next answer goes on.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import TextIO

from interviewer.exit_codes import DONE, FAILED, INTERRUPTED
from interviewer.interruption import Interruption
from interviewer.services import Services
from interviewer.wording import (
    clock_text,
    feedback_lines,
    other_grader,
    report_lines,
    who_marks,
)
from rubrics.errors import InterviewerError
from rubrics.grade import Verdict
from rubrics.text import printable
from sessions.events import (
    AnswerSubmitted,
    Closing,
    Event,
    GradeReady,
    QuestionAsked,
    SessionEnded,
    TimeExpired,
    TimeWarning,
)
from sessions.grading import grade_into, ungraded_turns
from sessions.interview import Interview
from sessions.report import report
from sessions.session import Mode, Phase, Session, TurnState

TICK = 0.5
"""Seconds between two looks at the clock while no line comes."""

HELP = """\
Type your answer; a line with a single . hands it in. A line that begins with / is a command
(begin it with // to have a / in the answer):
  /skip  pass over       /back N  open skipped question N       /flag  mark to come back to
  /hint  show the hint   /time    what is left                  /pause, /resume
  /show  the answer so far        /undo  take back its last line
  /mark N VERDICT        mark criterion N of the last answer yourself: met, partly, missed,
                         contradicted, or none to take it back
  /model  model answer   /again   answer the same question again
  /next  next question   /end     end the interview             /quit   leave; resume goes on"""


class _Quit(Exception):
    """The candidate leaves; everything is kept."""


def run_plain(session: Session, services: Services, source: TextIO, target: TextIO) -> int:
    """Run an interview by lines until it ends or the candidate leaves.

    Returns:
        The exit code: 0, 130 where it was interrupted by a signal, or 3 where not everything
        could be kept or handed in.
    """
    interview, claim = services.open_interview(session)
    try:
        lines = _lines(source)
        with asyncio.Runner() as runner, Interruption(lambda: lines.put(None)) as interruption:
            face = _Plain(interview, services, target, runner, interruption)
            try:
                face.run(lines)
                return DONE
            except _Quit:
                return face.leave(INTERRUPTED if interruption.asked else DONE)
    finally:
        claim.release()


def _lines(source: TextIO) -> queue.SimpleQueue[str | None]:
    """Lines as they come, from a thread of their own; None at the end."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        try:
            for line in source:
                lines.put(line.rstrip("\r\n"))
        except (OSError, ValueError):
            pass  # A terminal that went away ends the input like its end does.
        lines.put(None)

    threading.Thread(target=read, name="lines", daemon=True).start()
    return lines


class _Plain:
    def __init__(
        self,
        interview: Interview,
        services: Services,
        target: TextIO,
        runner: asyncio.Runner,
        interruption: Interruption,
    ) -> None:
        self.runner = runner
        self.interruption = interruption
        self.interview = interview
        self.services = services
        self.target = target
        self.last_answered: int | None = None
        self.problem: str | None = None
        self.refused = False
        """Whether the end of the input could not hand in what was typed."""
        interview.subscribe(self.hear)

    def say(self, *lines: str) -> None:
        for line in lines:
            self.target.write(printable(line) + "\n")
        self.target.flush()

    def leave(self, code: int) -> int:
        """Keep everything and say how to go on; the exit code is another where that fails."""
        try:
            self.interview.leave()
        except InterviewerError as error:
            self.say("", f"! Not everything could be kept: {error}")
            return FAILED
        session = self.interview.session
        self.say("", f"Left; everything is kept. Go on: interviewer resume {session.id}")
        return FAILED if self.refused else code

    def _leave_if_asked(self) -> None:
        if self.interruption.asked:
            raise _Quit

    def at(self, *phases: Phase) -> bool:
        return self.interview.phase in phases

    def run(self, lines: queue.SimpleQueue[str | None]) -> None:
        session, choice = self.interview.session, self.services.choice
        count = len(session.turns)
        self.say(
            f"{session.bank_title}: {count} question{'s' * (count != 1)}, {session.mode}, "
            f"about {session.limit / 60:.0f} min.",
            other_grader(session, choice) or who_marks(choice),
            f"Interview {session.id}. A line with a single . hands in; /help lists the commands.",
        )
        self._open()
        self._grade()
        while not self.at(Phase.ENDED):
            try:
                line = lines.get(timeout=TICK)
            except queue.Empty:
                self._leave_if_asked()
                self._guarded(self.interview.tick)
                self._grade()
                self._tell_problem()
                continue
            self._leave_if_asked()
            if line is None:
                self._guarded(self._input_ended)
                if not self.at(Phase.ENDED):
                    raise _Quit
                break
            self._guarded(lambda line=line: self._take(line))  # type: ignore[misc]
            self._guarded(self.interview.tick)
            if lines.empty() and not self.interview.saved:
                self.interview.save_draft()
            self._grade()
            self._tell_problem()
        self._grade()
        self.say("", *report_lines(report(self.interview.session)))
        self.say(f"Read it again: interviewer review {session.id}")

    def _open(self) -> None:
        interview = self.interview
        if interview.phase is Phase.READY:
            interview.begin()
        elif interview.phase is Phase.PAUSED:
            self.say("Paused. /resume goes on.")
        elif interview.phase is Phase.ANSWERING:
            interview.reopen()
        elif interview.phase is Phase.FEEDBACK:
            self.last_answered = interview.current.id
            self._show_feedback(interview.current.id)
        elif interview.phase is Phase.CLOSING:
            self._offer_skipped()

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do it; where it cannot be done, say why and go on with everything as it was."""
        try:
            action()
        except InterviewerError as error:
            self.say(f"! {error}")

    def _tell_problem(self) -> None:
        if self.interview.draft_problem != self.problem:
            self.problem = self.interview.draft_problem
            self.say(f"! Not saved: {self.problem}" if self.problem else "Saved again.")

    def _input_ended(self) -> None:
        """The end of the input hands in what was typed and ends the interview."""
        if self.interview.phase is Phase.PAUSED:
            return
        if self.interview.allows("end"):
            self.refused = True
            self.interview.end()
            self.refused = False

    def _take(self, line: str) -> None:
        interview = self.interview
        if line.startswith("/") and not line.startswith("//"):
            self._command(line)
            return
        line = line[1:] if line.startswith("//") else line
        if interview.phase is Phase.PAUSED:
            self.say("Paused; nothing was taken. /resume goes on.")
            return
        if interview.phase is Phase.CLOSING:
            self._offer_skipped()
            return
        if interview.phase is Phase.FEEDBACK:
            interview.next()
            if not line.strip() or not self.at(Phase.ANSWERING):
                return
        if line.strip() == ".":
            interview.submit()
        else:
            draft = interview.current.draft
            interview.type(f"{draft}\n{line}" if draft else line)

    def _command(self, line: str) -> None:
        interview = self.interview
        name, _, rest = line[1:].strip().partition(" ")
        words = rest.split()
        commands: dict[str, Callable[[], object]] = {
            "help": lambda: self.say(HELP),
            "skip": interview.skip,
            "back": lambda: self._back(words),
            "flag": lambda: self._flag(),
            "hint": lambda: self.say(f"Hint: {interview.hint()}"),
            "time": self._time,
            "pause": interview.pause,
            "resume": self._resume,
            "show": lambda: self.say(interview.current.draft or "(nothing yet)"),
            "undo": self._undo,
            "mark": lambda: self._mark(words),
            "model": self._model,
            "again": interview.again,
            "next": interview.next,
            "end": interview.end,
        }
        if name == "quit":
            raise _Quit
        if name not in commands:
            raise InterviewerError(f"There is no command /{name}.", "/help lists them.")
        commands[name]()
        if name == "pause":
            self.say("Paused. /resume goes on.")

    def _resume(self) -> None:
        self.interview.resume()
        self.say(f"On again, {clock_text(self.interview.question_left)} left.")
        self._ask()

    def _undo(self) -> None:
        if not self.interview.allows("type") or not self.interview.current.draft:
            raise InterviewerError("There is no line to take back.")
        kept, _, gone = self.interview.current.draft.rpartition("\n")
        self.interview.type(kept)
        self.say(f"Taken back: {gone}")

    def _back(self, words: list[str]) -> None:
        wanted = words[0] if words else ""
        for turn in self.interview.skipped:
            if turn.label == wanted or (not wanted and len(self.interview.skipped) == 1):
                self.interview.go_to(turn.id)
                return
        skipped = ", ".join(turn.label for turn in self.interview.skipped) or "none"
        raise InterviewerError(f"No skipped question {wanted}.", f"Skipped: {skipped}.")

    def _flag(self) -> None:
        turn = self.interview.current
        self.interview.flag(turn.id)
        self.say("Flag taken away." if turn.flagged else f"Question {turn.label} is flagged.")

    def _time(self) -> None:
        self.say(
            f"Question: {clock_text(self.interview.question_left)} left; "
            f"interview: {clock_text(self.interview.session_left)} left."
        )

    def _answered(self) -> int:
        if self.last_answered is None or (
            self.interview.mode is Mode.EXAM and self.interview.phase is not Phase.ENDED
        ):
            raise InterviewerError("There is no answer with feedback yet.")
        return self.last_answered

    def _mark(self, words: list[str]) -> None:
        turn = self.interview.session.turn(self._answered())
        names = [verdict.value for verdict in Verdict]
        criteria = turn.question.criteria
        if (
            len(words) != 2
            or not words[0].isdecimal()
            or not 1 <= int(words[0]) <= len(criteria)
            or words[1] not in [*names, "none"]
        ):
            raise InterviewerError(
                "That is no mark.", f"/mark 1 met, for criteria 1 to {len(criteria)}: {names}"
            )
        verdict = None if words[1] == "none" else Verdict(words[1])
        self.interview.mark(turn.id, criteria[int(words[0]) - 1].id, verdict)
        turn = self.interview.session.turn(turn.id)
        score = "no score yet" if turn.score is None else f"{turn.score:g}"
        self.say(f"Kept. With your own marks: {score}.")

    def _model(self) -> None:
        turn = self.interview.session.turn(self._answered())
        self.say("Model answer:", turn.question.model_answer.strip())

    def _grade(self) -> None:
        """Grade what was handed in, on the spot: by lines there is nothing else to do meanwhile."""
        for turn_id in ungraded_turns(self.interview):
            if self.interruption.asked:
                return
            try:
                work = grade_into(self.interview, turn_id, self.services.grader)
                self.interruption.run(self.runner, work)
            except InterviewerError as error:
                self.say(f"! {error}")
                return

    def hear(self, event: Event) -> None:
        """Say what happened."""
        match event:
            case QuestionAsked():
                self._ask()
            case AnswerSubmitted(turn=turn, by=by):
                self.last_answered = turn
                self.say(
                    {"hand": "Handed in.", "clock": "Time is up; handed in as it stands."}.get(
                        by, "Handed in at the end."
                    )
                )
            case GradeReady(turn=turn) if self.interview.mode is Mode.PRACTICE:
                self._show_feedback(turn)
            case TimeWarning(scope=scope, left=left):
                left_text = "30 seconds" if left == "30 s" else "a quarter"
                self.say(f"[{left_text} of the {scope}'s time left]")
            case TimeExpired(scope=scope) if self.interview.mode is Mode.PRACTICE:
                self.say(f"[the {scope}'s time is over; you may go on]")
            case Closing():
                self._offer_skipped()
            case SessionEnded(reason=reason):
                self.say("", f"The interview is over: {reason}.")
            case _:
                pass

    def _ask(self) -> None:
        interview = self.interview
        turn = interview.current
        count = max(turn.number for turn in interview.turns)
        self.say(
            "",
            f"Question {turn.label} of {count} ({turn.section}), "
            f"{clock_text(interview.question_left)} min:",
            turn.question.ask,
        )
        if turn.state is TurnState.DRAFTING:
            self.say("Your answer so far:", turn.draft)

    def _show_feedback(self, turn_id: int) -> None:
        self.say("", *feedback_lines(self.interview.session.turn(turn_id)))
        if self.interview.phase is Phase.FEEDBACK:
            self.say("(empty line: next question; /model, /mark N VERDICT, /again, /end)")

    def _offer_skipped(self) -> None:
        labels = ", ".join(turn.label for turn in self.interview.skipped)
        self.say("", f"Every question was asked. Skipped: {labels}. /back N opens one, /end ends.")
