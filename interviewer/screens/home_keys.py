"""The keys of Home, and those of them that other screens have too."""

from __future__ import annotations

from textual.binding import BindingType

from interviewer.keyboard.keys import OPEN_SETTINGS, key

START = key("f2,ctrl+n", "start", "Start", "Set up an interview and start it", "interview.start")
DRILL = key(
    "f4,ctrl+t",
    "drill",
    "Drill",
    "Set up a drill of what is due, or of what is weak",
    "drill.set_up",
)
BANKS = key(
    "b,ctrl+p",
    "banks",
    "Banks",
    "Look at the banks; import, copy and edit them",
    "banks.open",
    show=False,
)
REVIEW = key("f5,ctrl+l", "review", "Review", "Read earlier interviews again", "review.open")

KEYS: list[BindingType] = [
    START,
    key(
        "f3,ctrl+r",
        "resume",
        "Resume",
        "Go on with the interview that was left",
        "interview.resume",
    ),
    DRILL,
    REVIEW,
    key(
        "f6,ctrl+right_square_bracket",
        "progress",
        "Progress",
        "See how your scores develop, and what to practise",
        "progress.open",
        show=False,
    ),
    key(
        "f8,ctrl+g",
        "last",
        "Last report",
        "Open the report of the last interview",
        "report.open_last",
        show=False,
    ),
    BANKS,
    OPEN_SETTINGS,
]
