from __future__ import annotations

import json

from rubrics.grade import Verdict
from sessions.export import labels_of, to_labels
from tests.sessions.export.sample import told
from tests.sessions.sample import MODEL, Room, grade_of, new_session


def test_only_what_the_user_marked_is_a_label() -> None:
    [label] = labels_of(told())
    assert (label.bank, label.turn, label.labels) == ("hot-drinks", "1", {"warm": Verdict.PARTLY})
    assert label.graded == {
        "boil": Verdict.MET,
        "warm": Verdict.MISSED,
        "time": Verdict.MISSED,
    }
    assert label.differ == ("warm",)
    assert label.answer.startswith("I boil water.")
    assert label.criteria == told().turns[0].question.rubric.meaning


def test_agreement_is_a_label_too_and_follow_ups_belong_to_the_answer() -> None:
    room = Room(new_session(rounds=1))
    interview = room.interview
    interview.begin()
    room.answer("I boil water.")
    interview.graded(0, grade_of(interview.turns[0], Verdict.MET, grader=MODEL))
    interview.follow()
    room.answer("I use soft water.")
    interview.mark(0, "boil", Verdict.MET)
    [line] = to_labels([interview.session])
    label = json.loads(line)
    assert (label["labels"], label["differ"]) == ({"boil": "met"}, [])
    assert label["grader"]["model"] == "openai/gpt"
    assert label["follow_ups"] == [
        {"ask": "What if the water is hard?", "answer": "I use soft water."}
    ]


def test_a_blank_answer_is_no_label() -> None:
    room = Room(new_session())
    room.interview.begin()
    room.answer(" ")
    room.interview.mark(0, "boil", Verdict.MET)
    assert not list(labels_of(room.interview.session))


def test_marks_without_a_grade_are_labels() -> None:
    room = Room(new_session())
    room.interview.begin()
    room.answer("I boil water.")
    room.interview.mark(0, "boil", Verdict.CONTRADICTED)
    [label] = labels_of(room.interview.session)
    assert (label.graded, label.grader, label.differ) == (None, None, ())
