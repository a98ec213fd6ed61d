"""What a store lists: sessions, scored answers, how an interview was last set up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from rubrics.grade import Verdict
from sessions.database import connect
from sessions.schedule import Review
from sessions.session import Mode, Session
from sessions.setup import Setup
from sessions.store import Store
from tests.sessions.sample import blank, grade_of, new_session, running, ungraded

# Lists


def at(session: Session, minutes: int) -> Session:
    return session.model_copy(
        update={
            "id": f"{session.id}-{minutes}",
            "created_at": session.created_at + timedelta(minutes=minutes),
        }
    )


def test_an_empty_store(store: Store) -> None:
    assert (store.sessions(), store.latest(), store.unfinished()) == ([], None, None)


def test_sessions_are_listed_newest_first(store: Store) -> None:
    for minutes in (5, 1, 3):
        store.create(at(new_session(), minutes))
    ids = [summary.id for summary in store.sessions()]
    assert [int(name.rsplit("-")[-1]) for name in ids] == [5, 3, 1]
    latest = store.latest()
    assert latest == store.sessions()[0]


def test_the_newest_unfinished_session(store: Store) -> None:
    store.create(at(new_session(), 1))
    interview, _ = running(store, at(new_session(), 2))
    unfinished = store.unfinished()
    assert unfinished is not None
    assert unfinished.id == interview.session.id
    interview.end()
    unfinished = store.unfinished()
    assert unfinished is not None
    assert unfinished.id.endswith("-1")


def test_a_summary_tells_what_happened(store: Store) -> None:
    interview, time = running(store)
    for text in ("I boil water.", "", "Hm."):
        interview.type(text)
        time.pass_(9)
        interview.submit()
        interview.next()
    interview.skip()
    turns = interview.turns
    interview.graded(0, grade_of(turns[0], Verdict.MET))
    interview.graded(2, ungraded(turns[2]))
    interview.end()
    summary = store.sessions()[0]
    assert (summary.questions, summary.answered, summary.skipped) == (4, 3, 1)
    assert (summary.ungraded, summary.position_number) == (1, 4)
    assert summary.scores == {"estimated": (60.0, 1)}
    assert (summary.phase, summary.end_reason) == ("ended", "finished")
    assert summary.created_at == interview.session.created_at
    assert summary.ended_at == interview.session.ended_at
    assert (summary.bank, summary.bank_title) == ("hot-drinks", "Hot Drinks Engineer")
    assert summary.mode is Mode.PRACTICE


def test_lists_read_neither_answers_nor_questions(store: Store) -> None:
    store.create(new_session())
    read: set[str | None] = set()

    def note(action: int, table: str | None, _column: str | None, *_rest: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add(table)
        return sqlite3.SQLITE_OK

    store._connection.set_authorizer(note)
    store.sessions()
    store.latest()
    store.unfinished()
    assert read == {"session"}


@pytest.mark.parametrize("condition", ["", "AND phase <> 'ended'"])
def test_the_newest_is_found_without_sorting(store: Store, condition: str) -> None:
    plan = store._connection.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM session WHERE deleted_at IS NULL {condition} "
        "ORDER BY created_at DESC, id DESC LIMIT 1"
    ).fetchall()
    assert all("TEMP B-TREE" not in row["detail"] for row in plan)


def test_a_deleted_session_is_in_no_list_until_it_is_restored(store: Store) -> None:
    interview, _ = running(store)
    session_id = interview.session.id
    store.delete(session_id)
    assert (store.sessions(), store.latest(), store.unfinished()) == ([], None, None)
    interview.type("still")
    interview.submit()
    store.restore(session_id)
    assert [summary.id for summary in store.sessions()] == [session_id]
    assert store.session(session_id).turns[0].answer == "still"


def test_scored_answers_are_read_without_their_words(store: Store) -> None:
    session = new_session()
    interview, time = running(store, session)
    begun = time.wall()
    interview.hint()
    for text, verdicts in (("I boil.", [Verdict.MET]), ("I boil it all.", [Verdict.MET] * 2)):
        time.pass_(60)
        turn = interview.current
        interview.type(text)
        interview.submit()
        assert store.reviews("hot-drinks")[turn.id :] == []
        interview.graded(turn.id, grade_of(turn, *verdicts))
        interview.next()
    first, second = (turn.question.id for turn in session.turns[:2])
    assert store.reviews("hot-drinks") == [
        Review(first, begun + timedelta(seconds=60), 60.0, "estimated", hinted=True),
        Review(second, begun + timedelta(seconds=120), 100.0, "estimated"),
    ]
    assert store.reviews("other-bank") == []


def test_the_score_that_is_read_is_the_one_in_force(store: Store) -> None:
    interview, _ = running(store)
    interview.type("I boil.")
    interview.submit()
    turn = interview.turns[0]
    interview.graded(0, grade_of(turn, Verdict.MET))
    interview.graded(0, ungraded(turn))
    (graded,) = store.reviews("hot-drinks")
    interview.mark(0, "warm", Verdict.MET)
    (marked,) = store.reviews("hot-drinks")
    interview.mark(0, "warm", None)
    assert store.reviews("hot-drinks") == [graded]
    assert (graded.score, graded.origin) == (60.0, "estimated")
    assert (marked.score, marked.origin) == (100.0, "self-marked")


def test_blank_answers_and_second_attempts_are_read_too(store: Store) -> None:
    interview, time = running(store)
    interview.submit()
    interview.graded(0, blank(interview.turns[0]))
    interview.again()
    time.pass_(30)
    again = interview.current
    interview.type("I boil.")
    interview.submit()
    interview.graded(again.id, grade_of(again, Verdict.MET))
    assert [(review.question, review.score) for review in store.reviews("hot-drinks")] == [
        (again.question.id, 0.0),
        (again.question.id, 60.0),
    ]


def test_deleted_and_ungraded_answers_are_no_reviews(store: Store) -> None:
    interview, _ = running(store)
    interview.type("I boil.")
    interview.submit()
    interview.graded(0, ungraded(interview.turns[0]))
    assert store.reviews("hot-drinks") == []
    interview.graded(0, grade_of(interview.turns[0]))
    assert len(store.reviews("hot-drinks")) == 1
    store.delete(interview.id)
    assert store.reviews("hot-drinks") == []
    store.restore(interview.id)
    assert len(store.reviews("hot-drinks")) == 1


def test_an_exam_that_is_not_over_tells_no_score(store: Store) -> None:
    interview, _ = running(store, new_session(Mode.EXAM))
    interview.type("I boil.")
    interview.submit()
    interview.graded(0, grade_of(interview.turns[0], Verdict.MET))
    assert store.reviews("hot-drinks") == []
    interview.end()
    assert [review.score for review in store.reviews("hot-drinks")] == [60.0]


def test_the_last_setup_of_each_bank_is_remembered(store: Store, home: Path) -> None:
    drinks = Setup(mode=Mode.EXAM, sections=("tea",), number=3, minutes=12.5)
    assert store.last_setup("hot-drinks") is None
    store.remember("hot-drinks", Setup(number=1))
    store.remember("hot-drinks", drinks)
    store.remember("cold-drinks", Setup())
    with Store.open(home) as other:
        assert other.last_setup("hot-drinks") == drinks
        assert other.last_setup("cold-drinks") == Setup()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"mode": "oral"}', '{"colour": "red"}'])
def test_a_setup_that_means_nothing_is_as_good_as_none(store: Store, content: str) -> None:
    store.remember("hot-drinks", Setup())
    with closing(connect(store.path)) as connection:
        connection.execute("UPDATE setup SET content = ?", (content,))
    assert store.last_setup("hot-drinks") is None
