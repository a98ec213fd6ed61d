"""The keys of the Interview screen, and the dialogs that lie over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from interviewer.keyboard.keys import key
from interviewer.screens.dialogs import Choice, ChoiceDialog
from interviewer.widgets.signs import one_line
from sessions.interview import Interview
from sessions.session import Turn
from sessions.summary import first_attempts

PAUSE_KEYS = "f6,ctrl+backslash"

KEYS: list[BindingType] = [
    key(
        "f2,ctrl+n",
        "hand_in",
        "Hand in",
        "Hand in the answer as it stands",
        "interview.hand_in",
    ),
    key(
        "f3,ctrl+l",
        "skip",
        "Skip",
        "Pass this question over; its draft is kept",
        "interview.skip",
    ),
    key(
        "f4,ctrl+g",
        "flag",
        "Flag",
        "Flag the question to come back to, or take the flag away",
        "interview.flag",
        show=False,
    ),
    key(
        "f5,ctrl+t",
        "hint",
        "Hint",
        "Show or hide what the interviewer hopes to hear; that it was shown is kept",
        "interview.hint",
    ),
    key(
        PAUSE_KEYS,
        "pause",
        "Pause",
        "Stop the clock; question and answer are hidden",
        "interview.pause",
    ),
    key(
        "f7,ctrl+r",
        "go_back",
        "Go back",
        "Go back to a question that was skipped",
        "interview.go_back",
        show=False,
    ),
    key(
        "f8,ctrl+right_square_bracket",
        "end",
        "End",
        "End the interview now; it asks first",
        "interview.end",
        show=False,
    ),
    key(
        "escape",
        "leave",
        "Leave",
        "Leave for now; everything is kept, and Home takes you back",
        "interview.leave",
        show=False,
    ),
]

END = "end"
LEAVE = "leave"


class PauseDialog(ChoiceDialog, inherit_bindings=False):
    """Lies over a pause, so that nobody reads on; the result is ``leave`` or to go on."""

    WORDS = "The clock stands. {interview.pause}, Esc or Enter goes on."
    BINDINGS: ClassVar[list[BindingType]] = [
        key(PAUSE_KEYS, "dismiss", "Go on", "Go on where you were", "interview.pause"),
        Binding("escape", "dismiss", "Go on", tooltip="Go on where you were", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(
            "Paused",
            "The clock stands. Question and answer are hidden until you go on.",
            (Choice("resume", "Go on"), Choice(LEAVE, "Leave; everything is kept")),
            hide=True,
        )


def skipped_dialog(skipped: Sequence[Turn]) -> ChoiceDialog:
    """Asks to which skipped question to go back; the result is the id of its turn."""
    return ChoiceDialog("Go back to a skipped question", "", _choices(skipped))


def closing_dialog(skipped: Sequence[Turn]) -> ChoiceDialog:
    """Asks what to do when only skipped questions are left: the id of a turn, or ``end``."""
    if len(skipped) == 1:
        text = "1 was skipped. Answer it now with the time it had left, or end the interview."
    else:
        text = (
            f"{len(skipped)} were skipped. Answer them now with the time they had left, "
            "or end the interview."
        )
    return ChoiceDialog(
        "Every question was asked",
        text,
        (*_choices(skipped), Choice(END, "End it and see the report")),
        hide=True,
    )


def leaving_dialog() -> ChoiceDialog:
    """Asks once before an exam is left; the result is ``leave`` or to go on."""
    return ChoiceDialog(
        "Leave the exam?",
        "Its clock stands until you resume it, which a real one would not.",
        (Choice("stay", "Go on"), Choice(LEAVE, "Leave; everything is kept")),
    )


def ending_dialog(interview: Interview, draft: str) -> ChoiceDialog:
    """Asks once before the end; the result is ``end`` or to go on."""
    text = "It cannot be taken up again after that."
    questions = first_attempts(interview.session)
    missing = sum(not turn.state.answered for turn in questions)
    if missing:
        text += f" {missing} of {len(questions)} have no answer yet."
    if draft.strip():
        text += " What is written here is handed in."
    return ChoiceDialog(
        "End the interview?",
        text,
        (Choice("stay", "Go on answering"), Choice(END, "End it and see the report")),
    )


def _choices(turns: Sequence[Turn]) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(turn.id), f"{turn.label}  {one_line(turn.question.ask, 50)}") for turn in turns
    )
