"""From an answer that was handed in to its grade."""

from __future__ import annotations

from rubrics.grade import Grade, blank_grade, is_blank
from rubrics.grader import Grader, GradingTask
from sessions.interview import Interview
from sessions.session import Session, Turn, TurnState


async def grade_turn(turn: Turn, grader: Grader) -> Grade:
    """The grade of one answer. A blank one is never shown to the grader."""
    answer = turn.answer or ""
    if is_blank(answer):
        follow_up = turn.question.follow_ups[0]
        return blank_grade(turn.question.rubric, grader.id, follow_up)
    return await grader.grade(GradingTask.of(turn.question, answer))


def ungraded_turns(interview: Interview) -> list[int]:
    """Ids of the turns whose answer was handed in and has no grade yet, in order.

    A turn that is *ungraded* with a reason is not among them: it is graded again on request.
    """
    return [
        turn.id
        for turn in interview.turns
        if turn.state in (TurnState.SUBMITTED, TurnState.GRADING)
        or (turn.state is TurnState.BLANK and turn.grade is None)
    ]


async def grade_into(interview: Interview, turn_id: int, grader: Grader) -> Grade:
    """Grade one turn of an interview and keep the grade there."""
    interview.grading(turn_id)
    turn = next(turn for turn in interview.turns if turn.id == turn_id)
    grade = await grade_turn(turn, grader)
    interview.graded(turn_id, grade)
    return grade


def gradable_turns(session: Session) -> list[Turn]:
    """The turns whose answer a grader can mark, again or for the first time, in order."""
    return [turn for turn in session.turns if turn.answer is not None and not is_blank(turn.answer)]


async def regrade(interview: Interview, turn_id: int, grader: Grader) -> Grade:
    """Grade an answer again; what it had stands until then, and stays where this fails.

    Unlike ``grade_into`` it leaves no trace when it is broken off.
    """
    grade = await grade_turn(interview.session.turn(turn_id), grader)
    interview.graded(turn_id, grade)
    return grade
