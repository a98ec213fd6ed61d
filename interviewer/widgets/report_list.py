"""What a report leads to: the heaviest misses, and every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.widgets.row import Row
from interviewer.widgets.section_bars import heading
from interviewer.widgets.signs import (
    BAND_STYLES,
    FLAG,
    VERDICT_STYLES,
    one_line,
    turn_sign,
)
from interviewer.wording import GLYPHS
from sessions.report import Miss, Report
from sessions.session import Session, Turn, TurnState
from sessions.telling import may_ask, tells_marks
from sessions.time import clock

MISSES = 3
"""How many misses are named."""


class ReportList(OptionList):
    """Misses and answers, one a line."""

    HELP = "The heaviest misses, then every answer. Enter opens the one under the cursor."

    @dataclass
    class Opened(Message):
        """An answer was chosen, through a criterion where one is named."""

        list: ReportList
        turn: int
        criterion: str | None

        @property
        def control(self) -> ReportList:
            """The list it was chosen in."""
            return self.list

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._targets: dict[str, tuple[int, str | None]] = {}

    def show(self, session: Session, report: Report, *, scores: bool) -> None:
        """Show these; the cursor stays where it was.

        Args:
            session: the session.
            report: its figures.
            scores: whether numbers and bands may be shown.
        """
        at = self.highlighted_option.id if self.highlighted_option else None
        self._targets = {}
        self.set_options(self._choices(session, report, scores))
        ids = list(self._targets)
        if ids:
            self.highlighted = self.get_option_index(at if at in self._targets else ids[0])

    @property
    def target(self) -> tuple[int, str | None] | None:
        """Turn and criterion under the cursor."""
        option = self.highlighted_option
        return None if option is None or option.id is None else self._targets.get(option.id)

    def action_select(self) -> None:
        """Open what is under the cursor."""
        if self.target is not None:
            self.post_message(self.Opened(self, *self.target))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_select()

    def _choices(self, session: Session, report: Report, scores: bool) -> Iterator[Option]:
        misses = report.misses[:MISSES] if tells_marks(session) else ()
        if misses:
            count = len(report.misses)
            rest = f", of {count} points not met" if count > len(misses) else ""
            yield _head(f"What cost most{rest}")
            for miss in misses:
                yield self._option(_miss(miss), miss.turn, miss.criterion)
            yield Option(Content(""), disabled=True)
        yield _head("Every answer")
        reasons = dict((*report.ungraded, *report.follow_ups_ungraded))
        for turn in session.turns:
            if may_ask(session, turn):
                reason = reasons.get(turn.label, "")
                yield self._option(_answer(turn, reason, scores), turn.id, None)

    def _option(self, row: Row, turn: int, criterion: str | None) -> Option:
        name = f"turn-{turn}" if criterion is None else f"miss-{turn}-{criterion}"
        self._targets[name] = (turn, criterion)
        return Option(row, id=name)


def _head(text: str) -> Option:
    return Option(heading(text), disabled=True)


def _miss(miss: Miss) -> Row:
    style = f"bold {VERDICT_STYLES[miss.verdict]}"
    return Row(
        Content.assemble((f"{GLYPHS[miss.verdict]} ", style), f"{miss.label:<4}"),
        Content(one_line(miss.expects)),
        Content.styled(f"  {miss.weight.value}", "$quiet"),
    )


def _answer(turn: Turn, reason: str, tell: bool) -> Row:
    sign = turn_sign(turn, tell)
    style = "" if turn.band is None or not tell else BAND_STYLES[turn.band]
    tail = [f"{clock(turn.used)} of {clock(turn.allotted)}"]
    if turn.state is TurnState.SKIPPED:
        tail.insert(0, "skipped")
    elif turn.state is TurnState.BLANK:
        tail.insert(0, "blank")
    elif not turn.state.answered:
        tail = ["left open" if turn.state.open else "not reached"]
    flag = f"{FLAG} " if turn.flagged else ""
    middle = Content(f"{flag}{one_line(turn.ask)}")
    if reason:
        middle = Content.assemble((f"ungraded: {one_line(reason, 80)}  ", "$text-warning"), middle)
    return Row(
        Content.assemble(f"{turn.label:<4} ", (f"{sign:<6} ", f"bold {style}".strip())),
        middle,
        Content.styled(f"  {' · '.join(tail)}", "$quiet"),
    )
