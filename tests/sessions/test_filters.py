"""The language of filters: what is understood, and what is said of the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.filters import DAYS, FLAGS, NUMBERS, TEXTS, Filter, FilterError, Term, parse
from sessions.session import Mode

TODAY = date(2026, 11, 27)

_words = st.text(st.characters(exclude_characters='"', codec="utf-8"), min_size=1)
_folded = _words.map(str.casefold).filter(lambda word: word.strip() and word == word.casefold())
_terms = st.one_of(
    st.builds(Term, st.just(""), _folded, negated=st.booleans()),
    st.builds(
        Term,
        st.sampled_from([key for key in TEXTS if key != "mode"]),
        _folded,
        negated=st.booleans(),
    ),
    st.builds(Term, st.just("mode"), st.sampled_from(["ex", *Mode]).map(str), st.just("")),
    st.builds(
        Term,
        st.sampled_from(NUMBERS),
        st.integers(0, 1000).map(lambda tenths: tenths / 10),
        st.sampled_from(["<", "<=", "=", ">=", ">"]),
        st.booleans(),
    ),
    st.builds(Term, st.sampled_from(DAYS), st.dates(), negated=st.booleans()),
    st.builds(Term, st.sampled_from(FLAGS), negated=st.booleans()),
)


@given(st.lists(_terms).map(tuple))
def test_what_is_written_is_read_again(terms: tuple[Term, ...]) -> None:
    wanted = Filter(terms)
    assert parse(str(wanted), TODAY) == wanted


@given(st.text())
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    with suppress(FilterError):
        assert len(parse(text, TODAY).terms) <= len(text.split())


def test_the_terms_of_a_line() -> None:
    text = 'bank:hot score<50 flagged since:2026-11-01 trade-off -"very  Hot" -mode:exam'
    assert parse(text, TODAY).terms == (
        Term("bank", "hot"),
        Term("score", 50.0, "<"),
        Term("flagged"),
        Term("since", date(2026, 11, 1)),
        Term("", "trade-off"),
        Term("", "very  hot", negated=True),
        Term("mode", "exam", negated=True),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("since:2026-02", date(2026, 2, 1)),
        ("until:2026-02", date(2026, 2, 28)),
        ("since:2026", date(2026, 1, 1)),
        ("until:2026", date(2026, 12, 31)),
        ("since:7d", date(2026, 11, 20)),
        ("since:99999d", date(1753, 2, 12)),
        ("until:TODAY", TODAY),
    ],
)
def test_days(text: str, day: date) -> None:
    assert parse(text, TODAY).terms[0].value == day


def test_quotes_make_a_word_of_anything() -> None:
    assert parse('"flagged" "std::vector" a<b x=1 "', TODAY).terms == (
        Term("", "flagged"),
        Term("", "std::vector"),
        Term("", "a<b"),
        Term("", "x=1"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("bnak:hot", "There is no bnak: to filter by. Did you mean bank?"),
        ("std::vector", 'There is no std: to filter by. As a word it stands in quotes: "std:…"'),
        ("bank:", "bank: lacks what to look for. Write bank:drinks"),
        ("mode=exam", "mode takes a colon. Write mode:exam"),
        ("mode:exm", "mode: exm is no mode. Write mode:practice or mode:exam or mode:drill"),
        ("score<", "score< lacks a number of 0 to 100. Write score<50"),
        ("score<101", "score< lacks a number of 0 to 100. Write score<50"),
        ("score:50", "score is compared with a number. Write score<50 or score>=85"),
        (
            "since:2026-13-01",
            "since: 2026-13-01 is no day. Write since:2026-11-27, since:2026-11, since:7d or today",
        ),
        ("until:9999-12", "until: 9999-12 is no day."),
    ],
)
def test_what_is_wrong_is_named(text: str, says: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse(text, TODAY)
    assert f"{refused.value.message} {refused.value.advice}".startswith(says)
