"""Sessions with something of everything in them, to be written in each form."""

from __future__ import annotations

from rubrics.grade import FalseClaim, Verdict
from sessions.session import Session
from tests.sessions.sample import MODEL, Room, blank, grade_of, new_session, ungraded

NASTY = (
    "\x1b[31mred\x1b]0;title\x07 \u202egnp.exe \x9b2J \x7f "
    "[b]**bold**[/b] <script> `tick` 👩\u200d🚀"
)


def told() -> Session:
    """A session with something of everything in it."""
    room = Room(new_session())
    interview = room.interview
    interview.begin()
    interview.hint()
    room.answer("I boil water.\n```\n# no heading\n````\n", seconds=75)
    claim = FalseClaim(quote="cold *tea*", why="Tea is hot.", severity="serious")
    grade = grade_of(interview.turns[0], Verdict.MET, quote="boil_water")
    interview.graded(0, grade)
    interview.mark(0, "warm", Verdict.PARTLY, " in the *second*\nsentence ")
    interview.annotate(0, "say `more`")
    interview.flag(0)
    interview.again()
    second = room.answer("I boil it again.", seconds=5)
    interview.graded(
        second,
        grade_of(interview.current, Verdict.MET, grader=MODEL).model_copy(
            update={
                "false_claims": (claim,),
                "score": 50.0,
                "strongest": "The water.",
                "follow_up": "And milk?",
            }
        ),
    )
    interview.next()
    room.answer(" ")
    interview.graded(1, blank(interview.turns[2]))
    interview.next()
    room.answer("hm")
    interview.graded(2, ungraded(interview.turns[3]))
    interview.next()
    interview.type("half a")
    interview.skip()
    interview.end()
    return interview.session


def followed() -> Session:
    """A session with follow-ups that were graded, left out of the grade, blank and skipped."""
    room = Room(new_session(questions=4, rounds=2))
    interview = room.interview
    interview.begin()
    for answers, failed in (
        (("I *boil* water.", "I warm the pot.", "More of it."), True),
        (("I boil water.", " "), False),
    ):
        turn = room.answer(answers[0])
        interview.graded(turn, grade_of(interview.session.turn(turn), Verdict.MET))
        for number, answer in enumerate(answers[1:], 1):
            interview.follow()
            room.answer(answer, seconds=20)
            interview.grading(turn)
            first = interview.session.turn(turn)
            fails = failed and number == len(answers) - 1
            interview.graded(turn, ungraded(first) if fails else grade_of(first, Verdict.MET))
        interview.next()
    turn = room.answer("I boil water.")
    interview.graded(turn, grade_of(interview.session.turn(turn), Verdict.MET))
    interview.follow()
    interview.type("half a")
    interview.skip()
    interview.end()
    return interview.session


def spoiled(text: str) -> Session:
    """A session with this text wherever people, models and banks write."""
    room = Room(new_session())
    question = room.interview.turns[0].question
    line = text.strip() or "x"
    criterion = question.criteria[0].model_copy(update={"expects": line})
    question = question.model_copy(
        update={
            "ask": line,
            "model_answer": text,
            "criteria": (criterion, *question.criteria[1:]),
        }
    )
    turn = room.interview.turns[0].model_copy(update={"question": question, "section": text})
    session = new_session().model_copy(update={"turns": (turn,), "bank_title": text})
    room = Room(session)
    room.interview.begin()
    room.answer(text)
    if room.interview.current.state.value == "submitted":
        grade = grade_of(turn, Verdict.MET, quote=text, grader=MODEL)
        claim = FalseClaim(quote=text, why=text, severity="minor")
        texts = {"strongest": text, "improve": text, "follow_up": text, "false_claims": (claim,)}
        room.interview.graded(0, grade.model_copy(update=texts))
    room.interview.annotate(0, text)
    return room.interview.session
