"""Looking for sessions in a store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rubrics.grade import Verdict
from sessions.filters import parse
from sessions.history import read_history
from sessions.interview import Interview
from sessions.search import Search
from sessions.session import Mode
from sessions.store import Store
from sessions.summary import SessionSummary
from tests.fakes import FakeTime
from tests.sessions.sample import MODEL, blank, grade_of, new_session

MET, PARTLY, MISSED = Verdict.MET, Verdict.PARTLY, Verdict.MISSED


@dataclass
class Kept:
    """A store and its clock, and a short name for each session in it."""

    store: Store
    time: FakeTime
    names: dict[str, str]

    def keep(self, name: str, mode: Mode, *answers: tuple[str, tuple[Verdict, ...]]) -> Interview:
        """Keep a session in which these answers were given and marked so; it goes on."""
        session = new_session(mode).model_copy(
            update={"id": f"session-{name}", "created_at": self.time.wall()}
        )
        self.store.create(session)
        interview = Interview(session, self.time, self.store.recorder(session))
        interview.begin()
        for text, verdicts in answers:
            turn = interview.current.id
            interview.type(text)
            self.time.pass_(30)
            interview.submit()
            answered = interview.session.turn(turn)
            grade = grade_of(answered, *verdicts, grader=MODEL) if text else blank(answered)
            interview.graded(turn, grade)
            if interview.allows("next"):
                interview.next()
        self.names[session.id] = name
        return interview

    def find(self, text: str, tells: bool = True) -> dict[str, tuple[int, ...]]:
        """What a filter finds: turns by the name of the session."""

        def may_tell(summary: SessionSummary) -> bool:
            return tells or summary.mode is not Mode.EXAM

        def says(summary: SessionSummary) -> str:
            return f"{summary.bank_title} {summary.mode}"

        search = Search(self.store.path, self.store.sessions(), says, may_tell)
        wanted = parse(text, self.time.wall().astimezone().date())
        return {self.names[one.summary.id]: one.turns for one in search.find(wanted)}


@pytest.fixture
def kept(home: Path) -> Iterator[Kept]:
    """Two interviews a day apart: one that ended with a flag and a note, and an exam that runs."""
    time = FakeTime()
    time.pass_(9 * 3600)  # noon, so that it is the same day almost everywhere
    with Store.open(home, time) as store:
        kept = Kept(store, time, {})
        first = kept.keep(
            "first",
            Mode.PRACTICE,
            ("I boil WATER in a Kettle.", (MET, PARTLY)),
            ("", ()),
            ("Some Straße.", (MISSED, MET)),
        )
        first.flag(0)
        first.annotate(2, "Read on trade-offs")
        first.skip()
        first.end()
        time.pass_(24 * 3600)
        kept.keep("exam", Mode.EXAM, ("Only water.", (PARTLY, MISSED)))
        yield kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("water", {"exam": (0,), "first": (0,)}),
        ('"water in a KETTLE"', {"first": (0,)}),
        ("strasse", {"first": (2,)}),
        ("trade-off", {"first": (2,)}),
        ("water trade-off", {}),
        ("drinks", {"exam": (), "first": ()}),
        ("exam water", {"exam": (0,)}),
        ("-kettle", {"exam": ()}),
        ("-drinks", {}),
        ("coffee", {"first": (2, 3)}),
        ("section:coffee", {"first": (2, 3)}),
        ("tag:kitchen kettle", {"first": (0,)}),
        ("bank:hot mode:exam", {"exam": ()}),
        ("flagged", {"first": (0,)}),
        ("flagged score<50", {}),
        ("noted score<50", {"first": (2,)}),
        ("-noted", {"exam": ()}),
        ("score>=80", {"first": (0,)}),
        ("score=0", {"first": (1,)}),
        ("mean<45", {"exam": (), "first": ()}),
        ("missed:warm", {"exam": (0,), "first": (0,)}),
        ("blank", {"first": (1,)}),
        ("skipped", {"first": (3,)}),
        ("ungraded", {}),
        ("unfinished", {"exam": ()}),
        ("since:today", {"exam": ()}),
        ("until:2026-01-02", {"first": ()}),
        ("since:1d -unfinished", {"first": ()}),
    ],
)
def test_what_a_filter_finds(kept: Kept, text: str, found: dict[str, tuple[int, ...]]) -> None:
    assert kept.find(text) == found


def test_marks_that_may_not_be_told_are_not_found(kept: Kept) -> None:
    for text in ("score<50", "mean<50", "missed:warm", "-score>=50", "-missed:zzz"):
        assert "exam" in kept.find(text)
        assert "exam" not in kept.find(text, tells=False)


def test_a_question_that_was_not_asked_yet_is_not_found(kept: Kept) -> None:
    """The exam has a second question on tea, and then coffee."""
    assert kept.find("unfinished coffee") == {}
    assert [turn.turn for turn in read_history(kept.store.path).turns][4:] == [0, 1]


def test_the_history_tells_whose_marks_they_are(kept: Kept) -> None:
    history = read_history(kept.store.path, newest=1)
    assert {turn.session for turn in history.turns} == {"session-exam"}
    answer = history.turns[0]
    assert (answer.score, answer.origin, answer.grader) == (30.0, "graded", MODEL)
    assert answer.missed == {"boil": PARTLY, "warm": MISSED, "time": MISSED}
    assert history.questions[answer.question].id == "tea-1"
    assert read_history(kept.store.path, bank="cold-drinks").turns == ()
