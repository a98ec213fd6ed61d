"""The keys of Review."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from interviewer.screens.looking_back import looking_back_keys

KEYS: list[BindingType] = [
    Binding(
        "f2,ctrl+n",
        "resume",
        "Resume",
        tooltip="Go on with this interview",
        id="review.resume",
    ),
    Binding(
        "f2,ctrl+n",
        "report",
        "Report",
        tooltip="Open the report of this interview",
        id="review.report",
    ),
    Binding(
        "f3,ctrl+r",
        "open",
        "Open answer",
        tooltip="Open the answer under the cursor with its marks",
        id="review.open_answer",
    ),
    Binding(
        "n,f4,ctrl+g",
        "miss(1)",
        "Next miss",
        tooltip="Go to the next point that was not met",
        id="review.next_miss",
    ),
    Binding(
        "N",
        "miss(-1)",
        "Miss before",
        show=False,
        tooltip="Go to the point not met before this one",
        id="review.miss_before",
    ),
    Binding(
        "space",
        "replay",
        "Replay",
        show=False,
        tooltip="Play the answer under the cursor as it was typed",
        id="review.replay",
    ),
    Binding(
        "f5,ctrl+t",
        "models",
        "Model answers",
        show=False,
        tooltip="Show or hide the model answers",
        id="review.model_answers",
    ),
    Binding(
        "f6,ctrl+l,e",
        "export",
        "Export",
        show=False,
        tooltip="Write the interview as HTML, Markdown, CSV or JSON into the current folder",
        id="review.export",
    ),
    Binding(
        "slash,f7,ctrl+backslash",
        "filter",
        "Filter",
        tooltip="Show only what has a word in it: interviews in the list, answers in the text",
        id="review.filter",
    ),
    Binding(
        "f8,delete,ctrl+right_square_bracket",
        "delete",
        "Delete",
        show=False,
        tooltip="Take this interview away; it can be brought back",
        id="review.delete",
    ),
    Binding(
        "u",
        "undo",
        "Undo delete",
        show=False,
        tooltip="Bring back the interview that was deleted last",
        id="review.undo_delete",
    ),
    *looking_back_keys(
        "review", misses="w", attempts="t", answer_again="a", regrade="g", grades="h"
    ),
    Binding(
        "escape",
        "back",
        "Back",
        show=False,
        tooltip="Go back: from the text to the list, from the list to where you came from",
        id="review.back",
    ),
]
