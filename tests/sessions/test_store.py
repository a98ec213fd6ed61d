"""What a store keeps, and who may use it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rubrics.grade import Verdict
from sessions.drafts import fold, states
from sessions.interview import Interview
from sessions.session import Mode
from sessions.store import SessionBusy, Store, StoreError
from tests.fakes import FakeTime
from tests.sessions.sample import grade_of, new_session, running, ungraded


def test_a_new_session_comes_back_as_it_was(store: Store) -> None:
    session = new_session()
    store.create(session)
    assert store.session(session.id) == session


def test_a_session_that_was_begun_elsewhere_comes_back_with_its_drafts(store: Store) -> None:
    interview = Interview(new_session(), FakeTime())
    interview.begin()
    interview.type("I boil")
    store.create(interview.session)
    assert store.session(interview.session.id) == interview.session


def test_it_is_still_there_for_the_next_program(home: Path) -> None:
    with Store.open(home) as store:
        interview, _ = running(store)
        interview.type("I boil water.")
        interview.submit()
    with Store.open(home) as store:
        assert store.session(interview.session.id) == interview.session


def test_an_answer_is_there_before_submit_returns(store: Store, home: Path) -> None:
    interview, _ = running(store)
    interview.type("I boil water.")
    interview.submit()
    with Store.open(home) as other:
        assert other.session(interview.session.id).turns[0].answer == "I boil water."


def test_a_draft_is_folded_in(store: Store) -> None:
    interview, time = running(store)
    for text in ("I", "I boil", "I boi", "You boil \x00 שלום 👩\u200d🚀"):
        interview.type(text)
        time.pass_(0.6)
        interview.tick()
    kept = store.session(interview.session.id)
    assert kept == interview.session
    assert kept.current.draft == "You boil \x00 שלום 👩\u200d🚀"
    assert kept.current.used == pytest.approx(2.4)


def test_how_an_answer_was_typed_can_be_played(store: Store) -> None:
    interview, time = running(store)
    session_id = interview.session.id
    for text in ("I", "I boil", "I boi"):
        time.pass_(0.6)
        interview.type(text)
    interview.submit()
    steps = store.draft_history(session_id, 0)
    assert list(states(steps)) == ["I", "I boil", "I boi"]
    assert [step.at for step in steps] == pytest.approx([0.6, 1.2, 1.8])
    assert store.draft_history(session_id, 1) == []


def test_submit_brings_the_journal_to_the_answer(store: Store) -> None:
    interview, _ = running(store)
    interview.type("I boil water.")
    interview.submit()
    assert fold(store.draft_history(interview.session.id, 0)) == "I boil water."


def test_a_journal_goes_on_with_another_recorder(store: Store) -> None:
    interview, time = running(store)
    interview.type("I boil")
    interview.leave()
    again = Interview(store.session(interview.session.id), time, store.recorder(interview.session))
    again.reopen()
    again.type("I boil water")
    again.leave()
    assert len(store.draft_history(interview.session.id, 0)) == 2
    assert store.session(interview.session.id) == again.session


def test_two_recorders_of_one_session_do_not_break_its_journal(store: Store) -> None:
    interview, time = running(store)
    other = Interview(store.session(interview.session.id), time, store.recorder(interview.session))
    for writer, text in ((interview, "a"), (other, "b"), (interview, "ac"), (other, "bd")):
        writer.type(text)
        writer.save_draft()
        assert writer.draft_problem is None
        assert store.session(interview.session.id).current.draft == text


def test_a_draft_of_a_megabyte(store: Store) -> None:
    interview, time = running(store)
    text = "I boil water. " * 75_000
    interview.type(text)
    time.pass_(1)
    interview.tick()
    interview.type(text + "!")
    interview.submit()
    assert store.session(interview.session.id).turns[0].answer == text + "!"
    assert [len(step.inserted) for step in store.draft_history(interview.session.id, 0)] == [
        len(text),
        1,
    ]


def test_half_characters_do_not_stop_the_store(store: Store) -> None:
    session = new_session()
    odd = session.turns[0].model_copy(update={"draft": "a\ud800", "note": "\udfff"})
    store.create(session.model_copy(update={"turns": (odd, *session.turns[1:])}))
    kept = store.session(session.id).turns[0]
    assert (kept.draft, kept.note) == ("a\ufffd", "\ufffd")


def test_attempts_keep_their_place(store: Store) -> None:
    interview, _ = running(store)
    interview.type("one")
    interview.submit()
    interview.again()
    interview.type("two")
    interview.submit()
    kept = store.session(interview.session.id)
    assert kept == interview.session
    assert [turn.label for turn in kept.turns] == ["1", "1.2", "2", "3", "4"]


def test_follow_ups_come_back_as_they_were(store: Store) -> None:
    interview, time = running(store, new_session(rounds=2))
    interview.type("I boil water.")
    interview.submit()
    grade = grade_of(interview.turns[0], Verdict.MET).model_copy(update={"follow_up": "And [milk?"})
    interview.graded(0, grade)
    interview.follow()
    assert store.session(interview.session.id) == interview.session
    interview.type("I warm")
    time.pass_(5)
    interview.tick()
    assert store.session(interview.session.id) == interview.session
    interview.submit()
    interview.grading(0)
    interview.graded(0, ungraded(interview.turns[0]))
    kept = store.session(interview.session.id)
    assert kept == interview.session
    assert [turn.label for turn in kept.turns][:2] == ["1", "1a"]
    assert kept.turns[1].ask == "And [milk?"
    assert [step.inserted for step in store.draft_history(kept.id, kept.turns[1].id)] == ["I warm"]
    assert len(store.grades(kept.id, 0)) == 1


def test_every_grade_stays_and_the_newest_is_in_force(store: Store) -> None:
    interview, _ = running(store)
    interview.type("I boil water.")
    interview.submit()
    turn = interview.turns[0]
    grades = [ungraded(turn), grade_of(turn, Verdict.PARTLY), grade_of(turn, Verdict.MET)]
    for grade in grades:
        interview.graded(0, grade)
        interview.flag(0)
    assert [one.grade for one in store.grades(interview.session.id, 0)] == grades
    assert store.session(interview.session.id).turns[0].grade == grades[-1]
    assert store.grades(interview.session.id, 1) == []


def test_a_question_is_kept_once_and_as_it_was_asked(store: Store) -> None:
    first = new_session()
    store.create(first)
    store.create(first.model_copy(update={"id": "second"}))
    changed = first.turns[0].question.model_copy(update={"ask": "Another question?"})
    turns = (first.turns[0].model_copy(update={"question": changed}), *first.turns[1:])
    store.create(first.model_copy(update={"id": "third", "turns": turns}))
    assert store.session(first.id).turns[0].question == first.turns[0].question
    assert store.session("third").turns[0].question == changed
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM question").fetchone() == (5,)
    connection.close()


def test_an_unknown_session(store: Store) -> None:
    for use in (store.session, store.claim, store.delete, store.restore):
        with pytest.raises(StoreError, match="no session 'nothing'"):
            use("nothing")


def test_a_session_is_created_once(store: Store) -> None:
    session = new_session()
    store.create(session)
    with pytest.raises(StoreError, match="already"):
        store.create(session)
    assert store.session(session.id) == session


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a b", ".", "x" * 65, "a\x00"])
def test_an_id_that_is_none_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be the id"):
        store.create(new_session().model_copy(update={"id": name}))


def test_keeping_needs_a_session_that_was_created(store: Store) -> None:
    session = new_session()
    interview = Interview(session, FakeTime(), store.recorder(session))
    with pytest.raises(StoreError, match="no longer in the store"):
        interview.begin()
    assert interview.session == session


@pytest.mark.parametrize(
    ("setting", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_what_is_acknowledged_is_on_the_disk_and_whole(
    store: Store, setting: str, value: object
) -> None:
    assert store._connection.execute(f"PRAGMA {setting}").fetchone()[0] == value


# Who may use it


def test_a_session_is_claimed_once(store: Store, home: Path) -> None:
    store.create(new_session())
    session_id = store.sessions()[0].id
    with Store.open(home) as other:
        with (
            store.claim(session_id),
            pytest.raises(SessionBusy, match="open in another window"),
        ):
            other.claim(session_id)
        claim = other.claim(session_id)
        claim.release()
        claim.release()
        store.claim(session_id).release()


def test_another_thread_is_refused(store: Store) -> None:
    caught: list[BaseException] = []

    def use() -> None:
        try:
            store.sessions()
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1


class RoundTrip(RuleBasedStateMachine):
    """Whatever the commands, another program finds the session as it stands."""

    @initialize(mode=st.sampled_from(Mode))
    def prepare(self, mode: Mode) -> None:
        self.folder = TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name), FakeTime())
        self.time = FakeTime()
        session = new_session(mode, 3)
        self.store.create(session)
        self.interview = Interview(session, self.time, self.store.recorder(session))

    @rule(
        command=st.sampled_from(
            ["begin", "submit", "next", "skip", "pause", "resume", "hint", "again", "leave"]
        )
    )
    def give(self, command: str) -> None:
        if command == "leave":
            self.interview.leave()
            self.interview.reopen()
        elif self.interview.allows(command):  # type: ignore[arg-type]
            getattr(self.interview, command)()

    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        if self.interview.allows("go_to"):
            self.interview.go_to(data.draw(st.sampled_from(self.interview.skipped)).id)

    @rule(text=st.text(st.characters(), max_size=6), seconds=st.sampled_from([0.1, 0.6, 40.0]))
    def type(self, text: str, seconds: float) -> None:
        if self.interview.allows("type"):
            self.interview.type(text)
            self.time.pass_(seconds)
            self.interview.tick()

    @rule(data=st.data(), note=st.text(st.characters(), max_size=4))
    def mark(self, data: st.DataObject, note: str) -> None:
        turn = data.draw(st.sampled_from(self.interview.turns))
        self.interview.annotate(turn.id, note)
        self.interview.flag(turn.id)
        if turn.state.answered:
            grade = data.draw(st.sampled_from([ungraded(turn), grade_of(turn, Verdict.MET)]))
            self.interview.graded(turn.id, grade)
            self.interview.mark(turn.id, "warm", data.draw(st.none() | st.sampled_from(Verdict)))

    @invariant()
    def it_comes_back(self) -> None:
        if not hasattr(self, "interview"):
            return
        self.interview.save_draft()
        assert self.store.session(self.interview.session.id) == self.interview.session

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


TestRoundTrip = RoundTrip.TestCase
TestRoundTrip.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
