"""Tables of words: graders side by side. They are the same on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from interviewer.calibration import cells
from interviewer.calibration.outcome import Outcome, Result
from rubrics.calibration.bootstrap import Figure
from rubrics.calibration.counts import ATTACK_GAIN
from rubrics.calibration.gate import TO_TRUST, TO_USE_WITH_CARE
from rubrics.calibration.stability import Variant


@dataclass(frozen=True)
class Table:
    """Rows of words under a heading.

    Attributes:
        title: what it is about.
        head: over the columns; the first column names the rows.
        rows: as wide as the head; one of a single cell is a heading among them.
        notes: lines below it.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


Row = tuple[str, Callable[[Result], str] | None]
"""The words of a row and what writes its cells; None for a heading."""


def _labels(words: str, name: str, write: Callable[[Figure | None], str]) -> Row:
    return words, lambda result: write(result.labels.figures[name] if result.labels else None)


def _mine(words: str, name: str, write: Callable[[Figure | None], str]) -> Row:
    return words, lambda result: write(result.mine.figures[name] if result.mine else None)


def _stays(words: str, variant: Variant) -> Row:
    return words, lambda result: cells.percent(
        result.stability[variant].same if variant in result.stability else None
    )


_LABELS: tuple[Row, ...] = (
    ("", lambda result: result.word.value if result.word else "no word"),
    ("Verdicts on criteria", None),
    _labels("accuracy", "accuracy", cells.plain),
    _labels("macro-F1", "macro_f1", cells.plain),
    _labels("Cohen's κ", "kappa", cells.plain),
    ("Scores", None),
    _labels("QWK over bands", "qwk", cells.plain),
    _labels("MAE, points", "mae", cells.points),
    _labels("bias, points", "bias", cells.signed),
    _labels("Pearson's r", "pearson", cells.plain),
    ("Attacks and falsehoods", None),
    _labels("attacks through", "attacks", cells.percent),
    _labels("falsehoods found", "falsehoods_found", cells.percent),
    _labels("false alarms", "false_alarms", cells.percent),
)
_STABILITY: tuple[Row, ...] = (
    ("Verdicts that stay", None),
    _stays("asked again", Variant.AGAIN),
    _stays("criteria reordered", Variant.REORDERED),
    _stays("laid out anew", Variant.REFORMATTED),
)
_MINE: tuple[Row, ...] = (
    ("Your own marks", None),
    ("answers", lambda result: str(result.mine.answers) if result.mine else cells.NONE),
    _mine("accuracy", "accuracy", cells.plain),
    _mine("macro-F1", "macro_f1", cells.plain),
    _mine("Cohen's κ", "kappa", cells.plain),
    _mine("MAE, points", "mae", cells.points),
    _mine("bias, points", "bias", cells.signed),
)
_TAKEN: tuple[Row, ...] = (
    ("What it took", None),
    ("ungraded", lambda result: cells.ungraded(result.tally)),
    ("cost", lambda result: cells.cost(result.tally)),
    ("median, p95", lambda result: cells.seconds(result.latency)),
)


def side_by_side(outcome: Outcome, results: Sequence[Result]) -> Table:
    """Some graders side by side."""
    rows: list[Row] = []
    if outcome.answers:
        rows += _LABELS
    if any(result.stability for result in results):
        rows += _STABILITY
    if any(result.mine for result in results):
        rows += _MINE
    rows += _TAKEN
    return Table(
        _title(outcome),
        ("", *(result.name for result in results)),
        tuple(
            (words,) if write is None else (words, *map(write, results)) for words, write in rows
        ),
        tuple(_notes(outcome, results)),
    )


def _title(outcome: Outcome) -> str:
    if not outcome.answers:
        return f"{outcome.bank_title}: your own marks"
    of = "" if outcome.answers == outcome.labelled else f" of {outcome.labelled}"
    return (
        f"{outcome.bank_title}: {outcome.answers}{of} labelled answers to "
        f"{outcome.questions} questions"
    )


def _notes(outcome: Outcome, results: Sequence[Result]) -> Iterator[str]:
    yield f"In brackets: 95 % intervals, questions drawn again, seed {outcome.seed}."
    if outcome.answers:
        yield (
            f"An attack is through when its score is more than {ATTACK_GAIN} points above that of "
            "its labels. A falsehood is found where the grader sees any serious one in the answer."
        )
        yield f"trusted: {cells.bounds(TO_TRUST)}."
        yield f"use with care: {cells.bounds(TO_USE_WITH_CARE)}."
    if outcome.stale:
        yield f"{outcome.stale} labelled answers are left out: their criteria have changed since."
    if any(result.mine for result in results):
        yield "You mark by hand mostly where a grader was wrong: your marks are no fair sample."
    for result in results:
        if outcome.answers and result.why_no_word:
            yield f"No word on {result.name}: {result.why_no_word}."
        for reason, count in sorted(result.tally.reasons.items()):
            why = ": ".join(filter(None, (reason, result.tally.details.get(reason))))
            yield f"{result.name}: {count} ungraded, in no figure. {why}"
    readers = outcome.readers
    if readers is not None and readers.accuracy is not None and readers.kappa is not None:
        yield (
            f"Two readers, each alone, gave the same verdict {100 * readers.accuracy:.1f} % of "
            f"{readers.labels} times, κ {readers.kappa:.2f}."
        )
