from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from rubrics.grade import Evidence, Grade, Verdict
from sessions.export import to_html
from tests.sessions.export.sample import NASTY, followed, spoiled, told
from tests.sessions.sample import MODEL, Room, grade_of, new_session

POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
)


class Page(HTMLParser):
    """What a page is made of: its tags, and its text in lines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += (value or "" for name, value in attrs if name in ("href", "src", "action"))
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def text(self) -> str:
        """The words, one space between them."""
        return " ".join(self.words.split())


def test_the_page_tells_the_whole_session() -> None:
    page = Page(to_html(told()))
    for part in (
        "Hot Drinks Engineer: mock interview",
        "80 Solid Your own marks, mean of 1 answer",
        "0 Weak Estimate, mean of 1 answer",
        "1 blank · 1 ungraded: rate limited · 1 skipped",
        "Question 3 is ungraded: rate limited",
        "estimate: ○ missed you: ◐ partly",
        "Your reason: in the *second* sentence",
        "Your own marks: Solid 80 (beside offline estimate, version 1: 60)",
        "✗ Not so (serious) cold *tea* Tea is hot.",
        "Strongest The water.",
        "Your note say `more`",
        "Your draft, not handed in half a",
        "openai/gpt (model, version 2, prompt p1), rubric",
        "The hint was shown",
        "Flagged",
        "Model answer I boil fresh water",
    ):
        assert part in page.text, part
    assert page.tags.count("article") == 5
    assert page.links[0] == "#q1"
    anchors = {f"#{name}" for name in re.findall(r'id="(q[^"]+)"', to_html(told()))}
    assert anchors == set(page.links)


def test_quotes_are_lit_where_they_stand_in_the_answer_and_its_follow_up() -> None:
    room = Room(new_session(rounds=1))
    interview = room.interview
    interview.begin()
    room.answer("boil it")
    interview.graded(0, grade_of(interview.turns[0], Verdict.MET, grader=MODEL))
    interview.follow()
    room.answer("then warm the pot")
    said = "boil it\n\nthen warm the pot"
    grade = grade_of(interview.turns[0], Verdict.MET, Verdict.MET, grader=MODEL)
    spans = ((said.index("boil it"), 7), (said.index("warm"), 4))
    marks = tuple(
        mark.model_copy(
            update={"evidence": (Evidence(quote=said[at : at + n], start=at, end=at + n),)}
        )
        for mark, (at, n) in zip(grade.marks, spans, strict=False)
    )
    interview.graded(0, grade.model_copy(update={"marks": (*marks, grade.marks[2])}))
    page = to_html(interview.session)
    assert re.findall(r'<mark class="(\S+) " data-ends="(\d)">(.+?)</mark>', page) == [
        ("p1", "1", "boil it"),
        ("p2", "2", "warm"),
    ]
    assert "then <mark" in page


def test_overlapping_quotes_are_cut_where_they_meet() -> None:
    room = Room(new_session())
    room.interview.begin()
    room.answer("abcdef")
    grade = grade_of(room.interview.turns[0], Verdict.MET, Verdict.MET)
    spans = ((0, 4), (2, 99))
    marks = tuple(
        mark.model_copy(update={"evidence": (Evidence(quote="x", start=start, end=end),)})
        for mark, (start, end) in zip(grade.marks, spans, strict=False)
    )
    room.interview.graded(0, grade.model_copy(update={"marks": (*marks, grade.marks[2])}))
    lit = re.findall(
        r'<mark class="(.+?) " data-ends="(.*?)">(.+?)</mark>',
        page := to_html(room.interview.session),
    )
    assert lit == [("p1", "", "ab"), ("p1 p2", "1", "cd"), ("p2", "", "ef")]
    assert ".question:has(.p3:is(:hover, :focus)) mark.p3" in page


def test_follow_ups_stand_with_the_answer_that_they_follow() -> None:
    page = Page(to_html(followed()))
    assert page.tags.count("article") == 4
    assert "Follow-up 1a What if the water is hard?" in page.text
    assert "Follow-up 1b is not in the grade: rate limited" in page.text


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "</style><script>alert(1)</script>",
        "' onmouseover='alert(1)",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}{% raw %}",
        "&lt;b&gt; &amp;",
        "<!-- a",
        "a ]]>",
    ],
)
def test_nasty_text_stays_text(text: str) -> None:
    page = to_html(spoiled(text))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    seen, plain = Page(page), Page(to_html(spoiled("plain")))
    assert seen.tags == plain.tags
    assert page.index(POLICY) < page.index("<title>")
    if text.isprintable():
        assert " ".join(text.split()) in seen.text


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = to_html(told())
    assert POLICY in page
    assert not re.search(r"https?:|//|@import|<script|javascript:", page)
    assert re.findall(r"url\((.+?)\)", page) == ["#hatch", "#dots"]


def test_a_grade_without_a_number_makes_no_bar() -> None:
    room = Room(new_session(questions=1))
    room.interview.begin()
    room.answer("hm")
    turn = room.interview.turns[0]
    grade = Grade(
        status="ungraded", reason="timed out", grader=MODEL, rubric=turn.question.rubric.hash
    )
    room.interview.graded(0, grade)
    page = to_html(room.interview.session)
    assert '<rect class="value' not in page
    assert "Ungraded: timed out" in page
