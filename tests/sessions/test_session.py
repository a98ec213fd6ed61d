from __future__ import annotations

import pytest
from pydantic import ValidationError

from rubrics.grade import Band, Verdict
from sessions.session import Mode, Session, Turn, TurnState
from tests.sessions.sample import MODEL, blank, grade_of, new_session, own, ungraded


def turn_with(**changes: object) -> Turn:
    return new_session().turns[0].model_copy(update=changes)


ALL_MET = own(boil=Verdict.MET, warm=Verdict.MET, time=Verdict.MET)


def test_labels() -> None:
    assert turn_with(number=3).label == "3"
    assert turn_with(number=3, attempt=2).label == "3.2"


def test_words_are_those_of_the_answer_or_else_of_the_draft() -> None:
    assert turn_with(draft="one two").words == 2
    assert turn_with(draft="one two", answer="one").words == 1


def test_without_a_grade_there_is_no_score() -> None:
    turn = turn_with()
    assert (turn.score, turn.origin, turn.band, turn.marks) == (None, None, None, ())


def test_an_ungraded_answer_has_no_score() -> None:
    turn = turn_with(grade=ungraded(turn_with()))
    assert (turn.score, turn.origin, turn.band) == (None, None, None)


@pytest.mark.parametrize(
    ("grader", "origin"), [(None, "estimated"), (MODEL, "graded")], ids=["estimate", "model"]
)
def test_the_origin_of_a_score(grader: object, origin: str) -> None:
    bare = turn_with()
    grade = grade_of(bare, Verdict.MET, grader=MODEL) if grader else grade_of(bare, Verdict.MET)
    turn = turn_with(grade=grade)
    assert (turn.score, turn.origin, turn.band) == (60.0, origin, Band.THIN)


def test_a_blank_answer_scores_nothing_with_its_graders_origin() -> None:
    assert turn_with(grade=blank(turn_with())).origin == "estimated"
    turn = turn_with(grade=blank(turn_with(), MODEL))
    assert (turn.score, turn.origin) == (0.0, "graded")


def test_own_marks_win_and_change_the_origin() -> None:
    turn = turn_with(grade=grade_of(turn_with(), Verdict.MET), self_marks=own(warm=Verdict.MET))
    assert (turn.score, turn.origin) == (100.0, "self-marked")
    assert [mark.verdict for mark in turn.marks] == [Verdict.MET, Verdict.MET, Verdict.MISSED]


def test_own_marks_keep_the_evidence_that_was_found() -> None:
    turn = turn_with(grade=grade_of(turn_with(), Verdict.MET), self_marks=own(boil=Verdict.PARTLY))
    assert [evidence.quote for evidence in turn.marks[0].evidence] == ["boil"]


def test_own_marks_without_a_grade_score_only_when_all_are_there() -> None:
    part = turn_with(self_marks=own(boil=Verdict.MET))
    assert (part.score, part.origin, len(part.marks)) == (None, None, 1)
    whole = turn_with(grade=ungraded(turn_with()), self_marks=ALL_MET)
    assert (whole.score, whole.origin) == (100.0, "self-marked")


def test_states() -> None:
    answered = {state for state in TurnState if state.answered}
    assert answered == {"submitted", "grading", "graded", "ungraded", "blank"}
    assert {state for state in TurnState if state.open} == {"asked", "drafting"}


def test_a_turn_is_found_by_id() -> None:
    session = new_session()
    assert session.turn(2) is session.turns[2]
    with pytest.raises(KeyError):
        session.turn(9)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"position": 9}, "there is no turn 9"),
        ({"turns": [new_session().turns[0]] * 2}, "the same id"),
        ({"turns": []}, "at least 1 item"),
    ],
)
def test_what_makes_no_session_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Session.model_validate({**dict(new_session()), **changes})


def test_only_an_exam_keeps_its_marks_to_the_end() -> None:
    assert [mode.value for mode in Mode if not mode.tells_at_once] == ["exam"]
