"""Scores, marks, times and who marks in words: the same in the app, in plain mode and in files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime

from interviewer.config.settings import ESTIMATE, Settings
from interviewer.graders import Choice
from rubrics.grade import GraderId, Verdict
from rubrics.grader import Arriving, Waiting
from sessions.delivery import Delivery
from sessions.interview import Interview
from sessions.own_marks import said_by
from sessions.report import Report
from sessions.session import Mode, Origin, Phase, Session, Turn, TurnState
from sessions.summary import SessionSummary, Spent
from sessions.time import clock

GLYPHS = {
    Verdict.MET: "●",
    Verdict.PARTLY: "◐",
    Verdict.MISSED: "○",
    Verdict.CONTRADICTED: "✗",
}

ORIGINS: dict[Origin, str] = {
    "graded": "grade",
    "estimated": "estimate",
    "self-marked": "your own marks",
}


BEING_GRADED = "being graded"


def grading_text(interview: Interview, turn_id: int) -> str:
    """What the grader is at with an answer; empty where it is at nothing."""
    if not interview.is_grading(turn_id):
        return ""
    match interview.progress(turn_id):
        case (Waiting() as wait, ago):
            left = math.ceil(max(0.0, wait.seconds - ago))
            return f"{wait.reason}, again in {left} s, {wait.attempt} of {wait.attempts}"
        case (Arriving(marks), _):
            count = len(marks)
            return f"{count} point{'s' * (count != 1)} marked so far"
    return BEING_GRADED


def dollars(amount: float | None) -> str:
    """A price: ``$0.0004``, ``$1.20``; ``price unknown`` where it is not known."""
    if amount is None:
        return "price unknown"
    if amount == 0:
        return "$0"
    return (
        f"${amount:.2f}" if amount >= 0.1 else f"${amount:.2g}" if amount >= 0.0001 else "<$0.0001"
    )


def spent_text(spent: Spent) -> str:
    """What grading has cost: ``Grading: 1,177 tokens in, 396 out, $0.0011``; empty for nothing."""
    if not spent.prompt_tokens + spent.completion_tokens:
        return ""
    price = dollars(spent.dollars if spent.dollars or not spent.unpriced else None)
    if spent.unpriced and spent.dollars:
        price += f" and {spent.unpriced} of unknown price"
    return f"Grading: {spent.prompt_tokens:,} tokens in, {spent.completion_tokens:,} out, {price}"


def clock_text(seconds: float) -> str:
    """Time left as ``2:05``, or overtime as ``+0:41``. Part of a second left counts as one."""
    whole = int(-seconds) if seconds < 0 else -int(-seconds // 1)
    return f"{'+' if seconds < 0 else ''}{whole // 60}:{whole % 60:02d}"


def about_minutes(seconds: float) -> str:
    """A length of time in words: ``38 min``, ``1 h 20 min``."""
    whole = max(1, round(seconds / 60))
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def stood_text(seconds: float) -> str:
    """What to say once where the program stood still while a question was open."""
    length = f"{seconds:.0f} s" if seconds < 60 else about_minutes(seconds)
    return f"The program stood still for {length}; the clock stood too."


def delivery_text(given: Delivery) -> str:
    """How an answer was given, in a line or two."""
    used = f"{clock(given.used)} of {clock(given.allotted)} used"
    return " · ".join((used, *given.phrases()))


def when(moment: datetime) -> str:
    """A date and time as this computer's clock shows it: ``2 Jan 2026, 09:12``."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def standing(session: Session | SessionSummary) -> str:
    """How a session ended, or where it stands: ``finished``, ``question 4 of 10``."""
    if session.phase is Phase.ENDED:
        return session.end_reason or "ended"
    if isinstance(session, SessionSummary):
        number, count = session.position_number, session.questions
    else:
        number, count = session.current.number, session.questions
    if session.phase is Phase.READY:
        return "not begun"
    return f"question {number} of {count}"


def follows_text(session: Session, turn: Turn) -> str:
    """Which answer a follow-up is to; empty for a question.

    ``Follow-up to question 3``, or ``Back to question 3`` where others were asked meanwhile.
    """
    if not turn.round:
        return ""
    since = any(other.number > turn.number and other.asked_at for other in session.turns)
    back = since and session.mode is Mode.EXAM
    first = session.exchange(turn.id)[0]
    return f"{'Back' if back else 'Follow-up'} to question {first.label}"


def follow_up_text(turn: Turn) -> str:
    """How a follow-up stands to the grade of the answer that it follows."""
    if turn.state is TurnState.UNGRADED:
        return f"not in the grade: {_failure(turn)}"
    return _FOLLOW_UPS.get(turn.state, "handed in; not in the grade yet")


_FOLLOW_UPS = {
    TurnState.ASKED: "not answered",
    TurnState.DRAFTING: "not answered",
    TurnState.SKIPPED: "skipped",
    TurnState.BLANK: "nothing was handed in",
    TurnState.GRADED: "graded together with the answer before",
}


def follow_ups_text(follow_ups: Sequence[Turn]) -> str:
    """What of the follow-ups is in the grade: ``with 1a``; empty where nothing was answered."""
    counted = [turn.label for turn in follow_ups if turn.state is TurnState.GRADED]
    waiting = [turn.label for turn in follow_ups if turn.waits_for_grade]
    failed = [turn for turn in follow_ups if turn.state is TurnState.UNGRADED]
    parts = [f"with {' and '.join(counted)}"] if counted else []
    parts += [f"{label} is not in it yet" for label in waiting]
    parts += [f"without {turn.label}: {_failure(turn)}" for turn in failed]
    return ", ".join(parts)


def _failure(turn: Turn) -> str:
    return turn.grade.failure if turn.grade is not None else "the answer itself is ungraded"


def score_text(turn: Turn, scores: bool = True) -> str:
    """The score in force with its band and origin, or why there is none.

    Args:
        turn: the turn.
        scores: whether numbers and bands may be told.
    """
    if turn.round:
        return follow_up_text(turn)
    if turn.score is not None and turn.origin is not None and not scores:
        return f"marked ({ORIGINS[turn.origin]}); the score comes at the end"
    if turn.score is not None and turn.band is not None and turn.origin is not None:
        return f"{turn.score:g} {turn.band.capitalize()} ({ORIGINS[turn.origin]})"
    if turn.grade is not None and turn.grade.reason:
        return f"ungraded: {turn.grade.failure}"
    if turn.state is TurnState.SKIPPED:
        return "skipped"
    return "no score yet" if turn.state.answered else "not answered"


def feedback_lines(turn: Turn, follow_ups: Sequence[Turn], *, scores: bool) -> Iterator[str]:
    """What there is to say on an answer and its follow-ups, best first, in plain lines.

    Args:
        turn: the turn.
        follow_ups: those to its answer.
        scores: whether numbers and bands may be told.
    """
    parts = (score_text(turn, scores), follow_ups_text(follow_ups))
    yield f"Question {turn.label}: {', '.join(filter(None, parts))}"
    grade = turn.grade
    if grade is None:
        return
    if grade.strongest:
        yield f"Best: {grade.strongest}"
    graded = {mark.id: mark.verdict for mark in grade.marks}
    for number, mark in enumerate(turn.marks, 1):
        own = turn.self_marks.get(mark.id)
        yours = ""
        if own is not None:
            theirs = f", {said_by(grade)}: {graded[mark.id].value}" if mark.id in graded else ""
            reason = f", because {own.reason}" if own.reason else ""
            yours = f" (your mark{theirs}{reason})"
        yield (
            f" {number}. {GLYPHS[mark.verdict]} {mark.verdict.value}{yours}, "
            f"{mark.weight.value}: {mark.expects}"
        )
        for evidence in mark.evidence:
            yield f'      "{" ".join(evidence.quote.split())}"'
        if mark.note:
            yield f"      {mark.note}"
    for claim in grade.false_claims:
        yield f' ✗ not true ({claim.severity}): "{claim.quote}": {claim.why}'
    if grade.improve:
        yield f"Next time: {grade.improve}"
    if grade.follow_up:
        yield f"They might ask next: {grade.follow_up}"


def report_lines(report: Report, spent: Spent) -> Iterator[str]:
    """The figures of a session in plain lines, and what grading it has cost."""
    yield report.headline()
    for section in report.by_section:
        means = ", ".join(
            f"{ORIGINS[origin]} {mean:g} over {count}"
            for origin, (mean, count) in section.scores.items()
        )
        yield f"  {section.title}: {means or 'no score'}"
    if report.misses:
        yield "Heaviest misses:"
        for miss in report.misses[:3]:
            sign = GLYPHS[miss.verdict]
            yield f"  {sign} question {miss.label}, {miss.weight.value}: {miss.expects}"
    for label, reason in report.ungraded:
        yield f"Ungraded: question {label}: {reason}"
    for label, reason in report.follow_ups_ungraded:
        yield f"Not in the grade: follow-up {label}: {reason}"
    yield f"Time used: {clock(report.used)} of {clock(report.allotted)} min."
    if cost := spent_text(spent):
        yield f"{cost}."


def who_marks(choice: Choice, *, reason: bool = True, trust: str = "") -> str:
    """Who marks and where answers go for it: to be said before anything is sent.

    Args:
        choice: who.
        reason: whether to say what named or offered it.
        trust: how far it can be believed, in a word; empty where that is not told.
    """
    notes = ", ".join(filter(None, (choice.why if reason else "", trust)))
    why = f" ({notes})" if notes else ""
    if choice.offline:
        return f"Answers stay on this computer: offline estimate{why}."
    from rubrics.models.names import place, runs_here, shown_host

    at = place(choice.name, choice.base_url)
    if at.served == "scripted" or runs_here(at):
        return f"Answers stay on this computer: {choice.name}{why} marks them."
    host = shown_host(at)
    return f"Answers are sent to {choice.name}{f' at {host}' if host else ''}{why} to be marked."


def grader_text(grader: GraderId) -> str:
    """Who made a grade, with all that makes it comparable: model, prompt and version."""
    prompt = f" prompt {grader.prompt}" if grader.prompt else ""
    return f"{grader.label}{prompt} version {grader.version}"


def provider_keys(settings: Settings) -> str:
    """Where the keys of providers belong, and which are set; never a key itself."""
    from rubrics.models.names import key_variable
    from rubrics.models.offers import DEFAULT_MODELS

    variables = [key_variable(provider) or "" for provider in DEFAULT_MODELS]
    there = [name for name in variables if settings.environ.get(name, "").strip()]
    return (
        "A provider's key is never kept here. Set its variable in the environment, or write it "
        f"into {settings.home / '.env'}, closed by chmod 600. "
        f"Set now: {', '.join(there) or 'none'}."
    )


def other_grader(session: Session, choice: Choice) -> str:
    """What to say where a session goes on with another grader than it began with; else nothing."""
    if session.phase is Phase.READY or session.grader == choice.name:
        return ""
    before = "the offline estimate" if session.grader == ESTIMATE else session.grader
    return f"This interview began with {before}; what it marked stays. {who_marks(choice)}"
