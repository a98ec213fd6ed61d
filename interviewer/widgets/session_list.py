"""The list of interviews, newest first; only the lines that are seen are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.widgets.signs import BAND_STYLES, ORIGIN_SIGNS, UNGRADED, number, one_line
from interviewer.wording import standing, when
from rubrics.grade import Band
from sessions.session import Phase
from sessions.summary import SessionSummary


class SessionList(OptionList):
    """One interview an option; ``OptionHighlighted`` says which one is looked at."""

    HELP = (
        "Every interview that was kept, newest first. ↑ and ↓ choose one, Enter goes to its text, "
        "{review.filter} filters, {review.delete} takes it away and {review.undo_delete} brings "
        "it back."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def show(self, summaries: Sequence[SessionSummary], at: str | None) -> None:
        """Show these, with the cursor on one of them or on the one that took its place."""
        before = self.highlighted or 0
        several = len({summary.bank for summary in summaries}) > 1
        self.set_options(Option(Card(summary, several), id=summary.id) for summary in summaries)
        ids = [summary.id for summary in summaries]
        if ids:
            self.highlighted = ids.index(at) if at in ids else min(before, len(ids) - 1)

    @property
    def chosen(self) -> str | None:
        """Id of the session under the cursor."""
        return None if self.highlighted_option is None else self.highlighted_option.id


@dataclass(frozen=True, eq=False)
class Card(Visual):
    """A few lines on a session: when, what it came to, and of which bank where there are several.

    All have the same height, so that thousands of them need no laying out.
    """

    summary: SessionSummary
    bank: bool

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        summary = self.summary
        head = Content.assemble((when(summary.created_at), "bold"), f"  {summary.mode}")
        lines = [head, result(summary)]
        if self.bank:
            lines.append(Content.styled(one_line(summary.bank_title, 60), "$quiet"))
        return [
            strip
            for line in lines[:height]
            for strip in line.truncate(width, ellipsis=True).render_strips(width, 1, style, options)
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 3 if self.bank else 2


def result(summary: SessionSummary) -> Content:
    """What a session came to, or where it stands."""
    if summary.phase is not Phase.ENDED:
        return Content.styled(f"▸ {standing(summary)}", "bold $text-accent")
    parts = []
    for origin, (mean, count) in summary.scores.items():
        band = Band.of(mean)
        score = Content.styled(
            f"{ORIGIN_SIGNS[origin]} {number(mean)}", f"bold {BAND_STYLES[band]}"
        )
        graders = summary.graders.get(origin, 1)
        by = f" by {graders} graders" if graders > 1 else ""
        parts.append(
            Content.assemble(score, f" {band.capitalize()}, {count} of {summary.questions}{by}")
            if len(summary.scores) == 1
            else Content.assemble(score, f" over {count}{by}")
        )
    if summary.ungraded:
        words = f"{UNGRADED} {summary.ungraded}{'' if parts else ' ungraded'}"
        parts.append(Content.styled(words, "$text-warning"))
    return Content(" · ").join(parts) if parts else Content("– no score")


def described(summary: SessionSummary, scores: bool) -> str:
    """What a filter looks at: everything that may be said of a session.

    Args:
        summary: the session.
        scores: whether its scores may be told.
    """
    means = [mean for mean, _ in summary.scores.values()] if scores else []
    bands = " ".join(Band.of(mean) for mean in means)
    return " ".join(
        (
            when(summary.created_at),
            f"{summary.created_at.astimezone():%Y-%m-%d}",
            summary.mode,
            summary.bank,
            summary.bank_title,
            standing(summary),
            result(summary).plain,
            bands,
            "ungraded" if summary.ungraded else "",
            summary.id,
        )
    )
