"""What an interview that is not over gives away in a file: nothing that may not be told yet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rubrics.grade import Verdict
from sessions.export import to_csv, to_html, to_labels, to_markdown
from sessions.session import Mode, Session
from sessions.telling import EXAM_WAITS, SCORES_WAIT
from tests.sessions.sample import MODEL, Room, grade_of, new_session

FORMS: dict[str, Callable[[Session, bool], str]] = {
    "md": to_markdown,
    "html": lambda session, hide: re.sub("(?s)<style>.*</style>", "", to_html(session, hide)),
    "csv": lambda session, hide: "".join(to_csv([session], hide)),
}
SECRETS = (r"\b60\b", r"[Tt]hin\b", "● met", "○ missed", "Say that", "openai/gpt", "In a kettle")


def begun(mode: Mode) -> Room:
    """A session of which the first answer is graded and the second question open."""
    room = Room(new_session(mode, questions=3))
    interview = room.interview
    interview.begin()
    room.answer("I pour it.")
    grade = grade_of(interview.turns[0], Verdict.MET, grader=MODEL, quote="In a kettle")
    interview.graded(0, grade)
    if interview.allows("next"):
        interview.next()
    interview.type("half a")
    return room


def test_marks_are_there_to_be_told() -> None:
    room = begun(Mode.EXAM)
    room.interview.end()
    page = to_markdown(room.interview.session)
    for secret in SECRETS:
        assert re.search(secret, page), secret


@pytest.mark.parametrize("form", FORMS)
def test_an_exam_that_is_not_over_tells_no_mark(form: str) -> None:
    session = begun(Mode.EXAM).interview.session
    text = FORMS[form](session, False)
    for secret in SECRETS:
        assert not re.search(secret, text), secret
    assert session.turns[0].question.model_answer not in text
    assert session.turns[2].question.ask not in text, "it was not asked yet"
    if form != "csv":
        assert EXAM_WAITS in text
        assert "This interview is not over" in text
        assert "I pour it." in text
        assert "half a" in text
    assert not list(to_labels([session]))


@pytest.mark.parametrize("form", FORMS)
def test_practice_tells_of_what_was_answered_and_not_of_what_is_open(form: str) -> None:
    session = begun(Mode.PRACTICE).interview.session
    text = FORMS[form](session, False)
    assert "60" in text
    assert session.turns[2].question.ask not in text
    if form != "csv":
        assert text.count("Model answer") == 1


@pytest.mark.parametrize("form", FORMS)
def test_scores_wait_where_they_are_wanted_hidden(form: str) -> None:
    session = begun(Mode.PRACTICE).interview.session
    text = FORMS[form](session, True)
    for score in SECRETS[:2]:
        assert not re.search(score, text)
    if form != "csv":
        assert SCORES_WAIT in text
        assert "Say that" in text
