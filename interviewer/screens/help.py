"""Help: what can be done here, and by which keys."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from interviewer.app import InterviewerApp
from interviewer.keyboard.keys import key_name
from interviewer.screens.base import ProgramDialog
from interviewer.widgets.hanging import Hanging
from interviewer.widgets.key_bar import KeyBar

SIGNS = (
    "● met, or graded   ◐ partly   ○ missed   ✗ wrong\n"
    "◇ estimate   ✎ your own marks   … being graded   ! ungraded\n"
    "– skipped   ⚑ flagged   ▪ handed in   · not yet"
)


class HelpScreen(ProgramDialog[None]):
    """What a screen is for, what has the focus, and every key that works there now."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", tooltip="Close this help"),
    ]

    def __init__(self, words: str, focus: str, keys: list[Hanging]) -> None:
        super().__init__()
        self._words = words
        self._focus = focus
        self._keys = keys

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """Help for a screen as it is at this moment."""
        focused = screen.focused
        assert isinstance(screen.app, InterviewerApp)
        words = screen.app.with_keys
        return cls(
            words(str(getattr(screen, "WORDS", ""))),
            words(_help_of(focused)) if focused is not None else "",
            _keys_of(screen),
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="help"):
            if self._words:
                yield Static(Content(self._words), classes="words")
            if self._focus:
                yield Static("Where you are", classes="heading")
                yield Static(Content(self._focus))
            yield Static("Keys", classes="heading")
            for key in self._keys:
                yield Static(key)
            yield Static("Signs", classes="heading")
            yield Static(Content(SIGNS))
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()

    async def action_dismiss(self, result: None = None) -> None:
        """Close the help."""
        self.dismiss(result)


def _help_of(focused: Widget) -> str:
    """What the widget says of itself, or the nearest around it that says something."""
    for node in focused.ancestors_with_self:
        if said := getattr(node, "help_words", None) or node.HELP:
            return str(said)
    return ""


def _keys_of(screen: Screen[Any]) -> list[Hanging]:
    """A line for each thing to do: its keys, and what it does."""
    keys: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if not enabled or not (binding.id or binding.show) or binding.system:
            continue
        name = binding.id or binding.action
        keys.setdefault(name, []).append(key_name(binding.key))
        words.setdefault(name, tooltip or binding.description)
    width = max((len("  ".join(names)) for names in keys.values()), default=0)
    return [
        Hanging(
            Content.styled("  ".join(names).ljust(width + 3), "bold $text-accent"),
            Content(words[name]),
        )
        for name, names in keys.items()
    ]
