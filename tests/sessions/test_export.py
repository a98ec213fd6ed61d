from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.grade import FalseClaim, Verdict
from sessions.drafts import DraftStep
from sessions.export import TranscriptError, from_json, to_json, to_markdown
from sessions.session import Mode, Session
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


def outside_fences(document: str) -> str:
    """The document without what stands in its fences, read as Markdown reads them."""
    lines, fence = [], ""
    for line in document.split("\n"):
        if fence:
            if line.strip() == fence:
                fence = ""
        elif match := re.match(r"`{3,}", line):
            fence = match.group()
        else:
            lines.append(line)
    assert not fence
    return "\n".join(lines)


def test_the_document_tells_the_whole_session() -> None:
    document = to_markdown(told())
    outside = outside_fences(document)
    for part in (
        "# Hot Drinks Engineer: mock interview",
        "**Estimate: Weak 0, over 1 of 3 answers · Your own marks: Solid 80, over 1 of 3 answers; "
        "1 blank; 1 ungraded: rate limited; 1 skipped**",
        "- 2026-01-02 03:04 UTC, practice",
        "- 3 of 4 questions answered",
        "- End: finished",
        "- Question 3 is ungraded: rate limited",
        "## 1. Tea\n",
        "## 1. Tea, attempt 2",
        "**Question:** How would you make tea for",
        "- Your own marks: Solid 80 (beside offline estimate, version 1: 60)",
        "- Graded: Thin 50 (graded by openai/gpt)",
        "- Estimate: Weak 0 (nothing was handed in; offline estimate, version 1)",
        "- Ungraded: rate limited",
        "- Skipped",
        "- Time: 1:15 of 2:00",
        "- The hint was shown",
        "- Flagged",
        "**Point by point, as the estimate sees it:**",
        "- ● met (essential): Says that fresh water is boiled first.",
        "- estimate: ○ missed, you: ◐ partly (important): Says that the pot is warmed before "
        "use.\n  - Your reason: in the \\*second\\* sentence",
        "  - “boil\\_water”",
        "**Not so (serious):** “cold \\*tea\\*”: Tea is hot.",
        "**Strongest:** The water.",
        "**Next time:** Say that the pot is warmed.",
        "**Follow-up:** And milk?",
        "**Your note:**",
        "**Your draft, not handed in:**",
        "**Model answer:**",
    ):
        assert part in outside, part
    assert "# no heading" in document
    assert "# no heading" not in outside
    assert "half a" in document


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


def test_follow_ups_stand_with_the_answer_that_they_follow() -> None:
    text = to_markdown(followed())
    head, first, second, third, fourth = re.split(r"\n## (?=\d)", text)
    assert "- 3 of 4 questions answered" in head
    assert "- Follow-up 1b is not in the grade: rate limited" in head
    places = [
        first.index(words)
        for words in (
            "**Question:**",
            "I *boil* water.",
            "**Follow-up 1a:** What if the water is hard?",
            "- Graded together with the answer before\n- Time: 0:20 of 0:45",
            "I warm the pot.",
            "**Follow-up 1b:** And for guests?",
            "- Ungraded: rate limited",
            "More of it.",
            "**Point by point",
            "**Model answer:**",
        )
    ]
    assert places == sorted(places)
    assert first.count("**Model answer:**") == first.count("**Point by point") == 1
    assert "**Follow-up 2a:**" in second
    assert "- Nothing was handed in" in second
    assert "- Skipped" in third
    assert "**Your draft, not handed in:**\n\n```text\nhalf a" in third
    assert "Follow-up" not in fourth


def test_json_has_follow_ups_as_turns_and_in_no_result() -> None:
    session = followed()
    content = json.loads(to_json(session))
    assert from_json(to_json(session)) == session
    assert [turn["round"] for turn in content["session"]["turns"]] == [0, 1, 2, 0, 1, 0, 1, 0]
    assert content["session"]["rounds"] == 2
    turns = {turn.id: turn for turn in session.turns}
    assert [turns[result["turn"]].label for result in content["results"]] == ["1", "2", "3", "4"]


def test_json_of_before_there_were_follow_ups_is_read() -> None:
    session = told()
    content = json.loads(to_json(session))
    del content["session"]["rounds"]
    for turn in content["session"]["turns"]:
        del turn["round"], turn["asks"]
    assert from_json(json.dumps(content)) == session


def test_an_exam_handed_in_by_the_clock_says_so() -> None:
    room = Room(new_session(Mode.EXAM, 1))
    room.interview.begin()
    room.time.pass_(120)
    room.interview.tick()
    assert "- Handed in by the clock" in to_markdown(room.interview.session)


def test_a_session_that_was_not_begun_keeps_its_model_answers_to_itself() -> None:
    document = to_markdown(new_session())
    assert "No score: no answer was handed in; 4 not reached" in document
    assert document.count("- Not reached") == 4
    assert "Model answer" not in document


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


@pytest.mark.parametrize(
    "text", [NASTY, "```\n````\n# x", "a\r\n- b", "<!-- a", "~~~\nx", "[x](y)"]
)
def test_nasty_text_stays_text(text: str) -> None:
    session = spoiled(text)
    document = to_markdown(session)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", document)
    outside = outside_fences(document)
    assert re.findall(r"^#+ ", outside, re.M) == ["# ", "## ", "## ", "## "]
    assert not re.search(r"(?<!\\)[<\[`~]", outside)


@given(st.text(st.characters(), max_size=30))
def test_any_text_can_be_exported_and_read_back(text: str) -> None:
    session = spoiled(text.encode("utf-8", "replace").decode() or "x")
    outside_fences(to_markdown(session)).encode()
    assert from_json(to_json(session)).turns[0].answer == session.turns[0].answer


def test_json_comes_back_as_it_was() -> None:
    session = told()
    assert from_json(to_json(session)) == session


def test_json_is_plain_ascii_without_control_characters() -> None:
    text = to_json(spoiled(NASTY))
    assert text.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)


def test_json_has_marks_of_both_kinds_and_the_results() -> None:
    content = json.loads(to_json(told()))
    assert (content["format"], content["version"]) == ("interviewer-session", 1)
    first = content["session"]["turns"][0]
    assert first["self_marks"] == {
        "warm": {"verdict": "partly", "reason": "in the *second* sentence"}
    }
    assert [mark["verdict"] for mark in first["grade"]["marks"]] == ["met", "missed", "missed"]
    first = content["results"][0]
    assert [first[name] for name in ("turn", "score", "band", "origin")] == [
        0,
        80.0,
        "solid",
        "self-marked",
    ]
    assert content["results"][3]["score"] is None


def test_how_answers_were_given_stands_beside_the_results() -> None:
    session, journals = told(), {0: [DraftStep(0.0, 0, 0, "a"), DraftStep(3.75, 1, 0, "bc")]}
    results = json.loads(to_json(session, journals))["results"]
    assert results[0]["deliveries"] == [
        {
            "turn": 0,
            "words": session.turns[0].words,
            "seconds_used": 75.0,
            "seconds_allotted": 120.0,
            "seconds_to_first_word": 0.0,
            "words_a_minute": session.turns[0].words / 75 * 60,
            "typing_share": 0.05,
            "edits": 0,
            "seconds_spoken": session.turns[0].words / 140 * 60,
        }
    ]
    assert results[2]["deliveries"] == [], "nothing was handed in"
    document = outside_fences(to_markdown(session, journals))
    assert " · typing 5 % of the time · no edits · spoken about 0:05 at 140 words a" in document
    assert "typing" not in outside_fences(to_markdown(session))


def changed(**changes: Any) -> str:
    return json.dumps({**json.loads(to_json(new_session())), **changes})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"format": NaN}', "NaN is no number"),
        ("[]", "not a session of Interviewer"),
        ('{"format": "other"}', "not a session of Interviewer"),
        (changed(version=2), "version 2 of the format"),
        (changed(session={}), "session.id: Field required"),
        (changed(session=None), "session: Input should be"),
    ],
)
def test_what_is_no_session_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(TranscriptError, match=re.escape(words)):
        from_json(text)


def test_an_invented_score_is_not_read() -> None:
    content = json.loads(to_json(told()))
    content["session"]["turns"][0]["grade"]["score"] = 99.0
    with pytest.raises(TranscriptError, match="what its marks add up to"):
        from_json(json.dumps(content))
