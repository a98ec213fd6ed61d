"""The keys of the Banks screen."""

from __future__ import annotations

from textual.binding import BindingType

from interviewer.keyboard.keys import key

KEYS: list[BindingType] = [
    key("f2,ctrl+n", "start", "Start", "Set up an interview from this bank", "banks.start"),
    key(
        "f3,ctrl+r",
        "practise",
        "This question",
        "Practise the question under the cursor now",
        "banks.practise",
        show=False,
    ),
    key(
        "f4,ctrl+g",
        "check",
        "Check",
        "Look for mistakes in this bank, and list them with their places",
        "banks.check",
        show=False,
    ),
    key(
        "f5,ctrl+t,space",
        "answers",
        "Answers",
        "Show or hide hints, points, model answers and follow-ups",
        "banks.answers",
    ),
    key(
        "f6,ctrl+l,e",
        "edit",
        "Edit",
        "Open the question in your editor; the bank is checked when you come back",
        "banks.edit",
    ),
    key(
        "slash,f7,ctrl+backslash",
        "filter",
        "Filter",
        "Show only questions that have these words, in their tags as well",
        "banks.filter",
        show=False,
    ),
    key(
        "i,ctrl+right_square_bracket",
        "import",
        "Import",
        "Make a bank of a page, a table or a deck",
        "banks.import",
    ),
    key(
        "c", "copy", "Copy", "Copy this bank among your own, to change it", "banks.copy", show=False
    ),
    key(
        "f8,delete",
        "delete",
        "Delete",
        "Take this bank of yours away; it can be brought back",
        "banks.delete",
        show=False,
    ),
    key(
        "u",
        "undo",
        "Undo delete",
        "Bring back the bank that was deleted last",
        "banks.undo_delete",
        show=False,
    ),
    key(
        "escape",
        "back",
        "Back",
        "Go back: from the questions to the banks, from there to Home",
        "banks.back",
        show=False,
    ),
]
