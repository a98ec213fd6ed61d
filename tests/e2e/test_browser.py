"""The HTML export in a real browser: it asks for nothing, runs nothing, shows what it should."""

from __future__ import annotations

import pytest

from rubrics.grade import FalseClaim, Verdict
from sessions.export import to_html
from sessions.session import Session
from tests.e2e.browser import CHROMIUM, looking, seen_in, served
from tests.sessions.export.sample import spoiled
from tests.sessions.sample import MODEL, Room, grade_of, new_session

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to open the page in"),
    pytest.mark.xdist_group("browser"),
]

HOSTILE = (
    '</p></style></title><script>fetch("{at}/fetched"); document.title = "owned"</script>'
    '<img src="{at}/image" onerror="document.title = \'owned\'"><svg onload="alert(1)"></svg>'
    '<style>@import "{at}/style"; body {{ background: url({at}/background) }}</style>'
    '<link rel="stylesheet" href="{at}/sheet"><iframe src="{at}/frame"></iframe>'
    '<meta http-equiv="refresh" content="0; url={at}/away">'
)

LOOK = """
const found = (selector) => [...page.querySelectorAll(selector)];
const style = (element) => view.getComputedStyle(element);
const point = page.querySelector(".point.p1");
const lit = page.querySelector("mark.p1");
const before = lit && style(lit).backgroundColor;
if (point) point.focus();
const isWide = () => page.documentElement.scrollWidth > view.innerWidth;
const wide = isWide();
view.frameElement.width = "360";
return {
  title: page.title,
  dark: view.matchMedia("(prefers-color-scheme: dark)").matches,
  paper: style(page.body).backgroundColor,
  lit: found("mark").map((mark) => mark.textContent),
  before,
  focused: point && page.activeElement === point,
  after: lit && style(lit).backgroundColor,
  answers: found(".answer").map((answer) => answer.textContent),
  verdicts: found(".point .verdict").map((verdict) => verdict.textContent.trim()),
  bars: found("svg .value").length,
  hatched: found("svg .value.estimated").map((bar) => style(bar).fill),
  foreign: found("script, img, iframe, object, embed, link, video, form").length,
  wide: wide || isWide(),
  loaded: view.performance.getEntriesByType("resource").map((entry) => entry.name),
};
"""


def marked() -> Session:
    """A session with a graded answer, an estimate, own marks, a false claim and many attempts."""
    room = Room(new_session(questions=3))
    interview = room.interview
    interview.begin()
    room.answer("boil the water, then warm the pot")
    claim = FalseClaim(quote="cold", why="It is hot.", severity="minor")
    grade = grade_of(interview.turns[0], Verdict.MET, Verdict.PARTLY, grader=MODEL)
    interview.graded(0, grade.model_copy(update={"false_claims": (claim,)}))
    interview.mark(0, "warm", Verdict.MISSED)
    interview.next()
    room.answer("boil it")
    interview.graded(1, grade_of(interview.turns[1], Verdict.MET))
    for _ in range(20):
        interview.again()
        room.answer("once more")
    interview.end()
    return interview.session


def test_a_page_is_readable_and_lit_in_light_and_dark() -> None:
    with served({"/look": looking(LOOK), "/page": to_html(marked())}) as (at, asked):
        light, console = seen_in(f"{at}/look")
        dark, more = seen_in(f"{at}/look", dark=True)
    assert asked == ["/look", "/page"] * 2
    assert console == more == []
    for seen in (light, dark):
        assert seen["lit"] == ["boil", "boil"]
        assert seen["focused"]
        assert seen["before"] != seen["after"], "the words of a point in focus stand out"
        assert seen["verdicts"][:2] == ["● met", "model: ◐ partly you: ○ missed"]
        assert seen["bars"]
        assert set(seen["hatched"]) == {'url("#hatch")'}
        assert (seen["foreign"], seen["wide"], seen["loaded"]) == (0, False, [])
    assert (light["dark"], dark["dark"]) == (False, True)
    assert light["paper"] != dark["paper"]
    assert light["before"] != dark["before"]


def test_hostile_text_stays_text_and_asks_for_nothing() -> None:
    pages = {"/look": looking(LOOK)}
    with served(pages) as (at, asked):
        hostile = HOSTILE.format(at=at)
        pages["/page"] = to_html(spoiled(hostile))
        seen, console = seen_in(f"{at}/look")
    assert asked == ["/look", "/page"]
    assert console == []
    assert hostile in seen["answers"]
    assert hostile in seen["title"]
    assert (seen["foreign"], seen["loaded"]) == (0, [])


def test_the_policy_stops_what_escaping_would_have_let_through() -> None:
    pages = {"/look": looking(LOOK), "/page": ""}
    with served(pages) as (at, asked):
        page = to_html(marked())
        pages["/page"] = page.replace("<main>", f'<main><img src="{at}/image"><script>1</script>')
        _, console = seen_in(f"{at}/look")
        assert asked == ["/look", "/page"]
        assert len([line for line in console if "Content Security Policy" in line]) == 2
        pages["/page"] = pages["/page"].replace("default-src 'none'", "default-src *")
        seen_in(f"{at}/look")
    assert "/image" in asked, "the server would have heard of a request"
