"""Sessions that a store holds, made by hand so that nothing in them depends on a grader."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.grade import Evidence, Grade, GraderId, Mark, Verdict, blank_grade, score_of
from rubrics.rubric import Criterion
from sessions.interview import Interview
from sessions.plan import plan_session
from sessions.session import Mode, Session, Turn
from tests.app.conftest import SmallServices
from tests.fakes import FakeTime

ESTIMATE = GraderId(name="estimate", version="1")
MODEL = GraderId(name="model", version="1", model="small/model", prompt="1")
VERDICTS = {
    "m": Verdict.MET,
    "p": Verdict.PARTLY,
    "o": Verdict.MISSED,
    "x": Verdict.CONTRADICTED,
}
ANSWER = (
    "I boil fresh water in the kettle and let it stand for a moment. Then I rinse the pot, so that "
    "it is not cold when the leaves go in. After that I pour, wait, and serve it in small cups."
)


def mark(criterion: Criterion, verdict: Verdict, answer: str) -> Mark:
    """A mark that rests on the first words of the answer, where it rests on any."""
    end = min(len(answer), 27)
    evidence = (Evidence(quote=answer[:end], start=0, end=end),)
    return Mark(
        id=criterion.id,
        expects=criterion.expects,
        weight=criterion.weight,
        verdict=verdict,
        evidence=() if verdict is Verdict.MISSED else evidence,
        proved=verdict is not Verdict.MISSED,
    )


def grade(turn: Turn, verdicts: str, grader: GraderId = ESTIMATE) -> Grade:
    """A grade with these verdicts, a letter for each criterion."""
    marks = tuple(
        mark(criterion, VERDICTS[letter], turn.answer or "")
        for criterion, letter in zip(turn.question.criteria, verdicts, strict=True)
    )
    return Grade(
        status="estimated" if grader is ESTIMATE else "graded",
        score=score_of(marks),
        marks=marks,
        strongest="Fresh water is boiled first.",
        improve="Say how long it steeps, and why the pot is warmed.",
        follow_up="What if the water is hard?",
        grader=grader,
        rubric=turn.question.rubric.hash,
    )


def ungraded(turn: Turn, reason: str = "rate limited") -> Grade:
    """What there is where no grader could mark an answer."""
    return Grade(status="ungraded", reason=reason, grader=MODEL, rubric=turn.question.rubric.hash)


def keep_session(
    services: SmallServices,
    time: FakeTime,
    did: Sequence[str] = ("mpo", "skip", "", "omo"),
    *,
    name: str = "20260102-030405-0001",
    mode: Mode = Mode.EXAM,
    answer: str = ANSWER,
    end: bool = True,
) -> Session:
    """Keep a session in which this was done, question by question.

    Args:
        did: verdicts for an answer; ``skip``; ``ungraded`` or ``waiting`` for an answer without a
            grade; or nothing, for a blank answer.
        name: id of the session.
        end: whether it is ended; otherwise it is left at the next question.
    """
    planned = plan_session(services.small, time, mode=mode, seed=1, rounds=0)
    session = planned.model_copy(update={"id": name})
    services.store.create(session)
    interview = Interview(session, time, services.store.recorder(session))
    interview.begin()
    for number, deed in enumerate(did):
        turn_id = interview.current.id
        time.pass_(50 + 20 * number)
        if deed == "skip":
            interview.skip()
            continue
        if deed:
            interview.type(answer)
        interview.submit()
        turn = interview.session.turn(turn_id)
        if not deed:
            interview.graded(turn_id, blank_grade(turn.question.rubric, ESTIMATE))
        elif deed == "ungraded":
            interview.graded(turn_id, ungraded(turn))
        elif deed != "waiting":
            interview.graded(turn_id, grade(turn, deed))
        if interview.allows("next"):
            interview.next()
    if end and interview.allows("end"):
        interview.end()
    elif not end:
        interview.leave()
    return services.store.session(name)
