"""What a session came to: its averages, what was missed, and what stands apart from any score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rubrics.grade import Band, Verdict
from rubrics.rubric import Weight
from sessions.session import Origin, Session, Turn, TurnState
from sessions.summary import first_attempts, graders, is_ungraded, means

WHOSE: dict[Origin, str] = {
    "graded": "Graded",
    "estimated": "Estimate",
    "self-marked": "Your own marks",
}
"""How each origin of a score is called."""


@dataclass(frozen=True)
class Average:
    """The mean of scores of one origin.

    Attributes:
        score: 0 to 100, one decimal.
        count: how many answers it is over.
        graders: how many different graders made them; another model, prompt or version is another
            one, and what it gives is not quite the same measure.
    """

    origin: Origin
    score: float
    band: Band
    count: int
    graders: int = 1


@dataclass(frozen=True)
class SectionLine:
    """One section of the session.

    Attributes:
        questions: how many of its questions were chosen.
        scores: mean (one decimal) and count by origin; origins without a score are left out.
    """

    title: str
    questions: int
    scores: dict[Origin, tuple[float, int]]


@dataclass(frozen=True)
class Miss:
    """A criterion that an answer did not meet.

    Attributes:
        turn: id of the turn.
        label: number of the question as it is shown.
        criterion: id of the criterion.
    """

    turn: int
    label: str
    criterion: str
    expects: str
    weight: Weight
    verdict: Verdict


@dataclass(frozen=True)
class Improvement:
    """A question that was answered again, its scores all of one origin.

    Attributes:
        label: number of the question.
        first: score of the first attempt.
        best: best score of a later one; may be the lower.
    """

    label: str
    origin: Origin
    first: float
    best: float


@dataclass(frozen=True)
class Report:
    """The figures of a session. All but ``improved``, ``used`` and ``allotted`` are about first
    attempts. ``questions`` is ``handed_in + skipped + unanswered + not_reached``, and
    ``handed_in`` is every scored answer, ``ungraded`` and ``waiting``.

    Attributes:
        averages: one for each origin that has a score; never mixed.
        questions: how many were chosen.
        handed_in: answers handed in, blank ones included.
        blank: answers with nothing in them; they score 0.
        skipped: questions passed over.
        unanswered: questions that were asked and still stood open.
        not_reached: questions that were never asked.
        ungraded: label and reason of each answer that could not be graded.
        waiting: labels of the answers that no grader has seen yet.
        by_section: in the order in which the sections came.
        follow_ups_waiting: labels of the follow-ups that are not in the grade of their answer yet.
        follow_ups_ungraded: label and reason of those that could not be taken into it.
        misses: heaviest first, then in order. A blank answer has none: it misses everything.
        used: seconds spent on all attempts and follow-ups.
        allotted: seconds given for those that were begun.
        improved: the questions that were answered again.
    """

    averages: tuple[Average, ...]
    questions: int
    handed_in: int
    blank: int
    skipped: int
    unanswered: int
    not_reached: int
    ungraded: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    follow_ups_waiting: tuple[str, ...]
    follow_ups_ungraded: tuple[tuple[str, str], ...]
    by_section: tuple[SectionLine, ...]
    misses: tuple[Miss, ...]
    used: float
    allotted: float
    improved: tuple[Improvement, ...]

    def headline(self) -> str:
        """The result in a line, such as ``Estimate: Solid 74, over 9 of 10 answers; 1 blank``."""
        scores = " · ".join(
            f"{WHOSE[average.origin]}: {average.band.capitalize()} {average.score:g}, "
            f"over {average.count} of {_counted(self.handed_in, 'answer')}"
            + (f", by {average.graders} different graders" if average.graders > 1 else "")
            for average in self.averages
        )
        apart = self.apart()
        if not scores:
            return f"No score: {'; '.join(apart)}"
        return "; ".join((scores, *apart))

    def apart(self) -> list[str]:
        """What stands in no average, and the blank answers that do, each in a few words."""
        parts = [
            ("no answer was handed in", not self.handed_in),
            (f"{self.blank} blank", self.blank),
            (f"{len(self.ungraded)} ungraded: {_reasons(self.ungraded)}", self.ungraded),
            (f"{len(self.waiting)} not graded yet", self.waiting),
            (
                f"{_counted(len(self.follow_ups_ungraded), 'follow-up')} ungraded: "
                f"{_reasons(self.follow_ups_ungraded)}",
                self.follow_ups_ungraded,
            ),
            (
                f"{_counted(len(self.follow_ups_waiting), 'follow-up')} not graded yet",
                self.follow_ups_waiting,
            ),
            (f"{self.skipped} skipped", self.skipped),
            (f"{self.unanswered} left open", self.unanswered),
            (f"{self.not_reached} not reached", self.not_reached),
        ]
        return [words for words, so in parts if so]


def report(session: Session) -> Report:
    """The figures of a session as it stands; it need not have ended."""
    turns = first_attempts(session)
    states = [turn.state for turn in turns]
    handed_in = [turn for turn in turns if turn.state.answered]
    begun = [turn for turn in session.turns if turn.asked_at is not None]
    follow_ups = [turn for turn in session.turns if turn.attempt == 1 and turn.round]
    return Report(
        averages=_averages(session, turns),
        questions=len(turns),
        handed_in=len(handed_in),
        blank=states.count(TurnState.BLANK),
        skipped=states.count(TurnState.SKIPPED),
        unanswered=sum(state.open for state in states),
        not_reached=states.count(TurnState.PLANNED),
        ungraded=tuple((turn.label, _reason(turn)) for turn in turns if is_ungraded(turn)),
        waiting=tuple(
            turn.label for turn in handed_in if turn.score is None and not is_ungraded(turn)
        ),
        follow_ups_waiting=tuple(
            turn.label
            for turn in follow_ups
            if turn.state in (TurnState.SUBMITTED, TurnState.GRADING)
        ),
        follow_ups_ungraded=tuple(
            (turn.label, _reason(turn)) for turn in follow_ups if is_ungraded(turn) and turn.grade
        ),
        by_section=tuple(_by_section(session, turns)),
        misses=tuple(_misses(turns)),
        used=sum(turn.used for turn in begun),
        allotted=sum(turn.allotted for turn in begun),
        improved=tuple(_improved(session)),
    )


def _averages(session: Session, turns: Sequence[Turn]) -> tuple[Average, ...]:
    return tuple(
        Average(origin, score, Band.of(score), count, len(graders(session, origin)) or 1)
        for origin, (score, count) in means(turns).items()
    )


def _reasons(ungraded: Sequence[tuple[str, str]]) -> str:
    return ", ".join(dict.fromkeys(reason for _, reason in ungraded))


def _reason(turn: Turn) -> str:
    return (turn.grade.reason if turn.grade else None) or "no reason was given"


def _by_section(session: Session, turns: Sequence[Turn]) -> list[SectionLine]:
    sections: dict[str, list[Turn]] = {}
    for turn in turns:
        sections.setdefault(session.section_of(turn), []).append(turn)
    return [SectionLine(title, len(members), means(members)) for title, members in sections.items()]


def _misses(turns: Sequence[Turn]) -> list[Miss]:
    misses = [
        Miss(turn.id, turn.label, mark.id, mark.expects, mark.weight, mark.verdict)
        for turn in turns
        if turn.state.answered and turn.state is not TurnState.BLANK
        for mark in turn.marks
        if mark.verdict is not Verdict.MET
    ]
    return sorted(
        misses,
        key=lambda miss: (miss.weight.points * (1 - miss.verdict.credit), miss.weight.points),
        reverse=True,
    )


def _improved(session: Session) -> list[Improvement]:
    improved = []
    for first in first_attempts(session):
        origin, score = first.origin, first.score
        later = [
            turn.score
            for turn in session.turns
            if turn.number == first.number
            and turn.attempt > 1
            and turn.score is not None
            and turn.origin == origin
        ]
        if later and origin is not None and score is not None:
            improved.append(Improvement(first.label, origin, score, max(later)))
    return improved


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
