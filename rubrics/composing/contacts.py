"""What leads to a person: names, mail and web addresses, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rubrics.text import printable

FEWEST_DIGITS, MOST_DIGITS = 8, 15
"""Of a telephone number; the most is what the ITU allows (E.164)."""

NAME_WORDS = (2, 4)
NAME_LINES = 3
"""First lines of a resume, among which the name of its person is looked for."""

_MAIL = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[^\W\d_]{2,24}\b")
_ENDINGS = "com|org|net|io|dev|me|app|ai|co|edu|gov|info|eu|uk|de|fr|es|it|nl|ch|at|pl|se|in|us"
_WEB = re.compile(
    r"\b(?:https?|ftp|file)://\S+|\bwww\.[\w-]+\.\S+"
    rf"|\b(?:[\w-]+\.)+(?:{_ENDINGS})/[^\s,;)]+",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,$€£%])(?:\+|\(?0|\(?\d{3}\)?[ ./-])[\d ()./-]{5,24}\d(?![\w%])")
_OF_TEN = re.compile(r"\(?\d{3}\)?[ ./-]{1,2}\d{3}[ ./-]\d{4}")
"""North America's, which begin with neither 0 nor +."""

_OTHERWISE = re.compile(r"0\.\d|\d{1,3}(?:\.\d{1,3}){3}$|\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:$|[ T])")
"""Fractions, addresses of machines, and dates."""

_HEADS = frozenset(("curriculum vitae", "personal details", "lebenslauf", "resume", "résumé", "cv"))
_APART = re.compile(r"\s*(?:[|·•,;]|\s[–—-]\s)\s*")
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?")
_SHOWN = {"mail address": "[mail]", "web address": "[link]", "telephone number": "[telephone]"}


def contacts_in(text: str) -> Iterator[tuple[str, str]]:
    """Mail addresses, web addresses and telephone numbers of a text: kind and words of each."""
    for kind, start, end in _places(text):
        yield kind, text[start:end]


def without_contacts(text: str, names: Sequence[str] = ()) -> str:
    """The text with a word in brackets in place of each contact, and of each of some names."""
    text = printable(text)
    for kind, start, end in sorted(_places(text), key=lambda place: -place[1]):
        text = f"{text[:start]}{_SHOWN[kind]}{text[end:]}"
    for name in names:
        text = _of_name(name).sub("[name]", text)
    return text


def names_on(resume: str, job: str) -> tuple[str, ...]:
    """The name at the head of a resume, where there is one: two to four words with capitals.

    A line of which the text of the job holds a word is taken for a title, not for a name.
    """
    asked = {word.lower() for word in re.findall(r"\w+", job)}
    lines = [_APART.split(line.strip(" #*_|\t"))[0] for line in resume.splitlines()]
    for line in [line for line in lines if line and line.lower() not in _HEADS][:NAME_LINES]:
        words = line.split()
        fewest, most = NAME_WORDS
        if (
            fewest <= len(words) <= most
            and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
            and not asked & {word.lower() for word in re.findall(r"\w+", line)}
        ):
            return (line,)
    return ()


def holds_name(text: str, names: Sequence[str]) -> bool:
    """Whether a text holds one of some names, however it is spaced and written."""
    return any(_of_name(name).search(text) for name in names)


def _of_name(name: str) -> re.Pattern[str]:
    words = r"[\s._-]+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _places(text: str) -> list[tuple[str, int, int]]:
    """Kind, beginning and end of each contact, none within another."""
    found: list[tuple[str, int, int]] = []
    for kind, pattern in (("mail address", _MAIL), ("web address", _WEB)):
        found += [(kind, *match.span()) for match in pattern.finditer(text)]
    found += [
        ("telephone number", *match.span())
        for match in _PHONE.finditer(text)
        if _is_phone(match.group())
    ]
    apart: list[tuple[str, int, int]] = []
    for kind, start, end in sorted(found, key=lambda place: (place[1], -place[2])):
        if not apart or start >= apart[-1][2]:
            apart.append((kind, start, end))
    return apart


def _is_phone(text: str) -> bool:
    """Whether digits with signs between them are a telephone number."""
    digits = [character for character in text if character.isdigit()]
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS or len(set(digits)) == 1:
        return False
    if _OTHERWISE.match(text):
        return False
    return text.lstrip("(").startswith(("+", "0")) or _OF_TEN.fullmatch(text) is not None
