"""The keys by which a point is marked by hand, wherever the cursor can stand on one."""

from __future__ import annotations

from textual.binding import BindingType

from interviewer.keyboard.keys import key

MARK_KEYS: list[BindingType] = [
    key(
        "m,1",
        "mark('met')",
        "Mark met",
        "Your own mark on this point: met",
        "criterion.mark_met",
        show=False,
    ),
    key(
        "p,2",
        "mark('partly')",
        "Mark partly",
        "Your own mark on this point: partly met",
        "criterion.mark_partly",
        show=False,
    ),
    key(
        "o,3",
        "mark('missed')",
        "Mark missed",
        "Your own mark on this point: missed",
        "criterion.mark_missed",
        show=False,
    ),
    key(
        "x,4",
        "mark('contradicted')",
        "Mark wrong",
        "Your own mark on this point: said wrongly",
        "criterion.mark_wrong",
        show=False,
    ),
    key(
        "u,backspace",
        "mark('')",
        "Take back",
        "Take your own mark on this point back, so that the grader's counts again",
        "criterion.undo_mark",
        show=False,
    ),
    key(
        "r",
        "reason",
        "Reason",
        "Say in a line why your own mark on this point is right",
        "criterion.reason",
        show=False,
    ),
    key(
        "z,ctrl+z",
        "screen.undo_marks",
        "Undo mark",
        "Undo the last change to your own marks",
        "criterion.undo_change",
        show=False,
    ),
]
"""Each screen with them knows ``undo_marks``."""
