"""Running an interview by lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TextIO

from interviewer.exit_codes import DONE, FAILED, INTERRUPTED
from interviewer.interruption import Interruption
from interviewer.plain.commands import Commands, Quit
from interviewer.plain.lines import Lines
from interviewer.plain.voice import Voice
from interviewer.services import Services
from interviewer.wording import other_grader, report_lines, who_marks
from rubrics.errors import InterviewerError
from sessions.grading import ungraded_turns
from sessions.holding import Held
from sessions.report import report
from sessions.session import Phase, Session

TICK = 0.5
"""Seconds between two looks at the clock while no line comes."""


def run_plain(session: Session, services: Services, source: TextIO, target: TextIO) -> int:
    """Run an interview by lines until it ends or the candidate leaves.

    Returns:
        The exit code: 0, 130 where it was interrupted by a signal, or 3 where not everything
        could be kept or handed in.
    """
    with services.hold(session) as held, asyncio.Runner() as runner:
        lines = Lines(source, runner.get_loop())
        with Interruption(lines.end) as interruption:
            voice = Voice(held.interview, services, target)
            face = _Plain(held, services, lines, voice, interruption)
            try:
                runner.run(face.run())
                return DONE
            except Quit:
                return face.leave(INTERRUPTED if interruption.asked else DONE)
            finally:
                runner.run(services.queue.close())


class _Plain:
    def __init__(
        self,
        held: Held,
        services: Services,
        lines: Lines,
        voice: Voice,
        interruption: Interruption,
    ) -> None:
        self.held = held
        self.interview = held.interview
        self.services = services
        self.interruption = interruption
        self.lines = lines
        self.voice = voice
        self.commands = Commands(voice)
        self.problem: str | None = None
        self.refused = False
        """Whether the end of the input could not hand in what was typed."""

    def leave(self, code: int) -> int:
        """Keep everything and say how to go on; the exit code is another where that fails."""
        try:
            self.interview.leave()
        except InterviewerError as error:
            self.voice.say("", f"! Not everything could be kept: {error}")
            return FAILED
        session = self.interview.session
        self.voice.say("", f"Left; everything is kept. Go on: interviewer resume {session.id}")
        return FAILED if self.refused else code

    def _leave_if_asked(self) -> None:
        if self.interruption.asked:
            raise Quit

    def _trust(self) -> str:
        session = self.interview.session
        return self.services.trust((turn.bank, turn.question) for turn in session.turns)

    async def run(self) -> None:
        session, choice = self.interview.session, self.services.choice
        count = session.questions
        self.voice.say(
            f"{session.bank_title}: {count} question{'s' * (count != 1)}, {session.mode}, "
            f"about {session.limit / 60:.0f} min.",
            other_grader(session, choice) or who_marks(choice, trust=self._trust()),
            f"Interview {session.id}. A line with a single . hands in; /help lists the commands.",
        )
        self._open()
        await self._grade()
        while not self.voice.at(Phase.ENDED):
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
                if not self.voice.at(Phase.ENDED):
                    raise Quit
                break
            self._guarded(lambda line=line: self._take(line))  # type: ignore[misc]
            self._guarded(self.interview.tick)
            if self.lines.empty() and not self.interview.saved:
                self.interview.save_draft()
            await self._grade()
            self._tell_problem()
        await self._last_grades()
        session = self.interview.session
        self.voice.say("", *report_lines(report(session), self.services.store.spent(session.id)))
        self.voice.say(f"Read it again: interviewer review {session.id}")

    def _open(self) -> None:
        interview = self.interview
        if interview.phase is Phase.READY:
            interview.begin()
        elif interview.phase is Phase.PAUSED:
            self.voice.say("Paused. /resume goes on.")
        elif interview.phase is Phase.ANSWERING:
            interview.reopen()
        elif interview.phase is Phase.FEEDBACK:
            self.voice.last_answered = interview.current.id
            self.voice.show_feedback(interview.current.id)
        elif interview.phase is Phase.CLOSING:
            self.voice.offer_skipped()

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do it; where it cannot be done, say why and go on with everything as it was."""
        try:
            action()
        except InterviewerError as error:
            self.voice.say(f"! {error}")

    def _tell_problem(self) -> None:
        if self.interview.draft_problem != self.problem:
            self.problem = self.interview.draft_problem
            self.voice.say(f"! Not saved: {self.problem}" if self.problem else "Saved again.")

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
            self.commands.do(line)
            return
        line = line[1:] if line.startswith("//") else line
        if interview.phase is Phase.PAUSED:
            self.voice.say("Paused; nothing was taken. /resume goes on.")
            return
        if interview.phase is Phase.CLOSING:
            self.voice.offer_skipped()
            return
        if interview.phase is Phase.FEEDBACK:
            interview.next()
            if not line.strip() or not self.voice.at(Phase.ANSWERING):
                return
        if line.strip() == ".":
            interview.submit()
        else:
            draft = interview.current.draft
            interview.type(f"{draft}\n{line}" if draft else line)

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
            self.voice.say(
                f"{answers} still being graded. Ctrl+C leaves the rest for the next start."
            )
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
