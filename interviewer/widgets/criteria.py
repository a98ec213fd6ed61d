"""The criteria of a turn with the verdict on each, and the marks that can be set by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from interviewer.keyboard.keys import key
from interviewer.widgets.mark_keys import MARK_KEYS
from interviewer.widgets.mark_lines import criterion_line, verdict_text
from interviewer.widgets.signs import VERDICT_WORDS
from rubrics.grade import Mark, Verdict
from rubrics.rubric import Criterion
from sessions.session import Turn


class CriteriaList(OptionList):
    """One criterion an option; the one under the cursor can be marked by a key.

    ``OptionHighlighted`` says which criterion is looked at; its ``option_id`` is the criterion's.
    """

    HELP = (
        "What a good answer says, point by point. Move with ↑ and ↓: the words of your answer "
        "that the mark rests on light up. Your own mark wins: {criterion.mark_met} met, "
        "{criterion.mark_partly} partly, {criterion.mark_missed} missed, "
        "{criterion.mark_wrong} wrong, {criterion.undo_mark} takes it back. {criterion.reason} "
        "says why in a line, and {criterion.undo_change} undoes the last change."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *MARK_KEYS,
        key(
            "w",
            "screen.misses",
            "Every miss",
            "Every time this point was missed, and others of its kind",
            "feedback.every_miss",
            show=False,
        ),
        key(
            "h",
            "screen.grades",
            "Grades",
            "Every grade of this answer side by side",
            "feedback.grades",
            show=False,
        ),
    ]

    @dataclass
    class Marked(Message):
        """The candidate gave a criterion a verdict of their own, or took it back with None."""

        criteria: CriteriaList
        criterion: str
        verdict: Verdict | None

        @property
        def control(self) -> CriteriaList:
            """The list it happened in."""
            return self.criteria

    @dataclass
    class ReasonAsked(Message):
        """The candidate wants to say why their own mark on a criterion is right."""

        criteria: CriteriaList
        criterion: str

        @property
        def control(self) -> CriteriaList:
            """The list it happened in."""
            return self.criteria

    def __init__(self, turn: Turn, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._turn = turn

    def on_mount(self) -> None:
        self.show(self._turn)

    def show(self, turn: Turn, arrived: Sequence[Mark] = ()) -> None:
        """Show a turn; where it is the one shown before, the cursor stays.

        Args:
            turn: the turn.
            arrived: marks of a reply that is still coming.
        """
        other = turn.id != self._turn.id or not self.option_count
        self._turn = turn
        if other:
            self.clear_options()
            self.add_options(
                Option(criterion_line(turn, criterion, arrived=arrived), id=criterion.id)
                for criterion in turn.question.criteria
            )
            self.highlighted = 0
            return
        for criterion in turn.question.criteria:
            line = criterion_line(turn, criterion, arrived=arrived)
            self.replace_option_prompt(criterion.id, line)

    @property
    def criterion(self) -> Criterion | None:
        """The criterion under the cursor."""
        if self.highlighted is None or not self.option_count:
            return None
        return self._turn.question.criteria[self.highlighted]

    def action_mark(self, verdict: str) -> None:
        """Tell that the criterion under the cursor was marked; an empty verdict takes it back."""
        if self.criterion is not None:
            own = Verdict(verdict) if verdict else None
            self.post_message(self.Marked(self, self.criterion.id, own))

    def action_reason(self) -> None:
        """Tell that a reason is to be given for the criterion under the cursor."""
        if self.criterion is not None:
            self.post_message(self.ReasonAsked(self, self.criterion.id))


class MarkBar(HorizontalGroup):
    """Buttons that mark the criterion under a list's cursor, and so show the keys for it."""

    def __init__(
        self, criteria: CriteriaList, key_of: Callable[[str], str], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._criteria = criteria
        self._key_of = key_of

    def compose(self) -> ComposeResult:
        yield Label("your mark:")
        for verdict in Verdict:
            pressed = self._key_of(f"criterion.mark_{VERDICT_WORDS[verdict]}")
            yield _MarkButton(f"{pressed} {verdict_text(verdict)}", f"mark('{verdict}')", verdict)
        pressed = self._key_of("criterion.undo_mark")
        yield _MarkButton(f"{pressed} take back", "mark('')", "undo")
        yield _MarkButton(f"{self._key_of('criterion.reason')} reason", "reason", "reason")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        assert isinstance(event.button, _MarkButton)
        await self._criteria.run_action(event.button.then)


class _MarkButton(Button, can_focus=False):
    def __init__(self, label: str, then: str, name: str) -> None:
        super().__init__(Content(label), id=f"mark-{name}", compact=True)
        self.then = then
