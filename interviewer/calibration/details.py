"""Tables on one grader: where it is right and where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interviewer.calibration import cells
from interviewer.calibration.outcome import Result
from interviewer.calibration.tables import Table
from rubrics.calibration.agreement import Group
from rubrics.calibration.counts import BANDS, VERDICTS
from rubrics.calibration.labels import Kind

_KINDS = [kind.value for kind in Kind]
_BANDS_DOWN = [band.value for band in reversed(BANDS)]


def details(result: Result) -> Iterator[Table]:
    """By kind of answer, section and band; the tables of counts; the worst answers."""
    agreed = result.labels
    if agreed is None or not agreed.answers:
        return
    yield _groups(f"{result.name}, by kind of answer", agreed.groups["kind"], _KINDS)
    sections = agreed.groups["section"]
    yield _groups(f"{result.name}, by section", sections, list(sections))
    yield _groups(f"{result.name}, by band of the labels", agreed.groups["band"], _BANDS_DOWN)
    yield _counts(f"{result.name}, verdicts", VERDICTS, agreed.counts.verdicts)
    yield _counts(f"{result.name}, bands", BANDS, agreed.counts.bands)
    if result.worst:
        yield Table(
            f"{result.name}, where the scores differ most",
            ("answer", "kind", "labels", "grader"),
            tuple(
                (
                    one.case.id,
                    one.case.kind or cells.NONE,
                    *_scores(one.case.score, one.grade.score),
                )
                for one in result.worst
            ),
        )


def _groups(title: str, groups: Mapping[str, Group], order: Sequence[str]) -> Table:
    return Table(
        title,
        ("", "n", "accuracy", "MAE", "bias"),
        tuple(
            (
                name,
                str(groups[name].answers),
                cells.plain(groups[name].figures["accuracy"]),
                cells.points(groups[name].figures["mae"]),
                cells.signed(groups[name].figures["bias"]),
            )
            for name in order
            if name in groups
        ),
    )


def _counts(title: str, order: Sequence[str], counts: Sequence[Sequence[int]]) -> Table:
    rows = ((name, *map(str, row)) for name, row in zip(order, counts, strict=True))
    return Table(title, ("labels ↓ grader →", *order), tuple(rows))


def _scores(*scores: float | None) -> tuple[str, ...]:
    return tuple(cells.NONE if score is None else f"{score:g}" for score in scores)
