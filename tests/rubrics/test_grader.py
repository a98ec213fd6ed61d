"""What a grader is given: an answer, and what was said to the follow-ups."""

from __future__ import annotations

from rubrics.grader import FollowUp, GradingTask
from tests.fakes import small_bank

QUESTION = next(small_bank().questions())
HARD, GUESTS = QUESTION.follow_ups


def test_without_follow_ups_all_that_was_said_is_the_answer() -> None:
    task = GradingTask.of(QUESTION, "I boil water. \n")
    assert task.said == task.answer
    assert task.parts == ((QUESTION.ask, 0, 15),)
    assert task.follow_ups == (HARD, GUESTS)


def test_the_answers_stand_one_behind_the_other_with_a_seam() -> None:
    further = [FollowUp(ask=HARD, answer="\nI filter it."), FollowUp(ask="Why?", answer="Taste.")]
    task = GradingTask.of(QUESTION, "I boil water.", further)
    assert task.said == "I boil water.\n\n\nI filter it.\n\nTaste."
    assert [task.said[part.start : part.end] for part in task.parts] == [
        "I boil water.",
        "\nI filter it.",
        "Taste.",
    ]
    assert [part.ask for part in task.parts] == [QUESTION.ask, HARD, "Why?"]


def test_what_was_asked_is_not_offered_again() -> None:
    task = GradingTask.of(QUESTION, "a", [FollowUp(ask=HARD, answer="b")])
    assert task.follow_ups == (GUESTS,)
