"""Pages of hints, and of questions with answers, in every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rubrics.importing import Fate, Imported, SourceError, outline_of
from tests.rubrics.importing.samples import (
    ABOUT,
    HINTS,
    SECTIONS,
    TITLE,
    as_html,
    as_markdown,
    as_text,
    pdf,
    questions,
    read,
)


def fates(imported: Imported) -> dict[str, str]:
    """What became of each line, by its text."""
    return {entry.text: entry.why for entry in imported.account}


def test_a_page_as_it_is_copied_from_a_browser(tmp_path: Path) -> None:
    imported = read(tmp_path, "page.txt", as_text())
    assert (imported.title, imported.about, imported.notices) == (TITLE, ABOUT, ())
    found = {section.title: [item.hint for item in section.items] for section in imported.sections}
    assert found == SECTIONS
    assert [section.promised for section in imported.sections] == [3, 3, 2]
    lines = as_text().split("\n")
    assert [entry.text for entry in imported.account] == lines
    told = fates(imported)
    assert told["Interview Prep"] == "stands above the title"
    assert (told[TITLE], told[ABOUT], told["Starter"]) == ("title", "about", "section")
    assert told[f"3 questions{HINTS[0]}"] == "hint"
    assert str(next(imported.items()).place) == "line 5"


@pytest.mark.parametrize(("name", "form"), [("p.html", as_html), ("p.md", as_markdown)])
def test_the_same_page_in_another_form_makes_the_same_bank(
    tmp_path: Path, name: str, form: Callable[[], str]
) -> None:
    there = outline_of(read(tmp_path, "page.txt", as_text()))
    imported = read(tmp_path, name, form())
    assert outline_of(imported) == there
    assert imported.notices == ()
    assert [section.promised for section in imported.sections] == [3, 3, 2]


def test_what_is_around_a_saved_page_is_told_of(tmp_path: Path) -> None:
    ignored = {entry.why: entry.text for entry in read(tmp_path, "p.html", as_html()).ignored()}
    assert ignored["navigation"] == "Home All 90 questions"
    assert ignored["the foot of the page"] == "© 2026"
    assert {"a script", "a style sheet", "the name of the tab"} <= set(ignored)


def test_counts_that_are_wrong_are_named_with_their_place(tmp_path: Path) -> None:
    wrong = as_text().replace("3 questionsPipe", "4 questionsPipe").replace("8 expert", "9 expert")
    notices = [str(notice) for notice in read(tmp_path, "page.txt", wrong).notices]
    assert notices == [
        "line 8: “Dough-Based” is said to have 4, found 3",
        "line 3: 9 questions are announced, found 8",
    ]


@pytest.mark.parametrize(
    ("line", "hint", "promised"),
    [
        ("3 questionsName the yeasts.", "Name the yeasts.", 3),
        ("3 questions`rye` is fast.", "`rye` is fast.", 3),
        ("1 questionShould name yeasts.", "Should name yeasts.", 1),
        ("1 questionsShould name yeasts.", "Should name yeasts.", 1),
        ("1 questionstreaming is no word for it.", "streaming is no word for it.", 1),
        ("3 questions: Name the yeasts.", "Name the yeasts.", 3),
        ("(3 questions) Name the yeasts.", "Name the yeasts.", 3),
        ("3 questions to ask yourself before you bake.", None, None),
    ],
)
def test_a_count_that_ran_into_the_first_hint(
    tmp_path: Path, line: str, hint: str | None, promised: int | None
) -> None:
    text = f"Bread\n\nStarter\n{line}\nFlour and water, kept alive by being fed each day.\n"
    [section] = read(tmp_path, "page.txt", text).sections
    assert (section.promised, section.items[0].hint) == (promised, hint or line)


def test_headings_of_plain_text_are_known_by_how_they_stand(tmp_path: Path) -> None:
    text = (
        "Bread\n=====\n\nSTARTER\nFlour and water, kept alive with wild yeast, day by day.\n\n"
        "Dough\n-----\n* Autolyse, salt, bulk, shape.\n* Folds every half an hour.\n"
        "  - three at least\n---\n"
    )
    imported = read(tmp_path, "page.txt", text)
    assert imported.title == "Bread"
    told = [(section, hint) for section, _, hint, _ in questions(imported)]
    assert ("Dough", "Folds every half an hour.\n  - three at least") in told
    assert fates(imported)["---"] == "no words"


PAIRS_MARKDOWN = """\
---
layout: page
---
# Bread

- [Starter](#starter)

## Starter

Some words ahead.

### What is a *starter*?

Flour and water
with `wild` yeast.

- fed daily
- kept warm

### 2. Why is it sour?

Lactic acid bacteria. Hint: look for the word acid.

## Dough

<details>
<summary>What is <b>autolyse</b>?</summary>

Flour and water rest before the salt.

</details>

**Q: When is it proofed?**

A: When a dent comes back slowly.
Tags: oven, Feel of dough

### Is there nothing to say?

[link]: https://example.org
"""


def test_questions_and_answers_in_markdown(tmp_path: Path) -> None:
    imported = read(tmp_path, "page.md", PAIRS_MARKDOWN)
    assert (imported.title, questions(imported)) == (
        "Bread",
        [
            (
                "Starter", "What is a starter?",
                "Flour and water\nwith `wild` yeast.\n- fed daily\n- kept warm", None,
            ),
            (
                "Starter", "Why is it sour?",
                "Lactic acid bacteria. Hint: look for the word acid.", None,
            ),
            ("Dough", "What is autolyse?", "Flour and water rest before the salt.", None),
            ("Dough", "When is it proofed?", "When a dent comes back slowly.", None),
        ],
    )  # fmt: skip
    assert list(imported.items())[-1].tags == ("oven", "feel-of-dough")
    told = fates(imported)
    assert told["Is there nothing to say?"] == "nothing beside it says what a good answer holds"
    assert told["Some words ahead."] == "stands ahead of the first question"
    assert told["layout: page"] == "about the file"
    assert told["[link]: https://example.org"] == "it shows nothing on the page"
    assert told["Starter"] == "section"
    lines = {line for e in imported.account for line in range(e.place.first, e.place.last + 1)}
    assert lines == set(range(1, PAIRS_MARKDOWN.count("\n") + 1))


def test_questions_and_answers_in_html(tmp_path: Path) -> None:
    page = """<body><h1>Bread</h1><h2>Starter</h2>
    <dl><dt>What is it?</dt><dd>Flour<br>and water.</dd></dl>
    <h3><button>Why sour?</button></h3><div hidden>Acid.</div>
    <table><tr><th>Question</th><th>Answer</th></tr></table><button>Show all</button>"""
    imported = read(tmp_path, "page.html", page)
    assert questions(imported) == [
        ("Starter", "What is it?", "Flour\nand water.", None),
        ("Starter", "Why sour?", "Acid.", None),
    ]
    assert {"the head of a table", "a button"} <= {entry.why for entry in imported.ignored()}


def test_questions_and_answers_in_plain_text(tmp_path: Path) -> None:
    text = (
        "1. What is a starter?\nFlour and water.\nFed daily.\n\n2. Why is it sour?\n"
        "Hint: acid\nModel answer: Lactic acid bacteria make it so.\n"
    )
    assert questions(read(tmp_path, "page.txt", text)) == [
        ("", "What is a starter?", "Flour and water.\nFed daily.", None),
        ("", "Why is it sour?", "acid", "Lactic acid bacteria make it so."),
    ]


def test_lines_that_go_on_in_the_next_are_one(tmp_path: Path) -> None:
    text = (
        "A great answer says that a starter is made of flour and water,\n"
        "and is kept alive by being fed each day with both of them.\n\n"
        "Should name the temperature of the room and how it changes the\n"
        "time that it takes.\n"
    )
    imported = read(tmp_path, "page.txt", text)
    assert [str(item.place) for item in imported.items()] == ["lines 1–2", "lines 4–5"]
    assert list(imported.items())[1].hint.endswith("changes the time that it takes.")


def test_a_pdf_with_text(tmp_path: Path) -> None:
    pages = [
        ["Bread Questions", "What is a starter?",
         "Flour and water with wild yeast in it, which is kept alive by being",
         "fed every day with as much again."],
        ["Why is it sour?", "Lactic acid bacteria."],
    ]  # fmt: skip
    imported = read(tmp_path, "page.pdf", pdf(pages))
    assert questions(imported) == [
        (
            "",
            "What is a starter?",
            "Flour and water with wild yeast in it, which is kept alive by being fed every day "
            "with as much again.",
            None,
        ),
        ("", "Why is it sour?", "Lactic acid bacteria.", None),
    ]
    assert str(list(imported.items())[1].place) == "page 2, line 1"
    with pytest.raises(SourceError, match="its pages are pictures"):
        read(tmp_path, "empty.pdf", pdf([[]]))
    with pytest.raises(SourceError, match="no PDF that can be read"):
        read(tmp_path, "broken.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type")


def test_ids_are_made_from_what_is_said_and_stay(tmp_path: Path) -> None:
    outline = outline_of(read(tmp_path, "page.txt", as_text()))
    ids = [question.id for question in outline.questions()]
    assert ids[0] == "says-starter-flour-water-kept-alive"
    assert len(set(ids)) == 8
    shorter = as_text().replace(HINTS[1] + "\n", "").replace("3 questionsA", "2 questionsA")
    left = [one.id for one in outline_of(read(tmp_path, "page.txt", shorter)).questions()]
    assert left == [ids[0], *ids[2:]]


REAL = Path(__file__).parents[4] / "shared" / "seed" / "interview-prep-page.txt"


@pytest.mark.skipif(not REAL.is_file(), reason="the page is not beside this checkout")
def test_the_page_that_the_shipped_bank_was_made_from() -> None:
    from rubrics.importing import Source, import_source

    imported = import_source(Source.file(REAL))
    lines = REAL.read_bytes().decode().split("\n")
    assert [(one.title, one.promised, len(one.items)) for one in imported.sections] == [
        ("Beginner", 5, 5),
        ("Intermediate", 10, 10),
        ("Advanced", 10, 10),
        ("Scenario-Based", 10, 10),
        ("AI Workflow & Tools", 10, 10),
        ("Behavioral", 5, 5),
    ]
    assert imported.notices == ()
    for item in imported.items():
        whole = lines[item.place.first - 1]
        assert item.hint in (whole, whole.partition(" questions")[2])
    assert [entry.text for entry in imported.account] == [line for line in lines if line]
    assert [entry.text for entry in imported.account if entry.fate is Fate.IGNORED] == [
        "Interview Prep"
    ]


def test_questions_that_were_taken_for_hints_are_told_of(tmp_path: Path) -> None:
    lines = ["Tea Interview", "Beginner", "How do you make tea?", "Boil water.", "What is oolong?"]
    imported = read(tmp_path, "page.txt", "\n".join([*lines, "Half oxidised tea.", ""]))
    assert [item.ask for item in imported.items() if item.hint.endswith("?")] == [None, None]
    [notice] = [str(notice) for notice in imported.notices]
    assert "2 hints end in a question mark" in notice
