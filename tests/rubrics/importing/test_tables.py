"""Tables, JSON and Anki decks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zstandard

from rubrics.importing import Column, ColumnsUnclear, Format, SourceError
from rubrics.importing.columns import read_told
from tests.rubrics.importing.samples import collection, packed, questions, read

HINT = "Flour, water and time."


@pytest.mark.parametrize(
    "text",
    [
        f"Question,Hint\nWhat is bread?,\"{HINT}\"\n",
        f"Frage;Antwort\nWhat is bread?;{HINT}\n",
        f"Nr.\tInterview Question\tKey points\n1\tWhat is bread?\t{HINT}\n",
        f"front|back\nWhat is bread?|{HINT}",
        f"What is bread?,\"{HINT}\"\n",
    ],
    ids=["comma", "semicolon", "tab", "pipe", "no names"],
)  # fmt: skip
def test_columns_are_told_by_their_names_or_by_what_they_hold(tmp_path: Path, text: str) -> None:
    assert questions(read(tmp_path, "t.csv", text)) == [("", "What is bread?", HINT, None)]


def test_all_columns_of_a_table(tmp_path: Path) -> None:
    text = (
        "Topic,Question,Hint,Answer,Tags,Source\n"
        f'Dough,What is bread?,"{HINT}","It is flour.\nAnd water.","Oven; Crust",web\n'
        "\n"
        "Shop,How much?,By weight.,,,\n"
        "Dough,Why salt?,Taste.,,,,more\n"
    )
    imported = read(tmp_path, "t.csv", text)
    assert questions(imported) == [
        ("Shop", "How much?", "By weight.", None),
        ("Dough", "What is bread?", HINT, "It is flour.\nAnd water."),
        ("Dough", "Why salt?", "Taste.", None),
    ]
    told = [(str(entry.place), entry.why) for entry in imported.account]
    assert told == [
        ("line 1", "names of the columns"),
        ("lines 2–3", "question, hint, answer, section, tags"),
        ("line 4", "empty"),
        ("line 5", "question, hint, section"),
        ("line 6", "question, hint, section"),
    ]
    assert next(item.tags for item in imported.items() if item.tags) == ("oven", "crust")
    assert [str(notice) for notice in imported.notices] == [
        "line 6: more cells than there are columns: “more”",
        "columns that were not used: Source",
    ]


def test_where_columns_tell_nothing_somebody_has_to(tmp_path: Path) -> None:
    text = f"Alpha,Beta,Gamma\nBread basics,{HINT[:5]},crumb of it\n"
    with pytest.raises(ColumnsUnclear) as caught:
        read(tmp_path, "t.csv", text)
    assert caught.value.samples == {
        "Alpha": "Bread basics",
        "Beta": "Flour",
        "Gamma": "crumb of it",
    }
    assert caught.value.advice == "Say which is which: --columns question=Alpha,hint=Beta"
    for said in ("question=Alpha,hint=Beta", "question=1, hint=2"):
        told = read_told(said)
        assert questions(read(tmp_path, "t.csv", text, columns=told)) == [
            ("", "Bread basics", "Flour", None)
        ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("hint=Betta", "no column 'Betta'. Did you mean Beta"),
        ("question=Alpha", "No column is named that holds hints"),
        ("hnt=Beta", "Did you mean hint"),
        ("hint", "says nothing of a column"),
        ("hint=", "says nothing of a column"),
    ],
)
def test_what_is_said_of_columns_is_checked(tmp_path: Path, said: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "t.csv", "Alpha,Beta\na,b\n", columns=read_told(said))
    assert words in str(caught.value)


def test_a_quote_that_is_not_closed_is_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"t\.csv: line 2: unexpected end of data"):
        read(tmp_path, "t.csv", 'question,hint\na,"b\nc,d\n')


@pytest.mark.parametrize(
    "value",
    [
        [{"question": "What is bread?", "hint": HINT}],
        {"title": "T", "questions": [{"q": "What is bread?", "a": HINT}]},
        {"questions": [{"question": "What is bread?", "hints": ["Flour, water", "and time."]}]},
        {"What is bread?": HINT},
    ],
)
def test_questions_in_json(tmp_path: Path, value: object) -> None:
    [(_, ask, hint, _)] = questions(read(tmp_path, "t.json", json.dumps(value)))
    assert (ask, hint.replace("\n", " ")) == ("What is bread?", HINT)


def test_sections_in_json(tmp_path: Path) -> None:
    value = {
        "title": "Bread",
        "version": 3,
        "Starter": ["Flour and water.", 7],
        "sections": [{"title": "Dough", "items": [{"question": "Why?", "answer": "Salt."}]}],
    }
    imported = read(tmp_path, "t.json", json.dumps(value))
    assert (imported.title, questions(imported)) == (
        "Bread",
        [("Starter", None, "Flour and water.", None), ("Dough", "Why?", "Salt.", None)],
    )
    assert [entry.text for entry in imported.ignored()] == ["version: 3", "7"]


def test_lines_of_json_and_one_that_is_none(tmp_path: Path) -> None:
    text = '{"question": "Why?", "answer": "Salt."}\nnot json\n\n"A hint."\n'
    imported = read(tmp_path, "t.jsonl", text)
    assert questions(imported) == [("", "Why?", "Salt.", None), ("", None, "A hint.", None)]
    assert [entry.why for entry in imported.account][1:3] == ["not JSON", "empty"]
    assert [str(notice) for notice in imported.notices] == ["line 2: not JSON"]


def test_a_key_that_stands_twice_loses_nothing(tmp_path: Path) -> None:
    imported = read(tmp_path, "t.json", '[{"question": "Why?", "hint": "a b", "hint": "c d"}]')
    assert "c d" in imported.account[0].text
    assert [str(notice) for notice in imported.notices] == ["columns that were not used: hint (2)"]


ANKI_TEXT = """\
#separator:tab
#html:true
#columns:Front\tBack\tTags
#tags column:3
#deck:Baking::Starter
What is a <b>levain</b>?\t"A starter for one dough.<br>Used ""ripe"".\t&lt;3"\tbread oven
The {{c1::baker's percentage::share}} is a share of {{c2::flour}}.\t\t
"""


def test_what_anki_exports_as_text(tmp_path: Path) -> None:
    imported = read(tmp_path, "deck.txt", ANKI_TEXT)
    assert (imported.format, imported.title) == (Format.ANKI, "Baking")
    assert questions(imported) == [
        ("Starter", "What is a levain?", 'A starter for one dough.\nUsed "ripe". <3', None),
        ("Starter", None, "The baker's percentage is a share of flour.", None),
    ]
    assert next(imported.items()).tags == ("bread", "oven")
    assert [entry.place.first for entry in imported.account] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("layout", ["collection.anki2", "collection.anki21", "collection.anki21b"])
def test_what_anki_exports_as_a_deck(tmp_path: Path, layout: str) -> None:
    data = collection(tmp_path, new=layout.endswith("b"))
    members = {"media": b"{}", "0": b"\xff\xd8 a picture"}
    if layout.endswith("b"):
        data = zstandard.compress(data)
        members["collection.anki2"] = b"only says that Anki is too old"
    imported = read(tmp_path, "deck.apkg", packed({**members, layout: data}))
    assert imported.title == "Baking"
    assert sorted(questions(imported), key=str) == [
        ("Dough", "Why salt?", "Taste, and it slows the yeast.", None),
        ("Dough", None, "A baker's percentage is a share of the flour.", None),
        ("Starter", "What is a levain?", "A starter built for one dough.\nUsed when it is ripe.",
         None),
    ]  # fmt: skip
    assert [str(entry.place) for entry in imported.account] == ["record 1", "record 2", "record 3"]


def test_columns_are_read_as_they_are_said() -> None:
    assert read_told("question=Frage, hint = 2") == {Column.QUESTION: "Frage", Column.HINT: "2"}
