"""Looking for sessions, by what is known of them and by the words of their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sessions.database import connect
from sessions.filters import Filter, Term
from sessions.problems import in_words
from sessions.session import Phase
from sessions.summary import SessionSummary

_TURNS = "SELECT session, id FROM turn WHERE state <> 'planned' AND {condition}"

_QUESTIONS = (
    "(SELECT hash, CASE WHEN json_valid(content) THEN content ELSE '{}' END AS content "
    "FROM question)"
)

_CONDITIONS = {
    "bank": "bank = :value",
    "": "(holds(answer, :value) OR holds(note, :value) OR holds(section, :value) "
    "OR holds(asks, :value) OR question IN "
    f"(SELECT hash FROM {_QUESTIONS} WHERE holds(json_extract(content, '$.ask'), :value)))",
    "section": "holds(section, :value)",
    "tag": f"question IN (SELECT hash FROM {_QUESTIONS}, json_each(content, '$.tags') tag "
    "WHERE holds(tag.value, :value))",
    "missed": "score IS NOT NULL AND (session, id) IN (SELECT session, turn FROM mark "
    "WHERE verdict <> 'met' AND (question, criterion) IN "
    f"(SELECT hash, json_extract(point.value, '$.id') FROM {_QUESTIONS}, "
    "json_each(content, '$.criteria') point WHERE holds(json_extract(point.value, '$.id'), :value) "
    "OR holds(json_extract(point.value, '$.expects'), :value)))",
    "flagged": "flagged",
    "hinted": "hinted",
    "noted": "note <> ''",
    "blank": "state = 'blank'",
    "skipped": "state = 'skipped'",
    "ungraded": "state = 'ungraded' AND score IS NULL",
    **{f"score{sign}": f"score {sign} :value" for sign in ("<", "<=", ">=", ">")},
    "score=": "round(score) = round(:value)",
}
"""Which turns a term is true of, by its key and sign."""


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

    Each term is looked for once, in all answers. Of 50,000 that takes some tenths of a second; an
    index of words would be quicker, but finds whole words only, has to be kept with every answer,
    and is not in every SQLite. May be used in any thread, by one at a time.

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
        self._known: dict[tuple[object, ...], Mapping[str, frozenset[int]]] = {}

    def find(self, wanted: Filter) -> list[Found]:
        """The sessions that have all that is wanted, in the order in which they were given.

        Raises:
            StoreError: the store cannot be read.
        """
        of_session = [term for term in wanted.terms if term.of_session]
        of_answers = [term for term in wanted.terms if not term.of_session]
        banks = [term for term in of_session if term.key == "bank"]
        marks = any(term.of_marks for term in wanted.terms)
        found = []
        for summary in self._summaries:
            if marks and not self._tells(summary):
                continue
            if all(_is(summary, term) is not term.negated for term in of_session):
                turns = self._turns(summary, of_answers, banks if len(summary.titles) > 1 else ())
                if turns is not None:
                    found.append(Found(summary, turns))
        return found

    def _turns(
        self, summary: SessionSummary, terms: Sequence[Term], banks: Sequence[Term]
    ) -> tuple[int, ...] | None:
        """Ids of the answers with all of this, of these banks; None where it is not to be had."""
        said = self._said[summary.id] if terms else ""
        wanted = [term for term in terms if term.key or str(term.value) not in said]
        for term in terms:
            if term.negated and (term not in wanted or self._having(summary, term)):
                return None
        having = [self._having(summary, term) for term in wanted if not term.negated]
        if not having:
            return ()
        having += [self._of_banks(summary, str(bank.value)) for bank in banks if not bank.negated]
        turns = frozenset.intersection(*having)
        return tuple(sorted(turns)) or None

    def _having(self, summary: SessionSummary, term: Term) -> frozenset[int]:
        """Ids of the answers of a session of which a term is true, whether negated or not."""
        name = (term.key, term.sign, term.value)
        if name not in self._known:
            self._known[name] = self._read(term)
        return self._known[name].get(summary.id, frozenset())

    def _of_banks(self, summary: SessionSummary, word: str) -> frozenset[int]:
        """Ids of the answers of a session to questions of a bank that is called so."""
        called = [
            bank for bank, title in summary.titles.items() if word in f"{bank} {title}".casefold()
        ]
        return frozenset().union(*(self._having(summary, Term("bank", bank)) for bank in called))

    def _read(self, term: Term) -> Mapping[str, frozenset[int]]:
        """Ids of all answers of which a term is true, by session."""
        sql = _TURNS.format(condition=_CONDITIONS[term.key + term.sign])
        turns: dict[str, set[int]] = {}
        with in_words(self._path), closing(connect(self._path)) as connection:
            connection.create_function("holds", 2, _holds, deterministic=True)
            for session, turn in connection.execute(sql, {"value": term.value}):
                turns.setdefault(session, set()).add(turn)
        return {name: frozenset(ids) for name, ids in turns.items()}

    @cached_property
    def _said(self) -> dict[str, str]:
        return {summary.id: self._says(summary).casefold() for summary in self._summaries}


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
