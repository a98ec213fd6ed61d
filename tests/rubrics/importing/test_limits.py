"""Ugly files: too large, too deep, broken, hostile. Each is refused in words, or read whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import zstandard

from rubrics.importing import Source, SourceError, import_source, outline_of
from rubrics.importing.apkg import LARGEST_COLLECTION
from rubrics.importing.gathering import LONGEST_HINT, MOST_ITEMS
from rubrics.importing.source import LARGEST_HTML, LARGEST_TEXT
from tests.rubrics.importing.samples import as_html, as_text, collection, packed, questions, read


def refusal(folder: Path, name: str, content: str | bytes) -> str:
    """Why a file with this name and content is not read."""
    with pytest.raises(SourceError) as caught:
        read(folder, name, content)
    assert caught.value.message
    return str(caught.value)


# Size


@pytest.mark.parametrize(
    ("name", "size"),
    [("huge.txt", 100_000_000), ("huge.csv", LARGEST_TEXT + 1), ("huge.html", LARGEST_HTML + 1)],
)
def test_what_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"A hint.\n")
        file.truncate(size)
    opened = Path.open

    def watched(self: Path, mode: str = "r") -> object:
        file = opened(self, mode)
        monkeypatch.setattr(path.__class__, "open", lambda *_: pytest.fail("read"), raising=True)
        return file

    # The first bytes say what it is; nothing more is read.
    monkeypatch.setattr(Path, "open", watched)
    with pytest.raises(SourceError, match=r"MB; as \w+ at most \d+ MB are read"):
        import_source(Source.file(path))


def test_what_comes_through_a_pipe_has_a_limit_too() -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            return b"x" * size

    with pytest.raises(SourceError, match="MB are read"):
        import_source(Source.piped(Endless()))


def test_more_questions_than_a_bank_holds(tmp_path: Path) -> None:
    text = "\n".join(f"Hint number {n} says something." for n in range(MOST_ITEMS + 1))
    assert f"more than {MOST_ITEMS:,} questions" in refusal(tmp_path, "many.txt", text)


def test_a_hint_that_is_too_long_is_left_out_and_told_of(tmp_path: Path) -> None:
    long = "word " * LONGEST_HINT
    imported = read(tmp_path, "page.txt", f"{long}\nA short hint that is well.\n")
    assert [hint for _, _, hint, _ in questions(imported)] == ["A short hint that is well."]
    assert [entry.why for entry in imported.ignored()] == ["a hint of more than 8,000 characters"]
    assert len(imported.notices) == 1


# Bombs


def test_a_zip_bomb_by_what_it_says(tmp_path: Path) -> None:
    bomb = packed({"collection.anki2": b"\0" * 40_000_000})
    assert "more than a deck has" in refusal(tmp_path, "bomb.apkg", bomb)


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    # The zip file says how large the compressed collection is, and nothing of what is in that.
    inner = zstandard.ZstdCompressor().compress(b"\0" * (LARGEST_COLLECTION // 4))
    bomb = packed({"collection.anki21b": inner})
    assert len(bomb) < 100_000
    assert "more than a deck has" in refusal(tmp_path, "bomb.apkg", bomb)


def test_a_collection_that_asks_for_endless_work(tmp_path: Path) -> None:
    path = tmp_path / "evil.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE cards (id, nid, did, odid)")
    database.execute("CREATE TABLE col (models, decks)")
    database.execute("CREATE TABLE t (a)")
    database.execute("INSERT INTO t VALUES (1)")
    database.execute(
        "CREATE VIEW notes AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
        "SELECT n AS id, 1 AS mid, '' AS tags, 'a' AS flds FROM r"
    )
    database.commit()
    database.close()
    deck = packed({"collection.anki2": path.read_bytes()})
    assert "is broken, or too much" in refusal(tmp_path, "evil.apkg", deck)


def test_entities_cannot_multiply(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )  # fmt: skip
    page = f'<!DOCTYPE html [<!ENTITY a0 "bread">{entities}]><body><p>A hint: &a11; ends.</p>'
    imported = read(tmp_path, "bomb.html", page)
    assert sum(len(hint) for _, _, hint, _ in questions(imported)) < len(page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 5_000),
        ("deep.json", '{"a":' * 5_000),
        ("deep.html", "<div>" * 5_000 + "A hint."),
        ("deep.yaml", "[" * 5_000),
    ],
)
def test_what_is_nested_too_deeply(tmp_path: Path, name: str, content: str) -> None:
    assert any(words in refusal(tmp_path, name, content) for words in ("deeply", "tags", "YAML"))


@pytest.mark.parametrize("mark", ["> ", "- ", "* ", "[", "<b>", "*a **b "])
def test_markdown_that_is_nested_loses_no_line(tmp_path: Path, mark: str) -> None:
    text = f"# Bread\n\nA hint that is well.\n\n{mark * 400}deep down\n\nAnother hint at last.\n"
    imported = read(tmp_path, "deep.md", text)
    lines = {n for one in imported.account for n in range(one.place.first, one.place.last + 1)}
    assert lines == set(range(1, 8))


# Encodings


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 1), ("utf-16-be", None), ("cp1252", 1)],
)
def test_a_text_in_another_encoding(tmp_path: Path, encoding: str, told: int | None) -> None:
    data = as_text().replace("°", "°").encode(encoding)
    if told is None:
        data = b"\xfe\xff" + data
    imported = read(tmp_path, "page.txt", data)
    there = read(tmp_path, "there.txt", as_text())
    assert questions(imported) == questions(there)
    assert len(imported.notices) == (1 if told is None else told)


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    for end in ("\r\n", "\r"):
        imported = read(tmp_path, "page.txt", as_text().replace("\n", end))
        assert questions(imported) == questions(read(tmp_path, "there.txt", as_text()))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\n \n\t\n", "Nothing in a.txt reads like"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bytes that are no text"),
        ("a.txt", b"caf\xe9 \x81 and more", "byte 3 is not UTF-8"),
        ("a.txt", b"\xff\xfeA", "is not UTF-16"),
        ("a.docx", b"PK\x03\x04", "a Word document"),
        ("a.xlsx", b"PK\x03\x04", "a spreadsheet"),
        ("a.apkg", b"PK\x03\x04 broken", "a broken zip file"),
        ("a.apkg", packed({"x.txt": b"x"}), "without an Anki collection"),
        ("a.apkg", packed({"collection.anki2": b"no database"}), "is broken"),
        ("a.apkg", packed({"collection.anki21b": b"not compressed"}), "cannot be unpacked"),
        ("a.anki2", b"SQLite format 3\0", "is a database"),
        ("a.json", b"{", "a.json:1: not JSON"),
        ("a.json", b"1" * 5000, "not JSON that can be read"),
        ("a.json", b"[]", "Nothing in a.json reads like"),
        ("a.csv", b"question,hint\n", "Nothing in a.csv reads like"),
        ("a.pdf", b"%PDF-1.7 nothing", "no PDF that can be read"),
    ],
)
def test_what_cannot_be_imported_says_why(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    assert words in refusal(tmp_path, name, content)


def test_no_ordinary_file(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "is a folder"), (tmp_path / "no.txt", "There is no file"),
        (Path("/dev/zero"), "no ordinary file"),
    ):  # fmt: skip
        with pytest.raises(SourceError, match=words):
            Source.file(path)


@pytest.mark.parametrize("form", [as_text, as_html])
def test_what_steers_a_terminal_is_taken_out(tmp_path: Path, form: Callable[[], str]) -> None:
    evil = form().replace("fed every day", "fed \x1b[31mevery\x1b[0m \u202eday")
    imported = read(tmp_path, "page.html" if form is as_html else "page.txt", evil)
    assert not set("".join(hint for _, _, hint, _ in questions(imported))) & {"\x1b", "\u202e"}
    assert "characters that steer a terminal were taken out" in str(imported.notices[0])
    assert outline_of(imported).id == "sourdough-baker-interview-questions"


def test_a_deck_with_strange_rows_is_refused_or_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    path.write_bytes(collection(tmp_path))
    database = sqlite3.connect(path)
    database.execute("UPDATE notes SET flds = NULL, mid = 'x'")
    database.commit()
    database.close()
    deck = packed({"collection.anki2": path.read_bytes()})
    assert "is broken" in refusal(tmp_path, "odd.apkg", deck)
