"""Several banks in one interview: the same ids in two banks are two questions."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest

from sessions.export import from_json, to_csv, to_html, to_json, to_labels, to_markdown
from sessions.filters import parse
from sessions.history import read_history
from sessions.misses import Kind
from sessions.mix import Mix, PlanError, titles
from sessions.plan import drill_questions, plan_session
from sessions.presets import presets
from sessions.progress import progress
from sessions.report import report
from sessions.schedule import Review, Schedule, schedule
from sessions.search import Search
from sessions.session import Session
from sessions.setup import Setup, plan_setup
from sessions.store import Store
from tests.fakes import FakeTime, cold_bank, small_bank
from tests.sessions.sample import keep_mixed

HOT, COLD = "hot-drinks", "cold-drinks"
BOTH = Mix((small_bank(), cold_bank()))
TWICE = [f"{HOT}/tea-1", f"{COLD}/tea-1"]
"""The names of one question that stands in both banks."""


def asked(session: Session) -> list[tuple[str, str]]:
    return [(turn.bank, turn.question.id) for turn in session.turns]


def test_a_mix_asks_from_all_its_banks_in_their_order() -> None:
    session = plan_session(BOTH, FakeTime(), number=4, seed=1)
    assert (session.bank, session.bank_title) == (
        "hot-drinks+cold-drinks",
        "Hot Drinks Engineer + Cold Drinks Engineer",
    )
    assert [turn.bank for turn in session.turns] == [HOT, HOT, COLD, COLD]
    assert len(plan_session(BOTH, FakeTime()).turns) == 8


def test_a_section_or_question_is_named_with_its_bank() -> None:
    session = plan_session(BOTH, FakeTime(), sections=[f"{COLD}/tea"])
    assert {(turn.bank, turn.section) for turn in session.turns} == {(COLD, "Tea")}
    session = plan_session(BOTH, FakeTime(), sections=["tea"])
    assert {turn.bank for turn in session.turns} == {HOT, COLD}
    session = plan_session(BOTH, FakeTime(), questions=TWICE)
    assert asked(session) == [(HOT, "tea-1"), (COLD, "tea-1")]


@pytest.mark.parametrize(
    ("choice", "words", "advice"),
    [
        ({"questions": ["tea-1"]}, "Several banks have", " or ".join(TWICE)),
        ({"questions": [f"{COLD}/tea-9"]}, "None of these banks has a question", TWICE[1]),
        ({"sections": [f"{COLD}/te"]}, "None of these banks has a section", f"{COLD}/tea"),
        ({"tags": ["kitchn"]}, "None of these banks has a tag", "kitchen"),
    ],
)
def test_what_no_bank_has_is_refused(choice: dict[str, list[str]], words: str, advice: str) -> None:
    with pytest.raises(PlanError, match=words) as refused:
        plan_session(BOTH, FakeTime(), **choice)  # type: ignore[arg-type]
    assert advice in refused.value.advice


def test_two_banks_with_one_id_cannot_be_mixed() -> None:
    with pytest.raises(PlanError, match="the id 'hot-drinks'"):
        Mix((small_bank(), small_bank(3)))


def test_a_drill_and_presets_are_over_all_banks() -> None:
    now = FakeTime().wall()
    reviews = [Review(name, now - timedelta(days=9), 10, "graded") for name in TWICE]
    due = schedule(reviews, now)
    assert sorted(drill_questions(BOTH, due)) == sorted(TWICE)
    drill = next(one.setup for one in presets(BOTH, due) if one.name == "drill")
    assert drill is not None
    session = plan_setup(drill, BOTH, FakeTime(), lambda: due)
    assert sorted(asked(session)) == [(COLD, "tea-1"), (HOT, "tea-1")]
    titles = [preset.title for preset in presets(BOTH, Schedule(now))]
    assert "Full loop, 8 questions" in titles


def test_titles_are_told_apart_where_they_can_be() -> None:
    assert titles("a", "A + B") == {"a": "A + B"}
    assert titles("a+b", "A + B") == {"a": "A", "b": "B"}
    assert titles("a+b", "A + 1 + B") == {"a": "a", "b": "b"}


@pytest.fixture
def mixed(store: Store) -> Session:
    return keep_mixed(store)


def test_what_is_asked_of_a_bank_goes_by_the_question(store: Store, mixed: Session) -> None:
    hot, cold = mixed.turns
    assert [review.score for review in store.reviews(HOT)] == [hot.score]
    assert [review.score for review in store.reviews(COLD)] == [cold.score]
    assert store.reviews(mixed.bank) == []
    [attempt] = store.attempts(COLD, "tea-1").newest
    assert (attempt.turn.id, attempt.bank_title) == (cold.id, "Cold Drinks Engineer")
    [miss] = store.misses(Kind(bank=COLD, question="tea-1", criterion="boil")).points
    assert (miss.bank, miss.turn) == (COLD, cold.id)
    assert store.misses(Kind(bank=HOT, question="tea-1", criterion="boil")).count == 0


def test_progress_and_history_go_by_the_question(store: Store, mixed: Session) -> None:
    history = read_history(store.path)
    assert [turn.bank for turn in history.turns] == [HOT, COLD]
    assert [turn.turn for turn in read_history(store.path, COLD, newest=1).turns] == [1]
    found = progress(store.sessions(), history, COLD, FakeTime().wall())
    assert (found.interviews, found.answers) == (1, 1)
    assert found.series[0].recent.value == mixed.turns[1].score


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("bank:cold", [()]),
        ("bank:cold boil", [(1,)]),
        ("bank:engineer boil", [(0, 1)]),
        ('bank:"hot drinks" missed:boiled', []),
        ("bank:warm", []),
        ("-bank:cold boil", []),
    ],
)
def test_a_filter_by_bank_is_of_one_and_the_same_answer(
    store: Store, mixed: Session, text: str, turns: list[tuple[int, ...]]
) -> None:
    search = Search(store.path, store.sessions(), lambda one: one.bank_title, lambda one: True)
    found = search.find(parse(text, mixed.created_at.date()))
    assert [one.turns for one in found] == turns


def test_every_export_says_from_which_bank_a_question_is(mixed: Session) -> None:
    rows = csv.DictReader("".join(to_csv([mixed])).splitlines())
    assert [(row["bank"], row["section"]) for row in rows] == [(HOT, "Tea"), (COLD, "Tea")]
    assert [json.loads(line)["bank"] for line in to_labels([mixed])] == [COLD]
    assert [line.title for line in report(mixed).by_section] == [f"{HOT} / Tea", f"{COLD} / Tea"]
    assert f"## 2. {COLD} / Tea" in to_markdown(mixed)
    assert f"{COLD} / Tea" in to_html(mixed)
    assert from_json(to_json(mixed)).session == mixed


def test_a_session_of_before_turns_had_a_bank_is_read() -> None:
    session = plan_session(small_bank(), FakeTime())
    content = json.loads(to_json(session))
    for turn in content["session"]["turns"]:
        del turn["bank"]
    assert from_json(json.dumps(content)).session == session


def test_a_set_up_of_a_mix_is_remembered_apart(store: Store) -> None:
    wanted = Setup(sections=(f"{COLD}/tea",))
    store.remember(BOTH.id, wanted)
    assert store.last_setup(BOTH.id) == wanted
    assert store.last_setup(HOT) is None
