"""What can be chosen for an interview, as a value that can be remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rubrics.bank import Bank
from rubrics.rubric import Frozen
from sessions.follow_ups import ROUNDS
from sessions.mix import Mix
from sessions.plan import drill_questions, plan_session
from sessions.schedule import Schedule
from sessions.session import Mode, Session
from sessions.time import TimeSource


class Setup(Frozen):
    """How an interview is to be. ``plan_setup`` checks it against the banks.

    The seed is no part of it: an interview that is set up like the last asks other questions.
    Defaults are given to ``plan_setup``.

    Attributes:
        mode: practice, exam or drill.
        sections: names of the sections to choose from (``mix.Part``); none means all.
        tags: what the questions are about, or how hard they are, any of these; none means all.
        number: how many questions; None means all, and in a drill what is due.
        minutes: for the whole interview; None means the sum over the questions.
        question_minutes: for each question; None means the default.
        rounds: how many follow-ups may be asked after an answer, 0 to 2; None means the default.
    """

    mode: Mode = Mode.PRACTICE
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    number: int | None = None
    minutes: float | None = None
    question_minutes: float | None = None
    rounds: int | None = None


def plan_setup(
    setup: Setup,
    banks: Bank | Mix,
    time: TimeSource,
    schedule: Callable[[], Schedule],
    *,
    questions: Sequence[str] = (),
    new: bool = False,
    seed: int | None = None,
    question_minutes: float | None = None,
    rounds: int = ROUNDS,
    grader: str = "estimate",
) -> Session:
    """Make a session that is ready to begin.

    Args:
        setup: how it is to be.
        banks: where the questions come from.
        time: for the session's id and date.
        schedule: works out how the questions stand today; only a drill asks for it.
        questions: names of the questions to ask, in this order, where no drill chooses them.
        new: whether a drill takes in questions that were never answered.
        seed: the same seed makes the same choice; None draws one.
        question_minutes: for each question, where the setup says nothing; None means what the
            bank says.
        rounds: how many follow-ups may be asked after an answer, where the setup says nothing.
        grader: the grader chosen for the session: ``estimate``, or ``provider/model``.

    Raises:
        PlanError: an unknown section or tag, a number or time that cannot be, or nothing to drill.
        BankError: an unknown question.
    """
    if setup.mode is Mode.DRILL:
        questions = drill_questions(
            banks,
            schedule(),
            sections=setup.sections,
            tags=setup.tags,
            number=setup.number,
            new=new,
        )
    return plan_session(
        banks,
        time,
        mode=setup.mode,
        sections=setup.sections,
        tags=setup.tags,
        number=setup.number,
        questions=questions,
        seed=seed,
        minutes=setup.minutes,
        question_minutes=(
            question_minutes if setup.question_minutes is None else setup.question_minutes
        ),
        rounds=rounds if setup.rounds is None else setup.rounds,
        grader=grader,
    )
