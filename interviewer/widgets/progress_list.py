"""What Progress leads to: what is due, the weakest points, and averages by section and by tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.progress_words import weakness_text
from interviewer.widgets.row import Row
from interviewer.widgets.section_bars import heading
from interviewer.widgets.signs import BAND_STYLES, VERDICT_STYLES, number, one_line
from interviewer.wording import GLYPHS
from rubrics.grade import Band
from sessions.means import Mean, Source
from sessions.progress import Group, Progress
from sessions.schedule import Schedule, Standing

DUE = 5
WEAKEST = 10
TAGS = 12
"""How many of each are named."""

_TITLE = 24
_BAR = 40


@dataclass(frozen=True)
class Drill:
    """What is due is to be drilled."""


@dataclass(frozen=True)
class Find:
    """Review is to be opened with this filter."""

    filter: str


@dataclass(frozen=True)
class Read:
    """Review is to be opened at a point of an answer."""

    session: str
    turn: int
    criterion: str


class ProgressList(OptionList):
    """One thing a line; each leads to where it can be read or practised."""

    HELP = (
        "What is due, the points that you missed when you last answered their questions, and your "
        "averages. Enter on what is due sets up a drill; on a point it opens the answer in Review; "
        "on a section or a tag, all answers of it."
    )

    @dataclass
    class Opened(Message):
        """A line was chosen."""

        list: ProgressList
        target: Drill | Find | Read

        @property
        def control(self) -> ProgressList:
            """The list it was chosen in."""
            return self.list

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._targets: dict[str, Drill | Find | Read] = {}

    def show(
        self,
        progress: Progress,
        schedule: Schedule | None,
        asks: Mapping[str, str],
        signs: Mapping[Source, str],
    ) -> None:
        """Show these; the cursor stays where it was.

        Args:
            progress: the figures.
            schedule: what is due; None where that is not known.
            asks: the wording of each question by id.
            signs: by source.
        """
        at = self.highlighted_option.id if self.highlighted_option else None
        if at == next(iter(self._targets), None):
            at = None  # It stood at the top, and stays there.
        self._targets = {}
        self.set_options(self._choices(progress, schedule, asks, signs))
        ids = list(self._targets)
        if ids:
            self.highlighted = self.get_option_index(at if at in self._targets else ids[0])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        target = self._targets.get(str(event.option_id))
        if target is not None:
            self.post_message(self.Opened(self, target))

    def _choices(
        self,
        progress: Progress,
        schedule: Schedule | None,
        asks: Mapping[str, str],
        signs: Mapping[Source, str],
    ) -> Iterator[Option]:
        if schedule is not None:
            rest = f" The first {DUE}:" if len(schedule.due) > DUE else ""
            yield _head(f"{schedule.words}{rest}")
            for standing in schedule.due[:DUE]:
                name = f"due-{standing.question}"
                yield self._option(name, _due(standing, asks), Drill())
            yield _space()
        if progress.weakest:
            count = len(progress.weakest)
            rest = f", {WEAKEST} of {count}" if count > WEAKEST else ""
            yield _head(f"Weakest points, by the newest answers{rest}")
            for number_, weak in enumerate(progress.weakest[:WEAKEST]):
                row = Row(
                    Content.styled(
                        f"{GLYPHS[weak.verdict]} ", f"bold {VERDICT_STYLES[weak.verdict]}"
                    ),
                    Content(one_line(weak.expects)),
                    Content.styled(
                        f"  {weak.weight.value} · {weakness_text(weak)} {signs[weak.source]}",
                        "$quiet",
                    ),
                )
                target = Read(weak.session, weak.turn, weak.criterion)
                yield self._option(f"weak-{number_}", row, target)
            yield _space()
        yield from self._groups("section", "By section", progress.by_section, signs)
        more = len(progress.by_tag) - TAGS
        words = f"By tag, weakest first{f' (and {more} more)' if more > 0 else ''}"
        yield from self._groups("tag", words, progress.by_tag[:TAGS], signs)

    def _groups(
        self, key: str, words: str, groups: Sequence[Group], signs: Mapping[Source, str]
    ) -> Iterator[Option]:
        if not groups:
            return
        yield _head(words)
        for place, group in enumerate(groups):
            title = one_line(group.title.replace('"', ""))
            for line, (source, mean) in enumerate(group.means.items()):
                bar = MeanBar("" if line else one_line(group.title, _TITLE), signs[source], mean)
                yield self._option(f"{key}-{place}-{line}", bar, Find(f'{key}:"{title}"'))
        yield _space()

    def _option(self, name: str, visual: Visual, target: Drill | Find | Read) -> Option:
        self._targets[name] = target
        return Option(visual, id=name)


def _head(text: str) -> Option:
    return Option(heading(text), disabled=True)


def _space() -> Option:
    return Option(Content(""), disabled=True)


def _due(standing: Standing, asks: Mapping[str, str]) -> Row:
    score = standing.last.score
    return Row(
        Content.styled(f"{number(score):>3} ", f"bold {BAND_STYLES[Band.of(score)]}"),
        Content(one_line(asks.get(standing.question, standing.question))),
        Content.styled(f"  recall {standing.recall:.0%}", "$quiet"),
    )


@dataclass(frozen=True)
class MeanBar(Visual):
    """One line: a title, the mean, and where it lies on a line from 0 to 100 with its interval."""

    title: str
    sign: str
    mean: Mean

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.line(width).render_strips(width, 1, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1

    def line(self, width: int) -> Content:
        """The line at this width."""
        mean = self.mean
        band = f"bold {BAND_STYLES[Band.of(mean.value)]}"
        head = Content(self.title).truncate(_TITLE + 1, pad=True)
        score = Content.styled(f"{self.sign} {number(mean.value):>3} ", band)
        interval = "" if mean.low is None else f"{mean.low:.0f}–{mean.high:.0f} · "
        tail = f" {interval}{mean.count} answer{'s' * (mean.count != 1)}"
        room = min(
            _BAR, width - head.cell_length - score.cell_length - len(" 100–100 · 99 answers")
        )
        return (head + score + self._bar(room, band) + Content.styled(tail, "$quiet")).truncate(
            width, ellipsis=True
        )

    def _bar(self, cells: int, style: str) -> Content:
        if cells < 10:
            return Content()
        last = cells - 1

        def cell(score: float) -> int:
            return round(last * score / 100)

        marks = ["·"] * cells
        if self.mean.low is not None and self.mean.high is not None:
            low, high = cell(self.mean.low), cell(self.mean.high)
            marks[low : high + 1] = "─" * (high + 1 - low)
            marks[low], marks[high] = "├", "┤"
        at = cell(self.mean.value)
        return Content.assemble(
            ("".join(marks[:at]), "$quiet"),
            (self.sign, style),
            ("".join(marks[at + 1 :]), "$quiet"),
        )
