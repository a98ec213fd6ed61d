"""Looking for sessions, by what is known of them and by the words of their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sessions.database import connect
from sessions.filters import Filter, Term
from sessions.history import History, PastTurn, read_history
from sessions.problems import in_words
from sessions.session import Phase, TurnState
from sessions.summary import SessionSummary

_HOLDS = """
SELECT session, id FROM turn
WHERE state <> 'planned' AND (question IN (
        SELECT hash FROM question WHERE holds(json_extract(content, '$.ask'), :word))
    OR holds(section, :word) OR holds(answer, :word) OR holds(note, :word) OR holds(asks, :word))
"""


@dataclass(frozen=True)
class Found:
    """A session that has what was looked for.

    Attributes:
        turns: ids of the answers that have it; none where the session as a whole does.
    """

    summary: SessionSummary
    turns: tuple[int, ...] = ()


class Search:
    """Looks through a store as it is now; made anew when something in it changed.

    Each word is looked for once, in every answer; that is as fast as an index for what a person
    writes, needs none, and finds parts of words in any script. May be used in any thread, by one
    at a time.

    Args:
        path: the file of the store.
        summaries: the sessions in it.
        says: what a list says of a session.
        tells: whether the marks of a session may be told.
    """

    def __init__(
        self,
        path: Path,
        summaries: Sequence[SessionSummary],
        says: Callable[[SessionSummary], str],
        tells: Callable[[SessionSummary], bool],
    ) -> None:
        self._path = path
        self._summaries = summaries
        self._says = says
        self._tells = tells
        self._words: dict[str, Mapping[str, frozenset[int]]] = {}

    def find(self, wanted: Filter) -> list[Found]:
        """The sessions that have all that is wanted, in the order in which they were given.

        Raises:
            StoreError: the store cannot be read.
        """
        of_session = [term for term in wanted.terms if term.of_session]
        of_answers = [term for term in wanted.terms if not term.of_session]
        marks = any(term.of_marks for term in wanted.terms)
        found = []
        for summary in self._summaries:
            if marks and not self._tells(summary):
                continue
            if all(_is(summary, term) is not term.negated for term in of_session):
                turns = self._turns(summary, of_answers)
                if turns is not None:
                    found.append(Found(summary, turns))
        return found

    def _turns(self, summary: SessionSummary, terms: Sequence[Term]) -> tuple[int, ...] | None:
        """Ids of the answers with all of this; None where it is not to be had."""
        said = self._said[summary.id] if terms else ""
        wanted = [term for term in terms if term.key or str(term.value) not in said]
        for term in terms:
            if term.negated and (term not in wanted or self._having(summary, term)):
                return None
        having = [self._having(summary, term) for term in wanted if not term.negated]
        if not having:
            return ()
        turns = frozenset.intersection(*having)
        return tuple(sorted(turns)) or None

    def _having(self, summary: SessionSummary, term: Term) -> frozenset[int]:
        """Ids of the answers of a session that have it."""
        if term.key:
            turns: Iterable[PastTurn] = self._by_session.get(summary.id, ())
            return frozenset(turn.turn for turn in turns if self._has(turn, term))
        return self._with_word(str(term.value)).get(summary.id, frozenset())

    def _has(self, turn: PastTurn, term: Term) -> bool:
        question = self._history.questions[turn.question]
        match term.key:
            case "score":
                return turn.score is not None and term.compares(turn.score)
            case "section":
                return str(term.value) in turn.section.casefold()
            case "tag":
                return any(str(term.value) in tag.casefold() for tag in question.tags)
            case "missed":
                missed = turn.missed if turn.score is not None else {}
                return any(
                    str(term.value) in f"{point.id} {point.expects}".casefold()
                    for point in question.criteria
                    if point.id in missed
                )
            case "flagged":
                return turn.flagged
            case "hinted":
                return turn.hinted
            case "noted":
                return turn.noted
            case "ungraded":
                return turn.state is TurnState.UNGRADED and turn.score is None
        return turn.state == term.key  # blank and skipped

    def _with_word(self, word: str) -> Mapping[str, frozenset[int]]:
        """Ids of the answers with a word, by session."""
        if word not in self._words:
            turns: dict[str, set[int]] = {}
            with in_words(self._path), closing(connect(self._path)) as connection:
                connection.create_function("holds", 2, _holds, deterministic=True)
                for session, turn in connection.execute(_HOLDS, {"word": word}):
                    turns.setdefault(session, set()).add(turn)
            self._words[word] = {name: frozenset(ids) for name, ids in turns.items()}
        return self._words[word]

    @cached_property
    def _said(self) -> dict[str, str]:
        return {summary.id: self._says(summary).casefold() for summary in self._summaries}

    @cached_property
    def _history(self) -> History:
        return read_history(self._path)

    @cached_property
    def _by_session(self) -> dict[str, list[PastTurn]]:
        turns: dict[str, list[PastTurn]] = {}
        for turn in self._history.turns:
            turns.setdefault(turn.session, []).append(turn)
        return turns


def _holds(text: str | None, word: str) -> bool:
    """Whether a word is in a text, without regard to case in any script."""
    return text is not None and word in text.casefold()


def _is(summary: SessionSummary, term: Term) -> bool:
    """Whether a session as a whole is so."""
    day = summary.created_at.astimezone().date()
    match term.key, term.value:
        case "bank", str(word):
            return word in f"{summary.bank} {summary.bank_title}".casefold()
        case "mode", str(word):
            return summary.mode.value.startswith(word)
        case "mean", _:
            return any(term.compares(mean) for mean, _ in summary.scores.values())
        case "since", date() as first:
            return day >= first
        case "until", date() as last:
            return day <= last
    return summary.phase is not Phase.ENDED
