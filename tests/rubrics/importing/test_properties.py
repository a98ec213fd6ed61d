"""Whatever a source holds: no crash, and no line of it that is not in the account."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import StringIO

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rubrics.importing import Fate, Format, Imported, Source, SourceError, import_source, outline_of
from rubrics.writing import bank_text

LINES = st.sampled_from(
    [
        "", " ", "Beginner", "# Bread", "### What is bread?", "10 questionsA hint that runs on.",
        "2 questions", "- a bullet", "  - a deeper one", "1. First?", "1) one 2) two", "Q: Why?",
        "A: Because.", "Hint: look here", "Tags: a, b", "---", "===", "```", "> quoted", "<b>bold",
        "<script>", "</details>", "<summary>Why?</summary>", "| a | b |", "|---|---|", "\t", "*",
        "[a]: /b", "What is a starter made of?", "Flour and water, kept alive by being fed.",
        "\x1b[31mred", "\u202eturned", "&amp; &lt; &#0; &bogus;", "<!-- hidden", "]]>", "🍞 loaf",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES | st.text(max_size=40), max_size=14).map("\n".join)


def imported(data: bytes, name: str, format: Format | None = None) -> Imported | None:
    """What was read; None where it was refused, which takes words."""
    try:
        found = import_source(Source(name, None, data, len(data)), format)
    except SourceError:
        return None
    assert any(found.items())
    for item in found.items():
        assert item.hint == item.hint.strip() != ""
    outline = outline_of(found)
    assert sum(1 for _ in outline.questions()) == sum(1 for _ in found.items())
    assert bank_text(outline.model_dump(mode="json", exclude_none=True))
    return found


def lines_told(found: Imported) -> set[int]:
    return {n for one in found.account for n in range(one.place.first, one.place.last + 1)}


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([Format.TEXT, Format.MARKDOWN]))
@example("a\n\n", Format.TEXT)
@example("\x1c\na b\x85c\u2028d", Format.TEXT)
def test_every_line_of_a_page_is_in_the_account(text: str, format: Format) -> None:
    data = text.encode("utf-8", "replace")
    found = imported(data, "page", format)
    if found is None:
        return
    text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert lines_told(found) == set(range(1, text.removesuffix("\n").count("\n") + 2))
    # Every word of it is told of too.
    told = " ".join(entry.text for entry in found.account)
    if format is Format.TEXT:
        words = re.findall(r"[A-Za-z]{3,}", text)
        assert set(words) <= set(re.findall(r"[A-Za-z]{3,}", told))


@settings(max_examples=100, deadline=None)
@example("Beginner\n<script>\nBeginner")
@example("Beginner\n<script>\n# Bread")
@given(TEXTS)
def test_every_text_of_a_web_page_is_in_the_account(text: str) -> None:
    data = text.encode("utf-8", "replace")
    found = imported(data, "page.html", Format.HTML)
    if found is None:
        return
    told = "\n".join(entry.text for entry in found.account)
    shown = unescape(re.sub("<.*", "", data.decode()))
    assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= set(re.findall(r"[A-Za-z]{3,}", told))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(LINES | st.text(max_size=20), min_size=1, max_size=4), max_size=8))
def test_every_row_of_a_table_is_in_the_account(rows: list[list[str]]) -> None:
    file = StringIO(newline="")
    csv.writer(file).writerows([["question", "answer"], *rows])
    data = file.getvalue().encode("utf-8", "replace")
    found = imported(data, "table.csv")
    if found is not None:
        text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
        assert lines_told(found) == set(range(1, text.count("\n") + 1))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | LINES | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["question", "hint", "answer", "title", "tags", "Why?", "x", ""]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.booleans())
def test_every_text_of_json_is_in_the_account(value: object, lines: bool) -> None:
    text = json.dumps(value, ensure_ascii=False)
    found = imported(text.encode("utf-8", "replace"), "t.jsonl" if lines else "t.json")
    if found is None:
        return
    told = " ".join(entry.text for entry in found.account)
    assert set(re.findall(r"[A-Za-z]{4,}", text.replace("\\", " "))) - _KEYS <= set(
        re.findall(r"[A-Za-z]{4,}", told)
    )


_KEYS = {"question", "hint", "answer", "title", "tags", "null", "true", "false", "NaN", "Infinity"}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(list(Format)) | st.none())
def test_any_bytes_are_read_or_refused(data: bytes, format: Format | None) -> None:
    found = imported(data, "any", format)
    assert found is None or {entry.fate for entry in found.account} <= set(Fate)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_source_gives_the_same_bank(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert imported(data, "page.txt") == imported(data, "page.txt")
