"""The commands that can be given by a line."""

from __future__ import annotations

from collections.abc import Callable

from interviewer.banks.words import model_answer_text
from interviewer.plain.voice import Voice
from interviewer.wording import clock_text
from rubrics.errors import InterviewerError
from rubrics.grade import Verdict
from sessions.session import Phase

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


class Quit(Exception):
    """The candidate leaves; everything is kept."""


class Commands:
    """Does what a line that begins with ``/`` asks for."""

    def __init__(self, voice: Voice) -> None:
        self.interview = voice.interview
        self.voice = voice

    def do(self, line: str) -> None:
        """Do what the line asks for.

        Raises:
            InterviewerError: there is no such command, or it cannot be given now.
            Quit: the candidate leaves.
        """
        interview = self.interview
        name, _, rest = line[1:].strip().partition(" ")
        words = rest.split()
        commands: dict[str, Callable[[], object]] = {
            "help": lambda: self.voice.say(HELP),
            "skip": interview.skip,
            "back": lambda: self._back(words),
            "flag": lambda: self._flag(),
            "hint": lambda: self.voice.say(f"Hint: {interview.hint()}"),
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
            raise Quit
        if name not in commands:
            raise InterviewerError(f"There is no command /{name}.", "/help lists them.")
        commands[name]()
        if name == "pause":
            self.voice.say("Paused. /resume goes on.")

    def _resume(self) -> None:
        self.interview.resume()
        self.voice.say(f"On again, {clock_text(self.interview.question_left)} left.")
        self.voice.ask()

    def _show(self) -> None:
        if self.voice.at(Phase.PAUSED):
            raise InterviewerError("The answer is hidden in a pause.", "/resume shows it again.")
        self.voice.say(self.interview.current.draft or "(nothing yet)")

    def _undo(self) -> None:
        if not self.interview.allows("type") or not self.interview.current.draft:
            raise InterviewerError("There is no line to take back.")
        kept, _, gone = self.interview.current.draft.rpartition("\n")
        self.interview.type(kept)
        self.voice.say(f"Taken back: {gone}")

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
        self.voice.say("Flag taken away." if turn.flagged else f"Question {turn.label} is flagged.")

    def _time(self) -> None:
        self.voice.say(
            f"Question: {clock_text(self.interview.question_left)} left; "
            f"interview: {clock_text(self.interview.session_left)} left."
        )

    def _answered(self) -> int:
        if self.voice.last_answered is None or (
            not self.interview.mode.tells_at_once and self.interview.phase is not Phase.ENDED
        ):
            raise InterviewerError("There is no answer with feedback yet.")
        return self.voice.last_answered

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
                f"/mark 1 met, for criteria 1 to {len(criteria)}: {', '.join(names)} or none; "
                "a reason may follow.",
            )
        verdict = None if words[1] == "none" else Verdict(words[1])
        reason = " ".join(words[2:])
        self.interview.mark(turn.id, criteria[int(words[0]) - 1].id, verdict, reason)
        turn = self.interview.session.turn(turn.id)
        score = "no score yet" if turn.score is None else f"{turn.score:g}"
        score = score if self.voice.scores else "the score comes at the end"
        self.voice.say(f"Kept. With your own marks: {score}.")

    def _feedback(self, words: list[str]) -> None:
        turn_id = self._answered()
        if words:
            answered = {one.label: one.id for one in self.interview.turns if one.state.answered}
            if words[0] not in answered:
                raise InterviewerError(
                    f"Question {words[0]} has no answer.", f"Answered: {', '.join(answered)}."
                )
            turn_id = answered[words[0]]
        self.voice.say_feedback(turn_id)

    def _model(self) -> None:
        turn = self.interview.session.turn(self._answered())
        self.voice.say("Model answer:", model_answer_text(turn.question))
