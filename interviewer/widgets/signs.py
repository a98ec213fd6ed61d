"""The signs and words by which states, verdicts and scores are shown; never by colour alone."""

from __future__ import annotations

import re
from typing import Final

from rubrics.grade import Band, Mark, Verdict
from rubrics.text import printable
from sessions.session import Origin, Turn, TurnState

VERDICT_STYLES: Final = {
    Verdict.MET: "$text-success",
    Verdict.PARTLY: "$text-warning",
    Verdict.MISSED: "$quiet",
    Verdict.CONTRADICTED: "$text-error",
}
VERDICT_WORDS: Final = {
    Verdict.MET: "met",
    Verdict.PARTLY: "partly",
    Verdict.MISSED: "missed",
    Verdict.CONTRADICTED: "wrong",
}
ORIGIN_SIGNS: Final[dict[Origin, str]] = {"graded": "●", "estimated": "◇", "self-marked": "✎"}
BAND_STYLES: Final = {
    Band.STRONG: "$text-success",
    Band.SOLID: "$text-success",
    Band.THIN: "$text-warning",
    Band.WEAK: "$text-error",
}
GRADING = "…"
UNGRADED = "!"
FLAG = "⚑"
HANDED_IN = "▪"
SKIPPED = "–"
OPEN = "·"
FOLLOWS = "▸"

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def one_line(text: str, longest: int = 300) -> str:
    """Text from people or models as one line that is safe to show, cut with ``…``."""
    text = " ".join(printable(text[: 4 * longest]).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def in_place(text: str) -> str:
    """The text with every steering character replaced by one sign, so that spans still fit."""
    return _STEERING.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return " " if code == 0x0D else chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"


def number(score: float) -> str:
    """A score as a whole number."""
    return f"{score:.0f}"


def halves(value: float) -> str:
    """A count in steps of a half: ``3½``, ``-½``."""
    sign = "−" if value < 0 else ""
    whole, half = divmod(round(abs(value) * 2), 2)
    return sign + ("½" if half and not whole else f"{whole}{'½' if half else ''}")


def points_met(marks: tuple[Mark, ...]) -> str:
    """How many of the points were met, a partly met one as a half: ``3½ of 4 points``."""
    return f"{halves(sum(max(0.0, mark.verdict.credit) for mark in marks))} of {len(marks)} points"


def turn_sign(turn: Turn, tell: bool = True) -> str:
    """The state of a turn in a few cells.

    Args:
        turn: the turn.
        tell: whether a result may be told; without it, what was handed in says only so.
    """
    if turn.state.answered and not tell:
        return HANDED_IN
    if turn.round and turn.state in (TurnState.GRADED, TurnState.BLANK):
        return HANDED_IN  # The score stands at the answer that it follows.
    if turn.score is not None and turn.origin is not None:
        return f"{ORIGIN_SIGNS[turn.origin]} {number(turn.score)}"
    return {
        TurnState.SUBMITTED: GRADING,
        TurnState.GRADING: GRADING,
        TurnState.GRADED: GRADING,
        TurnState.BLANK: GRADING,
        TurnState.UNGRADED: UNGRADED,
        TurnState.SKIPPED: SKIPPED,
    }.get(turn.state, OPEN)
