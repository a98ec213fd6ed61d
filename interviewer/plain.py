"""The interview by lines, for screen readers, pipes and files of answers.

What is typed goes into the answer line by line; a line with a single ``.`` hands it in, and a line
that begins with ``/`` is a command. In feedback, an empty line or the next answer goes on.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from interviewer.banks.words import model_answer_text
from interviewer.exit_codes import DONE, FAILED, INTERRUPTED
from interviewer.interruption import Interruption
from interviewer.services import Services
from interviewer.wording import (
    clock_text,
    delivery_text,
    feedback_lines,
    follows_text,
    grading_text,
    other_grader,
    report_lines,
    score_text,
    stood_text,
    who_marks,
)
from rubrics.errors import InterviewerError
from rubrics.grade import Verdict
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
from sessions.holding import Held
from sessions.report import report
from sessions.session import Phase, Session, TurnState
from sessions.telling import tells_scores

TICK = 0.5
"""Seconds between two looks at the clock while no line comes."""

HELP = """\
Type your answer; a line with a single . hands it in. A line that begins with / is a command
(begin it with // to have a / in the answer):
  /skip  pass over       /back N  open skipped question N       /flag  mark to come back to
  /hint  show the hint   /time    what is left                  /pause, /resume
  /show  the answer so far        /undo  take back its last line
  /mark N VERDICT        mark criterion N of the last answer yourself: met, partly, missed,
                         contradicted, or none to take it back; a reason may follow
  /model  model answer   /again   answer the same question again
  /follow  take the follow-up to the last answer
  /feedback [N]  the marks of answer N, or of the last
  /next  next question   /end     end the interview             /quit   leave; resume goes on"""


class _Quit(Exception):
    """The candidate leaves; everything is kept."""


def run_plain(session: Session, services: Services, source: TextIO, target: TextIO) -> int:
    """Run an interview by lines until it ends or the candidate leaves.

    Returns:
        The exit code: 0, 130 where it was interrupted by a signal, or 3 where not everything
        could be kept or handed in.
    """
    with services.hold(session) as held, asyncio.Runner() as runner:
        lines = Lines(source, runner.get_loop())
        with Interruption(lines.end) as interruption:
            face = _Plain(held, services, lines, target, interruption)
            try:
                runner.run(face.run())
                return DONE
            except _Quit:
                return face.leave(INTERRUPTED if interruption.asked else DONE)
            finally:
                runner.run(services.queue.close())


class Lines:
    """Lines as they are typed, read in a thread of their own.

    Attributes:
        by_hand: whether a person types, who reads and writes while an answer is graded.
        ended: set when ``end`` was called.
    """

    def __init__(self, source: TextIO, loop: asyncio.AbstractEventLoop) -> None:
        self.by_hand = source.isatty()
        self.ended = asyncio.Event()
        self._loop = loop
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        threading.Thread(target=self._read, args=(source,), name="lines", daemon=True).start()

    async def get(self, seconds: float) -> str | None:
        """The next line, None at the end of the input.

        Raises:
            TimeoutError: none came in this time.
        """
        return await asyncio.wait_for(self._lines.get(), seconds)

    def empty(self) -> bool:
        """Whether no line waits to be read."""
        return self._lines.empty()

    def end(self) -> None:
        """End the input now; safe in a signal's handler."""
        self._loop.call_soon_threadsafe(self.ended.set)
        self._loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _read(self, source: TextIO) -> None:
        with suppress(RuntimeError):  # The interview was left meanwhile.
            try:
                for line in source:
                    self._put(line.rstrip("\r\n"))
            except (OSError, ValueError):
                pass  # A terminal that went away ends the input like its end does.
            self._put(None)

    def _put(self, line: str | None) -> None:
        self._loop.call_soon_threadsafe(self._lines.put_nowait, line)


class _Plain:
    def __init__(
        self,
        held: Held,
        services: Services,
        lines: Lines,
        target: TextIO,
        interruption: Interruption,
    ) -> None:
        self.held = held
        self.interview = held.interview
        self.services = services
        self.target = target
        self.interruption = interruption
        self.lines = lines
        self.last_answered: int | None = None
        self.problem: str | None = None
        self.refused = False
        """Whether the end of the input could not hand in what was typed."""
        self.interview.subscribe(self.hear)

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

    @property
    def scores(self) -> bool:
        """Whether numbers and bands may be told now."""
        return tells_scores(self.interview.session, self.services.settings.hide_scores)

    def at(self, *phases: Phase) -> bool:
        return self.interview.phase in phases

    def _trust(self) -> str:
        session = self.interview.session
        return self.services.trust(session.bank, (turn.question for turn in session.turns))

    async def run(self) -> None:
        session, choice = self.interview.session, self.services.choice
        count = session.questions
        self.say(
            f"{session.bank_title}: {count} question{'s' * (count != 1)}, {session.mode}, "
            f"about {session.limit / 60:.0f} min.",
            other_grader(session, choice) or who_marks(choice, trust=self._trust()),
            f"Interview {session.id}. A line with a single . hands in; /help lists the commands.",
        )
        self._open()
        await self._grade()
        while not self.at(Phase.ENDED):
            try:
                line = await self.lines.get(TICK)
            except TimeoutError:
                self._guarded(self.interview.tick)
                await self._grade()
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
            if self.lines.empty() and not self.interview.saved:
                self.interview.save_draft()
            await self._grade()
            self._tell_problem()
        await self._last_grades()
        session = self.interview.session
        self.say("", *report_lines(report(session), self.services.store.spent(session.id)))
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
            "show": self._show,
            "undo": self._undo,
            "mark": lambda: self._mark(words),
            "model": self._model,
            "feedback": lambda: self._feedback(words),
            "again": interview.again,
            "follow": interview.follow,
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

    def _show(self) -> None:
        if self.at(Phase.PAUSED):
            raise InterviewerError("The answer is hidden in a pause.", "/resume shows it again.")
        self.say(self.interview.current.draft or "(nothing yet)")

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
            not self.interview.mode.tells_at_once and self.interview.phase is not Phase.ENDED
        ):
            raise InterviewerError("There is no answer with feedback yet.")
        return self.last_answered

    def _mark(self, words: list[str]) -> None:
        turn = self.interview.session.turn(self._answered())
        names = [verdict.value for verdict in Verdict]
        criteria = turn.question.criteria
        if (
            len(words) < 2
            or not words[0].isdecimal()
            or not 1 <= int(words[0]) <= len(criteria)
            or words[1] not in [*names, "none"]
        ):
            raise InterviewerError(
                "That is no mark.",
                f"/mark 1 met, for criteria 1 to {len(criteria)}: {names}; a reason may follow.",
            )
        verdict = None if words[1] == "none" else Verdict(words[1])
        reason = " ".join(words[2:])
        self.interview.mark(turn.id, criteria[int(words[0]) - 1].id, verdict, reason)
        turn = self.interview.session.turn(turn.id)
        score = "no score yet" if turn.score is None else f"{turn.score:g}"
        score = score if self.scores else "the score comes at the end"
        self.say(f"Kept. With your own marks: {score}.")

    def _feedback(self, words: list[str]) -> None:
        turn_id = self._answered()
        if words:
            answered = {one.label: one.id for one in self.interview.turns if one.state.answered}
            if words[0] not in answered:
                raise InterviewerError(
                    f"Question {words[0]} has no answer.", f"Answered: {', '.join(answered)}."
                )
            turn_id = answered[words[0]]
        self._say_feedback(turn_id)

    def _model(self) -> None:
        turn = self.interview.session.turn(self._answered())
        self.say("Model answer:", model_answer_text(turn.question))

    async def _grade(self) -> None:
        """Have graded what was handed in. Where nobody reads meanwhile, wait for what is told.

        An exam tells nothing before its end; but what it asks next may follow from a grade.
        """
        session = self.interview.session
        waiting = ungraded_turns(self.interview)
        new = [turn_id for turn_id in waiting if not self.interview.is_grading(turn_id)]
        if new:
            self.services.queue.put(self.held.share(), *new)
            await asyncio.sleep(0)  # The estimate needs no longer than this.
        told = session.mode.tells_at_once or session.rounds > 0
        if waiting and told and not self.lines.by_hand:
            await self._settled()

    async def _last_grades(self) -> None:
        await self._grade()
        waiting = len(ungraded_turns(self.interview))
        if waiting:
            answers = "1 answer is" if waiting == 1 else f"{waiting} answers are"
            self.say(f"{answers} still being graded. Ctrl+C leaves the rest for the next start.")
            await self._settled()

    async def _settled(self) -> None:
        """Wait for the grades that are on their way, or until a signal asks to end."""
        settled = asyncio.ensure_future(self.services.queue.settled(self.interview.id))
        woken = asyncio.ensure_future(self.lines.ended.wait())
        while not settled.done() and not woken.done():
            await asyncio.wait((settled, woken), timeout=TICK, return_when=asyncio.FIRST_COMPLETED)
            self._guarded(self.interview.tick)
        settled.cancel()
        woken.cancel()
        self._leave_if_asked()

    def hear(self, event: Event) -> None:
        """Say what happened."""
        match event:
            case QuestionAsked():
                self._ask()
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
                self._offer_skipped()
            case SessionEnded(reason=reason):
                self.say("", f"The interview is over: {reason}.")
            case _:
                pass

    def _ask(self) -> None:
        interview = self.interview
        turn = interview.current
        self.say(
            "",
            f"Question {turn.label} of {interview.session.questions} ({turn.section}), "
            f"{clock_text(interview.question_left)} min:",
        )
        if turn.round:
            self.say(f"{follows_text(interview.session, turn)}: {turn.question.ask}")
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
            self._show_feedback(turn_id)

    def _show_feedback(self, turn_id: int) -> None:
        self._say_feedback(turn_id)
        self._offer_more()

    def _say_feedback(self, turn_id: int) -> None:
        turn, *follow_ups = self.interview.session.exchange(turn_id)
        self.say("", *feedback_lines(turn, follow_ups, scores=self.scores))
        for one in (turn, *follow_ups):
            given = self.services.delivery(self.interview.id, one)
            if given is not None:
                self.say(f"How you gave {one.label}: {delivery_text(given)}.")

    def _offer_more(self) -> None:
        """Where there is feedback to read, say what can be done now."""
        if self.at(Phase.FEEDBACK):
            follow = "/follow, " if self.interview.allows("follow") else ""
            self.say(f"(empty line: next question; {follow}/model, /mark N VERDICT, /again, /end)")

    def _offer_skipped(self) -> None:
        labels = ", ".join(turn.label for turn in self.interview.skipped)
        self.say("", f"Every question was asked. Skipped: {labels}. /back N opens one, /end ends.")
