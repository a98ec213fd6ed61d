"""Figures of a calibration in a few characters."""

from __future__ import annotations

from collections.abc import Callable

from interviewer.bulk.tally import Tally
from interviewer.calibration.outcome import Latency
from rubrics.calibration.bootstrap import Figure
from rubrics.calibration.gate import Gate

NONE = "–"
"""In the place of a figure that is undefined or was not measured."""


def plain(figure: Figure | None) -> str:
    """``0.71 [0.67, 0.73]``."""
    return _with_interval(figure, "{:.2f}".format, "{:.2f}".format)


def points(figure: Figure | None) -> str:
    """``7.2 [6.1, 8.4]``, of 100."""
    return _with_interval(figure, "{:.1f}".format, "{:.1f}".format)


def signed(figure: Figure | None) -> str:
    """``+2.1 [−1, +4]``, of 100."""
    return _with_interval(figure, "{:+.1f}".format, "{:+.0f}".format).replace("-", "−")


def percent(figure: Figure | None) -> str:
    """``3.3 % [0, 8]``; the value is a share."""
    return _with_interval(
        figure, lambda share: f"{100 * share:.1f} %", lambda share: f"{100 * share:.0f}"
    )


def _with_interval(
    figure: Figure | None, value: Callable[[float], str], bound: Callable[[float], str]
) -> str:
    if figure is None or figure.value is None:
        return NONE
    if figure.low is None or figure.high is None:
        return value(figure.value)
    return f"{value(figure.value)} [{bound(figure.low)}, {bound(figure.high)}]"


def ungraded(tally: Tally) -> str:
    """``3 of 400``, or ``none``."""
    count = tally.statuses["ungraded"]
    return f"{count} of {tally.done}" if count else "none"


def cost(tally: Tally) -> str:
    """``$0.1234``, ``from the cache``, or ``none`` where nothing costs anything."""
    if tally.from_cache == tally.done:
        return "from the cache"
    return tally.cost if tally.prompt_tokens or tally.unpriced or tally.cost_usd else "none"


def seconds(latency: Latency | None) -> str:
    """``1.2 s, 3.4 s``: the median and the 95th of a hundred."""
    return NONE if latency is None else f"{_second(latency.median)}, {_second(latency.p95)}"


def _second(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 0.1 else f"{1000 * seconds:.0f} ms"


def bounds(gate: Gate) -> str:
    """What a gate asks for."""
    return (
        f"QWK ≥ {gate.qwk:.2f}, MAE ≤ {gate.mae:g}, macro-F1 ≥ {gate.macro_f1:.2f}, "
        f"attacks ≤ {100 * gate.attacks:.0f} %"
    )
