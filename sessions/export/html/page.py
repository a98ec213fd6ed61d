"""The page, put together from the templates beside this file.

Whatever stands in a document is escaped by Jinja and made printable on its way into the page, so
text of people, models and banks stays text. The page's own policy forbids every request and script.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from rubrics.grade import Band, Verdict
from rubrics.text import printable
from sessions.export.document import document, section_scores, strip_sign
from sessions.export.exchanges import Exchange
from sessions.export.words import GLYPHS
from sessions.record import SessionRecord
from sessions.report import WHOSE
from sessions.session import Session

# A page is written now and then; everything else does without the template engine.
if TYPE_CHECKING:
    from jinja2 import Environment


def to_html(session: Session | SessionRecord, hide_scores: bool = False) -> str:
    """The whole session as one HTML page: figures, charts, then each question.

    Args:
        session: what to write; a record tells of the typing too. Of one that is not over only what
            may be told is written.
        hide_scores: whether scores wait for the end of any interview, not only of an exam.
    """
    content = document(session, hide_scores)
    most = max((len(one.points) for one in content.exchanges), default=0)
    return _templates().get_template("page.html").render(doc=content, most_points=most)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("sessions.export.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "GLYPHS": GLYPHS,
        "WHOSE": WHOSE,
        "Band": Band,
        "Verdict": Verdict,
        "columns": columns,
        "section_scores": section_scores,
    }
    return templates


def columns(exchanges: Iterable[Exchange]) -> list[dict[str, Any]]:
    """The columns of the score strip: label, anchor, score, origin, and what to say of it."""
    strip = []
    for one in exchanges:
        turn, note = one.turn, one.parts[0].notes[0]
        strip.append(
            {
                "label": turn.label,
                "score": one.score,
                "origin": turn.origin if one.score is not None else None,
                "sign": "" if one.score is not None else strip_sign(turn),
                "title": f"Question {turn.label}: {note}",
            }
        )
    return strip


def _shown(value: Any) -> Any:
    """Text without anything that steers a reader; markup that a template made stays as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable(value)
    return value
