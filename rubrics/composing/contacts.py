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

_MAIL = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
_ENDINGS = "com|org|net|io|dev|me|app|ai|co|edu|gov|info|eu|uk|de|fr|es|it|nl|ch|at|pl|se|in|us"
_WEB = re.compile(
    r"\b(?:https?|ftp|file)://\S+|\bwww\.[\w-]+\.\S+"
    rf"|\b(?:[\w-]+\.)+(?:{_ENDINGS})/[^\s,;)]+",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,$€£%])(?:\+|\(?0|\(?\d{2,4}\)?[ ./-])[\d ()./-]{5,24}\d(?![\w%])")
_GROUPS = re.compile(r"\d+")
_YEARS = re.compile(r"(?:19|20)\d\d")
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
    lines = [line.strip(" #*_|\t") for line in resume.splitlines()]
    for line in [line for line in lines if line][:NAME_LINES]:
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
    """Whether digits with signs between them are a telephone number, not years or an amount."""
    groups = _GROUPS.findall(text)
    digits = sum(map(len, groups))
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS or all(map(_YEARS.fullmatch, groups)):
        return False
    if text.lstrip("(").startswith(("+", "0")):
        return _address_or_date(text) is None
    # Groups of three alone are an amount ("10 000 000"), and many short ones a list of figures.
    return (
        _address_or_date(text) is None
        and any(len(group) != 3 for group in groups[1:])
        and len(groups) <= 5
        and all(len(group) > 1 for group in groups)
    )


def _address_or_date(text: str) -> re.Match[str] | None:
    return re.search(r"^\d{1,3}(?:\.\d{1,3}){3}|^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", text)
