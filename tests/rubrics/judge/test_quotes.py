"""Quotes are found where they stand, and only there."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.judge import folding
from rubrics.judge.folding import fold
from rubrics.judge.quotes import places_of


def found(quote: str, answer: str) -> list[str]:
    """The pieces of the answer at the first place of a quote."""
    for spans in places_of(quote, fold(answer)):
        return [answer[start:end] for start, end in spans]
    return []


@pytest.mark.parametrize(
    ("quote", "answer", "piece"),
    [
        ("it's a graph", "I say it’s a graph.", "it’s a graph"),
        ('the "hot" tier', "In the “hot” tier.", "the “hot” tier"),
        ("two-step re-ranking", "A two–step re‑ranking.", "two–step re‑ranking"),
        ("first line second", "first line\n\n   second", "first line\n\n   second"),
        ("first\nline", "the first line", "first line"),
        ("efficient", "an eﬃcient way", "eﬃcient"),
        ("déjà vu index", "a de\u0301ja\u0300 vu index", "de\u0301ja\u0300 vu index"),
        ("de\u0301ja\u0300 vu", "a déjà vu", "déjà vu"),
        ("10⁶ vectors", "106 vectors", "106 vectors"),
        ("hidden word", "hid\u200bden wo\u00adrd", "hid\u200bden wo\u00adrd"),
        ("HNSW is a graph", "**HNSW** is a *graph*", "HNSW** is a *graph"),
        ("it scales well.", "and it scales well, mostly", "it scales well"),
        ("“it scales well”", "and it scales well, mostly", "it scales well"),
        ("余弦相似度", "我们用余弦相似度。", "余弦相似度"),
    ],
)
def test_forms_of_writing_make_no_difference(quote: str, answer: str, piece: str) -> None:
    assert found(quote, answer) == [piece]


@pytest.mark.parametrize(
    ("quote", "answer", "pieces"),
    [
        ("we compare recall … and roll back", "we compare recall daily and roll back", 2),
        ("we compare recall [...] roll back", "we compare recall daily and roll back", 2),
        ("we compare recall ... and drop it", "we compare recall daily and roll back", 0),
        ("we wait... and see", "well, we wait... and see", 1),
    ],
)
def test_of_a_quote_with_gaps_every_part_must_stand_there(
    quote: str, answer: str, pieces: int
) -> None:
    assert len(found(quote, answer)) == pieces


def test_a_near_match_gives_the_words_of_the_answer() -> None:
    answer = "At night we rebuld the whole indx from the log. Then we swap it in."
    assert found("we rebuild the whole index from the log", answer) == [
        "we rebuld the whole indx from the log"
    ]


def test_a_near_match_ends_between_words() -> None:
    answer = "At night we rebuilding the whole index from the logfile."
    assert found("uilding the whole indx from the logf", answer) == [
        "rebuilding the whole index from the logfile"
    ]


@pytest.mark.parametrize(
    "quote",
    [
        "we always rebuild the complete index out of the log",
        "we do rebuild the whole index from the log",
        "we do not rebuild the whole index from the dog every 8 hours",
        "",
        "…",
        "   ",
    ],
)
def test_what_is_not_near_or_turns_the_sense_is_not_found(quote: str) -> None:
    answer = "we do not rebuild the whole index from the log every 6 hours"
    assert found(quote, answer) == []


def test_a_place_between_words_is_taken_before_one_within_a_word() -> None:
    assert next(places_of("rank it", fold("frank it, rank it"))) == ((10, 17),)
    assert found("possible to scale", "It is impossible to scale.") == ["impossible to scale"]


def test_a_quote_of_any_length_takes_no_time() -> None:
    answer = "ab " * 6_000
    assert found("ab ac " * 300, answer) == []
    assert found("x" * 1_000_000, answer) == []


ALPHABET = st.text(
    alphabet=string.ascii_letters + " .,'’“”–-\n\té\u0301ﬁ½\u200b余弦*😀", max_size=60
)


@given(ALPHABET, ALPHABET, ALPHABET)
def test_a_piece_of_the_answer_is_always_found(before: str, piece: str, after: str) -> None:
    answer = before + piece + after
    for spans in places_of(piece, fold(answer)):
        for start, end in spans:
            assert 0 <= start < end <= len(answer)
    if fold(piece).text.strip(" '.,-"):
        assert found(piece, answer)


@given(ALPHABET, ALPHABET)
def test_what_is_found_is_there(quote: str, answer: str) -> None:
    wanted = set(fold(quote).text.replace(" ", ""))
    for spans in places_of(quote, fold(answer)):
        for start, end in spans:
            assert 0 <= start < end <= len(answer)
            assert set(fold(answer[start:end]).text) & wanted


@given(st.text(max_size=80))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True)
    )
    assert fold(folded.text).text == folded.text


@given(st.text(alphabet=string.ascii_lowercase + " ", min_size=40, max_size=80), st.data())
def test_one_changed_letter_is_a_near_match(text: str, data: st.DataObject) -> None:
    text = " ".join(text.split())
    if len(text) < 40:
        return
    at = data.draw(st.integers(0, len(text) - 1))
    quote = text[:at] + "ß" + text[at + 1 :]
    spans = next(places_of(quote, fold("Well: " + text + " - that is all")), None)
    assert spans is not None


@given(
    st.text(
        st.sampled_from("ab C-9*'\"`“–…éﬁ\u0301\u0308\u200b\u00ad\n\t\x00\x7f´～漢")
        | st.characters()
    )
)
def test_the_short_way_through_plain_text_leads_to_the_same(text: str) -> None:
    quick = fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_PLAIN", re.compile("(?!)"))
        assert fold(text) == quick
