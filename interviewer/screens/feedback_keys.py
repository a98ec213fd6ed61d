"""The keys of the Feedback screen."""

from __future__ import annotations

from textual.binding import BindingType

from interviewer.keyboard.keys import key
from interviewer.screens.looking_back import looking_back_keys

KEYS: list[BindingType] = [
    key("f2,ctrl+n", "go_on", "Go on", "Go on with the interview", "feedback.go_on"),
    key(
        "f2,ctrl+n",
        "turn(1)",
        "Next answer",
        "Show the next answer of the session",
        "feedback.next_answer",
    ),
    key(
        "f3,ctrl+r",
        "again",
        "Answer again",
        "Answer this question once more; both answers are kept",
        "feedback.answer_again",
    ),
    key(
        "f3,ctrl+r",
        "turn(-1)",
        "Previous",
        "Show the answer before this one",
        "feedback.previous_answer",
    ),
    key(
        "f4,ctrl+g",
        "flag",
        "Flag",
        "Flag the question, or take the flag away",
        "feedback.flag",
        show=False,
    ),
    key(
        "f5,ctrl+t",
        "model",
        "Model answer",
        "Show an answer that makes every point and the hint, or yours again",
        "feedback.model_answer",
    ),
    key(
        "f6,ctrl+l",
        "follow",
        "Follow-up",
        "Take the follow-up to this answer, with a short clock; both are graded together",
        "feedback.follow_up",
    ),
    key(
        "f7,ctrl+backslash",
        "grade",
        "Grade now",
        "Have the answer graded that is not graded yet",
        "feedback.grade_now",
        show=False,
    ),
    key(
        "f8,ctrl+right_square_bracket",
        "note",
        "Note",
        "Write a note of your own on this answer",
        "feedback.note",
        show=False,
    ),
    *looking_back_keys("feedback", show=True, attempts="f6,ctrl+l,t"),
    *looking_back_keys("feedback", regrade="f7,ctrl+backslash,g"),
    key(
        "escape",
        "back",
        "Back",
        "Go back; a running interview is left, and everything is kept",
        "feedback.back",
        show=False,
    ),
]
