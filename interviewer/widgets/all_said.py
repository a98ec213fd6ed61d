"""An answer and those to its follow-ups as one text, with the follow-ups as asides in it."""

from __future__ import annotations

from interviewer.widgets.signs import FOLLOWS, one_line
from interviewer.wording import follow_up_text
from sessions.follow_ups import answered, task_of
from sessions.session import Session


def all_said(session: Session, turn_id: int) -> tuple[str, list[tuple[int, str]]]:
    """What was said in a turn and to its follow-ups, where evidence tells its place.

    Returns:
        The text, and what the interviewer asked in between, each with its place in the text.
    """
    first, *others = session.exchange(turn_id)
    if first.answer is None:
        return first.draft, []
    task = task_of(session, turn_id)
    asides = [(part.start, f"{FOLLOWS} {one_line(part.ask)}\n") for part in task.parts[1:]]
    for other in others:
        if other not in answered(session, turn_id):
            words = f"\n\n{FOLLOWS} {one_line(other.ask)}\n({follow_up_text(other)})"
            asides.append((len(task.said), words))
    return task.said, asides
