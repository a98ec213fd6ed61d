"""Plans as files, their numbers changed; and questions that are there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubrics.composing import Known, Pool, load_plan, plan_text
from rubrics.errors import InterviewerError
from rubrics.loading import load_bank, shipped_banks
from tests.rubrics.composing.samples import GREEN, HARD, PLANNED


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(plan_text(PLANNED))
    assert load_plan(path) == PLANNED


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("questions: 2", "questions: two", ":8: questions: "),
        ("questions: 2", "questions: 200", ":8: questions: "),
        ("covers:", "covrs:", "covers: Field required"),
        ("id: working-with-people", "id: brewing", "two sections have the id 'brewing'"),
        ("sections:", "sections: [", "not YAML"),
    ],
)
def test_a_mistake_in_a_plan_is_named(old: str, new: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(plan_text(PLANNED).replace(old, new, 1))
    with pytest.raises(InterviewerError) as caught:
        load_plan(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


def test_numbers_can_be_changed_and_sections_left_out() -> None:
    assert PLANNED.with_counts({"brewing": 5}).total == 6
    assert [one.id for one in PLANNED.with_counts({"brewing": 0}).sections] == [
        "working-with-people"
    ]
    for counts, told in (
        ({"brewin": 1}, "Did you mean brewing?"),
        ({"brewing": 0, "working-with-people": 0}, "The plan cannot be so"),
        ({"brewing": 100}, "101 questions are too many"),
    ):
        with pytest.raises(InterviewerError) as caught:
            PLANNED.with_counts(counts)
        assert told in str(caught.value)


# What is there already

SHIPPED = [Known(one.id, one.ask, one.hint) for one in load_bank(shipped_banks()[0]).questions()]


def test_no_two_questions_of_the_shipped_bank_are_alike() -> None:
    for known, new in ((SHIPPED[::2], SHIPPED[1::2]), (SHIPPED[:25], SHIPPED[25:])):
        pool = Pool(known)
        assert [one.name for one in new if pool.like(one.ask, one.hint)] == []


@pytest.mark.parametrize(
    ("ask", "hint", "name"),
    [
        (
            "How does a HNSW index work; what does it give you and what do you pay for it?",
            "",
            "hnsw-structure-and-cost",
        ),
        (
            "Explain how HNSW indexing works and which trade-offs it brings.",
            "Layered graph, greedy search from the top layer down, logarithmic search; M and "
            "efConstruction at build, efSearch at query; heavy on memory, slow to build.",
            "hnsw-structure-and-cost",
        ),
        (
            "How would you tune the recall of an HNSW index under heavy filters?",
            "Filters break the graph's paths; pre- or post-filter; an index for each tenant; "
            "recall measured against brute force.",
            None,
        ),
        (GREEN["ask"], GREEN["hint"], None),
    ],
)
def test_a_reworded_question_is_known(ask: str, hint: str, name: str | None) -> None:
    like = Pool(SHIPPED).like(ask, hint)
    assert (None if like is None else like.name) == name


def test_what_is_taken_comes_to_the_pool() -> None:
    pool = Pool()
    assert pool.like(GREEN["ask"], GREEN["hint"]) is None
    pool.add(Known("green", GREEN["ask"], GREEN["hint"]))
    assert pool.like(GREEN["ask"].upper().replace("?", "!"), "") == Known(
        "green", GREEN["ask"], GREEN["hint"]
    )
    assert pool.like(HARD["ask"], HARD["hint"]) is None


def test_the_questions_of_a_field_come_nearest_first() -> None:
    near = list(Pool(SHIPPED).about("Monitoring with Prometheus, Grafana, alerts and metrics", 3))
    assert near[0].name == "prometheus-grafana-monitoring"
    assert len(near) <= 3
    assert list(Pool(SHIPPED).about("Payroll law and pension funds", 3)) == []
