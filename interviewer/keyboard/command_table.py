"""Every command that has a name: where it can be given, and by which keys it is by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character

EVERYWHERE = "everywhere"

_MOVE = {
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("enter", "space", "tab", "shift+tab", "backspace"),
}
"""Keys by which everybody moves, chooses and mends; lists and fields need them."""


@dataclass(frozen=True)
class Command:
    """A command.

    Attributes:
        id: ``noun.verb``.
        label: what the footer says.
        words: what it does.
        keys: those that it has by itself.
        places: the screens on which it can be given, or everywhere.
        taken: keys that the fields take in which people write there.
        typing: whether there are such fields, so that signs and letters are text.
    """

    id: str
    label: str
    words: str
    keys: tuple[str, ...]
    places: frozenset[str]
    taken: frozenset[str] = frozenset()
    typing: bool = False

    def meets(self, other: Command) -> bool:
        """Whether a key can be that of one of them only."""
        together = EVERYWHERE in self.places | other.places or self.places & other.places
        # Commands that share a key by themselves are never there at the same time.
        return self is not other and bool(together) and not set(self.keys) & set(other.keys)

    def refuses(self, key: str) -> str:
        """Why a key would not reach it; empty where it would."""
        if key in self.keys:
            return ""
        if key in _MOVE:
            return "it moves and chooses everywhere"
        sign = key_to_character(key)
        if self.typing and sign is not None and sign.isprintable():
            return "it is a sign that people write there"
        if key in self.taken:
            return "the field in which people write takes it"
        return "it copies what is marked" if key in ("ctrl+c", "super+c") else ""


@cache
def command_table() -> Mapping[str, Command]:
    """The commands by their id, in the order of the screens."""
    table: dict[str, Command] = {}
    for place, (owners, fields) in _places().items():
        taken = {key for field in fields for key in _keys(field, named=False)}
        for binding in (binding for owner in owners for binding in _bindings(owner, named=True)):
            assert binding.id is not None
            known = table.get(binding.id)
            table[binding.id] = Command(
                binding.id,
                binding.description,
                binding.tooltip or binding.description,
                tuple(binding.key.split(",")),
                frozenset((place, *(known.places if known else ()))),
                frozenset((*taken, *(known.taken if known else ()))),
                typing=bool(fields) or (known is not None and known.typing),
            )
    return table


def _bindings(widget: type[DOMNode], *, named: bool) -> Iterator[Binding]:
    for binding in widget.BINDINGS:
        if isinstance(binding, Binding) and (binding.id is not None) is named:
            yield binding


def _keys(widget: type[DOMNode], *, named: bool) -> Iterator[str]:
    for binding in _bindings(widget, named=named):
        yield from (key.strip() for key in binding.key.split(","))


def _places() -> Mapping[str, tuple[tuple[type[DOMNode], ...], tuple[type[DOMNode], ...]]]:
    """Screens with the widgets on them that have commands, and the fields in which people write."""
    from textual.widgets import Input, TextArea

    from interviewer.app import InterviewerApp
    from interviewer.screens.bank_dialogs import ImportDialog
    from interviewer.screens.banks import BanksScreen
    from interviewer.screens.check_dialog import CheckDialog
    from interviewer.screens.dialogs import LineDialog, NoteDialog
    from interviewer.screens.feedback import FeedbackScreen
    from interviewer.screens.home import HomeScreen
    from interviewer.screens.interview import InterviewScreen
    from interviewer.screens.misses import MissesScreen
    from interviewer.screens.progress import ProgressScreen
    from interviewer.screens.regrading import RegradeDialog
    from interviewer.screens.replay import ReplayScreen
    from interviewer.screens.report import ReportScreen
    from interviewer.screens.review import ReviewScreen
    from interviewer.screens.settings import SettingsScreen
    from interviewer.screens.setup import SetupScreen
    from interviewer.screens.side_by_side import AttemptsScreen, GradesScreen
    from interviewer.widgets.criteria import CriteriaList
    from interviewer.widgets.editor import AnswerEditor
    from interviewer.widgets.filter_line import FilterLine
    from interviewer.widgets.transcript import Transcript

    return {
        EVERYWHERE: ((InterviewerApp,), (AnswerEditor, Input)),
        "Home": ((HomeScreen,), ()),
        "Set up": ((SetupScreen,), (Input,)),
        "Interview": ((InterviewScreen,), (AnswerEditor,)),
        "Feedback": ((FeedbackScreen, CriteriaList), ()),
        "Note": ((NoteDialog, LineDialog), (TextArea, Input)),
        "Report": ((ReportScreen,), ()),
        "Review": ((ReviewScreen, Transcript, FilterLine), ()),
        "Progress": ((ProgressScreen,), ()),
        "Replay": ((ReplayScreen,), ()),
        "Misses": ((MissesScreen, FilterLine), ()),
        "Attempts": ((AttemptsScreen,), ()),
        "Grades": ((GradesScreen,), ()),
        "Grade again": ((RegradeDialog,), (Input,)),
        "Banks": ((BanksScreen, FilterLine), ()),
        "Import": ((ImportDialog,), ()),
        "Settings": ((SettingsScreen,), (Input,)),
        "Check": ((CheckDialog,), ()),
    }
