"""A calibration as one page of HTML that needs no other file and makes no request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from interviewer.calibration.details import details
from interviewer.calibration.outcome import Outcome, Result
from interviewer.calibration.tables import side_by_side
from rubrics.calibration.agreement import Judged
from rubrics.text import printable

TEMPLATE = "page.html"


@dataclass(frozen=True)
class Apart:
    """An answer on which labels and grader are far apart.

    Attributes:
        id, kind, ask, answer: of the answer.
        scores: by the labels and by the grader.
        points: what each criterion expects, with both verdicts.
    """

    id: str
    kind: str
    ask: str
    answer: str
    scores: tuple[str, str]
    points: tuple[tuple[str, str, str], ...]


def page(outcome: Outcome, made_at: datetime) -> str:
    """The page.

    Args:
        outcome: what it shows.
        made_at: its date.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("interviewer.calibration"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(TEMPLATE).render(
        title=f"How far graders can be believed: {outcome.bank_title}",
        made_at=made_at,
        summary=side_by_side(outcome, outcome.results),
        graders=[
            (result, list(details(result)), list(_apart(result))) for result in outcome.results
        ],
    )
    return printable(text)


def _apart(result: Result) -> Iterator[Apart]:
    for one in result.worst:
        yield Apart(
            id=one.case.id,
            kind=one.case.kind or "",
            ask=one.case.task.ask,
            answer=one.case.task.said,
            scores=(f"{one.case.score:g}", f"{one.grade.score:g}"),
            points=tuple(_points(one)),
        )


def _points(judged: Judged) -> Iterator[tuple[str, str, str]]:
    for mark in judged.grade.marks:
        yield mark.expects, judged.case.labels[mark.id].value, mark.verdict.value
