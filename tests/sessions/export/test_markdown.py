from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.export import from_json, to_json, to_markdown
from sessions.session import Mode
from tests.sessions.export.sample import NASTY, followed, spoiled, told
from tests.sessions.sample import Room, new_session


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
    assert from_json(to_json(session)).session.turns[0].answer == session.turns[0].answer
