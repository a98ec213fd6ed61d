"""How an answer was given: time, length, typing. It stands beside the mark, never in it.

What typing tells comes from the journal of the draft (``sessions.drafts``), in which a change
stands at most half a second after the key. Two changes that are no more than ``PAUSE`` apart are
typing with the time between them; a longer gap is thinking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sessions.drafts import DraftStep
from sessions.session import Session, Turn
from sessions.time import clock

PAUSE = 5.0
"""Seconds; between two changes of a draft that lie further apart the candidate was thinking."""

PIECE = 20
"""Characters; more than so many at once were pasted, or came as a line. By hand they would take
two seconds, and a draft is kept after half a second."""

SPOKEN_PACE = 140
"""Words a minute of somebody who speaks to others. People in the United States usually speak at 125
to 150 (S. E. Lucas, The Art of Public Speaking, 8th edition, 2004, p. 300)."""

Journals = Mapping[int, Sequence[DraftStep]]
"""The journal of each draft of a session, by id of the turn."""


@dataclass(frozen=True)
class Delivery:
    """How an answer was given.

    Attributes:
        words: how many it has, at least one.
        used: seconds on its clock.
        allotted: seconds that were given.
        first_word: seconds on its clock until something was written; None where nobody noted it.
        typing: share of ``used`` that went into typing, 0 to 1; None where nothing is known of it.
        pieces: whether most of it came in whole pieces, pasted or line by line. Nothing is said
            then of typing, pace and edits.
        edits: how often text was changed elsewhere than by adding at its end.
    """

    words: int
    used: float
    allotted: float
    first_word: float | None
    typing: float | None
    pieces: bool
    edits: int

    @property
    def words_a_minute(self) -> float | None:
        """Words a minute of the time used; None where they were not typed in it."""
        return None if self.pieces or self.used < 1 else self.words / self.used * 60

    @property
    def spoken(self) -> float:
        """Seconds that so many words take when they are spoken."""
        return self.words / SPOKEN_PACE * 60

    def figures(self) -> dict[str, float | None]:
        """The same for programs; None is what is not known."""
        return {
            "words": self.words,
            "seconds_used": self.used,
            "seconds_allotted": self.allotted,
            "seconds_to_first_word": self.first_word,
            "words_a_minute": self.words_a_minute,
            "typing_share": self.typing,
            "edits": None if self.pieces else self.edits,
            "seconds_spoken": self.spoken,
        }

    def phrases(self) -> Iterator[str]:
        """All but the time used, each in a few words."""
        if self.first_word is not None:
            yield f"first word after {clock(self.first_word)}"
        count = f"{self.words:,} word{'' if self.words == 1 else 's'}"
        pace = self.words_a_minute
        yield count if pace is None else f"{count}, {pace:.0f} a minute"
        if self.pieces:
            yield "in whole pieces, so its typing is not known"
        elif self.typing is not None:
            yield f"typing {self.typing:.0%} of the time"
            yield f"{self.edits or 'no'} edit{'' if self.edits == 1 else 's'}"
        about = max(5, 5 * round(self.spoken / 5))
        yield f"spoken about {clock(about)} at {SPOKEN_PACE} words a minute"


def delivery(turn: Turn, journal: Sequence[DraftStep] = ()) -> Delivery | None:
    """How the answer of a turn was given; None where no words were handed in.

    Args:
        turn: the turn.
        journal: that of its draft; without one nothing is said of the typing.
    """
    if turn.answer is None or not turn.words:
        return None
    inserted = [len(step.inserted) for step in journal]
    pieces = 2 * sum(size for size in inserted if size > PIECE) > sum(inserted)
    typing = None
    if len(inserted) > 1 and not pieces and turn.used > 0:
        typing = min(1.0, _typing(journal, turn.first_word) / turn.used)
    return Delivery(
        words=turn.words,
        used=turn.used,
        allotted=turn.allotted,
        first_word=turn.first_word,
        typing=typing,
        pieces=pieces,
        edits=turn.edits,
    )


def deliveries(session: Session, journals: Journals) -> dict[int, Delivery]:
    """How each answer of a session was given, by id of the turn; those without words are left out.

    Args:
        session: the session.
        journals: of its drafts; those that are not known may be missing.
    """
    given = {turn.id: delivery(turn, journals.get(turn.id, ())) for turn in session.turns}
    return {turn_id: one for turn_id, one in given.items() if one is not None}


def _typing(journal: Sequence[DraftStep], first_word: float | None) -> float:
    """Seconds between changes that followed each other without a pause."""
    moments = [step.at for step in journal]
    before = moments[0] if first_word is None else min(first_word, moments[0])
    spent = 0.0
    for at in moments:
        gap = at - before
        spent += gap if 0 <= gap <= PAUSE else 0.0
        before = at
    return spent
