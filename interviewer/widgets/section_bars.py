"""The sections of a session as bars, one for each origin of scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from interviewer.widgets.signs import BAND_STYLES, ORIGIN_SIGNS, number, one_line
from rubrics.grade import Band
from sessions.report import SectionLine

TITLE_AT_MOST = 30
BAR_AT_MOST = 40


@dataclass(frozen=True)
class SectionBars(Visual):
    """A line for each section and origin: title, sign and score, bar, band, how many answers."""

    sections: tuple[SectionLine, ...]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        lines = self.lines(width)
        return [strip for line in lines for strip in line.render_strips(width, 1, style, options)][
            :height
        ]

    def lines(self, width: int) -> list[Content]:
        """The lines at this width."""
        titles = [one_line(section.title, TITLE_AT_MOST) for section in self.sections]
        wide = max(map(len, titles), default=0)
        lines = []
        for title, section in zip(titles, self.sections, strict=True):
            lines += _section(title, section, wide, width)
        return lines

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(max(1, len(section.scores)) for section in self.sections)


def _section(title: str, section: SectionLine, wide: int, width: int) -> list[Content]:
    name = Content(f"{title}  ").truncate(wide + 2, pad=True)
    if not section.scores:
        asked = f"{section.questions} question{'' if section.questions == 1 else 's'}"
        line = name + Content.styled(f"–      no score · {asked}", "$quiet")
        return [line.truncate(width, ellipsis=True)]
    lines = []
    for index, (origin, (score, count)) in enumerate(section.scores.items()):
        band = Band.of(score)
        style = BAND_STYLES[band]
        tail = f" {band.capitalize()} · {count} of {section.questions}"
        head = f"{ORIGIN_SIGNS[origin]} {number(score):>3}"
        bar = max(0, min(BAR_AT_MOST, width - wide - 3 - len(head) - len(" Strong · 10 of 10")))
        full = round(bar * score / 100)
        lines.append(
            Content.assemble(
                name if index == 0 else " " * (wide + 2),
                (head, f"bold {style}"),
                " ",
                ("█" * full, style),
                ("░" * (bar - full), "$quiet"),
                tail,
            ).truncate(width, ellipsis=True)
        )
    return lines


def heading(text: str) -> Content:
    """A heading over a part of a screen."""
    return Content.styled(text, "bold $text-accent")


def joined(parts: Sequence[str]) -> str:
    """What there is of these, between dots."""
    return " · ".join(part for part in parts if part)
